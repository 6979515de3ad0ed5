"""Files handed out to those who may, the access log, and the check of the chain."""

import ast
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongfang.accounts.models import Role, User
from gongfang.cases.services import perform
from gongfang.records.labels import ACTIONS
from gongfang.records.models import AccessEntry, EvidenceFile
from gongfang.records.services import log_access
from gongfang.records.uploads import store
from tests import factories
from tests.applications import factories as made
from tests.factories import beijing
from tests.notices import cast

from .specimens import CONTENTS, picture, upload, upload_of

pytestmark = pytest.mark.django_db
AT = beijing("2026-05-06 10:00")
Access = EvidenceFile.Access


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def stored(
    case: Any, *, access: str = Access.CASE, extension: str = "pdf", by: User | None = None
) -> EvidenceFile:
    return store(case=case, section="evidence", upload=upload_of(extension), by=by, at=AT, access=access)


def url(file: EvidenceFile) -> str:
    return reverse("records:file", args=[file.pk])


def status(user: User | None, file: EvidenceFile) -> int:
    response = signed_in(user).get(url(file))
    response.getvalue()  # read to the end, so that the file is closed
    return int(response.status_code)


def test_a_file_is_an_attachment_that_no_browser_runs_or_keeps() -> None:
    application = made.submitted()
    file = stored(application)
    response = signed_in(application.holder).get(url(file))
    assert response.getvalue() == CONTENTS["pdf"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]
    assert int(response["Content-Length"]) == file.size


def test_a_file_of_a_case_is_for_those_who_see_the_case() -> None:
    application = made.submitted()
    file = stored(application)
    assert status(application.holder, file) == 200
    assert status(factories.officer("county.hrss"), file) == 200
    assert status(factories.officer("prefecture.culture"), file) == 200
    assert status(factories.auditor(), file) == 200
    for stranger in (
        None,
        factories.applicant(),
        factories.officer("county.culture", factories.TACHENG_CITY),
        factories.expert_user(),
        factories.user(Role.SYSTEM_ADMIN),
        factories.user(Role.AUDIT_ADMIN),
    ):
        assert status(stranger, file) == 404


def test_a_file_for_handlers_is_for_offices_that_handle_the_case_and_leaves_a_trace() -> None:
    objection = cast.objected(cast.on_notice()).objection
    file = stored(objection, access=Access.HANDLERS)
    officer = factories.officer("prefecture.culture")
    assert status(officer, file) == 200
    entry = AccessEntry.objects.get(action="open_file")
    assert (entry.user, entry.subject) == (officer, f"file:{file.pk}")
    for other in (factories.auditor(), factories.officer("county.culture"), factories.applicant(), None):
        assert status(other, file) == 404
    assert AccessEntry.objects.filter(action="open_file").count() == 1


def test_a_public_file_is_for_everybody() -> None:
    assert status(None, stored(made.submitted(), access=Access.PUBLIC)) == 200


def test_a_file_of_no_case_is_for_who_uploaded_it() -> None:
    owner = factories.applicant()
    file = stored(None, by=owner)
    assert status(owner, file) == 200
    assert status(factories.applicant(), file) == 404
    assert status(None, file) == 404


def test_what_does_not_exist_or_was_lost_is_not_found() -> None:
    owner = factories.applicant()
    assert signed_in(owner).get(reverse("records:file", args=[uuid4()])).status_code == 404
    file = stored(None, by=owner)
    Path(file.file.path).unlink()
    assert status(owner, file) == 404


def test_a_hostile_title_cannot_break_the_header() -> None:
    owner = factories.applicant()
    file = stored(None, by=owner)
    EvidenceFile.objects.filter(pk=file.pk).update(title='a"; filename="x.exe\r\nX: y.pdf')
    response = signed_in(owner).get(url(file))
    assert response.status_code == 200
    assert "X" not in response.headers
    response.getvalue()  # read to the end, so that the file is closed


