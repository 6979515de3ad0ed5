"""Subsidies: what was given on which document, and what it was spent on (articles 9(四) and 10(五))."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office
from gongfang.cases.models import Case
from gongfang.workshops.models import Workshop


class Subsidy(Case):
    """Money given to a workshop. Amounts are in yuan. `unspent` is neither reported as spent nor repaid."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="subsidies")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="subsidies", verbose_name=_("拨付部门")
    )
    amount = models.DecimalField(_("补助金额（元）"), max_digits=12, decimal_places=2)
    unspent = models.DecimalField(_("未报账金额（元）"), max_digits=12, decimal_places=2)
    repaid = models.DecimalField(_("退回金额（元）"), max_digits=12, decimal_places=2, default=Decimal(0))
    purpose = models.CharField(_("补助用途"), max_length=200)
    document_number = models.CharField(_("拨付文号"), max_length=60)
    granted_on = models.DateField(_("拨付日期"))
    account_by = models.DateField(_("报账期限"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="exchange_subsidy_of_something"),
            models.CheckConstraint(
                condition=Q(unspent__gte=0, unspent__lte=F("amount")), name="exchange_subsidy_unspent"
            ),
            models.CheckConstraint(
                condition=Q(repaid__gte=0, repaid__lte=F("amount")), name="exchange_subsidy_repaid"
            ),
            models.CheckConstraint(
                condition=Q(account_by__gt=F("granted_on")), name="exchange_subsidy_account_by"
            ),
            models.CheckConstraint(condition=~Q(document_number=""), name="exchange_subsidy_document"),
        ]
        indexes = [
            models.Index(
                fields=["workshop", "account_by"], condition=Q(unspent__gt=0), name="exchange_subsidies_unspent"
            ),
        ]

    @property
    def spent(self) -> Decimal:
        """Return what was reported as spent and stands."""
        return self.amount - self.unspent - self.repaid


class SpendingState(models.TextChoices):
    """Whether a report stands."""

    REPORTED = "reported", _("已报账")
    REJECTED = "rejected", _("凭证退回")


class Spending(models.Model):
    """One report of what a part was spent on; its vouchers are files of the case under `section`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subsidy = models.ForeignKey(Subsidy, on_delete=models.CASCADE, related_name="spendings")
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    spent_on = models.DateField(_("支出日期"))
    spent_for = models.CharField(_("支出内容"), max_length=200)
    state = models.CharField(max_length=10, choices=SpendingState, default=SpendingState.REPORTED)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["spent_on", "reported_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="exchange_spending_of_something"),
            models.CheckConstraint(condition=Q(state__in=SpendingState.values), name="exchange_spending_state"),
        ]

    def __str__(self) -> str:
        return self.spent_for

    @property
    def section(self) -> str:
        """Return under which section of the case its vouchers are kept."""
        return f"voucher_{self.pk.hex[:12]}"
