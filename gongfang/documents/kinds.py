"""The kinds of official documents: where each can be made, by which office, what it says and who reads it.

Every kind is registered in `AppConfig.ready`; an app above this one may register more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from gongfang.cases.models import Case
from gongfang.regulation.clauses import Clause

from .content import Content

Label = str | Promise


class Audience(StrEnum):
    """Who reads a document once it is issued; a draft is for the office that writes it."""

    PUBLIC = "public"
    PARTIES = "parties"
    SERVED = "served"
    OFFICES = "offices"
    PREFECTURE = "prefecture"
    HANDLERS = "handlers"


class Style(StrEnum):
    """How a document begins: under the red name of its office, or as a form with its number on top."""

    LETTER = "letter"
    FORM = "form"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What one document is about. `source` is what its words are made from, `cases` whose records it enters.

    `office` is the office that writes it ("county.culture"), where that is not the kind's own.
    """

    key: str
    label: str
    source: Any
    cases: tuple[Case, ...] = ()
    office: str = ""


Subjects = Callable[[Any], Iterable[Subject]]


def of_case(case: Any) -> Iterable[Subject]:
    """Return the case itself as the one subject."""
    return (Subject(key=f"case:{case.number}", label=case.title or case.number, source=case, cases=(case,)),)


def _nothing(source: Any) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """One kind. `states` are the states in which it can be made, by kind of case; none given means any.

    `subjects(case)` returns what it can be made about now; `context(source)` gathers the facts and
    `body(facts)` writes the words. `number_of(source)` returns the number a decision was given by its step;
    `addressee_of(source)` a name that stands in the issued document only. `enclosure(source)` is the text of a
    QR code.
    """

    name: str
    label: Label
    clause: Clause
    office: str
    audience: Audience
    context: Callable[[Any], Mapping[str, Any]]
    body: Callable[[Mapping[str, Any]], Content]
    states: Mapping[str, frozenset[str]] = field(default_factory=dict)
    subjects: Subjects = of_case
    style: Style = Style.LETTER
    number_of: Callable[[Any], str] = _nothing
    addressee_of: Callable[[Any], str] = _nothing
    enclosure: Callable[[Any], str] = _nothing
    names_people: bool = False

    def write(self, source: Any) -> Content:
        """Return what the document says by itself, before an official changes it."""
        return self.body(self.context(source))


_KINDS: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Register a kind of document.

    :raises ValueError: when the name is taken.
    """
    if kind.name in _KINDS:
        raise ValueError(f"document registered twice: {kind.name}")
    _KINDS[kind.name] = kind


def kind_named(name: str) -> DocumentKind:
    """Return the kind of this name.

    :raises KeyError: when there is none.
    """
    return _KINDS[name]


def kinds() -> tuple[DocumentKind, ...]:
    """Return every kind, in the order of registration."""
    return tuple(_KINDS.values())


def made_on(case: Case) -> list[DocumentKind]:
    """Return the kinds that can be made on a case in its present state."""
    return [kind for kind in kinds() if _is_here(kind, case)]


def _is_here(kind: DocumentKind, case: Case) -> bool:
    if case.kind not in kind.states:
        return False
    states = kind.states[case.kind]
    return not states or case.state in states
