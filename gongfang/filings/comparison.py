"""This year's filing beside last year's: figures that changed, people who came and who left."""

from dataclasses import dataclass
from typing import Any

from gongfang.applications.masking import MaskedRow, masked_roster

from .models import AnnualFiling, Worker
from .models.filing import AMOUNTS

FIGURES = (*AMOUNTS[:3], "profit", *AMOUNTS[3:])
SHOWN = 100


@dataclass(frozen=True)
class Figure:
    """An amount of this year and last year's; `is_changed` where they differ."""

    label: Any
    last: Any
    now: Any

    @property
    def is_changed(self) -> bool:
        return bool(self.last != self.now)


@dataclass(frozen=True)
class Movement:
    """The people who came or left since last year, masked; `total` counts those not shown too."""

    people: list[MaskedRow]
    total: int


def figures_of(filing: AnnualFiling) -> list[Figure]:
    """Return the amounts of a filing beside those it started from; None where there are none."""
    last = filing.previous
    return [
        Figure(
            getattr(AnnualFiling._meta.get_field(name), "verbose_name", name),
            getattr(last, name) if last else None,
            getattr(filing, name),
        )
        for name in FIGURES
    ]


def joined(filing: AnnualFiling, *, may_reveal: bool) -> Movement:
    """Return who is on the roster and was not on last year's, by the keyed index of the number."""
    return _only_in(filing, filing.previous, may_reveal=may_reveal)


def left(filing: AnnualFiling, *, may_reveal: bool) -> Movement:
    """Return who was on last year's roster and is no longer on this one."""
    if filing.previous is None:
        return Movement([], 0)
    return _only_in(filing.previous, filing, may_reveal=may_reveal)


def _only_in(one: AnnualFiling, other: AnnualFiling | None, *, may_reveal: bool) -> Movement:
    if other is None:
        return Movement([], 0)
    known = Worker.objects.filter(filing=other).values("id_index")
    rows = Worker.objects.filter(filing=one).exclude(id_index__in=known)
    people = masked_roster(rows[:SHOWN], may_reveal=may_reveal, address="filings:reveal")
    return Movement(people, rows.count() if len(people) == SHOWN else len(people))
