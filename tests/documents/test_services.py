"""Drafts, versions, numbers without gaps, the head's signature, and what is recorded."""

import json
from typing import Any

import pytest

from gongfang.archives import checking
from gongfang.archives import services as archives
from gongfang.documents import numbering, queries, rendering, services
from gongfang.documents.models import Document, SerialCounter
from gongfang.records.models import EvidenceFile, Record
from gongfang.records.uploads import digest_of
from gongfang.records.verification import verify
from gongfang.regulation.procedure import StepRefused, WrongActor
from tests.factories import head, officer
from tests.revocations import cast as revocations

from . import cast

pytestmark = pytest.mark.django_db
LATER = cast.beijing("2027-01-04 10:00")


@pytest.fixture(autouse=True)
def _without_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here is the same with and without the libraries that make PDFs; without is quicker."""
    monkeypatch.setattr(rendering, "missing", lambda: ("pango",))


def revised(document: Document, text: str, **changes: Any) -> Any:
    given = {"by": officer("county.culture"), "at": cast.AT, "title": document.title, "texts": [text]}
    return services.revise(document, **given | {"seen_version": queries.latest(document).number} | changes)


def test_a_draft_says_what_the_case_says_and_is_made_once() -> None:
    case = cast.correcting()
    document = cast.drafted("correction_notice", case)
    content = queries.content_of(queries.latest(document))
    assert "1.营业执照副本复印件" in content.texts[0]
    assert "2026年5月21日24:00" in content.texts[0]
    assert (document.number, document.office.name) == ("", "托里县文化体育广播电视和旅游局")
    assert cast.drafted("correction_notice", case) == document
    assert list(document.cases.values_list("number", flat=True)) == [case.number]


def test_every_save_is_a_version_and_a_later_one_wins_only_if_it_saw_the_last() -> None:
    document = cast.drafted("correction_notice", cast.correcting())
    revised(document, "请补正。\n一、营业执照", title="补正通知")
    assert [each.number for each in document.versions.all()] == [2, 1]
    assert queries.content_of(queries.latest(document)).texts == ["请补正。\n一、营业执照"]
    assert document.title == "补正通知"
    with pytest.raises(services.VersionConflict):
        revised(document, "另一份", seen_version=1)
    services.rewrite(document, by=officer("county.culture"), at=cast.AT)
    assert "营业执照副本复印件" in queries.content_of(queries.latest(document)).texts[0]


def test_tables_are_facts_that_no_revision_changes() -> None:
    document = cast.drafted("joint_opinion_sheet", cast.reviewed())
    before = queries.content_of(queries.latest(document)).blocks[:2]
    revised(document, "会同结果：同意推荐。")
    assert queries.content_of(queries.latest(document)).blocks[:2] == before
    with pytest.raises(ValueError, match="do not match"):
        revised(document, "", texts=["一", "二"])


def test_an_issued_document_is_numbered_filed_and_in_the_chain() -> None:
    case = cast.correcting()
    document = cast.issued("correction_notice", case)
    assert (document.state, document.year, document.serial) == ("issued", 2026, 1)
    assert document.number == "托里文旅非遗工坊〔2026〕1号"
    file = document.docx
    assert file is not None
    record = Record.objects.get(case=case.pk, action="issue_document")
    body = json.loads(record.body)
    assert body["documents"] == [file.digest]
    assert body["facts"] == {"document": "correction_notice", "number": document.number}
    assert (record.source, record.target, record.clause_id, record.actor) == (
        "correcting",
        "correcting",
        "6(一)",
        "county.culture",
    )
    with file.file.open("rb") as handle:
        assert digest_of(handle) == file.digest
    assert verify().is_sound
    case.refresh_from_db()
    assert (case.state, case.version) == ("correcting", body["version"])


def test_numbers_of_an_office_and_a_year_have_no_gaps() -> None:
    numbers = []
    for at in (cast.AT, cast.AT, LATER):
        document = cast.drafted("correction_notice", cast.correcting(), at=at)
        services.discard(cast.drafted("correction_notice", cast.correcting(), at=at), by=cast.county())
        numbers.append(cast.issue(document, at=at).number)
    assert [number.partition("工坊")[2] for number in numbers] == ["〔2026〕1号", "〔2026〕2号", "〔2027〕1号"]
    assert list(SerialCounter.objects.order_by("year").values_list("year", "last")) == [(2026, 2), (2027, 1)]


def test_a_number_taken_meanwhile_is_not_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (cast.drafted("correction_notice", cast.correcting()) for _ in range(2))
    rendered = rendering.files_of

    def meanwhile(sheet: rendering.Sheet) -> dict[str, bytes]:
        monkeypatch.setattr(rendering, "files_of", rendered)
        cast.issue(first)
        return rendered(sheet)

    monkeypatch.setattr(rendering, "files_of", meanwhile)
    cast.issue(second)
    assert [Document.objects.get(pk=each.pk).serial for each in (first, second)] == [1, 2]


def test_a_decision_bears_the_number_of_its_step_and_takes_none_from_the_series() -> None:
    document = cast.issued("revocation_decision", revocations.revoked())
    assert (document.number, document.serial) == (revocations.DOCUMENT, None)
    assert numbering.next_serial(document.office, 2026) == 1


def test_one_decision_stands_on_the_page_of_every_workshop_it_names() -> None:
    first, second = cast.awarded(), cast.awarded()
    document = cast.issued("recognition_decision", first)
    assert {case.number for case in document.cases.all()} == {first.number, second.number}
    assert Record.objects.filter(action="issue_document").count() == 2
    assert cast.subject("recognition_decision", second).key == document.subject


def test_an_issued_document_is_corrected_by_another_that_replaces_it() -> None:
    case = cast.correcting()
    document = cast.issued("correction_notice", case)
    with pytest.raises(services.DocumentRefused, match="已经制发"):
        revised(document, "改")
    with pytest.raises(services.DocumentRefused, match="已经制发"):
        services.discard(document, by=cast.county())
    with pytest.raises(services.DocumentRefused, match="已经制发"):
        cast.issue(document)
    again = cast.issued("correction_notice", case)
    assert (again.replaces, again.serial) == (document, 2)


def test_only_the_head_of_the_office_signs_and_only_what_was_seen() -> None:
    document = cast.drafted("correction_notice", cast.correcting())
    with pytest.raises(WrongActor, match="负责人"):
        cast.issue(document, by=officer("county.culture"))
    for stranger in (cast.lead(), head("county.culture", "654201"), head("county.hrss")):
        with pytest.raises(WrongActor, match="制发单位"):
            cast.issue(document, by=stranger)
    with pytest.raises(services.VersionConflict):
        cast.issue(document, seen_version=7)
    document.refresh_from_db()
    assert (document.state, EvidenceFile.objects.filter(section="document").count()) == ("draft", 0)


@pytest.mark.parametrize("code", ["county.hrss", "prefecture.culture"])
def test_another_office_writes_nothing(code: str) -> None:
    case = cast.correcting()
    with pytest.raises(WrongActor):
        cast.drafted("correction_notice", case, by=head(code))
    document = cast.drafted("correction_notice", case)
    with pytest.raises(WrongActor):
        revised(document, "改", by=head(code))


def test_a_case_that_has_moved_on_no_longer_allows_the_document() -> None:
    case = cast.correcting()
    document = cast.drafted("correction_notice", case)
    type(case).objects.filter(pk=case.pk).update(state="not_accepted")
    with pytest.raises(StepRefused, match="案件状态已经变化"):
        cast.issue(document)


def test_opinions_are_in_no_document_before_all_departments_have_spoken() -> None:
    case = cast.application("county_review")
    for code in ("county.culture", "county.hrss"):
        cast.give_opinion(case, by=head(code), at=cast.AT, agree=True)
    assert queries.offers(case, cast.county()) == []


def test_the_archive_of_each_workshop_a_decision_names_holds_the_decision() -> None:
    first, second = cast.awarded(), cast.awarded()
    document = cast.issued("recognition_decision", first)
    with archives.archive(case=second, by=cast.lead(), at=cast.AT) as packed:
        assert checking.check(packed).faults == ()
    assert document.docx_id in queries.files_of_cases([second.pk])
