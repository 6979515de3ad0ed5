"""What is searched for, exported, drafted or archived tells a secret no more than the pages do.

As in `test_noninterference`, the second world is the first one with a secret changed, and whoever may not know it
gets the same: the same hits for the words of the secret, the same spreadsheets, the same documents and dossiers.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from gongfang.applications.models import Application, RosterEntry
from gongfang.archives.permissions import has_ended
from gongfang.documents import queries as documents
from gongfang.workshops.models import Workshop
from tests.world import OBJECTOR, World

from . import test_noninterference as secrets
from .policy import ANONYMOUS, APPLICANTS, AUDIT, AUDITOR, EXPERTS, OTHER_COUNTY, PAGES, SECURITY, SYSTEM, Roles
from .test_exports import EXPORTED, stands_alone
from .test_noninterference import Read
from .visiting import ask, body, stated, written

pytestmark = [pytest.mark.once, pytest.mark.django_db]
LEAD, COUNTY = "prefecture.culture.head", "county.culture.head"
ASKING: Roles = frozenset({LEAD, COUNTY, "prefecture.agriculture.head", "county.hrss.head"}) | (
    ANONYMOUS | APPLICANTS | OTHER_COUNTY | EXPERTS | AUDITOR | SYSTEM | SECURITY | AUDIT
)
_SEARCHED = re.compile(rb'name="(q|search)"')
_KEY = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Question:
    """Something one can ask for. `kind` tells how; the same question can be put in either world."""

    role: str
    kind: str
    url: str
    subject: str = ""


def words(world: World) -> list[str]:
    """Return what one would search for: people as they are called in either world."""
    worker = RosterEntry.objects.filter(application=world.home.cases["expert_review"]).first()
    assert worker
    return [worker.name, worker.id_number, "艾力·卡德尔", "110101196003077715", OBJECTOR["real_name"], "王某某"]


def searched(world: World) -> Iterator[tuple[str, str]]:
    """Yield the lists that have a field to search in, each with the name of the field."""
    for name, page in PAGES.items():
        readers = sorted(ASKING & (page.reads or frozenset()))
        if readers and not page.of and stands_alone(name):
            shown = ask(world, readers[-1], "GET", reverse(name)).received
            yield from ((name, field.decode()) for field in sorted(set(_SEARCHED.findall(shown))))


def searches(world: World) -> Iterator[Question]:
    """Yield a search for each word in each of these lists, by everybody who reads it."""
    for name, field in searched(world):
        for role in sorted(ASKING & (PAGES[name].reads or frozenset())):
            for word in words(world):
                yield Question(role, "search", f"{reverse(name)}?{urlencode({field: word})}")


def exports(world: World, role: str) -> Iterator[Question]:
    for name, _reader in EXPORTED:
        if role in (PAGES[name].writes or ()):
            yield Question(role, "export", reverse(name))


def cases(world: World) -> list[Any]:
    return [*world.home.cases.values(), world.panel, world.objection, world.revocation, world.home.evaluation]


def drafts(world: World, role: str) -> Iterator[Question]:
    """Yield every document that the office can make now."""
    for case in cases(world) if role in (LEAD, COUNTY) else ():
        for offer in documents.offers(case, world.people[role]):
            url = reverse("documents:make", args=[case.number, offer.kind.name])
            yield Question(role, "draft", url, offer.subject.key)


def dossiers(world: World, role: str) -> Iterator[Question]:
    for case in cases(world) if role == LEAD or role in AUDITOR else ():
        if has_ended(case):
            yield Question(role, "dossier", reverse("archives:archive", args=[case.number]))


def questions(world: World) -> list[Question]:
    by_role = (exports, drafts, dossiers)
    return [*searches(world), *(each for role in sorted(ASKING) for kind in by_role for each in kind(world, role))]


def answered(world: World, question: Question) -> Read:
    if question.kind == "draft":
        return drafted(world, question)
    method = "GET" if question.kind == "search" else "POST"
    response = ask(world, question.role, method, question.url)
    assert response.status_code < 400, question
    return Read(contents(response.received) or body(response), frozenset(response.statements))


def drafted(world: World, question: Question) -> Read:
    """Make a document, read its page and its Word file, and undo it."""
    client = world.client(question.role)
    with transaction.atomic(), stated() as statements:
        made = client.post(question.url, {"subject": question.subject}, follow=True)
        made.received = made.getvalue()
        address, _status = made.redirect_chain[-1]
        file = client.get(f"{address}document.docx")
        received = file.getvalue()
        transaction.set_rollback(True)
    assert made.status_code == 200, question
    return Read(_KEY.sub(b"", body(made)) + contents(received), frozenset(statements))


def contents(data: bytes) -> bytes:
    """Return the members of an archive, without the instants of packing; nothing of what is no archive."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return b""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        kept = [name for name in packed.namelist() if not name.endswith("docProps/core.xml")]
        return b"".join(name.encode() + (contents(packed.read(name)) or packed.read(name)) for name in kept)


@pytest.fixture(scope="module")
def answers(world: World) -> dict[Question, Read]:
    """Return what everybody gets in the first world."""
    return {question: answered(world, question) for question in questions(world)}


def differing(world: World, answers: dict[Question, Read], roles: Roles, tables: set[str]) -> list[Question]:
    """Return the questions that `roles` are answered otherwise since `tables` were changed."""
    assert tables
    asked = [each for each, read in answers.items() if each.role in roles and read.reads(tables)]
    return [each for each in asked if answered(world, each).body != answers[each].body]


def change_what_is_sealed_or_masked(world: World) -> None:
    secrets.change_sealed_score(world)
    secrets.change_hidden_digits(world)
    secrets.change_expert_phones(world)
    secrets.change_relation(world)


def change_other_people(world: World) -> None:
    secrets.change_roster(world)
    secrets.change_objector(world)


Change = Callable[[World], None]


@pytest.mark.parametrize(
    ("change", "roles"),
    [
        (change_what_is_sealed_or_masked, ASKING),
        (change_other_people, secrets.STRANGERS),
        (secrets.change_objector, APPLICANTS | AUDITOR),
    ],
)
def test_a_secret_changes_no_answer(
    world: World, answers: dict[Question, Read], change: Change, roles: Roles
) -> None:
    with written() as tables:
        change(world)
    assert differing(world, answers, roles, tables) == []


def test_everything_that_leaves_the_house_is_asked_for(answers: dict[Question, Read]) -> None:
    assert {question.kind for question in answers} == {"search", "export", "draft", "dossier"}
    assert {question.role for question in answers} >= {"anonymous", "expert.pool", "auditor", LEAD, COUNTY}


def test_what_is_no_secret_changes_answers_of_every_kind(world: World, answers: dict[Question, Read]) -> None:
    with written() as tables:
        secrets.change_objector(world)
        Workshop.objects.filter(pk=world.home.workshop.pk).update(name="改名花毡工坊")
        Application.objects.filter(region=world.home.cast.county).update(operator_name="改名合作社")
    changed = differing(world, answers, frozenset({LEAD}), tables)
    assert {question.kind for question in changed} >= {"export", "draft", "dossier"}
