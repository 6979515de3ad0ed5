"""Which code carries out a clause, and which tests hold it: from the tables, the editions and the sources."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLResolver, get_resolver

from gongfang.cases import registry
from gongfang.regulation import clauses, edition
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import Guard, Procedure, Step
from gongfang.rehearsal import library, parsing

from . import citations
from .citations import Place

CARRIED_OUT = frozenset(range(1, 14))
"""The articles that are carried out: all of them."""
SHOWN_ON = {
    "2": "public:readings",
    "3(一)": "applications:step",
    "3(二)": "applications:step",
    "3(三)": "public:readings",
    **{f"4({limb})": "applications:step" for limb in "一二三四五六七"},
    **{f"10({limb})": "revocations:open" for limb in "一二三四五六七八九十"},
    "11(二)": "exchange:policies",
    "13": "public:readings",
}
"""The page that cites a clause which it is handed as a finding, a ground or a reading; its view names none."""
WITHOUT_RULE = {"1": "说明制定目的，没有可执行的规则", "12": "指明解释机关，没有可执行的规则"}


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What stands for one clause. `steps` are (kind, action), `screens` URL names, `parts` its own limbs.

    A screen takes one of the steps, names the clause in its view, or is said by `SHOWN_ON` to cite it.
    """

    clause: Clause
    parts: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    parameters: tuple[str, ...]
    functions: tuple[Place, ...]
    screens: tuple[str, ...]
    tests: tuple[Place, ...]

    @property
    def article(self) -> int:
        """Return the article's number; 0 for a clause of another law."""
        number = self.clause.id.partition("(")[0]
        return int(number) if number.isdigit() else 0

    @property
    def has_code(self) -> bool:
        return bool(self.steps or self.parameters or self.functions)


def of_measures(root: Path) -> tuple[Coverage, ...]:
    """Return the coverage of every clause of the measures, in their order; `root` is the repository."""
    procedures = tuple(kind.procedure for kind in registry.kinds())
    code, tests, views = _code(root, procedures), _tests(root), _views(get_resolver())
    own = tuple(clause for clause in clauses.ALL if clause.id[0].isdigit())
    return tuple(
        Coverage(
            clause=clause,
            parts=_parts(clause, own),
            steps=tuple(dict.fromkeys((p.kind, step.action) for p, step in _rows(procedures, clause))),
            parameters=_parameters(clause),
            functions=tuple(sorted(code.get(clause.id, ()))),
            screens=tuple(sorted({*_screens(procedures, clause), *_citing(clause, code, views)})),
            tests=tuple(sorted(tests.get(clause.id, ()))),
        )
        for clause in own
    )


def gaps(found: tuple[Coverage, ...], *, articles: range) -> list[str]:
    """Say which clause of `articles` lacks code, a screen or a test. An article with limbs stands by its limbs."""
    problems = []
    for each in found:
        if each.article not in articles or each.clause.id in WITHOUT_RULE or each.parts:
            continue
        has = {"代码": each.has_code, "页面": bool(each.screens), "测试": bool(each.tests)}
        missing = [what for what, is_there in has.items() if not is_there]
        if missing:
            problems.append(f"{each.clause.cite}（{each.clause.label}）没有{'、'.join(missing)}")
    return problems


def _parts(clause: Clause, own: tuple[Clause, ...]) -> tuple[str, ...]:
    return tuple(other.id for other in own if other.id.startswith(f"{clause.id}(") or _is_item(other, clause))


def _is_item(other: Clause, clause: Clause) -> bool:
    return other.id[:-1] == clause.id and clause.id.endswith(")")


def _rows(procedures: tuple[Procedure, ...], clause: Clause) -> Iterator[tuple[Procedure, Step]]:
    for procedure in procedures:
        yield from ((procedure, step) for step in procedure.steps if step.clause == clause)


def _parameters(clause: Clause) -> tuple[str, ...]:
    newest = edition.available()[-1]
    return tuple(parameter.name for parameter in newest.parameters if parameter.clause == clause)


def _screens(procedures: tuple[Procedure, ...], clause: Clause) -> Iterator[str]:
    for procedure, step in _rows(procedures, clause):
        yield registry.kind_of(procedure.kind).pages.get(step.action, "cases:step")


Views = Mapping[tuple[str, str], str]


def _views(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Views:
    """Return the URL names of our views, by the file and the function they stand in."""
    found: dict[tuple[str, str], str] = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            found |= _views(pattern, inner)
            continue
        view = inspect.unwrap(pattern.callback)
        if inspect.isfunction(view) and view.__module__.startswith("gongfang."):
            place = view.__module__.replace(".", "/") + ".py", view.__name__
            found[place] = ":".join((*spaces, str(pattern.name)))
    return found


def _citing(clause: Clause, code: Mapping[str, set[Place]], views: Views) -> Iterator[str]:
    if clause.id in SHOWN_ON:
        yield SHOWN_ON[clause.id]
    for place in code.get(clause.id, ()):
        if (place.path, place.name) in views:
            yield views[place.path, place.name]


def _code(root: Path, procedures: tuple[Procedure, ...]) -> Mapping[str, set[Place]]:
    """Return clause id → places: what the sources cite, and the guards of the clause's steps."""
    found = {id: _defined(places) for id, places in citations.in_code(root).items()}
    for procedure in procedures:
        for step in procedure.steps:
            for guard in step.guards:
                found.setdefault(step.clause.id, set()).update(_place_of(check) for check in _checks_of(guard))
    return found


def _defined(places: set[Place]) -> set[Place]:
    return {place for place in places if place.name and place.name != "STEPS"}


def names_of(guard: Guard) -> list[str]:
    """Return the name of a guard, or those of the checks it puts to each application."""
    return [check.__name__ for check in _checks_of(guard)]


def _checks_of(guard: Guard) -> tuple[Callable[..., object], ...]:
    checks: tuple[Callable[..., object], ...] = inspect.getclosurevars(guard).nonlocals.get("checks", (guard,))
    return checks


def _place_of(function: Callable[..., object]) -> Place:
    return Place(f"{function.__module__.replace('.', '/')}.py", function.__name__)


def _tests(root: Path) -> Mapping[str, set[Place]]:
    """Return clause id → test functions and rehearsals that cite it."""
    found = {id: set(places) for id, places in citations.in_tests(root).items()}
    for path in library.files(root):
        for id in parsing.load(path).cited:
            found.setdefault(id, set()).add(Place(path.relative_to(root).as_posix(), path.stem))
    return found
