"""The draws on the portal, and the two verifiers agreeing on them (article 6(二), reading R6)."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gongfang.records.chain import sm3
from gongfang.regulation.draw import commitment, draw_document, verify_draw
from tests.panels import cast

SCRIPTS = Path(settings.PACKAGE_DIR) / "static" / "js"
NODE = shutil.which("node") or str(Path(sys.executable).with_name("node"))
PROGRAM = """
import { readFileSync } from "node:fs";
const { verifyDraw } = await import(process.argv[1] + "/draw-verify.js");
const { hex, sm3 } = await import(process.argv[1] + "/sm3.js");
const { draws, texts } = JSON.parse(readFileSync(0, "utf8"));
const digests = texts.map((text) => hex(sm3(new TextEncoder().encode(text))));
console.log(JSON.stringify({ draws: draws.map(verifyDraw), digests }));
"""


def in_a_browser(draws: list[Any], texts: list[str] | None = None) -> dict[str, Any]:
    """Return what the page's own script says of `draws`, and its digests of `texts`."""
    command = [NODE, "--no-warnings", "--input-type=module", "-e", PROGRAM, SCRIPTS.as_uri()]
    told = json.dumps({"draws": draws, "texts": texts or []})
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True, timeout=60)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def wrong(lines: list[dict[str, Any]]) -> list[str]:
    return [line["name"] for line in lines if not line["isSame"]]


def made(**changes: Any) -> dict[str, Any]:
    """Return a published draw over two pools."""
    nonces = ["n1", "随机数"]
    usual: dict[str, Any] = {
        "draw_id": "PS2026-0001",
        "frozen": {"region": [f"{n:064x}" for n in range(7)], "prefecture": [f"f{n:063x}" for n in range(6)]},
        "size": 5,
        "public_value": "3 1 4 1 5",
        "public_source": "排列5",
        "commitments": [commitment("PS2026-0001", nonce) for nonce in nonces],
        "reveals": nonces,
    }
    return draw_document(**(usual | changes))


def test_script_agrees_with_the_regulation_on_every_kind_of_draw() -> None:
    draws = [made(), made(quotas={"region": 2, "prefecture": 3}), made(reveals=["n1"]), made(public_value="𝄞公开")]
    assert [wrong(lines) for lines in in_a_browser(draws)["draws"]] == [[]] * 4


def test_script_finds_what_was_tampered_with() -> None:
    honest = made()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"ranking": {"": honest["ranking"][""][::-1]}}, "ranking"),
        ({"seed": "0" * 64}, "seed"),
        ({"root": "0" * 64}, "root"),
        ({"public_value": "3 1 4 1 6"}, "seed"),
        ({"reveals": ["n1", "另一个"]}, "nonces"),
        ({"algorithm": "ich-draw/v2"}, "algorithm"),
        ({"size": 99}, "seats"),
        ({"frozen": honest["frozen"] | {"region": honest["frozen"]["region"][:1] * 7}}, "list"),
        ({"seed": 5}, "form"),
    ]
    answers = in_a_browser([honest | change for change, _name in cases])["draws"]
    for lines, (change, name) in zip(answers, cases, strict=True):
        assert name in wrong(lines), change
        assert not verify_draw(honest | change).is_valid


@pytest.mark.parametrize("document", [None, [], "x", {}, {"frozen": None}])
def test_script_refuses_what_is_no_draw(document: Any) -> None:
    assert [wrong(lines) for lines in in_a_browser([document])["draws"]] == [["form"]]


@hypothesis_settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=300), max_size=30))
def test_two_digests_agree(texts: list[str]) -> None:
    assert in_a_browser([], texts)["digests"] == [sm3(text.encode()) for text in texts]


@pytest.mark.django_db
def test_announced_draw_publishes_its_commitments_and_not_its_list(client: Client) -> None:
    cast.experts(9)
    panel = cast.announced()
    page = client.get(reverse("public:draw", args=[panel.number])).content.decode()
    published = client.get(reverse("public:draw_document", args=[panel.number])).json()
    assert panel.list_root in page
    assert panel.commitment in page
    assert "frozen" not in published
    assert panel.server_nonce not in page + json.dumps(published)


@pytest.mark.django_db
def test_drawn_panel_is_recomputed_from_its_published_file_by_both(client: Client) -> None:
    panel = cast.drawn()
    response = client.get(reverse("public:draw_document", args=[panel.number]))
    published = response.json()
    assert verify_draw(published).is_valid
    assert [wrong(lines) for lines in in_a_browser([published])["draws"]] == [[]]
    assert response["Content-Disposition"] == f'attachment; filename="draw-{panel.number}.json"'


@pytest.mark.django_db
def test_draw_names_nobody(client: Client) -> None:
    panel = cast.drawn()
    paths = [reverse(f"public:{name}", args=[panel.number]) for name in ("draw", "draw_document")]
    told = "".join(client.get(path).content.decode() for path in [*paths, reverse("public:draws")])
    assert "专家0" not in told
    assert not [
        str(candidate.expert_id) for candidate in panel.candidates.all() if str(candidate.expert_id) in told
    ]


@pytest.mark.django_db
def test_draw_that_nobody_announced_does_not_exist(client: Client) -> None:
    for name in ("public:draw", "public:draw_document"):
        assert client.get(reverse(name, args=["PS2026-0099"])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_draws_take_the_same_queries_at_one_and_at_thirty(
    client: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    cast.experts(9)
    for n in range(number):
        cast.announced(cast.application(f"工坊{n}"))
    with django_assert_max_num_queries(4):
        client.get(reverse("public:draws"))
