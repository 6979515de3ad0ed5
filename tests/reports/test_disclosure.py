"""No published figure, and no difference of published figures, points to fewer than five people."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongfang.reports.disclosure import FEWEST, published, published_total

pytestmark = pytest.mark.once
CELLS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30), max_size=7)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CELLS)
def test_what_is_withheld_cannot_be_worked_out(cells: dict[str, int]) -> None:
    shown, total = published(cells), published_total(cells)
    assert all(number is None or number == cells[name] for name, number in shown.items())
    assert not [number for number in shown.values() if number is not None and 0 < number < FEWEST]
    hidden = [cells[name] for name, number in shown.items() if number is None]
    if hidden and total is not None:
        assert len(hidden) > 1
        assert sum(hidden) >= FEWEST


def test_only_what_must_be_is_withheld() -> None:
    assert published({"a": 27, "b": 39, "c": 0}) == {"a": 27, "b": 39, "c": 0}
    assert published({"a": 3, "b": 9, "c": 39}) == {"a": None, "b": None, "c": 39}
    assert published({"a": 4, "b": 4, "c": 39}) == {"a": None, "b": None, "c": 39}
    assert (published_total({"a": 4}), published_total({"a": 0}), published_total({"a": 4, "b": 1})) == (
        None,
        0,
        5,
    )
