"""What users type stays text: escaped on every page, inert in workbooks, confined to the fields of its form."""

import io
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.forms.models import model_to_dict
from django.urls import reverse
from python_calamine import load_workbook

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.models import Case
from gongfang.panels.models import Expert
from gongfang.workshops.models import OF_COUNTY, Workshop
from tests.factories import PASSWORD
from tests.world import ANONYMOUS, World

from .crawling import crawl

pytestmark = [pytest.mark.once, pytest.mark.django_db]
MARK = "x9q"
PAYLOAD = f"'\"><img src={MARK} onerror=a()>"
SHORTEST = len(PAYLOAD)
NOT_TYPED = {
    "accounts": {"username", "password", "language", "role", "login"},
    "cases": {"number", "kind", "state", "edition_id", "name", "action", "stage", "department"},
    "records": {"digest", "file", "section", "content_type", "access"},
    "notifications": {"key", "channel"},
    "panels": {"list_root", "commitment", "seed", "ref", "digest", "salt", "server_nonce", "left_why"},
    "notices": {"number", "salt", "receipt_digest"},
    "workshops": {
        "number",
        "public_id",
        "code",
        "file",
        "clause_id",
        "search",
        "name_sort_key",
        "application_number",
    },
    "inspections": {"digest"},
    # The words of a document are JSON: `tests/documents` sets hostile ones.
    "documents": {"kind", "subject", "number", "enclosure", "content"},
}
"""Text columns that no form fills: what the house itself writes."""
EMPTY: dict[str, tuple[str, dict[str, Any]]] = {
    "Workshop": ("document_number", {"status__in": OF_COUNTY}),
    "LibraryEntry": ("library_number", {"entered_on": None}),
    "Bulletin": ("document_number", {"issued_at": None}),
    "Candidate": ("reasons", {"is_chosen": False}),
    "Enrolment": ("result", {"state__in": ["enrolled", "waiting"]}),
    "Succession": ("ended_why", {"ended_on": None}),
}
"""Columns that stay empty in some rows, as the database demands: no form fills them there."""
APPEND_ONLY = {"Record", "Statement", "ChainHead", "AccessEntry"}
ROLES = (
    "anonymous",
    "applicant",
    "county.culture.head",
    "prefecture.culture.head",
    "expert.seated",
    "system_admin",
)


def typed_fields(model: type[models.Model]) -> list[Any]:
    """Return the fields of free text that somebody fills in, long enough to do harm."""
    left_out = NOT_TYPED.get(model._meta.app_label, set())
    texts = (models.CharField, models.TextField)
    fields = [
        each for each in model._meta.local_fields if isinstance(each, texts) or "Encrypted" in type(each).__name__
    ]
    return [each for each in fields if not each.choices and each.name not in left_out and fits(each)]


def fits(field: Any) -> bool:
    return not field.max_length or field.max_length >= SHORTEST


