"""Who writes products, who brings enquiries to workshops, and who may know who asks."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.accounts.models import User
from gongfang.regulation.enquiry import OPEN, State
from gongfang.regulation.procedure import Actor
from gongfang.regulation.product import EDITABLE
from gongfang.workshops.models import Workshop

from .models import Demand, Enquiry, Product


def may_list(user: Any) -> bool:
    """Return whether `user` has the lists of products and enquiries: applicants, officials and the auditor."""
    return permissions.is_applicant(user) or is_inside(user)


def is_inside(user: Any) -> bool:
    """Return whether `user` is an official or the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_see_demands(user: Any) -> bool:
    """Return whether `user` has the list of demands: the prefecture's offices and the auditor."""
    if permissions.is_auditor(user):
        return True
    return permissions.is_official(user) and user.office is not None and user.office.level == "prefecture"


def leads(user: Any) -> bool:
    """Return whether `user` serves in the prefecture's culture office, which publishes and matches."""
    return permissions.actor_of(user) == Actor.PREFECTURE_CULTURE


def writes_for(user: User, workshop: Workshop) -> bool:
    """Return whether `user` acts for a workshop: its account, or its county's culture office where it has none."""
    if workshop.holder_id is not None:
        return workshop.holder_id == user.pk
    return _stands_in(user, workshop)


def _stands_in(user: User, workshop: Workshop) -> bool:
    office = user.office
    return (
        permissions.actor_of(user) == Actor.COUNTY_CULTURE
        and office is not None
        and office.division_id == workshop.county_id
    )


def may_write(user: User, product: Product) -> bool:
    """Return whether `user` may change what a product says now."""
    return product.state in EDITABLE and writes_for(user, product.workshop)


def may_reveal(user: User, case: Any) -> bool:
    """Return whether `user` may know who asks: whoever answers or brings it to those who do.

    What was turned away as it came is nobody's but the office's; a demand never is a workshop's own.
    """
    if leads(user):
        return True
    if isinstance(case, Demand) or not writes_for(user, case.workshop):
        return False
    return case.answer_by is not None


def may_answer(user: User, enquiry: Enquiry) -> bool:
    """Return whether an enquiry waits for `user` as its workshop."""
    return enquiry.state in OPEN and enquiry.state != State.RECEIVED and writes_for(user, enquiry.workshop)
