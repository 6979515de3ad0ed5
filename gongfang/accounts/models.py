"""People, the offices they serve in, and the divisions those offices answer for."""

import secrets
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import BlindIndexField, EncryptedTextField


class Division(models.Model):
    """The prefecture or one of its counties, by GB/T 2260 code."""

    class Level(models.TextChoices):
        PREFECTURE = "prefecture", _("地区")
        COUNTY = "county", _("县（市）")

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="divisions")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Department(models.TextChoices):
    """The three departments that act jointly at each level (article 2)."""

    CULTURE = "culture", _("文化和旅游")
    HRSS = "hrss", _("人力资源和社会保障")
    AGRICULTURE = "agriculture", _("农业农村")


class Office(models.Model):
    """One department of one division."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="offices")
    department = models.CharField(max_length=12, choices=Department)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["division", "id"]
        constraints = [
            models.UniqueConstraint(fields=["division", "department"], name="accounts_one_office"),
            models.CheckConstraint(
                condition=models.Q(department__in=Department.values), name="accounts_known_department"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> str:
        """Return "county" or "prefecture"."""
        return self.division.level

    @property
    def code(self) -> str:
        """Return the actor this office is in the step tables: "county.culture"."""
        return f"{self.level}.{self.department}"


class Role(models.TextChoices):
    """What a person is here. An account has exactly one role."""

    APPLICANT = "applicant", _("申报主体")
    OFFICER = "officer", _("经办人")
    HEAD = "head", _("负责人")
    EXPERT = "expert", _("评审专家")
    AUDITOR = "auditor", _("监督人员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


OFFICIAL_ROLES = (Role.OFFICER, Role.HEAD)


class UserManager(BaseUserManager["User"]):
    """Creates accounts; nobody is looked up by a login in the clear."""

    def create_user(
        self,
        *,
        login: str,
        password: str,
        role: str,
        display_name: str,
        office: Office | None = None,
        **fields: Any,
    ) -> "User":
        """Create an account with a random pseudonym.

        :raises IntegrityError: when the login is taken, or the role and the office do not go together.
        """
        user = self.model(login=login, role=role, display_name=display_name, office=office, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


def new_pseudonym() -> str:
    """Return a random public name: the only identity that records and logs ever hold."""
    return f"u-{secrets.token_hex(5)}"


class User(AbstractBaseUser):
    """A person who signs in. Login and e-mail are encrypted; `username` is a pseudonym."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=20, unique=True, default=new_pseudonym, editable=False)
    display_name = models.CharField(_("姓名或名称"), max_length=80)
    role = models.CharField(_("角色"), max_length=16, choices=Role)
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("所在单位"),
    )
    login = EncryptedTextField(_("登录账号"))
    login_index = BlindIndexField(source="login", purpose="login", unique=True)
    email = EncryptedTextField(_("接收通知的电子邮箱"), blank=True, default="")
    language = models.CharField(_("界面语言"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("启用"), default=True)
    awaits_authorisation = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    consented_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_known_role"),
            models.CheckConstraint(
                condition=(
                    models.Q(role__in=OFFICIAL_ROLES, office__isnull=False)
                    | (~models.Q(role__in=OFFICIAL_ROLES) & models.Q(office__isnull=True))
                ),
                name="accounts_officials_have_an_office",
            ),
            models.CheckConstraint(
                condition=~models.Q(is_active=True, awaits_authorisation=True),
                name="accounts_unauthorised_are_closed",
            ),
        ]
        indexes = [models.Index(fields=["role", "office"], name="accounts_by_role")]

    def __str__(self) -> str:
        return self.username
