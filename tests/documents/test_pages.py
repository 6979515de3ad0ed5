"""The pages: from a case to an issued document, the register, and a machine that makes no PDFs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongfang.documents import queries, rendering, views
from gongfang.documents.models import Document
from tests.factories import auditor, head, officer

from . import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine make no PDFs, and the clock stand in June."""
    monkeypatch.setattr(rendering, "missing", lambda: ("排版程序库 pango",))
    monkeypatch.setattr(views, "now", lambda: cast.AT)


def page(name: str, document: Document) -> str:
    return reverse(f"documents:{name}", args=[document.pk])


def test_a_correction_notice_from_the_case_to_the_register(client: Client) -> None:
    case = cast.correcting()
    client.force_login(officer("county.culture"))
    listed = reverse("documents:of_case", args=[case.number])
    assert listed in client.get(case.get_absolute_url()).text
    assert "补正告知书" in client.get(listed).text
    made = client.post(
        reverse("documents:make", args=[case.number, "correction_notice"]),
        {"subject": f"correction:{case.number}"},
    )
    document = Document.objects.get()
    assert made["Location"] == document.get_absolute_url()
    words = {"title": "补正告知书", "text_0": "请补交营业执照。", "seen_version": 1}
    assert client.post(page("edit", document), words).status_code == 302
    assert "请补交营业执照。" in client.get(document.get_absolute_url()).text
    assert client.post(page("issue", document), {"seen_version": 2}).status_code == 403
    client.force_login(cast.county())
    client.post(page("issue", document), {"seen_version": 2})
    assert "托里文旅非遗工坊〔2026〕1号" in client.get(reverse("documents:register")).text
    client.force_login(case.holder)
    assert "托里文旅非遗工坊〔2026〕1号" in client.get(case.get_absolute_url()).text
    word = client.get(page("docx", document))
    assert word.content.startswith(b"PK")
    assert "attachment" in word["Content-Disposition"]


def test_a_refused_save_keeps_what_was_typed(client: Client) -> None:
    document = cast.drafted("correction_notice", cast.correcting())
    client.force_login(officer("county.culture"))
    for words in ({"title": "", "seen_version": 1}, {"title": "题", "seen_version": 9}):
        refused = client.post(page("edit", document), {"text_0": "我写的话", **words})
        assert refused.status_code == 200
        assert "我写的话" in refused.text
    assert queries.latest(document).number == 1


def test_a_stale_page_issues_nothing_and_says_so(client: Client) -> None:
    document = cast.drafted("correction_notice", cast.correcting())
    client.force_login(cast.county())
    for seen in ("7", "", "x"):
        said = client.post(page("issue", document), {"seen_version": seen}, follow=True)
        assert "刚被他人修改过" in said.text
    document.refresh_from_db()
    assert document.state == "draft"


def test_a_machine_without_the_libraries_says_what_is_missing(client: Client) -> None:
    document = cast.issued("correction_notice", cast.correcting())
    assert document.pdf is None
    client.force_login(officer("county.culture"))
    assert "排版程序库 pango" in client.get(document.get_absolute_url()).text
    said = client.get(page("pdf", document), follow=True)
    assert "本机暂不能生成 PDF" in said.text
    assert client.get(page("docx", document)).status_code == 200


def test_earlier_versions_are_shown_to_the_office_only(client: Client) -> None:
    case = cast.correcting()
    document = cast.drafted("correction_notice", case)
    client.force_login(officer("county.culture"))
    client.post(page("edit", document), {"title": "新题", "text_0": "第二稿", "seen_version": 1})
    first = page("preview", document) + "?version=1"
    assert "营业执照副本复印件" in client.get(first).text
    assert client.get(page("preview", document) + "?version=9").status_code == 404
    cast.issue(document)
    client.force_login(case.holder)
    assert "营业执照副本复印件" not in client.get(first).text


def test_a_draft_is_written_anew_or_discarded(client: Client) -> None:
    document = cast.drafted("correction_notice", cast.correcting())
    client.force_login(officer("county.culture"))
    client.post(page("rewrite", document))
    assert queries.latest(document).number == 2
    client.post(page("discard", document))
    assert not Document.objects.exists()


def test_what_cannot_be_made_now_is_said(client: Client) -> None:
    case = cast.correcting()
    client.force_login(officer("county.culture"))
    make = reverse("documents:make", args=[case.number, "correction_notice"])
    assert "不能再拟制" in client.post(make, {"subject": "case:other"}, follow=True).text
    assert client.post(reverse("documents:make", args=[case.number, "nothing"])).status_code == 404
    client.force_login(head("county.hrss"))
    assert client.post(make, {"subject": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "shown"),
    [({}, True), ({"year": 2026}, True), ({"year": 2025}, True), ({"kind": "public_notice"}, False)],
)
def test_the_register_is_narrowed(client: Client, query: dict[str, Any], shown: bool) -> None:
    cast.issued("correction_notice", cast.correcting())
    client.force_login(officer("county.culture"))
    assert ("〔2026〕1号" in client.get(reverse("documents:register"), query).text) == shown


def test_a_register_is_its_offices_own_and_an_auditors(client: Client) -> None:
    document = cast.issued("correction_notice", cast.correcting())
    draft = cast.drafted("correction_notice", cast.correcting())
    for person, sees in ((officer("county.hrss"), False), (cast.lead(), False), (auditor(), True)):
        client.force_login(person)
        assert (document.number in client.get(reverse("documents:register")).text) == sees
    client.force_login(officer("county.culture"))
    drafts = client.get(reverse("documents:register"), {"state": "draft"}).text
    assert draft.get_absolute_url() in drafts
    assert document.number not in drafts


def test_lists_cost_as_many_queries_for_thirty_as_for_one(client: Client) -> None:
    case = cast.correcting()
    document = cast.issued("correction_notice", case)
    client.force_login(officer("county.culture"))
    pages = [reverse("documents:register"), reverse("documents:of_case", args=[case.number])]
    client.get(pages[0])
    few = [cost(client, each) for each in pages]
    for serial in range(2, 31):
        copied(document, case, serial)
    assert [cost(client, each) for each in pages] == few
    assert max(few) < 30


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def copied(document: Document, case: Any, serial: int) -> None:
    from gongfang.records.models import EvidenceFile

    file = EvidenceFile.objects.get(pk=document.docx_id)
    file.pk = None
    file._state.adding = True
    file.save()
    row = Document(
        kind=document.kind,
        subject=f"{document.subject}:{serial}",
        title=document.title,
        office=document.office,
        state="issued",
        year=2026,
        serial=serial,
        number=f"{serial}号",
        made_by=document.made_by,
        made_at=document.made_at,
        issued_by=document.issued_by,
        issued_at=document.issued_at,
        docx=file,
    )
    row.save()
    row.cases.add(case)


def test_markup_in_the_words_is_shown_and_never_becomes_an_element(client: Client) -> None:
    document = cast.drafted("correction_notice", cast.correcting())
    client.force_login(officer("county.culture"))
    hostile = "<img src=x9q onerror=a()>{{ 7 }}"
    client.post(page("edit", document), {"title": hostile, "text_0": hostile, "seen_version": 1})
    for name in ("detail", "preview", "edit"):
        shown = client.get(page(name, document)).text
        assert "<img src=x9q" not in shown
        assert "&lt;img src=x9q onerror=a()&gt;{{ 7 }}" in shown
