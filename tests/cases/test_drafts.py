"""What an officer has prepared: its file kept for the head, its words encrypted, also those of before."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases import drafts
from gongfang.cases.models import Case, Draft, DraftFile
from gongfang.cases.services import perform
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation.recognition import State
from tests.applications import factories as made
from tests.applications import specimen
from tests.factories import head, officer

COUNTY = "county.culture"
VERSIONS = [("cases", "0003_task_is_under_way"), ("cases", "0004_encrypted_drafts"), ("cases", "0005_draft_files")]
FILES = ("records", "0001_initial")
WORDS = "场地面积不足"


def stored() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM cases_draft")
        return [bytes(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_draft_is_encrypted_at_rest() -> None:
    application = made.in_county_review()
    by, data = officer(COUNTY), {"reasons": WORDS}
    drafts.prepare(case=application, action="not_recommend", by=by, data=data, at=made.AT)
    (sealed,) = stored()
    assert WORDS.encode() not in sealed
    assert drafts.initial_for(head(COUNTY), application, "not_recommend") == data


class Tables:
    """The tables of drafts, which can be put back to what they were and forward again, all others standing."""

    def __init__(self) -> None:
        self.executor = MigrationExecutor(connection)
        self.before = self.state(VERSIONS[0])

    def state(self, version: tuple[str, str]) -> ProjectState:
        return self.executor.loader.project_state([version, FILES])

    def back(self) -> None:
        for before, after in reversed(list(pairwise(VERSIONS))):
            self.executor.unapply_migration(self.state(before), self.executor.loader.graph.nodes[after])

    def forward(self) -> None:
        """Put them forward as far as they are not."""
        applied = self.executor.recorder.applied_migrations()
        for before, after in pairwise(VERSIONS):
            if after not in applied:
                self.executor.apply_migration(self.state(before), self.executor.loader.graph.nodes[after])

    @property
    def plain_drafts(self) -> Any:
        return self.before.apps.get_model("cases", "Draft").objects


@pytest.fixture
def old_tables(transactional_db: None) -> Iterator[Tables]:
    """The tables as they were, with a draft in the clear; the tables of today are back afterwards."""
    application, by, changed = made.in_county_review(), officer(COUNTY), Tables()
    changed.back()
    changed.plain_drafts.create(
        case_id=application.pk,
        action="not_recommend",
        office_id=by.office_id,
        data={"reasons": WORDS},
        prepared_by_id=by.pk,
        prepared_at=made.AT,
    )
    yield changed
    changed.forward()


def test_drafts_in_the_clear_are_encrypted_by_the_migration(old_tables: Tables) -> None:
    old_tables.forward()
    (sealed,) = stored()
    assert WORDS.encode() not in sealed
    draft = Draft.objects.get()
    assert (draft.case.state, draft.prepared_at) == (State.COUNTY_REVIEW, made.AT)
    assert drafts.initial_for(head(COUNTY), draft.case, "not_recommend") == {"reasons": WORDS}


def test_encrypted_drafts_go_back_into_the_clear(old_tables: Tables) -> None:
    old_tables.forward()
    old_tables.back()
    assert old_tables.plain_drafts.get().data == {"reasons": WORDS}


# the file of a draft


def pdf(name: str, content: bytes = specimen.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def page(by: User, application: Application, **given: Any) -> Any:
    """Open the page of the disqualification, or send its form as a browser would: with the files it shows."""
    client, path = Client(), reverse("cases:step", args=[application.number, "disqualify"])
    client.force_login(by)
    shown = client.get(path)
    if not given:
        return shown
    kept = [str(file.pk) for file in shown.context["kept_files"]]
    return client.post(path, {"reasons": "名单虚构", "kept_file": kept} | given)


def drafted(*, by: User | None = None) -> Application:
    application = made.in_county_review()
    page(by or officer(COUNTY), application, evidence=pdf("核查笔录.pdf"))
    return application


def state_of(application: Application) -> str:
    return Case.objects.get(pk=application.pk).state


def paths() -> set[str]:
    """Return where the bytes of the evidence against an application are."""
    found = EvidenceFile.objects.filter(section__in=["draft", "disqualify"])
    return {file.file.path for file in found}


@pytest.mark.django_db
def test_file_of_a_draft_is_shown_to_the_head_and_used_in_the_decision() -> None:
    application, signer = drafted(), head(COUNTY)
    file = DraftFile.objects.get()
    client = Client()
    client.force_login(signer)
    for shown in (client.get(application.get_absolute_url()), page(signer, application)):
        assert "核查笔录.pdf" in shown.content.decode()
        assert file.url in shown.content.decode()
    assert client.get(file.url).getvalue() == specimen.PDF
    assert page(signer, application, reasons="名单虚构").status_code == 302
    assert state_of(application) == State.DISQUALIFIED
    stored = EvidenceFile.objects.get(section="disqualify")
    assert stored == file.stored
    assert Path(stored.file.path).exists()
    assert stored.digest in Record.objects.filter(case=application.pk).latest("seq").body
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_file_of_a_draft_is_for_those_who_handle_the_case() -> None:
    application = drafted()
    client = Client()
    client.force_login(application.holder)
    assert client.get(DraftFile.objects.get().url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_file_chosen_anew_replaces_that_of_the_draft() -> None:
    by = officer(COUNTY)
    application = drafted(by=by)
    before = paths()
    page(by, application, evidence=pdf("新笔录.pdf"))
    assert DraftFile.objects.get().name == "新笔录.pdf"
    assert len(paths()) == 1
    assert not paths() & before
    assert not any(Path(path).exists() for path in before)


@pytest.mark.django_db
def test_draft_written_again_keeps_its_file() -> None:
    by = officer(COUNTY)
    application = drafted(by=by)
    page(by, application, reasons="名单虚构，有两人不在场")
    assert DraftFile.objects.get().name == "核查笔录.pdf"
    assert drafts.initial_for(by, application, "disqualify")["reasons"] == "名单虚构，有两人不在场"


@pytest.mark.django_db(transaction=True)
def test_head_who_brings_another_file_drops_that_of_the_draft() -> None:
    application = drafted()
    before = paths()
    page(head(COUNTY), application, evidence=pdf("负责人核查.pdf"))
    assert EvidenceFile.objects.get(section="disqualify").title == "负责人核查.pdf"
    assert not EvidenceFile.objects.filter(section="draft").exists()
    assert not any(Path(path).exists() for path in before)


@pytest.mark.django_db
def test_file_replaced_meanwhile_is_not_signed_unseen() -> None:
    application = drafted()
    seen = str(DraftFile.objects.get().pk)
    page(officer(COUNTY), application, evidence=pdf("新笔录.pdf"))
    answer = page(head(COUNTY), application, kept_file=seen)
    assert "重新打开本页" in answer.content.decode()
    assert state_of(application) == State.COUNTY_REVIEW


@pytest.mark.django_db
def test_file_that_is_not_acceptable_makes_no_draft() -> None:
    application = made.in_county_review()
    answer = page(officer(COUNTY), application, evidence=pdf("笔录.pdf", b"MZ no document"))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_drafted_goes_when_the_case_ends_otherwise() -> None:
    application = drafted()
    before = paths()
    perform(application, "withdraw", by=application.holder, at=made.AT + timedelta(days=1))
    assert not Draft.objects.exists()
    assert not EvidenceFile.objects.filter(section="draft").exists()
    assert not any(Path(path).exists() for path in before)


@pytest.mark.django_db
def test_opinion_of_one_department_leaves_the_draft_of_another() -> None:
    application = made.in_county_review()
    for code in (COUNTY, "county.hrss"):
        given = {"agree": "yes", "reasons": ""}
        drafts.prepare(case=application, action="give_opinion", by=officer(code), data=given, at=made.AT)
    perform(application, "give_opinion", by=head(COUNTY), at=made.AT + timedelta(days=1), agree=True)
    assert Draft.objects.get().office.department == "hrss"
