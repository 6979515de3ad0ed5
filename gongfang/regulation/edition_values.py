"""Reading and checking the values of an edition file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any, get_args

_RUBRIC_TOTAL = 100


class WrongValue(ValueError):
    """A value has not the kind its parameter needs; the message says which is needed."""


@dataclass(frozen=True)
class Criterion:
    """One line of a scoring table and the points it may give at most."""

    code: str
    label: str
    points: int


def read(kind: Any, name: str, value: object) -> Any:
    """Return a TOML value as the kind a parameter declares: lists become tuples, tables mappings.

    :raises WrongValue: when the value is of another kind or out of range.
    """
    options = get_args(kind)
    if kind in _READERS:
        result = _READERS[kind](value)
    elif value in options:
        result = value
    else:
        raise WrongValue(f"应为 {'、'.join(map(str, options))} 之一")
    if name in _PATTERNS:
        _PATTERNS[name](result)
    return result


def conflict(values: Mapping[str, Any]) -> str | None:
    """Say what is wrong between the values of an edition, or nothing."""
    for name in ("rubric", "evaluation_dimensions"):
        if sum(criterion.points for criterion in values[name]) != _RUBRIC_TOTAL:
            return f"{name} 的分值合计应为 {_RUBRIC_TOTAL}"
    size = values["panel_size_min"]
    if size % 2 == 0:
        return "panel_size_min 应为单数"
    if 2 * values["score_trim"] >= size:
        return "score_trim 去掉的分数过多"
    return _quota_conflict(values["pool_quotas"], values["expert_pools"], size)


def _quota_conflict(quotas: Mapping[str, int], pools: tuple[str, ...], size_min: int) -> str | None:
    total = sum(quotas.values())
    if unknown := sorted(quotas.keys() - set(pools)):
        return f"pool_quotas 中没有这个专家库：{'、'.join(unknown)}"
    if quotas and (total < size_min or total % 2 == 0):
        return f"pool_quotas 合计应为单数且不少于 {size_min}"
    return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongValue("应为文字")
    return value


def _whole_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise WrongValue("应为不小于 0 的整数")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongValue("应为 true 或 false")
    return value


def _day(value: object) -> date:
    if type(value) is not date:  # a TOML date-time is a date too, for isinstance
        raise WrongValue("应为日期")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise WrongValue("应为文字的数组")
    return tuple(map(_text, value))


def _quotas(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict):
        raise WrongValue("应为专家库名额的表")
    return MappingProxyType({pool: _whole_number(quota) for pool, quota in value.items()})


def _criteria(value: object) -> tuple[Criterion, ...]:
    if not isinstance(value, list):
        raise WrongValue("应为评分项的数组")
    return tuple(map(_criterion, value))


def _criterion(value: object) -> Criterion:
    if not isinstance(value, dict) or value.keys() != {"code", "label", "points"}:
        raise WrongValue("评分项应有 code、label、points")
    return Criterion(_text(value["code"]), _text(value["label"]), _whole_number(value["points"]))


def _time_of_day(value: str) -> None:
    if value != "24:00" and not _parses(time.fromisoformat, value, r"\d\d:\d\d"):
        raise WrongValue("应为 24:00 或以前的时刻，如 18:00")


def _month_and_day(value: str) -> None:
    if not _parses(date.fromisoformat, f"2001-{value}", r"2001-\d\d-\d\d"):
        raise WrongValue("应为每年都有的月和日，如 12-31")


def _parses(parse: Callable[[str], object], value: str, pattern: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return re.fullmatch(pattern, value) is not None


def _at_least_one(value: int) -> None:
    if value < 1:
        raise WrongValue("应不小于 1")


_READERS: Mapping[Any, Callable[[object], Any]] = {
    str: _text,
    int: _whole_number,
    bool: _yes_or_no,
    date: _day,
    tuple[str, ...]: _texts,
    tuple[Criterion, ...]: _criteria,
    Mapping[str, int]: _quotas,
}

_PATTERNS: Mapping[str, Callable[[Any], None]] = {
    "day_ends_at": _time_of_day,
    "filing_due": _month_and_day,
    "correction_working_days": _at_least_one,
    "recusal_request_working_days": _at_least_one,
    "notice_working_days": _at_least_one,
    "objection_review_working_days": _at_least_one,
    "appeal_working_days": _at_least_one,
    "appeal_review_working_days": _at_least_one,
    "evaluation_every_years": _at_least_one,
    "missed_filings_suspend": _at_least_one,
}
