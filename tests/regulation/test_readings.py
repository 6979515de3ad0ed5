import pytest

from gongfang.regulation.readings import READINGS, UnknownReading, reading


def test_readings_are_r1_to_r21_each_once_and_in_order() -> None:
    assert [each.id for each in READINGS] == [f"R{n}" for n in range(1, 22)]


def test_every_reading_says_what_it_adopts_and_for_which_clause() -> None:
    assert all(each.adopted and each.clauses for each in READINGS)


def test_reading_is_found_by_its_id() -> None:
    assert [clause.id for clause in reading("R9").clauses] == ["6(三)", "民法典201", "民法典203"]
    assert reading("R9").alternative


def test_unknown_reading_is_refused() -> None:
    with pytest.raises(UnknownReading):
        reading("R22")
