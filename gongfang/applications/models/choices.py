"""What the fields of a filing may hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    """By which limbs of article 3 a workshop applies (reading R1)."""

    COUNTY = "county", _("已获县（市）级认定")
    FORMER = "former", _("脱贫县原非遗扶贫就业工坊")


class SiteTenure(models.TextChoices):
    """By what right the workshop uses its site."""

    OWNED = "owned", _("自有")
    LEASED = "leased", _("租赁")
    LENT = "lent", _("无偿使用")
    OTHER = "other", _("其他")


class PersonRole(models.TextChoices):
    """The people of article 6(一)1: the legal or responsible person, and the managers."""

    RESPONSIBLE = "responsible", _("法人（主要负责人）")
    MANAGER = "manager", _("主要管理人员")


class RosterKind(models.TextChoices):
    """Whom the workshop employs, as articles 4(三) and 7 tell them apart."""

    POVERTY = "poverty", _("脱贫人口")
    MONITORED = "monitored", _("监测帮扶对象")
    DISABLED = "disabled", _("残疾人")
    OTHER = "other", _("其他")


class WorkMode(models.TextChoices):
    """How somebody on the roster works (article 4(三))."""

    FIXED = "fixed", _("固定就业")
    FLEXIBLE = "flexible", _("灵活就业")
    HOME = "home", _("居家就业")


class ActivityKind(models.TextChoices):
    """What articles 4(四) and 4(六) count."""

    TRAINING = "training", _("传统技艺培训")
    WELFARE = "welfare", _("公益活动")
    EXHIBITION = "exhibition", _("展示展演展销")
