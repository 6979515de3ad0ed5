"""The filing's pages: saved as one types, nothing overwritten unseen, rows and files one by one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.applications import specimen
from gongfang.applications.models import Application, Person, RosterEntry
from gongfang.cases.services import perform
from gongfang.records.models import EvidenceFile
from tests import factories as people
from tests.applications import factories as made

pytestmark = pytest.mark.django_db
STEPS = ("workshop", "heritage", "employment", "operations", "evidence")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


@pytest.fixture
def application() -> Application:
    return made.draft()


@pytest.fixture
def client(application: Application) -> Client:
    return signed_in(application.holder)


def url(name: str, application: Application, *args: Any) -> str:
    return reverse(f"applications:{name}", args=[application.number, *args])


@pytest.mark.parametrize("step", STEPS)
def test_step_shows_what_was_saved(client: Client, application: Application, step: str) -> None:
    page = client.get(url("step", application, step))
    assert page.status_code == 200


def test_edit_goes_on_where_the_filing_is_incomplete() -> None:
    draft = made.draft(missing=("operations",))
    page = signed_in(draft.holder).get(url("edit", draft))
    assert page.url == url("step", draft, "operations")
