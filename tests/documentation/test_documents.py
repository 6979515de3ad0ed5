"""The generated documents: complete for articles 1–6, the same each time, and checked."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gongfang.cases.registry import kinds
from gongfang.documentation import citations, command, pages
from gongfang.documentation.coverage import SHOWN_ON, WITHOUT_RULE, Coverage, gaps, of_measures
from gongfang.documentation.writing import stale
from gongfang.regulation import clauses
from gongfang.web.citations import citation
from tests.access.addresses import address, trio_of
from tests.access.policy import PAGES
from tests.access.visiting import ask
from tests.world import World, one_a_module

__all__ = ["one_a_module"]

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def found() -> tuple[Coverage, ...]:
    return of_measures(ROOT)


CARRIED_OUT = (range(1, 12),)
"""The articles whose procedures exist."""


@pytest.mark.parametrize("articles", CARRIED_OUT, ids=str)
def test_every_clause_that_is_carried_out_has_code_a_screen_and_tests(
    found: tuple[Coverage, ...], articles: range
) -> None:
    missing = gaps(found, articles=articles)
    assert not missing, "请在代码或测试中写明条款：" + "；".join(missing)


NOTHING: dict[str, Any] = {"steps": (), "parameters": (), "functions": (), "screens": (), "tests": ()}


def test_gap_is_told_by_its_clause(found: tuple[Coverage, ...]) -> None:
    bare = replace(next(each for each in found if each.clause.id == "8(一)"), **NOTHING)
    assert gaps((bare,), articles=range(8, 9)) == [
        "《办法》第八条第（一）项（优先推荐上级项目）没有代码、页面、测试"
    ]


READERS = {"applications:step": "applicant", "revocations:open": "prefecture.culture.head"}


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(("clause_id", "name"), SHOWN_ON.items())
def test_a_page_cites_the_clauses_that_it_is_said_to_show(world: World, clause_id: str, name: str) -> None:
    page, clause = PAGES[name], next(each for each in clauses.ALL if each.id == clause_id)
    url = address(name, page, trio_of(world, page).own)
    shown = ask(world, READERS.get(name, "prefecture.hrss.head"), "GET", url)
    assert citation(clause) in shown.received.decode()


def test_every_clause_of_the_measures_is_listed(found: tuple[Coverage, ...]) -> None:
    page = pages.regulation_page(found)
    for clause in clauses.ALL:
        assert (f"| {clause.cite.removeprefix('《办法》')} | {clause.label} |" in page) == clause.id[0].isdigit()


def test_every_article_is_said_to_be_carried_out(found: tuple[Coverage, ...]) -> None:
    lines = {each.clause.id: line for each, line in zip(found, table_of(found), strict=True)}
    assert all("已实现" in lines[f"8({limb})"] for limb in "一二三四五六")
    assert all("已实现" in lines[f"11({limb})"] for limb in "一二三")
    assert WITHOUT_RULE["1"] in lines["1"]
    assert "已实现" in lines["6(三)"]


def table_of(found: tuple[Coverage, ...]) -> list[str]:
    return [line for line in pages.regulation_page(found).splitlines() if line.startswith("| 第")]


def test_links_lead_to_files(found: tuple[Coverage, ...]) -> None:
    for each in found:
        for place in (*each.functions, *each.tests):
            assert (ROOT / place.path).is_file()
            assert place.path.endswith(".yaml") or place.name in (ROOT / place.path).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.procedure.kind)
def test_procedure_page_shows_every_state_and_step(kind: object) -> None:
    procedure = kind.procedure  # type: ignore[attr-defined]
    page = pages.procedure_page(procedure)
    assert all(f'state "{label}" as {state}' in page for state, label in procedure.states.items())
    assert all(f"| {step.label} `{step.action}` |" in page for step in procedure.steps)
    assert all(f"    {state} --> [*]" in page for state in procedure.ends)


def test_stale_or_missing_page_is_noticed(tmp_path: Path) -> None:
    path = Path("docs/regulation.md")
    assert stale(tmp_path, {path: "new"}) == [path]
    (tmp_path / "docs").mkdir()
    (tmp_path / path).write_text("old", encoding="utf-8")
    assert stale(tmp_path, {path: "new"}) == [path]
    assert stale(tmp_path, {path: "old"}) == []


def test_check_fails_when_the_pages_are_not_the_generated_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("gongfang", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    settings_root = tmp_path
    assert command(check=True, root=settings_root) == 1
    assert "docs/regulation.md 已过时" in capsys.readouterr().err
    assert command(check=False, root=settings_root) == 0
    assert command(check=True, root=settings_root) == 0


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Draw a panel (article 6(二)).", {"6(二)"}),
        ("Joint opinions (articles 5 and 6).", {"5", "6"}),
        ("The draft (articles 3–4).", {"3", "4"}),
        ("An item of article 6(一), 1 to 5.", {"6(一)"}),
        ("Articles of felt, 4 pieces.", set()),
    ],
)
def test_citations_in_words(text: str, ids: set[str]) -> None:
    assert citations.ids_in_words(text) == ids
