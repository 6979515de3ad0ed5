"""Who keeps a filing and the log of activities, and who reads them."""

from collections.abc import Iterable
from typing import Any

from gongfang.accounts import permissions
from gongfang.accounts.models import User
from gongfang.records.models import EvidenceFile
from gongfang.regulation.annual_filing import State
from gongfang.regulation.procedure import Actor
from gongfang.workshops.models import Workshop
from gongfang.workshops.permissions import visible_to

from .models import Activity, AnnualFiling

EDITABLE = (State.OWED, State.RETURNED)


def may_list(user: Any) -> bool:
    """Return whether `user` has the list of filings: officials and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_have_own(user: Any) -> bool:
    """Return whether `user` files for a workshop."""
    return permissions.is_applicant(user)


def _is_its_county(user: Any, division_id: str) -> bool:
    return permissions.actor_of(user) == Actor.COUNTY_CULTURE and user.office.division_id == division_id


def enters_for(user: Any, filing: Any) -> bool:
    """Return whether `user` keeps a filing for a workshop without an account: its county's culture office."""
    return filing.holder_id is None and _is_its_county(user, filing.region_id)


def may_edit(user: Any, filing: AnnualFiling) -> bool:
    """Return whether `user` may change the filing now.

    What came in time on paper is entered after its year too, by the county (reading R11).
    """
    if enters_for(user, filing):
        return filing.state in (*EDITABLE, State.MISSED)
    return bool(filing.holder_id == user.pk) and filing.state in EDITABLE


def acts_as_applicant(user: User, case: Any) -> Iterable[Actor]:
    """Let the county file for a workshop without an account."""
    return (Actor.APPLICANT,) if enters_for(user, case) else ()


def may_read(user: Any, filing: AnnualFiling) -> bool:
    """Return whether `user` reads what a filing holds: not before it is handed in, but for those who keep it."""
    is_theirs = filing.holder_id == user.pk or enters_for(user, filing)
    return is_theirs or filing.filed_at is not None


def may_reveal(user: Any, filing: AnnualFiling) -> bool:
    """Return whether `user` may uncover a masked value, which is recorded: the holder and the offices."""
    return may_read(user, filing) and (filing.holder_id == user.pk or permissions.is_official(user))


def may_log(user: Any, workshop: Workshop) -> bool:
    """Return whether `user` keeps the log of a workshop: its holder, or the county where it has no account."""
    if not workshop.holds_recognition:
        return False
    if workshop.holder_id is None:
        return _is_its_county(user, workshop.county_id)
    return bool(workshop.holder_id == user.pk)


def may_see_file(user: Any, stored: EvidenceFile) -> bool:
    """Return whether `user` may open a file of an activity: whoever sees the workshop in the register."""
    if not user.is_authenticated:
        return False
    found = Activity.objects.filter(files__file=stored).values("workshop_id")
    return visible_to(user).filter(pk__in=found).exists()
