"""The pool from which a rehearsal draws its panel."""

from collections.abc import Mapping

from gongfang.accounts.models import User
from gongfang.panels.models import Expert, Pool

from .cast import Cast

ENOUGH = 15


def pool(cast: Cast, given: Mapping[str, int]) -> list[Expert]:
    """Write the pool: `number` qualified experts of both pools, and `unqualified` ones who may not be drawn."""
    number, unqualified = given.get("number", ENOUGH), given.get("unqualified", 0)
    accounts = cast.experts(number + unqualified)
    return Expert.objects.bulk_create(
        _expert(user, place, is_qualified=place <= number) for place, user in enumerate(accounts, start=1)
    )


def _expert(user: User, place: int, *, is_qualified: bool) -> Expert:
    return Expert(
        user=user,
        name=f"演练专家{place}",
        pool=Pool.REGION if place % 2 else Pool.PREFECTURE,
        speciality="传统技艺",
        employer=f"演练单位{place}",
        has_senior_title=is_qualified and place % 3 == 0,
        relevant_years=8 if is_qualified else 2,
    )
