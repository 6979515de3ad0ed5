"""The register is read in pieces by any process, confirmed, and keeps its versions (articles 9(二), 11(三))."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gongfang.accounts import keys
from gongfang.cases.advance import advance
from gongfang.exchange import applying, importing, queries
from gongfang.exchange.models import ImportState, RegisterEntry, RegisterImport, StagedEntry
from gongfang.records.models import AccessEntry, EvidenceFile
from gongfang.records.sheets import SheetRefused
from tests.exchange import cast
from tests.exchange.cast import AT, TODAY, applied, numbers, people, read, uploaded
from tests.factories import TACHENG_CITY, division, head

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)
THEN = AT + timedelta(days=30)


def current() -> int:
    return RegisterEntry.objects.filter(valid_to=None).count()


def figures(source: RegisterImport) -> tuple[int, int, int, int]:
    return source.added, source.changed, source.kept, source.left


def said(source: RegisterImport) -> list[tuple[int, str, str]]:
    return list(importing.numbered_problems(source))


def test_register_is_read_and_confirmed() -> None:
    """Article 11(三): the agriculture department provides who is registered."""
    source = read(people(numbers(3)))
    assert (source.state, source.done, source.total) == (ImportState.READ, 4, 4)
    assert current() == 0
    applying.apply_register(source, by=source.uploaded_by, at=AT)
    assert (current(), StagedEntry.objects.count()) == (3, 0)
    assert figures(RegisterImport.objects.get()) == (3, 0, 0, 0)
    assert set(AccessEntry.objects.values_list("action", flat=True)) >= {"upload_register", "apply_register"}


def test_neither_number_nor_name_nor_file_is_kept() -> None:
    source = uploaded(people(numbers(1)))
    assert source.file is not None
    stored = Path(settings.EVIDENCE_DIR) / str(source.file.file.name)
    assert stored.exists()
    importing.work(AT)
    assert not EvidenceFile.objects.exists()
    table = RegisterEntry._meta.db_table
    applying.apply_register(RegisterImport.objects.get(), by=source.uploaded_by, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        assert numbers(1)[0] not in repr(cursor.fetchall())


def test_same_list_again_changes_nothing() -> None:
    rows = people(numbers(4))
    applied(rows)
    again = applied(rows, as_of=LATER, at=THEN)
    assert figures(again) == (0, 0, 4, 0)
    assert RegisterEntry.objects.count() == 4


def test_versions_say_who_was_registered_on_a_day() -> None:
    """Article 9(二): whoever is no longer on a complete list has left, and the day before is still known."""
    first, second, third = numbers(3)
    applied(people([first, second]))
    later = applied(people([first], category="监测帮扶对象") + people([third]), as_of=LATER, at=THEN)
    assert figures(later) == (1, 1, 0, 1)
    assert queries.holding_on(TODAY).count() == 2
    assert queries.holding_on(LATER - timedelta(days=1)).filter(category="poverty").count() == 2
    assert sorted(queries.holding_on(LATER).values_list("category", flat=True)) == ["monitored", "poverty"]
    assert current() == 2


def test_list_of_the_same_day_corrects_it() -> None:
    first, second = numbers(2)
    applied(people([first, second]))
    assert figures(applied(people([first], category="监测帮扶对象"))) == (0, 1, 0, 1)
    assert list(RegisterEntry.objects.values_list("category", "valid_to")) == [("monitored", None)]


def test_supplement_leaves_the_others() -> None:
    first, second = numbers(2)
    applied(people([first]))
    assert figures(applied(people([second]), is_complete=False, as_of=LATER, at=THEN)) == (1, 0, 0, 0)
    assert current() == 2


def test_date_of_identification_is_part_of_a_version() -> None:
    number = numbers(1)[0]
    applied([(number, "脱贫人口", "托里县", "2025-03-01")])
    assert figures(applied([(number, "脱贫人口", "托里县", "2025-03-01")], as_of=LATER, at=THEN)) == (0, 0, 1, 0)
    assert figures(applied([(number, "脱贫人口", "托里县")], as_of=LATER, at=THEN)) == (0, 1, 0, 0)
    assert RegisterEntry.objects.get(valid_to=None).identified_on is None


def test_problems_name_row_and_column_and_no_value() -> None:
    good, other = numbers(2)
    rows = [
        (good, "脱贫人口", "托里县"),
        ("65422419600101000", "脱贫人口", "托里县"),
        (other, "干部", "托里县"),
        (float(other[:17]), "脱贫人口", "托里县"),
        (other, "脱贫人口", "喀什市"),
        (other, "脱贫人口", "托里县", "2099-01-01"),
        (good, "脱贫人口", "托里县"),
        ("", "脱贫人口", "托里县"),
        ("", "", ""),
    ]
    source = read(rows)
    assert (source.state, source.problem_count, source.added) == (ImportState.READ, 7, 1)
    found = said(source)
    assert [row for row, _column, _what in found] == [3, 4, 5, 6, 7, 8, 9]
    assert found[5][2] == "与第 2 行重复"
    assert not any(number in repr(found) for number in (good, other))


def test_list_with_problems_lets_nobody_leave() -> None:
    first, second = numbers(2)
    applied(people([first, second]))
    source = applied([*people([first]), ("12", "脱贫人口", "托里县")], as_of=LATER, at=THEN)
    assert (source.left, current()) == (0, 2)


def test_reading_goes_on_where_another_process_died(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PIECE", 2)
    found = numbers(5)
    source = uploaded(people([*found, found[0]]))
    assert importing.work(AT, pieces=1) == 1
    source.refresh_from_db()
    assert (source.state, source.done, source.percent) == (ImportState.READING, 3, 42)
    RegisterImport.objects.update(claim="00000000-0000-4000-8000-000000000000", claimed_until=AT + importing.CLAIM)
    assert importing.work(AT) == 0
    advance(AT + importing.CLAIM)
    source.refresh_from_db()
    assert (source.state, source.added, source.problem_count) == (ImportState.READ, 5, 1)
    assert said(source) == [(7, "身份证号码", "与前面的行重复")]


def test_worker_that_lost_its_claim_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PIECE", 2)
    source = uploaded(people(numbers(5)))
    take = importing._Reading._take

    def robbed(self: importing._Reading, piece: list[tuple[int, list[object]]]) -> bool:
        RegisterImport.objects.update(claim=None)
        return take(self, piece)

    monkeypatch.setattr(importing._Reading, "_take", robbed)
    importing.work(AT)
    source.refresh_from_db()
    assert (source.state, StagedEntry.objects.count()) == (ImportState.READING, 0)


def test_file_that_is_not_the_template_is_refused() -> None:
    source = read([], upload=cast.sheet([("a", "b")], headings=("姓名", "号码")))
    assert source.state == ImportState.REFUSED
    assert "表头" in source.reason
    assert not EvidenceFile.objects.exists()
    assert read(people(numbers(1))).state == ImportState.READ


def test_upload_is_refused_while_another_is_open() -> None:
    by = cast.keeper()
    read(people(numbers(1)), by=by)
    with pytest.raises(importing.ImportRefused, match="还没有处理完"):
        uploaded(people(numbers(1)), by=by)


@pytest.mark.parametrize(
    ("as_of", "reason"), [(TODAY + timedelta(days=1), "不能晚于今天"), (date(2027, 1, 1), "更早的名单")]
)
def test_day_of_a_list_must_follow_the_register(as_of: date, reason: str) -> None:
    applied(people(numbers(1)))
    with pytest.raises(importing.ImportRefused, match=reason):
        uploaded(people(numbers(1)), as_of=as_of)


def test_dropped_list_changes_nothing() -> None:
    source = read(people(numbers(2)))
    applying.drop_register(source, by=source.uploaded_by, at=AT)
    assert (current(), StagedEntry.objects.count()) == (0, 0)
    with pytest.raises(SheetRefused, match="不在待确认状态"):
        applying.apply_register(source, by=source.uploaded_by, at=AT)


def test_county_registers_its_own_people() -> None:
    """A county's list needs no county in its rows, moves nobody of another, and ends nobody else's status."""
    first, second, third = numbers(3)
    applied(people([first], county="塔城市") + people([second]))
    by = cast.keeper("county.agriculture")
    source = applied([(first, "脱贫人口", ""), (third, "脱贫人口", "")], by=by)
    assert said(source) == [(2, "身份证号码", "已在其他县（市）登记，请与地区农业农村部门核对")]
    assert current() == 3
    assert figures(applied([(third, "脱贫人口")], by=by, as_of=LATER, at=THEN)) == (0, 0, 1, 1)
    assert RegisterEntry.objects.filter(valid_to=None, county=TACHENG_CITY).count() == 1


def test_prefecture_moves_somebody_to_another_county() -> None:
    number = numbers(1)
    applied(people(number))
    assert figures(applied(people(number, county="654201"), as_of=LATER, at=THEN)) == (0, 1, 0, 0)
    assert RegisterEntry.objects.get(valid_to=None).county == division(TACHENG_CITY)


def test_list_that_a_newer_one_overtook_is_not_brought_in() -> None:
    county = read([(number, "脱贫人口") for number in numbers(1)], by=cast.keeper("county.agriculture"))
    applied(people(numbers(2)), as_of=LATER, at=THEN)
    with pytest.raises(SheetRefused, match="更早的名单"):
        applying.apply_register(county, by=county.uploaded_by, at=THEN)


def test_county_may_be_named_in_short() -> None:
    found = numbers(3)
    applied(
        people(found[:1], county="和布克赛尔县")
        + people(found[1:2], county="托里")
        + people(found[2:], county="654201")
    )
    assert sorted(RegisterEntry.objects.values_list("county", flat=True)) == ["654201", "654224", "654226"]


def test_index_is_that_of_the_newest_key() -> None:
    applied(people(numbers(1)))
    assert RegisterEntry.objects.get().key_id == keys.newest_id("index")


def test_figures_by_county() -> None:
    applied(people(numbers(2)) + people(numbers(1, skip=2), category="监测对象", county="塔城市"))
    rows = queries.registered_by_county(TODAY, queries.counties_of(head("prefecture.culture").office))
    assert {
        row["county"].name: (row["poverty"], row["monitored"])
        for row in rows
        if row["poverty"] or row["monitored"]
    } == {
        "托里县": (2, 0),
        "塔城市": (0, 1),
    }
