"""Reading records."""

from typing import Any

from django.db.models import QuerySet

from .models import EvidenceFile, Record


def records_of(case: Any) -> QuerySet[Record]:
    """Return the records of a case, oldest first, with their texts and people in two queries."""
    return Record.objects.filter(case=case).select_related("user", "user__office").prefetch_related("statements")


def files_of(case: Any, *, section: str | None = None) -> QuerySet[EvidenceFile]:
    """Return the files of a case, or of one section of it."""
    found = EvidenceFile.objects.filter(case=case)
    return found if section is None else found.filter(section=section)
