"""Rules of the house that a reader would otherwise have to remember."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from gongfang.accounts.encryption import EncryptedTextField

HOUSE = Path(settings.PACKAGE_DIR)
TESTS = Path(__file__).parent
TEMPLATES = sorted(HOUSE.joinpath("templates").rglob("*.html"))
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
VAGUE_NAMES = {"utils", "helpers", "common", "managers", "constants", "signals", "misc"}
LONGEST_FUNCTION = 40
"""Lines of a body, without signature and docstring; the usual one has ten."""
LONGEST_MODULE, LONGEST_TEST = 400, 600
READ_THE_CLOCK = re.compile(
    r"(^|/)(views|middleware|pages)(\.py|/)|_views\.py$|^commands/|/management/commands/|/inbox\.py$"
)
CALLED_BY_OTHERS = {"accounts/forms.py", "accounts/sessions.py"}
"""allauth saves the sign-up in its form, Django loads a session: no view of ours could read the clock for them."""
CLOCK = {"now", "today", "utcnow"}
PERSONAL = {"phone", "id_number", "contact", "real_name", "login", "email"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TRANSLATED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
TAGS_WITH_TEXT = re.compile(r"{%(?!\s*(?:blocktrans|translate|trans\b|comment)).*?%}|{{.*?}}", re.DOTALL)
IN_CHINESE_ANYWHERE = re.compile(r"<(\w+)[^>]*\blang=\"zh-Hans\".*?</\1>", re.DOTALL)
"""What is Chinese in every language: the words of the plaque, the name of the language."""
NAMED_BY_OTHERS = re.compile(r"^(\d{3}|account/.*|mfa/.*|allauth/.*|registration/.*)$")


def test_the_settings_are_those_of_tests() -> None:
    """Whatever the environment names: those of development have another database, other hashes, other pages."""
    assert settings.SETTINGS_MODULE == "gongfang.settings.test"


def inside(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def functions(module: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(parsed(module)) if isinstance(node, ast.FunctionDef))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def length(function: ast.FunctionDef) -> int:
    """Return how many lines a function's body has, without its docstring."""
    has_docstring = ast.get_docstring(function, clean=False) is not None
    statements = function.body[1:] if has_docstring else function.body
    if not statements:
        return 0
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1


def test_a_module_says_what_it_is_about() -> None:
    assert [inside(module) for module in MODULES if module.stem in VAGUE_NAMES] == []


def test_a_function_is_short() -> None:
    found = [(inside(module), each.name, length(each)) for module in MODULES for each in functions(module)]
    assert len(found) > 1000
    assert [each for each in found if each[-1] > LONGEST_FUNCTION] == []


def test_a_module_is_short() -> None:
    assert {inside(module): lines(module) for module in MODULES if lines(module) > LONGEST_MODULE} == {}


def test_a_test_module_is_short() -> None:
    tests = sorted(TESTS.rglob("*.py"))
    assert {test.relative_to(TESTS): lines(test) for test in tests if lines(test) > LONGEST_TEST} == {}


def test_only_the_outermost_layer_reads_the_clock() -> None:
    outermost = {module for module in MODULES if READ_THE_CLOCK.search(inside(module))}
    others = [module for module in MODULES if module not in outermost and inside(module) not in CALLED_BY_OTHERS]
    assert outermost
    assert {inside(module): clocks for module in others if (clocks := clocks_read(module))} == {}


def clocks_read(module: Path) -> list[str]:
    called = [node.func for node in ast.walk(parsed(module)) if isinstance(node, ast.Call)]
    read = [ast.unparse(func) for func in called if isinstance(func, ast.Attribute) and func.attr in CLOCK]
    return [each for each in read if each.partition(".")[0] in {"timezone", "datetime", "date", "time"}]


def test_the_measures_import_no_framework() -> None:
    found = {}
    for module in HOUSE.joinpath("regulation").rglob("*.py"):
        names = {name for node in ast.walk(parsed(module)) for name in imported(node)}
        outside = {name for name in names if name.split(".")[0] in {"django", "environ", "allauth"}}
        if outside or any(name.startswith("gongfang") for name in names if "regulation" not in name):
            found[module.name] = names
    assert found == {}


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and not node.level:
        yield node.module or ""


def test_every_template_is_used() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (*MODULES, *TEMPLATES)]
    everything = "\n".join(sources)
    assert [name for name in map(template_name, TEMPLATES) if not is_used(name, everything)] == []


def template_name(template: Path) -> str:
    return template.relative_to(HOUSE / "templates").as_posix()


def is_used(name: str, everything: str) -> bool:
    """Return whether a template is named by a view, another template, or somebody else's view."""
    stem = name.removesuffix(".html")
    if NAMED_BY_OTHERS.match(stem):
        return True
    if stem.startswith("cotton/"):
        return f"<c-{stem.removeprefix('cotton/').replace('/', '.')}" in everything
    folder = re.escape(stem.rpartition("/")[0])
    return name in everything or re.search(folder + r"/\{\w+\}\.html", everything) is not None


def test_every_text_of_a_template_is_translated() -> None:
    assert {template_name(each): texts for each in TEMPLATES if (texts := untranslated(each))} == {}


def untranslated(template: Path) -> list[str]:
    text = IN_CHINESE_ANYWHERE.sub("", template.read_text(encoding="utf-8"))
    plain = TRANSLATED.sub("", text)
    in_tags = [tag for tag in TAGS_WITH_TEXT.findall(without_comments(text)) if CHINESE.search(literals(tag))]
    return [line.strip() for line in plain.splitlines() if CHINESE.search(line)] + in_tags


def without_comments(text: str) -> str:
    return re.sub(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)


def literals(tag: str) -> str:
    """Return the literals of a tag that are not marked `_("…")`."""
    return re.sub(r"_\((\"[^\"]*\"|'[^']*')\)", "", tag)


def test_personal_data_is_encrypted() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("gongfang.")]
    named = [(model, field) for model in ours for field in model._meta.get_fields() if field.name in PERSONAL]
    assert len(named) >= 5
    assert [f"{m.__name__}.{f.name}" for m, f in named if not isinstance(f, EncryptedTextField)] == []
