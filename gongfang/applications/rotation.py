"""What a new index key asks of applications: the register's copies of their indexes follow."""

from django.db.models import F, OuterRef, QuerySet, Subquery

from gongfang.workshops.models import Workshop

from .models import Person, PersonRole


def renew_register() -> int:
    """Copy to the register the indexes of the responsible persons again, and return how many had changed.

    The person of a recognised application does not change: only the key can make a difference.
    """
    current = Subquery(_responsible_persons().values("id_index")[:1])
    stale = Workshop.objects.annotate(current=current).filter(current__gt="")
    return stale.exclude(responsible_id_index=F("current")).update(responsible_id_index=current)


def _responsible_persons() -> QuerySet[Person]:
    return Person.objects.filter(application__number=OuterRef("application_number"), role=PersonRole.RESPONSIBLE)
