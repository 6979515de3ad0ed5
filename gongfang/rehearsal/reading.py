"""Reading YAML with line numbers: every value remembers where it stands, so that an error can say so."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

from gongfang.regulation.time_limits import BEIJING

from .document import RehearsalError

Read = TypeVar("Read")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where the machine has it: ten times as fast."""
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)")


@dataclass(frozen=True)
class Place:
    """A node of the file: its value is read by the methods, each of which refuses with the line."""

    path: Path
    node: yaml.Node

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def error(self, problem: str) -> RehearsalError:
        return RehearsalError(self.path, self.line, problem)

    def fields(self, known: Collection[str], required: Collection[str] = ()) -> dict[str, "Place"]:
        """Return the entries of a mapping whose keys must be among `known`."""
        found = dict(self.entries())
        for name, place in self.keys():
            if name not in known:
                raise place.error(f"不认识“{name}”，可用：{'、'.join(known)}")
        for name in required:
            if name not in found:
                raise self.error(f"缺少“{name}”")
        return found

    def keys(self) -> Iterator[tuple[str, "Place"]]:
        """Yield the keys of a mapping, refusing one that is there twice."""
        seen: set[str] = set()
        for key, _value in self._pairs():
            place = Place(self.path, key)
            if key.value in seen:
                raise place.error(f"“{key.value}”重复")
            seen.add(key.value)
            yield key.value, place

    def entries(self) -> Iterator[tuple[str, "Place"]]:
        """Yield key and value of a mapping."""
        for key, value in self._pairs():
            yield key.value, Place(self.path, value)

    def _pairs(self) -> list[tuple[yaml.Node, yaml.Node]]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("此处应为“键: 值”")
        return list(self.node.value)

    def items(self) -> list["Place"]:
        """Return the items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error("此处应为列表")
        return [Place(self.path, item) for item in self.node.value]

    def text(self) -> str:
        """Return a scalar as it is written, whatever YAML would make of it."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error("此处应为文字")
        return str(self.node.value)

    def one_of(self, known: Collection[str], what: str) -> str:
        """Return a word that must be among `known`."""
        word = self.text()
        if word not in known:
            raise self.error(f"没有这一{what}：{word}")
        return word

    def value(self) -> Any:
        """Return any value; "2026-05-06 10:00" becomes a Beijing instant."""
        if isinstance(self.node, yaml.ScalarNode) and _INSTANT.fullmatch(self.node.value):
            return self.instant()
        if isinstance(self.node, yaml.SequenceNode):
            return [item.value() for item in self.items()]
        if isinstance(self.node, yaml.MappingNode):
            return {name: place.value() for name, place in self.entries()}
        return yaml.constructor.SafeConstructor().construct_object(self.node)

    def instant(self) -> datetime:
        """Return a Beijing instant."""
        return self._read(
            lambda text: datetime.fromisoformat(text).replace(tzinfo=BEIJING), "时刻（2026-05-06 10:00）"
        )

    def date(self) -> date:
        return self._read(date.fromisoformat, "日期（2026-05-06）")

    def boolean(self) -> bool:
        return self._of_type(bool, "true 或 false")

    def number(self) -> int:
        return self._of_type(int, "整数")

    def mapping_of(self, known: Collection[str], what: str, read: Callable[["Place"], Read]) -> Mapping[str, Read]:
        """Return a mapping whose keys are a `what` among `known` and whose values `read` reads."""
        for name, place in self.keys():
            if name not in known:
                raise place.error(f"没有这一{what}：{name}")
        return {name: read(place) for name, place in self.entries()}

    def _read(self, parse: Callable[[str], Read], what: str) -> Read:
        text = self.text()
        try:
            return parse(text)
        except ValueError:
            raise self.error(f"“{text}”不是{what}") from None

    def _of_type(self, wanted: type[Read], what: str) -> Read:
        value = self.value()
        if type(value) is not wanted:
            raise self.error(f"此处应为{what}")
        return value


def read(path: Path) -> Place:
    """Return the root of a YAML file.

    :raises RehearsalError: when it is missing, empty or no YAML.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise RehearsalError(path, 0, f"无法读取：{error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RehearsalError(path, line, f"不是合格的 YAML：{error.problem}") from error
    if root is None:
        raise RehearsalError(path, 1, "文件是空的")
    return Place(path, root)