def test_a_picture_is_shown_as_a_copy_made_anew() -> None:
    owner = factories.applicant()
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 6  # taken upright
    Image.new("RGB", (60, 40), (10, 20, 30)).save(content, "JPEG", exif=exif)
    file = store(case=None, section="x", upload=upload(content.getvalue(), "a.jpg"), by=owner, at=AT)
    response = signed_in(owner).get(url(file), {"inline": ""})
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"secret place" not in response.content
    assert Image.open(io.BytesIO(response.content)).size == (40, 60)


@pytest.mark.parametrize(("size", "longest"), [("", 1600), ("small", 480), ("huge", 1600)])
def test_a_shown_picture_is_bounded(size: str, longest: int) -> None:
    owner = factories.applicant()
    file = store(case=None, section="x", upload=upload(picture("PNG", (2000, 1000)), "a.png"), by=owner, at=AT)
    response = signed_in(owner).get(url(file), {"inline": size})
    assert max(Image.open(io.BytesIO(response.content)).size) == longest


def test_only_pictures_are_shown_inline() -> None:
    owner = factories.applicant()
    assert signed_in(owner).get(url(stored(None, by=owner)), {"inline": ""}).status_code == 404


def test_a_picture_for_handlers_is_hidden_inline_too() -> None:
    objection = cast.objected(cast.on_notice()).objection
    file = stored(objection, access=Access.HANDLERS, extension="jpg")
    assert signed_in(factories.auditor()).get(url(file), {"inline": ""}).status_code == 404


@pytest.mark.parametrize("page", ["records:access_log", "records:check_chain"])
def test_auditing_is_for_auditors(page: str) -> None:
    for user in (factories.auditor(), factories.user(Role.AUDIT_ADMIN)):
        assert signed_in(user).get(reverse(page)).status_code == 200
    for user in (
        factories.head("prefecture.culture"),
        factories.applicant(),
        factories.expert_user(),
        factories.user(Role.SYSTEM_ADMIN),
        factories.user(Role.SECURITY_ADMIN),
    ):
        assert signed_in(user).get(reverse(page)).status_code == 403
    assert signed_in(None).get(reverse(page)).status_code == 302


@pytest.mark.parametrize("size", [1, 30])
def test_the_log_costs_the_same_with_one_row_and_with_thirty(
    size: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(size):
        log_access(by=factories.head("county.culture"), action="reveal", subject="roster:1:id_number", at=AT)
    client = signed_in(factories.auditor())
    with django_assert_max_num_queries(8):
        response = client.get(reverse("records:access_log"))
    assert len(response.context["entries"]) == size


def logged_actions() -> set[str]:
    """Return every action that the code names when it writes to the log."""
    found = set()
    for path in Path("gongfang").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "log_access":
                found |= {
                    word.value.value
                    for word in node.keywords
                    if word.arg == "action" and isinstance(word.value, ast.Constant)
                }
    return found


def test_every_logged_action_has_a_label() -> None:
    actions = logged_actions()
    assert "reveal" in actions
    assert not actions - ACTIONS.keys(), "名称补在 gongfang/records/labels.py"


def test_the_log_is_narrowed_by_action() -> None:
    log_access(by=None, action="reveal", subject="roster:1:id_number", at=AT)
    log_access(by=None, action="create_admin", subject="user:u-1", at=AT)
    response = signed_in(factories.auditor()).get(reverse("records:access_log"), {"action": "reveal"})
    assert [row["entry"].action for row in response.context["entries"]] == ["reveal"]
    assert "查看个人信息" in response.content.decode()


def test_the_chain_is_checked_when_asked_for() -> None:
    application = made.submitted()
    client = signed_in(factories.auditor())
    assert client.get(reverse("records:check_chain")).context["verdict"] is None
    verdict = client.post(reverse("records:check_chain"), {"files": "on"}).context["verdict"]
    assert verdict.is_sound
    assert (verdict.records, verdict.files) == (1, application.files.count())
    assert AccessEntry.objects.filter(action="verify_chain").count() == 1
    perform(application, "accept", by=factories.head("county.culture"), at=AT)
    Path(stored(application).file.path).write_bytes(b"other")
    verdict = client.post(reverse("records:check_chain"), {"files": "on"}).context["verdict"]
    assert [fault.problem.endswith("被改动") for fault in verdict.faults] == [True]
