"""An edition of the measures: every number and every choice of reading, dated, with its clause.

Editions are TOML files. Each parameter is a table: ``value``, ``clause``, ``reading``, ``label``,
and optionally ``note`` and ``alternatives`` (values of the same kind that may be put instead).
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_type_hints

from gongfang.regulation import clauses, edition_values
from gongfang.regulation.clauses import Clause
from gongfang.regulation.edition_values import Criterion, WrongValue
from gongfang.regulation.readings import READINGS

EDITIONS = Path(__file__).parent / "editions"

_HEADER = frozenset({"id", "title"})
_REQUIRED = frozenset({"value", "clause", "reading", "label"})
_OPTIONAL = frozenset({"note", "alternatives"})
_READING_IDS = frozenset(reading.id for reading in READINGS)


class EditionError(ValueError):
    """An edition file is wrong, or missing; the message names the key and the file."""


class NoEditionInForce(LookupError):
    """No edition is in force on the date asked about (article 13)."""

    def __init__(self, on: date) -> None:
        super().__init__(f"{on} 尚无施行的版本（{clauses.IN_FORCE}）")
        self.on = on
        self.clause = clauses.IN_FORCE


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter as officials read it on the page of readings (制度解释)."""

    name: str
    label: str
    value: Any
    clause: Clause
    reading: str
    note: str = ""
    alternatives: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The parameters of one edition. A case keeps the edition it was filed under."""

    id: str
    title: str
    in_force_from: date  # R20
    time_zone: Literal["Asia/Shanghai"]  # R21
    local_calendar: str
    route_limbs: Literal["cumulative", "alternative"]  # R1
    poverty_county_codes: tuple[str, ...]
    site_area_min_m2: int  # R2
    trainings_min: int
    practitioners_min: int
    welfare_activities_min: int
    count_window_months: int
    joint_departments: tuple[str, ...]  # R3
    correction_working_days: int  # R4
    correction_requests_max: int
    falsification_bans: bool  # R5
    inspectors_min: int
    panel_size_min: int  # R6
    expert_years_min: int
    expert_pools: tuple[str, ...]
    pool_quotas: Mapping[str, int] = field(hash=False)
    recusal_request_working_days: int  # R7
    score_trim: int  # R8
    pass_mark: int
    rubric: tuple[Criterion, ...]
    notice_working_days: int  # R9
    notice_counts_first_day: bool
    day_ends_at: str
    objection_required: tuple[str, ...]  # R10
    objection_review_working_days: int  # R11
    filing_recipient: Literal["county", "prefecture"]  # R13
    filing_due: str
    filing_correction_working_days: int
    missed_filings_suspend: int  # R14
    evaluation_every_years: int  # R15
    self_assessment_working_days: int
    evaluation_dimensions: tuple[Criterion, ...]
    inactivity_months: int  # R16
    appeal_required: tuple[str, ...]  # R17
    appeal_working_days: int
    appeal_review_working_days: int
    ban_years: int  # R18
    rural_revitalisation_seat: str  # R19
    parameters: tuple[Parameter, ...] = field(repr=False, compare=False)


_KINDS: Mapping[str, Any] = {
    name: kind for name, kind in get_type_hints(Edition).items() if name not in _HEADER | {"parameters"}
}


def available(directory: Path = EDITIONS) -> tuple[Edition, ...]:
    """Return every edition of `directory`, the earliest in force first.

    :raises EditionError: when a file is wrong.
    """
    return _available(directory, directory.stat().st_mtime_ns)


@cache
def _available(directory: Path, changed: int) -> tuple[Edition, ...]:
    """Return the editions of `directory` as they were when its list of files last `changed`."""
    editions = (_load(path) for path in directory.glob("*.toml"))
    return tuple(sorted(editions, key=lambda edition: (edition.in_force_from, edition.id)))


def get(id: str, directory: Path = EDITIONS) -> Edition:
    """Return the edition with this id.

    :raises EditionError: when `directory` has no such edition, or its file is wrong.
    """
    rehearsed = _rehearsed.get()
    if rehearsed is not None and rehearsed.id == id:
        return rehearsed
    for edition in available(directory):
        if edition.id == id:
            return edition
    raise EditionError(f"没有版本 {id}（{directory}）")


def in_force(on: date, directory: Path = EDITIONS) -> Edition:
    """Return the edition in force on a date: the latest that has begun (article 13).

    :raises NoEditionInForce: when none has begun.
    """
    rehearsed = _rehearsed.get()
    if rehearsed is not None:
        return rehearsed
    begun = [edition for edition in available(directory) if edition.in_force_from <= on]
    if not begun:
        raise NoEditionInForce(on)
    return begun[-1]


_rehearsed: ContextVar[Edition | None] = ContextVar("rehearsed", default=None)


@contextmanager
def rehearsing(edition: Edition) -> Iterator[None]:
    """Let `edition` hold on every date within the block: what would a text that is not in force change?"""
    token = _rehearsed.set(edition)
    try:
        yield
    finally:
        _rehearsed.reset(token)


@cache
def _load(path: Path) -> Edition:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise EditionError(f"{path}：{error}") from error
    _check_keys(tables, required=_HEADER | _KINDS.keys(), where=str(path))
    title = _header(tables, "title", path)
    id = _header(tables, "id", path)
    if id != path.stem:
        raise EditionError(f"{path}：id 应与文件名一致，现为 {id}")
    parameters = tuple(_parameter(name, tables[name], path) for name in tables if name not in _HEADER)
    values = {parameter.name: parameter.value for parameter in parameters}
    if conflict := edition_values.conflict(values):
        raise EditionError(f"{path}：{conflict}")
    return Edition(id=id, title=title, parameters=parameters, **values)


def _header(tables: Mapping[str, Any], name: str, path: Path) -> str:
    try:
        text: str = edition_values.read(str, name, tables[name])
    except WrongValue as error:
        raise EditionError(f"{path}：{name} {error}") from error
    return text


def _parameter(name: str, table: object, path: Path) -> Parameter:
    where = f"{path} 的 {name}"
    if not isinstance(table, dict):
        raise EditionError(f"{where}：应为一个表，写明 value、clause、reading、label")
    _check_keys(table, required=_REQUIRED, optional=_OPTIONAL, where=where)
    try:
        return Parameter(
            name=name,
            label=edition_values.read(str, "label", table["label"]),
            value=edition_values.read(_KINDS[name], name, table["value"]),
            clause=clauses.clause(edition_values.read(str, "clause", table["clause"])),
            reading=_known_reading(table["reading"]),
            note=edition_values.read(str, "note", table.get("note", "")),
            alternatives=_alternatives(name, table.get("alternatives", [])),
        )
    except (WrongValue, clauses.UnknownClause) as error:
        raise EditionError(f"{where}：{error}") from error


def _check_keys(
    table: Mapping[str, Any], *, required: Collection[str], optional: Collection[str] = (), where: str
) -> None:
    if missing := sorted(set(required) - table.keys()):
        raise EditionError(f"{where}：缺少 {'、'.join(missing)}")
    if unknown := sorted(table.keys() - set(required) - set(optional)):
        raise EditionError(f"{where}：不认识 {'、'.join(unknown)}")


def _known_reading(id: object) -> str:
    if not isinstance(id, str) or id not in _READING_IDS:
        raise WrongValue(f"没有这一解释：{id}")
    return id


def _alternatives(name: str, values: object) -> tuple[Any, ...]:
    if not isinstance(values, list):
        raise WrongValue("alternatives 应为数组")
    return tuple(edition_values.read(_KINDS[name], name, value) for value in values)
