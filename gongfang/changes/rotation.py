"""What a new index key asks of changes: the register's copies of the new responsible persons' indexes follow."""

from gongfang.regulation.registration_change import State
from gongfang.workshops.models import Workshop

from .models import Responsible


def renew_register() -> int:
    """Copy to the register the index of whoever a change made responsible last; return how many had changed."""
    confirmed = Responsible.objects.filter(change__state=State.CONFIRMED).order_by("change_id")
    latest = dict(confirmed.values_list("change__workshop_id", "id_index"))
    return sum(
        Workshop.objects.filter(pk=key).exclude(responsible_id_index=index).update(responsible_id_index=index)
        for key, index in latest.items()
    )
