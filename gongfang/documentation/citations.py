"""Where the clauses are cited: in code, in tests and in rehearsals, found by reading the sources.

A function cites a clause by naming it (`clauses.REVIEW`, `clause("6(二)")`, the id `"6(二)"`), or in words in its
docstring ("article 6(二)"). The id of a whole article is a bare number and counts only where it is compared with
the id of a clause.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause

LIMB = r"\d{1,2}\([一二三四五六七八九十]\)\d?"
_LIMB_ID = re.compile(LIMB)
_IN_WORDS = re.compile(rf"articles? ((?:(?:{LIMB}|\d{{1,2}})(?:, | and |–| to )?)+)")
_NUMBER = re.compile(r"\d{1,2}")
_RANGE = re.compile(r"(\d{1,2})(?:–| to )(\d{1,2})")
_KNOWN = frozenset(clause.id for clause in clauses.ALL)
_NOT_RULES = (
    "/regulation/clauses.py",
    "/regulation/readings.py",
    "/migrations/",
    "/documentation/",
    "/rehearsal/",
)
_NOT_TESTS_OF_RULES = ("test_clauses.py", "/web/", "/documentation/")


@dataclass(frozen=True, order=True)
class Place:
    """A function, class or name in a file; `path` is relative to the repository."""

    path: str
    name: str


Places = Mapping[str, set[Place]]


def in_code(root: Path) -> Places:
    """Return clause id → places of the package that cite it; the list of clauses itself does not count."""
    paths = sorted((root / "gongfang").rglob("*.py"))
    return _cited(root, (path for path in paths if not _is_any(path, _NOT_RULES)))


def in_tests(root: Path) -> Places:
    """Return clause id → test functions that cite it."""
    paths = sorted((root / "tests").rglob("test_*.py"))
    found = _cited(root, (path for path in paths if not _is_any(path, _NOT_TESTS_OF_RULES)))
    return {id: {place for place in places if _is_test(place)} for id, places in found.items()}


def _is_any(path: Path, parts: tuple[str, ...]) -> bool:
    return any(part in path.as_posix() for part in parts)


def _is_test(place: Place) -> bool:
    return place.name.rpartition(".")[2].startswith(("test_", "Test"))


def _cited(root: Path, paths: Iterable[Path]) -> dict[str, set[Place]]:
    found: dict[str, set[Place]] = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        for owner, id in _citations(path.read_text(encoding="utf-8")):
            found.setdefault(id, set()).add(Place(name, owner))
    return found


@cache
def _citations(source: str) -> tuple[tuple[str, str], ...]:
    """Return (name of the top-level definition, clause id); what stands outside any belongs to the module."""
    return tuple(_citations_of(ast.parse(source)))


def _citations_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    yield from (("", id) for id in ids_in_words(ast.get_docstring(tree) or ""))
    for node in tree.body:
        owner = _owner(node)
        if owner is not None:
            yield from ((owner, id) for id in sorted(_ids_within(node)))


def _owner(node: ast.stmt) -> str | None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return None


def _ids_within(top: ast.stmt) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(top):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.update(ids_in_words(ast.get_docstring(node) or ""))
        found.update(_ids_of(node))
    return found & _KNOWN


def _ids_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "clauses":
        yield from _ids_named(node.attr)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _LIMB_ID.fullmatch(node.value):
        yield node.value
    elif isinstance(node, ast.Compare) and "clause" in ast.unparse(node.left):
        yield from _texts(node.comparators)
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("clause"):
        yield from _texts(node.args)


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _ids_named(attribute: str) -> Iterator[str]:
    if attribute.isupper() and attribute != "ALL":
        named = getattr(clauses, attribute, ())
        yield from (each.id for each in ((named,) if isinstance(named, Clause) else named))


def ids_in_words(text: str) -> set[str]:
    """Return the ids of the clauses that a text cites in words: "articles 5 and 6", "article 6(三)".

    A bare number behind a limb is no article: "article 6(一), 1 to 5" means its items.
    """
    found = set(_LIMB_ID.findall(text))
    for listed in _IN_WORDS.findall(text):
        articles = _LIMB_ID.split(listed)[0]
        found.update(_NUMBER.findall(articles))
        for first, last in _RANGE.findall(articles):
            found.update(str(number) for number in range(int(first), int(last) + 1))
    return found & _KNOWN
