"""A new index key: the register's copies of indexes follow, and a ban goes on finding its person."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from gongfang.accounts import keys
from gongfang.accounts.encryption import blind_index
from gongfang.applications.models import Application
from gongfang.cases.services import perform
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.recognition import State
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop, WorkshopStatus
from tests.applications import factories as made
from tests.applications import specimen
from tests.factories import head

pytestmark = pytest.mark.django_db
LATER = made.AT + timedelta(days=30)
OTHER_CODE = "91350211M0000XUF46"


@pytest.fixture
def key_folder(settings: Any, tmp_path: Path) -> Path:
    """Keys of this test alone, so that it may add and lose them."""
    settings.GONGFANG_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def revoked() -> Workshop:
    """Return a workshop that was recognised here and whose recognition was revoked."""
    application = made.moved_to(State.CONFIRMING)
    made.agreed(application, "prefecture", at=LATER)
    signer = head("prefecture.culture")
    perform(application, "confirm", by=signer, at=LATER, document_number="塔地文旅发〔2026〕1号")
    workshop = Workshop.objects.get(application_number=application.number)
    workshops.set_status(workshop=workshop, status=WorkshopStatus.REVOKED, on=date(2026, 6, 20), at=LATER)
    return workshop


def assert_is_banned(application: Application) -> None:
    with pytest.raises(StepRefused, match="撤销命名"):
        perform(application, "submit", by=application.holder, at=made.AT)


def draft_of_the_same_person() -> Application:
    application = made.draft()
    Application.objects.filter(pk=application.pk).update(credit_code=OTHER_CODE)
    return application


def reencrypt() -> str:
    out = StringIO()
    call_command("reencrypt", stdout=out)
    return out.getvalue()


def test_ban_finds_the_person_while_keys_change_and_after_the_old_one_has_gone(key_folder: Path) -> None:
    workshop = revoked()
    before = workshop.responsible_id_index
    keys.add_key("index")
    assert_is_banned(draft_of_the_same_person())
    assert "workshops.Workshop: 1" in reencrypt()
    (key_folder / "index-0001.key").unlink()
    workshop.refresh_from_db()
    current = blind_index(specimen.Specimen.responsible_id_number, "person.id_number")
    assert workshop.responsible_id_index == current != before
    assert_is_banned(draft_of_the_same_person())


def test_register_is_renewed_once_and_nothing_else_of_it_changes(key_folder: Path) -> None:
    workshop = revoked()
    county = Workshop.objects.create(
        number="X1",
        name="县级工坊",
        county_id=workshop.county_id,
        operator=workshop.operator,
        status="county",
        category="crafts",
    )
    assert "workshops.Workshop: 0" in reencrypt()
    keys.add_key("index")
    assert "workshops.Workshop: 1" in reencrypt()
    assert "workshops.Workshop: 0" in reencrypt()
    county.refresh_from_db()
    assert county.responsible_id_index == ""
