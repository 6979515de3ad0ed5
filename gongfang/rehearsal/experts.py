"""The pool from which a rehearsal draws its panel."""

from collections.abc import Mapping

from gongfang.panels.models import Expert, Pool

from .cast import Cast

ENOUGH = 15


def pool(cast: Cast, given: Mapping[str, int]) -> list[Expert]:
    """Write the pool: `number` qualified experts of both pools, and `unqualified` ones who may not be drawn."""
    number, unqualified = given.get("number", ENOUGH), given.get("unqualified", 0)
    return [_expert(cast, place, is_qualified=place <= number) for place in range(1, number + unqualified + 1)]


def _expert(cast: Cast, place: int, *, is_qualified: bool) -> Expert:
    return Expert.objects.create(
        user=cast.expert(place),
        name=f"演练专家{place}",
        pool=Pool.REGION if place % 2 else Pool.PREFECTURE,
        speciality="传统技艺",
        employer=f"演练单位{place}",
        has_senior_title=is_qualified and place % 3 == 0,
        relevant_years=8 if is_qualified else 2,
    )
