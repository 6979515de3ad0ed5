"""What a workshop says of itself: saved as it is typed, with files, handed in once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.accounts.models import User
from gongfang.cases.models import RunningLimit
from gongfang.cases.services import perform
from gongfang.evaluations import assessing
from gongfang.evaluations.models import Evaluation, SelfAssessment
from gongfang.records.models import EvidenceFile, Record
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from tests.applications import specimen
from tests.factories import TACHENG_CITY, applicant, auditor, head, officer

from . import cast
from .cast import OPENED, SELF_ASSESSED, STATEMENTS

pytestmark = pytest.mark.django_db


def pdf(name: str = "台账.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, specimen.PDF, content_type="application/pdf")


def save(case: Evaluation, by: User | None = None, **given: Any) -> int:
    known = {"statements": {"funds": "两笔补助均有凭证"}, "seen_revision": 0, "at": OPENED} | given
    return assessing.save_self_assessment(case, by=by or cast.speaker(case), **known)


def test_self_assessment_is_saved_and_handed_in() -> None:
    case = cast.due()
    file = assessing.add_file(case, dimension="funds", upload=pdf(), by=cast.speaker(case), at=OPENED)
    save(case, statements=STATEMENTS)
    record = perform(case, "self_assess", by=cast.speaker(case), at=SELF_ASSESSED)
    assert case.state == "self_assessed"
    assert file.digest in record.body
    assert '"self_assessment"' in record.body
    assert not any(text in record.body for text in STATEMENTS.values())
    assert file.access == EvidenceFile.Access.HANDLERS


def test_self_assessment_leaves_no_dimension_out() -> None:
    case = cast.due()
    with pytest.raises(StepRefused, match="尚缺：资金使用合规"):
        perform(
            case, "self_assess", by=cast.speaker(case), at=SELF_ASSESSED, statements=STATEMENTS | {"funds": " "}
        )
    assert Evaluation.objects.get(pk=case.pk).state == "due"


def test_self_assessment_ends_with_its_period() -> None:
    case = cast.due()
    ends_at = RunningLimit.objects.get(case=case).ends_at
    with pytest.raises(StepRefused, match="自评期已于"):
        perform(case, "self_assess", by=cast.speaker(case), at=ends_at, statements=STATEMENTS)
    last = ends_at - timedelta(microseconds=1)
    perform(case, "self_assess", by=cast.speaker(case), at=last, statements=STATEMENTS)


def test_county_hands_in_for_a_workshop_without_an_account() -> None:
    case = cast.due(is_on_paper=True)
    limit = RunningLimit.objects.get(case=case)
    given = {"statements": STATEMENTS, "received_on": limit.last_day}
    with pytest.raises(StepRefused, match="事后录入"):
        perform(case, "self_assess", by=head("county.culture"), at=limit.ends_at, **given)
    perform(case, "self_assess", by=head("county.culture"), at=limit.ends_at, **given, entry_reason="邮寄")
    case = Evaluation.objects.get(pk=case.pk)
    assert (case.state, case.received_on) == ("self_assessed", limit.last_day)


def test_workshop_with_an_account_stamps_nothing() -> None:
    case = cast.due()
    with pytest.raises(WrongActor, match="受理机关"):
        perform(case, "self_assess", by=cast.speaker(case), at=SELF_ASSESSED, received_on=OPENED.date())


@pytest.mark.parametrize("is_on_paper", [True, False])
def test_others_do_not_assess(is_on_paper: bool) -> None:
    case = cast.due(is_on_paper=is_on_paper)
    others = [applicant(), cast.lead(), officer("county.hrss"), head("county.culture", TACHENG_CITY), auditor()]
    if not is_on_paper:
        others.append(head("county.culture"))
    for person in others:
        with pytest.raises(WrongActor):
            perform(case, "self_assess", by=person, at=SELF_ASSESSED, statements=STATEMENTS)
        with pytest.raises(assessing.NotAssessable):
            save(case, person)
    assert not SelfAssessment.objects.exists()


def test_two_windows_do_not_overwrite_each_other() -> None:
    case = cast.due()
    assert save(case, window="one") == 1
    with pytest.raises(assessing.Overtaken):
        save(case, window="two")
    assert save(case, window="one") == 2
    assert save(case, window="two", seen_revision=2, leaves=True) == 3
    with pytest.raises(assessing.Overtaken):
        save(case, window="two", seen_revision=2)


def test_an_unknown_dimension_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="unknown"):
        save(cast.due(), statements={"luck": "好"})


def test_files_come_and_go_until_it_is_handed_in(django_capture_on_commit_callbacks: Any) -> None:
    case = cast.due()
    by = cast.speaker(case)
    file = assessing.add_file(case, dimension="funds", upload=pdf(), by=by, at=OPENED)
    path = Path(file.file.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assessing.remove_file(case, file, by=by)
    assert not EvidenceFile.objects.filter(case=case).exists()
    assert not path.exists()
    kept = assessing.add_file(case, dimension="funds", upload=pdf(), by=by, at=OPENED)
    perform(case, "self_assess", by=by, at=SELF_ASSESSED, statements=STATEMENTS)
    with pytest.raises(assessing.NotAssessable):
        assessing.remove_file(case, kept, by=by)
    with pytest.raises(assessing.NotAssessable):
        assessing.add_file(case, dimension="funds", upload=pdf(), by=by, at=SELF_ASSESSED)
    with pytest.raises(assessing.NotAssessable):
        save(case)
    with pytest.raises(WrongState):
        perform(case, "self_assess", by=by, at=SELF_ASSESSED)


def test_bad_files_and_too_many_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.due()
    bad = SimpleUploadedFile("x.exe", b"MZ", content_type="application/octet-stream")
    with pytest.raises(UploadRefused):
        assessing.add_file(case, dimension="funds", upload=bad, by=cast.speaker(case), at=OPENED)
    monkeypatch.setattr(assessing, "FILES_MAX", 0)
    with pytest.raises(UploadRefused, match="最多"):
        assessing.add_file(case, dimension="funds", upload=pdf(), by=cast.speaker(case), at=OPENED)


def test_records_hold_no_words_of_the_self_assessment() -> None:
    case = cast.self_assessed()
    bodies = " ".join(Record.objects.filter(case=case).values_list("body", flat=True))
    assert "两年来" not in bodies
