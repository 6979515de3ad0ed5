"""Who has had what: the registry of support that every app feeds (article 8)."""

from datetime import date

import pytest

from gongfang.cases.services import perform
from gongfang.regulation import clauses
from gongfang.support import registry
from gongfang.support.models import BrandMeasure
from gongfang.support.registry import Given, Measure
from gongfang.workshops.models import Workshop

from . import cast

pytestmark = pytest.mark.django_db


def names(condition: object) -> set[str]:
    return set(Workshop.objects.filter(condition).values_list("name", flat=True))  # type: ignore[arg-type]


def test_what_was_given_stands_by_limb_with_its_result() -> None:
    target, other = cast.workshop(), cast.workshop()
    call = cast.handed_in(target)
    cast.answered(call, target)
    course = cast.course(places=1)
    cast.enrolled(course, target)
    cast.enrolled(course, other)
    perform(cast.asked(target), "answer_help", by=cast.lead(), at=cast.NOW, reply="加明矾。")
    cast.studio(target)
    cast.brand(target)
    given = registry.given_to([target.pk, other.pk])
    found = {measure.name: each for measure, each in given[target.pk]}
    assert set(found) == {"recommendation", "course", "help", "succession", "brand"}
    assert found["recommendation"].result == "入选"
    assert found["recommendation"].text == "推荐自治区级：第二批自治区级非遗工坊"
    assert found["course"].result == "已报名"
    assert found["succession"].text == "技能大师工作室：花毡技能大师工作室（地区级）"
    assert given[other.pk] == []
    days = [each.on for _, each in given[target.pk]]
    assert days == sorted(days, reverse=True)


def test_who_had_a_kind_of_support_in_a_year_and_who_had_nothing() -> None:
    had_brand, had_nothing = cast.workshop(name="有品牌工坊"), cast.workshop(name="没有工坊")
    cast.brand(had_brand, given_on=date(2026, 5, 1))
    assert names(registry.had()) == {had_brand.name}
    assert names(registry.had(["brand"], year=2026)) == {had_brand.name}
    assert names(registry.had(["brand"], year=2027)) == set()
    assert names(registry.had(["succession"])) == set()
    assert names(~registry.had()) == {had_nothing.name}


def test_a_measure_without_a_dated_field_is_narrowed_by_what_it_says() -> None:
    cast.brand(cast.workshop(), given_on=date(2026, 5, 1))
    undated = Measure(
        name="undated",
        label="无日期",
        clause=clauses.BRAND,
        rows=lambda: BrandMeasure.objects.all(),
        describe=lambda row: Given(on=row.given_on, text=row.title),
    )
    assert [undated.rows_in(year).count() for year in (None, 2026, 2027)] == [1, 1, 0]


@pytest.mark.once
def test_every_measure_stands_under_a_limb_of_article_8_in_their_order() -> None:
    found = registry.measures()
    assert [each.clause.id for each in found] == sorted((each.clause.id for each in found), key=_place)
    assert {each.clause for each in found} >= {
        clauses.RECOMMENDATION,
        clauses.STUDY,
        clauses.SUCCESSORS,
        clauses.BRAND,
    }
    with pytest.raises(ValueError, match="registered twice"):
        registry.measure(found[0])


def _place(id: str) -> int:
    return [each.id for each in clauses.ALL].index(id)
