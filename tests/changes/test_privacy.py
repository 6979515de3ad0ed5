"""No identity number, name or login in the clear: stored, recorded, logged, or in an address."""

import logging

import pytest

from gongfang.accounts.rotation import renew_copies
from gongfang.records.models import AccessEntry, Record, Statement
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop
from tests.applications.test_privacy import everything_stored
from tests.changes.cast import AT, ID_NUMBER, approved, held, index
from tests.factories import applicant, head

pytestmark = pytest.mark.django_db
NAME = "阿依古丽金丝雀"


def test_no_personal_value_is_stored_recorded_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        workshop = held()
        approved(workshop, responsible_name=NAME, responsible_id=ID_NUMBER)
        new = applicant()
        lead = head("prefecture.culture")
        workshops.assign_holder(workshop=workshop, holder=new, by=lead, at=AT, reason="委托书")
    kept = [*Record.objects.values_list("body", flat=True), *Statement.objects.values_list("text", flat=True)]
    kept += [f"{entry.subject} {entry.reason}" for entry in AccessEntry.objects.all()]
    kept += [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    kept.append(everything_stored())
    everything = "\n".join(map(str, kept))
    assert workshop.number in everything
    assert [secret for secret in (ID_NUMBER, NAME, new.login) if secret in everything] == []


def test_a_new_index_key_reaches_whoever_is_responsible_now() -> None:
    workshop = held(responsible_id_index="0" * 64)
    approved(workshop, responsible_name=NAME, responsible_id=ID_NUMBER)
    Workshop.objects.filter(pk=workshop.pk).update(responsible_id_index="an older one")
    assert dict(renew_copies())["changes.Responsible in the register"] == 1
    assert Workshop.objects.get(pk=workshop.pk).responsible_id_index == index(ID_NUMBER)
    assert set(dict(renew_copies()).values()) == {0}
