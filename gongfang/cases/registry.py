"""Where each app says how its kind of case is handled: the table, the facts, the services, the pages.

An app registers its kind in `AppConfig.ready`. Apps above it (panels over applications, say) add what they
know through `facts_from`, `see_from` and `section`, so that no app imports one above it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.forms import Form
from django.utils.functional import Promise

from gongfang.accounts.models import Office, User
from gongfang.regulation.procedure import Actor, Facts, Procedure

Label = str | Promise
FactsProvider = Callable[[Any], Mapping[str, Any]]
Service = Callable[..., Any]
ActsAs = Callable[[User, Any], Iterable[Actor]]
ContextOf = Callable[[Any, User], Mapping[str, Any] | None]
KnownOf = Callable[[User, Any], Mapping[str, Any]]
AwaitedOf = Callable[[User, Any], Collection[str]]
IsRead = Callable[[User, Any], bool]
StandsIn = Callable[[Any], Iterable[Office]]
AwaitedIf = Callable[[datetime], Q]


def _nothing_known(user: User, case: Any) -> Mapping[str, Any]:
    return {}


def _nothing_awaited(user: User, case: Any) -> Collection[str]:
    return ()


def _nobody_stands_in(case: Any) -> Iterable[Office]:
    return ()


def _every_record(user: User, record: Any) -> bool:
    return True


@dataclass(frozen=True)
class Section:
    """One part of a case's page. `context` returns None where the person is not to see it."""

    name: str
    label: Label
    template: str
    context: ContextOf
    order: int = 50


@dataclass(kw_only=True)
class Kind:
    """A kind of case. `prefix` starts its numbers; `forms`, `pages`, `effects` are by action.

    `services[action](case, *, by, at, **cleaned_data)` takes the step. An action without a form of its own asks
    for what the table `needs`. `pages[action]` is the URL name of a page of its own, given the case number.
    `effects[action]` says what will happen, for the dialog that asks. `acting` lists who else acts as whom.
    `known_of(user, case)` is what the guards may know of a person before a form is filled in (which expert he
    is); `is_read(user, record)` says which records of the history a person reads; `stands_in(case)` returns the
    offices that act for an applicant who has no account. `called` names an actor where this kind has a word of
    its own for it; `awaited_of_experts(user, case)` names the actions it waits for: an expert's own where `user`
    is one. `awaited_if[action](at)` is the condition on a case beside its state under which a step waits for the
    applicant: what the guards would say, for lists. `locked` names fields of the kind's own model that a step
    reads anew with the lock, so that its facts need no query of their own for them.
    """

    model: type[Any]
    procedure: Procedure
    facts_type: type[Facts]
    prefix: str
    services: dict[str, Service]
    forms: dict[str, type[Form]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    effects: dict[str, Label] = field(default_factory=dict)
    providers: list[FactsProvider] = field(default_factory=list)
    visibility: list[Callable[[User], Q]] = field(default_factory=list)
    acting: list[ActsAs] = field(default_factory=list)
    known_of: KnownOf = _nothing_known
    is_read: IsRead = _every_record
    stands_in: StandsIn = _nobody_stands_in
    called: dict[Actor, Label] = field(default_factory=dict)
    awaited_of_experts: AwaitedOf = _nothing_awaited
    awaited_if: dict[str, AwaitedIf] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something recorded on a case that is no step of its table: it changes nothing of the case.

    `describe(facts)` returns what the history calls it, from the public facts of its record.
    """

    action: str
    describe: Callable[[Mapping[str, Any]], str]


_KINDS: dict[str, Kind] = {}
_ACTS: dict[str, Act] = {}


def register(kind: Kind) -> None:
    """Register a kind of case under its procedure's name.

    :raises ValueError: when the name is taken.
    """
    if kind.procedure.kind in _KINDS:
        raise ValueError(f"kind registered twice: {kind.procedure.kind}")
    kind.model.procedure = kind.procedure
    _KINDS[kind.procedure.kind] = kind


def kind_of(name: str) -> Kind:
    """Return the kind registered under `name`."""
    return _KINDS[name]


def kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order of registration."""
    return tuple(_KINDS.values())


def act(new: Act) -> None:
    """Register what may be recorded on the cases of every kind beside the steps of their tables.

    :raises ValueError: when the name is taken by another act, or by a step of some table.
    """
    steps = {step.action for kind in kinds() for step in kind.procedure.steps}
    if new.action in _ACTS or new.action in steps:
        raise ValueError(f"act registered twice: {new.action}")
    _ACTS[new.action] = new


def act_named(action: str) -> Act | None:
    """Return the act of this name; None where it is a step."""
    return _ACTS.get(action)


def facts_from(name: str, provider: FactsProvider) -> None:
    """Let `provider(case)` add fields to the facts of a kind."""
    _KINDS[name].providers.append(provider)


def see_from(name: str, condition: Callable[[User], Q]) -> None:
    """Let the cases that `condition(user)` selects be seen by that user too."""
    _KINDS[name].visibility.append(condition)


def section(name: str, part: Section) -> None:
    """Add a part to the page of a kind."""
    _KINDS[name].sections.append(part)
    _KINDS[name].sections.sort(key=lambda each: each.order)
