"""Worlds that differ in a secret alone look the same to all who may not know it; nothing keeps it in the clear.

The second world is the first one with the secret changed, its clock standing still. A page shows what it reads:
where no statement of it names a table that was changed, it would be sent the same rows again and is not asked.
"""

import logging
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from gongfang.applications.models import Person, RosterEntry
from gongfang.cases.advance import advance
from gongfang.notices.models import Objector
from gongfang.panels.models import Expert, Relation, ScoreSheet
from tests.world import APPELLANT, NOW, OBJECTOR, World

from .crawling import again, crawl
from .policy import ALL, ANONYMOUS, APPLICANTS, AUDIT, AUDITOR, EXPERTS, OTHER_COUNTY, SECURITY, SYSTEM, Roles
from .visiting import body, written

pytestmark = [pytest.mark.once, pytest.mark.django_db]
STRANGERS = ANONYMOUS | OTHER_COUNTY | EXPERTS | SYSTEM | SECURITY | AUDIT | frozenset({"rival"})
"""Who has no business with the people of the home county's filings, not even masked."""
DOUBLES = frozenset(
    {"county.culture.officer", "prefecture.culture.officer", "prefecture.hrss.head", "county.hrss.head"}
)
"""Roles who are shown what another role is shown."""


@dataclass(frozen=True)
class Read:
    """A page as it was read in the first world, and the statements it sent to the database."""

    body: bytes
    statements: frozenset[str]

    def reads(self, tables: set[str]) -> bool:
        """Return whether a statement names one of the tables."""
        return any(table in statement for table in tables for statement in self.statements)


Pages = dict[str, dict[str, Read]]


@pytest.fixture(scope="module")
def pages(world: World) -> Pages:
    """Return what each role reads in the first world, by role and address."""
    starts = {
        "applicant": [
            world.home.cases["draft"].get_edit_url(),
            world.home.cases["expert_review"].get_absolute_url(),
        ],
        "expert.seated": [world.home.cases["expert_review"].get_absolute_url()],
    }
    walks = {role: crawl(world, role, starts.get(role, ())) for role in sorted(ALL - DOUBLES)}
    return {
        role: {url: Read(body(each), frozenset(each.statements)) for url, each in walk.items()}
        for role, walk in walks.items()
    }


def differing(world: World, pages: Pages, roles: Roles, tables: set[str]) -> dict[str, list[str]]:
    """Return the pages that have changed since `tables` were, by role."""
    assert tables
    changed = {}
    for role in sorted(roles - DOUBLES):
        now = again(world, role, [url for url, page in pages[role].items() if page.reads(tables)])
        different = [url for url, response in now.items() if body(response) != pages[role][url].body]
        if different:
            changed[role] = different
    return changed


def change_sealed_score(world: World) -> None:
    """Change the one sheet that is in, while the scoring goes on."""
    sheet = ScoreSheet.objects.get(entry__panel=world.panel)
    items = {code: max(points - 1, 0) for code, points in sheet.items.items()}
    values = {
        "items": items,
        "total": sum(items.values()),
        "comment": "场地偏小",
        "salt": "7" * 64,
        "digest": "8" * 64,
    }
    ScoreSheet.objects.filter(pk=sheet.pk).update(**values)


def change_roster(world: World) -> None:
    """Change everything about the people of the home county's filings."""
    for entry in RosterEntry.objects.filter(application__region=world.home.cast.county):
        entry.id_number, entry.name = "110101196003077715", "艾力·卡德尔"
        entry.save(update_fields=["id_number", "name"])
    for person in Person.objects.filter(application__region=world.home.cast.county):
        person.id_number, person.phone = "110101196003077715", "19912345678"
        person.save(update_fields=["id_number", "phone"])


def change_hidden_digits(world: World) -> None:
    """Change what the masks hide, and leave what they show."""
    for entry in RosterEntry.objects.filter(application__region=world.home.cast.county):
        entry.id_number = entry.id_number[:6] + "19850606" + entry.id_number[14:]
        entry.save(update_fields=["id_number"])
    for person in Person.objects.filter(application__region=world.home.cast.county):
        person.id_number = person.id_number[:6] + "19850606" + person.id_number[14:]
        person.phone = person.phone[:3] + "4321" + person.phone[7:]
        person.save(update_fields=["id_number", "phone"])
    objector = Objector.objects.get()
    objector.real_name, objector.contact = (
        objector.real_name[:1] + "古尔邦"[:3],
        "139" + "4321" + objector.contact[7:],
    )
    objector.save()


