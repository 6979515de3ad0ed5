"""Workshops on their way into the project library of rural revitalisation (article 11(三))."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.cases.models import Case
from gongfang.workshops.models import Workshop


class LibraryEntry(Case):
    """A workshop offered to the library, and what the agriculture department answered."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="library_entries")
    is_current = models.BooleanField(default=True)
    library_number = models.CharField(_("项目库编号"), max_length=60, blank=True)
    entered_on = models.DateField(_("入库日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(is_current=True), name="exchange_one_library_entry"
            ),
            models.UniqueConstraint(
                fields=["library_number"], condition=~Q(library_number=""), name="exchange_one_library_number"
            ),
            models.CheckConstraint(
                condition=Q(library_number="", entered_on=None)
                | (~Q(library_number="") & Q(entered_on__isnull=False)),
                name="exchange_entered_on_a_day",
            ),
        ]