def poison(world: World) -> int:
    """Write the payload into every free text of every row; return how many columns that were."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("gongfang.")]
    columns = 0
    for model in ours:
        fields = typed_fields(model) if model.__name__ not in APPEND_ONLY else []
        columns += len(fields)
        if fields:
            for row in model._default_manager.all():
                spoil(row, [field for field in fields if not stays_empty(row, field)])
    return columns


def stays_empty(row: Any, field: Any) -> bool:
    """Return whether a form never fills `field` in this row."""
    name, rows = EMPTY.get(type(row).__name__, ("", {}))
    return field.name == name and type(row)._default_manager.filter(pk=row.pk, **rows).exists()


def spoil(row: Any, fields: list[Any]) -> None:
    """Write the payload into a row, followed by its key where it must be unique."""
    for field in fields:
        room = (field.max_length or 999) - SHORTEST
        setattr(row, field.name, PAYLOAD + str(row.pk).replace("-", "")[-room:] if room > 0 else PAYLOAD)
    row.save(update_fields=[field.name for field in fields])


class Elements(HTMLParser):
    """Collects what a browser would make of a page: the elements that carry the mark of the payload."""

    def __init__(self) -> None:
        super().__init__()
        self.born: list[str] = []
        self.shown = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("src") == MARK or any(name.startswith("on") for name in given):
            self.born.append(f"{tag} {given}")

    def handle_data(self, data: str) -> None:
        self.shown = self.shown or MARK in data


def test_an_element_that_was_born_is_noticed() -> None:
    page = Elements()
    page.feed(f"<p>{PAYLOAD}</p>")
    assert len(page.born) == 1


def test_markup_in_any_text_is_shown_and_never_becomes_an_element(world: World) -> None:
    assert poison(world) > 60
    seen, born = 0, []
    for role in ROLES:
        for url, response in crawl(world, role).items():
            assert response.status_code < 400, f"{url} is linked for {role} and answers {response.status_code}"
            if response["Content-Type"].startswith("text/html"):
                page = Elements()
                page.feed(response.received.decode())
                seen += page.shown
                born += [(role, url, element) for element in page.born]
    assert born == []
    assert seen > 40


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("prefecture.culture.head", "panels:expert_template"),
        ("prefecture.culture.head", "applications:roster_template"),
        ("county.culture.head", "changes:template"),
    ],
)
def test_templates_hold_no_formula(world: World, role: str, name: str) -> None:
    response = world.client(role).get(reverse(name))
    book = load_workbook(io.BytesIO(response.content))
    cells = [
        cell for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for cell in row
    ]
    assert cells
    assert [cell for cell in cells if str(cell).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []


def everything(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def attack(row: models.Model, allowed: set[str]) -> dict[str, str]:
    """Return a form that names every column of a model but those the real form has."""
    hostile = {models.BooleanField: "on", models.IntegerField: "7", models.DateField: "2020-01-01"}
    values = {}
    for field in row._meta.concrete_fields:
        if field.name not in allowed:
            kind = next((kind for kind in hostile if isinstance(field, kind)), None)
            values[field.name] = values[field.attname] = hostile[kind] if kind else "head"
    return values


def changed(before: dict[str, Any], row: models.Model) -> set[str]:
    row.refresh_from_db()
    after = everything(row)
    return {name for name in before if before[name] != after[name]}


def test_the_profile_changes_nothing_but_the_profile(world: World) -> None:
    person = User.objects.get(pk=world.people["applicant"].pk)  # type: ignore[union-attr]
    before, own = everything(person), {"display_name", "email", "language"}
    given = attack(person, own) | {"display_name": "新名称", "email": "", "language": "en"}
    assert world.client("applicant").post(reverse("accounts:profile"), given).status_code == 302
    assert changed(before, person) == {"display_name", "language"}


def test_signing_up_makes_an_applicant_whatever_is_asked_for(world: World) -> None:
    person = User.objects.get(pk=world.people["applicant"].pk)  # type: ignore[union-attr]
    given = attack(person, set()) | {
        "login": "13712345678",
        "username": "13712345678",
        "display_name": "新申报单位",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "consent": "on",
        "role": "head",
        "office": "1",
        "is_superuser": "on",
    }
    known = set(User.objects.values_list("pk", flat=True))
    world.client(ANONYMOUS).post(reverse("account_signup"), given)
    fresh = User.objects.exclude(pk__in=known).get()
    assert (fresh.role, fresh.office, str(fresh.pk) == "head") == ("applicant", None, False)
    assert fresh.username.startswith("u-")


def test_a_step_of_the_filing_changes_its_own_fields_alone(world: World) -> None:
    draft = Application.objects.get(pk=world.home.cases["draft"].pk)
    before = everything(draft)
    given = attack(draft, {"main_business"}) | {"main_business": "只改这一项", "state": "awarded", "number": "SQ1"}
    url = reverse("applications:step", args=[draft.number, "heritage"])
    world.client("applicant").post(url, given)
    of_the_step = {"uses_traditional_craft", "core_craft", "craft_statement", "protection_statement", "revisions"}
    assert changed(before, draft) <= of_the_step


def test_a_step_of_the_procedure_changes_the_state_it_leads_to_alone(world: World) -> None:
    case = Case.objects.get(pk=world.home.cases["county_review"].pk)
    before = everything(case)
    given = attack(case, set()) | {"agree": "yes", "seen_version": case.version, "target": "awarded"}
    url = reverse("cases:step", args=[case.number, "give_opinion"])
    assert world.client("county.culture.head").post(url, given).status_code == 302
    assert changed(before, case) <= {"version"}


def test_describing_a_workshop_changes_its_description_alone(world: World) -> None:
    workshop = Workshop.objects.get(pk=world.home.workshop.pk)
    before = everything(workshop)
    given = attack(workshop, {"summary"}) | {"summary": "新的简介"}
    url = reverse("workshops:describe", args=[workshop.number])
    assert world.client("prefecture.culture.head").post(url, given).status_code == 302
    assert changed(before, workshop) == {"summary"}


def test_the_account_of_an_expert_is_an_experts(world: World) -> None:
    expert = Expert.objects.order_by("name")[0]
    before, other = everything(expert), world.people["prefecture.culture.head"]
    assert other
    counts = {f"relations-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    given = {**model_to_dict(expert), "user": other.pk, "user_id": other.pk, "id": "1", **counts}
    world.client("prefecture.culture.head").post(reverse("panels:expert_edit", args=[expert.pk]), given)
    assert changed(before, expert) == set()