def change_objector(world: World) -> None:
    objector = Objector.objects.get()
    objector.real_name, objector.contact = "王某某", "某路 7 号"
    objector.save()


def change_expert_phones(world: World) -> None:
    for expert in Expert.objects.all():
        expert.phone = expert.phone[:3] + "4321" + expert.phone[7:]
        expert.save(update_fields=["phone"])


def change_relation(world: World) -> None:
    relation = Relation.objects.get()
    relation.value = relation.value[:1] + "叶尔肯"
    relation.save()


def test_what_is_sealed_or_masked_changes_no_page(world: World, pages: Pages) -> None:
    with written() as tables:
        change_sealed_score(world)
        change_hidden_digits(world)
        change_expert_phones(world)
        change_relation(world)
    assert differing(world, pages, ALL, tables) == {}


def test_strangers_do_not_notice_other_people(world: World, pages: Pages) -> None:
    with written() as tables:
        change_roster(world)
        change_objector(world)
    assert differing(world, pages, STRANGERS, tables) == {}


def test_applicants_and_the_auditor_do_not_notice_who_objects(world: World, pages: Pages) -> None:
    with written() as tables:
        change_objector(world)
    assert differing(world, pages, APPLICANTS | AUDITOR, tables) == {}


def test_a_page_of_ones_own_does_change(world: World, pages: Pages) -> None:
    with written() as tables:
        change_roster(world)
    assert differing(world, pages, frozenset({"applicant"}), tables) != {}


def test_a_page_that_reads_no_changed_table_does_not_change(world: World, pages: Pages) -> None:
    with written() as tables:
        change_roster(world)
        change_objector(world)
    left_out = [url for url, page in pages["applicant"].items() if not page.reads(tables)]
    now = again(world, "applicant", left_out)
    assert left_out
    assert [url for url in left_out if body(now[url]) != pages["applicant"][url].body] == []


def canaries(world: World) -> dict[str, str]:
    """Return what must be nowhere in the clear."""
    worker = RosterEntry.objects.filter(application=world.home.cases["expert_review"]).first()
    person = Person.objects.filter(application=world.home.cases["expert_review"]).first()
    expert = Expert.objects.order_by("name").first()
    assert worker
    assert person
    assert expert
    return {
        "an ID number on the roster": worker.id_number,
        "a name on the roster": worker.name,
        "the ID number of the responsible person": person.id_number,
        "the telephone of the responsible person": person.phone,
        "the telephone of an expert": expert.phone,
        "the objector's name": OBJECTOR["real_name"],
        "the objector's contact": OBJECTOR["contact"],
        "the appellant's name": APPELLANT["real_name"],
        "the appellant's contact": APPELLANT["contact"],
        "the code on a receipt": world.receipt_code,
    }


def test_no_column_holds_personal_data_in_the_clear(world: World) -> None:
    looked_for, found = canaries(world), set()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                for column, value in zip(columns, map(as_text, row), strict=True):
                    found |= {
                        (what, f"{table}.{column}") for what, canary in looked_for.items() if canary in value
                    }
    assert found == set()


def as_text(value: object) -> str:
    """Return a value of a column as text; bytes as the text they might be."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def test_no_stranger_reads_personal_data(world: World, pages: Pages) -> None:
    looked_for = {what: canary.encode() for what, canary in canaries(world).items()}
    read = {
        (role, url, what)
        for role in sorted(ALL - DOUBLES)
        for url, page in pages[role].items()
        for what, canary in looked_for.items()
        if canary in page.body and "/edit/" not in url and not (role == "applicant" and "appellant" in what)
    }
    assert read == set()


def test_no_mail_and_no_log_holds_personal_data(world: World, caplog: pytest.LogCaptureFixture) -> None:
    logging.disable(logging.NOTSET)
    with caplog.at_level(logging.DEBUG):
        advance(NOW)
        crawl(world, "prefecture.culture.head")
    logging.disable(logging.ERROR)
    written = caplog.text + "".join(f"{each.subject}{each.body}{each.to}" for each in mail.outbox)
    assert {what for what, canary in canaries(world).items() if canary in written} == set()


def test_files_lie_under_names_that_tell_nothing(world: World) -> None:
    names = {path.name for path in settings.EVIDENCE_DIR.rglob("*")}
    assert names
    assert {name for name in names for canary in canaries(world).values() if canary in name} == set()
