from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from gongfang.regulation import clauses
from gongfang.regulation.edition import EDITIONS, EditionError, NoEditionInForce, available, get, in_force
from gongfang.regulation.edition_values import Criterion

RUBRIC_OF_TEXT = '[rubric]\nvalue = "x"\nclause = "6(二)"\nreading = "R8"\nlabel = "表"\n'
DRAFT = (EDITIONS / "2026-draft.toml").read_text(encoding="utf-8")


def written(directory: Path, *changes: tuple[str, str], id: str = "2026-draft") -> Path:
    """Write the draft edition with each `old` text replaced once by `new`."""
    text = DRAFT.replace('id = "2026-draft"', f'id = "{id}"', 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (directory / f"{id}.toml").write_text(text, encoding="utf-8")
    return directory


def without(table: str) -> str:
    """Return the text of one parameter's table in the draft edition."""
    start = DRAFT.index(f"[{table}]\n")
    end = DRAFT.find("\n[", start + 1)
    return DRAFT[start : end if end > 0 else None]


def test_shipped_draft_holds_the_numbers_of_the_measures() -> None:
    draft = get("2026-draft")

    assert draft.in_force_from == date(2026, 4, 1)
    assert draft.site_area_min_m2 == 60
    assert (draft.trainings_min, draft.practitioners_min, draft.welfare_activities_min) == (2, 2, 2)
    assert (draft.panel_size_min, draft.expert_years_min) == (5, 5)
    assert (draft.notice_working_days, draft.objection_review_working_days) == (5, 5)
    assert (draft.appeal_working_days, draft.appeal_review_working_days) == (5, 10)
    assert (draft.evaluation_every_years, draft.missed_filings_suspend, draft.ban_years) == (2, 2, 3)


def test_shipped_rubric_totals_one_hundred() -> None:
    draft = get("2026-draft")

    assert draft.rubric[0] == Criterion("craft", "核心技艺与传承", 25)
    assert sum(criterion.points for criterion in draft.rubric) == 100
    assert sum(criterion.points for criterion in draft.evaluation_dimensions) == 100


def test_every_parameter_is_listed_with_its_clause_and_reading() -> None:
    draft = get("2026-draft")
    own = {"id", "title", "parameters"}

    assert {parameter.name for parameter in draft.parameters} == {f.name for f in fields(draft)} - own
    assert all(parameter.label and parameter.reading for parameter in draft.parameters)
    notice = next(each for each in draft.parameters if each.name == "notice_working_days")
    assert (notice.value, notice.clause, notice.reading) == (5, clauses.PUBLIC_NOTICE, "R9")


def test_editions_can_be_compared_and_hashed() -> None:
    assert get("2026-draft") == get("2026-draft")
    assert len({get("2026-draft"), get("2026-draft")}) == 1


@pytest.mark.parametrize(
    ("parameter", "alternative"),
    [(each.name, other) for each in get("2026-draft").parameters for other in each.alternatives],
)
def test_every_alternative_named_can_really_be_put(parameter: str, alternative: object) -> None:
    draft = get("2026-draft")

    assert type(alternative) is type(getattr(draft, parameter))
    assert alternative != getattr(draft, parameter)


def test_two_editions_are_in_force_one_after_the_other(tmp_path: Path) -> None:
    written(tmp_path)
    later = (
        ("value = 2026-04-01", "value = 2027-01-01"),
        ('value = 60\nclause = "4(二)"', 'value = 80\nclause = "4(二)"'),
    )
    written(tmp_path, *later, id="2027-final")

    assert [edition.id for edition in available(tmp_path)] == ["2026-draft", "2027-final"]
    assert in_force(date(2026, 12, 31), tmp_path).site_area_min_m2 == 60
    assert in_force(date(2027, 1, 1), tmp_path).site_area_min_m2 == 80
    assert get("2026-draft", tmp_path).site_area_min_m2 == 60


def test_edition_is_in_force_from_its_first_day() -> None:
    assert in_force(date(2026, 4, 1)).id == "2026-draft"


def test_no_edition_before_the_first_is_told_with_article_13() -> None:
    with pytest.raises(NoEditionInForce) as refused:
        in_force(date(2026, 3, 31))

    assert refused.value.clause == clauses.IN_FORCE
    assert refused.value.on == date(2026, 3, 31)
    assert str(refused.value) == "2026-03-31 尚无施行的版本（《办法》第十三条）"


def test_unknown_edition_is_refused_by_name() -> None:
    with pytest.raises(EditionError, match="2030-draft"):
        get("2030-draft")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "2026-draft"', 'id = "other"', "id 应与文件名一致"),
        ('title = "塔城地区非遗工坊认定和管理办法（2026 年征求意见稿）"', "title = 1", "title 应为文字"),
        ("[ban_years]", "[ban_year]", "缺少 ban_years"),
        (without("ban_years"), without("ban_years") + "\n[extra]\nvalue = 1\n", "不认识 extra"),
        (without("ban_years"), "", "缺少 ban_years"),
        ('value = 3\nclause = "10"', 'values = 3\nclause = "10"', "ban_years：缺少 value"),
        ('label = "撤销后禁报期（年）"', 'label = "禁报期"\ncolour = "red"', "ban_years：不认识 colour"),
        ('value = 3\nclause = "10"', 'value = "3"\nclause = "10"', "ban_years：应为不小于 0 的整数"),
        ('value = 3\nclause = "10"', 'value = true\nclause = "10"', "ban_years：应为不小于 0 的整数"),
        ('value = 3\nclause = "10"', 'value = -1\nclause = "10"', "ban_years：应为不小于 0 的整数"),
        ('value = 3\nclause = "10"', 'value = 3\nclause = "14"', "ban_years：没有这一条款：14"),
        ('reading = "R18"', 'reading = "R99"', "ban_years：没有这一解释：R99"),
        ('reading = "R18"', 'reading = ["R18"]', "ban_years：没有这一解释"),
        ("value = 2026-04-01", "value = 2026-04-01T00:00:00", "in_force_from：应为日期"),
        ("value = 2026-04-01", 'value = "2026-04-01"', "in_force_from：应为日期"),
        ('"Asia/Shanghai"', '"Asia/Urumqi"', "time_zone：应为 Asia/Shanghai 之一"),
        ('"cumulative"', '"both"', "route_limbs：应为 cumulative、alternative 之一"),
        ('alternatives = ["alternative"]', 'alternatives = ["both"]', "route_limbs：应为"),
        ('alternatives = ["alternative"]', 'alternatives = "alternative"', "alternatives 应为数组"),
        ('["654224"]', '"654224"', "poverty_county_codes：应为文字的数组"),
        ('["654224"]', "[654224]", "poverty_county_codes：应为文字"),
        ("value = false", 'value = "no"', "falsification_bans：应为 true 或 false"),
        ("value = {}", "value = 5", "pool_quotas：应为专家库名额的表"),
        ("value = {}", 'value = {region = "2"}', "pool_quotas：应为不小于 0 的整数"),
        ("value = {}", "value = {county = 5}", "没有这个专家库：county"),
        ("value = {}", "value = {region = 3}", "pool_quotas 合计应为单数且不少于 5"),
        ("value = {}", "value = {region = 3, prefecture = 3}", "pool_quotas 合计应为单数"),
        ('value = 5\nclause = "6(二)"', 'value = 6\nclause = "6(二)"', "panel_size_min 应为单数"),
        ('value = 0\nclause = "6(二)"', 'value = 3\nclause = "6(二)"', "score_trim 去掉的分数过多"),
        ('核心技艺与传承", points = 25', '核心技艺与传承", points = 20', "rubric 的分值合计应为 100"),
        ('传承活动开展", points = 25', '传承活动开展", points = 20', "evaluation_dimensions 的分值合计"),
        ('核心技艺与传承", points = 25', '核心技艺与传承", most = 25', "rubric：评分项应有"),
        ('{ code = "craft", label = "核心技艺与传承", points = 25 }', '"craft"', "rubric：评分项应有"),
        (without("rubric"), RUBRIC_OF_TEXT, "评分项的数组"),
        ('value = "24:00"', 'value = "25:00"', "day_ends_at：应为 24:00 或以前的时刻"),
        ('value = "24:00"', 'value = "18"', "day_ends_at：应为 24:00 或以前的时刻"),
        ('value = "12-31"', 'value = "02-29"', "filing_due：应为每年都有的月和日"),
        ('value = "12-31"', 'value = "W01-1"', "filing_due：应为每年都有的月和日"),
        ('value = 10\nclause = "6(一)"', 'value = 0\nclause = "6(一)"', "correction_working_days：应不"),
        ('value = 3\nclause = "10"', 'value = 3\nclause = 10', "ban_years：应为文字"),
        (without("ban_years"), "ban_years = 3\n", "应为一个表"),
        ("[ban_years]", "[ban_years", "2026-draft.toml"),
    ],
)  # fmt: skip
def test_wrong_edition_file_is_refused_with_key_and_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    if new == "ban_years = 3\n":  # a bare key must stand before the first table
        (tmp_path / "2026-draft.toml").write_text(new + DRAFT.replace(old, ""), encoding="utf-8")
    else:
        written(tmp_path, (old, new))

    with pytest.raises(EditionError) as refused:
        available(tmp_path)

    assert message in str(refused.value)
    assert "2026-draft.toml" in str(refused.value)


def test_close_of_business_and_another_filing_day_can_be_put(tmp_path: Path) -> None:
    written(tmp_path, ('value = "24:00"', 'value = "18:00"'), ('value = "12-31"', 'value = "06-30"'))

    (edition,) = available(tmp_path)

    assert (edition.day_ends_at, edition.filing_due) == ("18:00", "06-30")


def test_lawful_quotas_can_be_put(tmp_path: Path) -> None:
    written(tmp_path, ("value = {}", "value = {region = 2, prefecture = 3}"))

    (edition,) = available(tmp_path)

    assert edition.pool_quotas == {"region": 2, "prefecture": 3}
