"""A list of thirty costs as many queries as a list of a few; so does a case with a long history."""

import copy
import itertools
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from python_calamine import CalamineWorkbook

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.applications.models import Application, Round
from gongfang.cases.models import RunningLimit, Task
from gongfang.changes.models import Change, ChangedField
from gongfang.evaluations.models import Evaluation
from gongfang.filings.models import Activity, AnnualFiling
from gongfang.notices.models import Grounds, Notice, NoticeEntry, Objection, Objector
from gongfang.notifications.models import Message
from gongfang.oversight.models import Campaign, Finding, WorkshopCheck
from gongfang.panels.models import Expert, Panel
from gongfang.records import services as records
from gongfang.records.models import AccessEntry, EvidenceFile
from gongfang.reports.models import Bulletin
from gongfang.web.export_views import sheet_of
from tests.factories import auditor
from tests.world import NOW, World, one_a_module

__all__ = ["one_a_module"]
pytestmark = pytest.mark.django_db
MORE = 30
MOST = 36
"""Queries a list may cost, those of session, menu and frame among them."""
MOST_OF_A_CASE = 75
_serial = itertools.count(1)


def copied(row: Any, **changes: Any) -> Any:
    """Save a copy of a row under a key of its own; what must be unique is made so."""
    fresh = copy.copy(row)
    secrets = {
        each.name: getattr(row, each.name)
        for each in row._meta.concrete_fields
        if isinstance(each, EncryptedTextField)
    }
    fresh.pk = fresh.id = row._meta.pk.default() if row._meta.pk.has_default() else None
    for parent in row._meta.parents.values():
        setattr(fresh, parent.attname, None)
    fresh._state = copy.copy(row._state)
    fresh._state.adding = True
    for field in row._meta.concrete_fields:
        if field.unique and not field.primary_key and not field.is_relation and field.name not in changes:
            setattr(fresh, field.name, f"C{next(_serial):06d}")
    for name, value in (secrets | changes).items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh


def copied_case(case: Any, **changes: Any) -> Any:
    """Copy a case with what makes it appear in lists: its tasks and its running time limits."""
    fresh = copied(case, **changes)
    for row in (*Task.objects.filter(case_id=case.pk), *RunningLimit.objects.filter(case_id=case.pk)):
        copied(row, case_id=fresh.pk)
    return fresh


def more_applications(world: World) -> None:
    source = Application.objects.get(pk=world.home.cases["county_review"].pk)
    for _ in range(MORE):
        copied_case(source)


def more_rounds(world: World) -> None:
    for _ in range(MORE):
        copied(Round.objects.get(pk=world.round.pk))


def more_visits(world: World) -> None:
    case = Application.objects.get(pk=world.home.cases["inspecting"].pk)
    for _ in range(MORE):
        visit = copied(world.home.visit, case_id=copied_case(case).pk)
        for inspector in world.home.visit.inspectors.all():
            copied(inspector, visit=visit)


def more_panels(world: World) -> None:
    source = Panel.objects.get(pk=world.announced.pk)
    entry = source.entries.get()
    for _ in range(MORE):
        panel = copied_case(source)
        copied(entry, panel=panel, application=copied_case(Application.objects.get(pk=entry.application_id)))
        for candidate in source.candidates.all():
            copied(candidate, panel=panel)


def more_experts(world: World) -> None:
    source = Expert.objects.order_by("name")[0]
    for _ in range(MORE):
        copied(source, name=f"专家{next(_serial)}", user=None)


def more_notices(world: World) -> None:
    source, entry = Notice.objects.get(pk=world.notice.pk), NoticeEntry.objects.get(notice=world.notice)
    for _ in range(MORE):
        application = copied_case(Application.objects.get(pk=entry.application_id))
        copied(entry, notice=copied(source), application=application)


def more_objections(world: World) -> None:
    source = Objection.objects.get(pk=world.objection.pk)
    for _ in range(MORE):
        fresh = copied_case(source)
        copied(Objector.objects.get(objection=source), objection=fresh)
        copied(Grounds.objects.get(objection=source), objection=fresh)


def more_filings(world: World) -> None:
    source = AnnualFiling.objects.get(pk=world.home.owed.pk)
    for _ in range(MORE):
        workshop = copied(source.workshop, application_number="")
        copied_case(source, workshop_id=workshop.pk)


def more_evaluations(world: World) -> None:
    source = Evaluation.objects.get(pk=world.home.evaluation.pk)
    for _ in range(MORE):
        workshop = copied(source.workshop, application_number="")
        copied_case(source, workshop_id=workshop.pk)


def more_workshops(world: World) -> None:
    source = world.home.workshop
    for _ in range(MORE):
        fresh = copied(source, application_number="")
        for row in (*source.relied_on.all(), *source.plaques.all(), *source.photos.all()):
            copied(row, workshop=fresh)


def more_changes(world: World) -> None:
    source = Change.objects.get(pk=world.home.change.pk)
    for _ in range(MORE):
        fresh = copied_case(source, is_open=False)
        copied(ChangedField.objects.get(change=source), change=fresh)


def more_entries(world: World) -> None:
    source = world.home.entry
    for _ in range(MORE):
        number = next(_serial)
        fresh = copied(source, name=f"县级工坊{number}", name_sort_key=f"xian {number:04d}")
        for row in source.relied_on.all():
            copied(row, workshop=fresh)


def more_people(world: World) -> None:
    for _ in range(MORE):
        auditor()


def more_messages(world: World) -> None:
    source = Message.objects.filter(user=world.home.holder, channel=Message.Channel.INBOX).first()
    for _ in range(MORE):
        copied(source)


def more_looks(world: World) -> None:
    for _ in range(MORE):
        records.log_access(by=auditor(), action="reveal", subject="roster:1:id_number", at=NOW)


def more_findings(world: World) -> None:
    source = Finding.objects.get(pk=world.findings[0].pk)
    for _ in range(MORE):
        copied_case(source)


def more_checks(world: World) -> None:
    source = WorkshopCheck.objects.get(pk=world.checks[0].pk)
    for _ in range(MORE):
        copied_case(source, plan=None)


def more_campaigns(world: World) -> None:
    source = Campaign.objects.get(pk=world.campaign.pk)
    for _ in range(MORE):
        copied_case(source)


def more_activities(world: World) -> None:
    source = Activity.objects.filter(workshop=world.home.owed.workshop)[0]
    for _ in range(MORE):
        copied(source)


def more_steps(world: World) -> None:
    """Move cases on by the prefecture's office, each from the state it had come to."""
    head = world.people["prefecture.culture.head"]
    source = Application.objects.get(pk=world.home.cases["inspecting"].pk)
    for _ in range(MORE):
        case = copied_case(source)
        for version, (before, after) in enumerate((("", "inspecting"), ("inspecting", "expert_review"))):
            records.append(
                records.Event(
                    case=case,
                    action="finish_inspection",
                    actor="prefecture.culture",
                    user=head,
                    clause_id="6(二)",
                    source=before,
                    target=after,
                    at=NOW,
                    version=version,
                    texts={},
                    documents=[],
                    facts={},
                )
            )


def more_overdue(world: World) -> None:
    more_applications(world)
    Task.objects.filter(case__kind="application").update(due_at=NOW)


def more_bulletins(world: World) -> None:
    for _ in range(MORE):
        copied_case(Bulletin.objects.get(pk=world.bulletin.pk), is_current=False)


LISTS: dict[tuple[str, str], Callable[[World], None]] = {
    ("cases:inbox", "county.culture.head"): more_applications,
    ("cases:inbox", "prefecture.hrss.head"): more_objections,
    ("applications:index", "county.culture.head"): more_applications,
    ("applications:mine", "applicant"): more_applications,
    ("applications:rounds", "prefecture.culture.head"): more_rounds,
    ("inspections:visits", "prefecture.culture.head"): more_visits,
    ("panels:list", "prefecture.culture.head"): more_panels,
    ("panels:announce", "prefecture.culture.head"): more_experts,
    ("panels:experts", "prefecture.culture.head"): more_experts,
    ("notices:office", "prefecture.culture.head"): more_notices,
    ("notices:objections", "prefecture.culture.head"): more_objections,
    ("filings:index", "prefecture.culture.head"): more_filings,
    ("filings:index", "county.culture.head"): more_filings,
    ("filings:mine", "applicant"): more_filings,
    ("workshops:mine", "applicant"): more_filings,
    ("evaluations:index", "prefecture.culture.head"): more_evaluations,
    ("evaluations:index", "county.culture.head"): more_evaluations,
    ("workshops:register", "prefecture.culture.head"): more_workshops,
    ("oversight:monitoring", "county.culture.head"): more_workshops,
    ("oversight:campaigns", "auditor"): more_campaigns,
    ("oversight:checks", "prefecture.culture.head"): more_checks,
    ("oversight:findings", "county.culture.head"): more_findings,
    ("changes:list", "prefecture.culture.head"): more_changes,
    ("changes:county", "county.culture.head"): more_entries,
    ("reports:dashboard", "prefecture.culture.head"): more_workshops,
    ("reports:workshops", "county.culture.head"): more_workshops,
    ("reports:activities", "prefecture.hrss.head"): more_activities,
    ("reports:limits", "prefecture.culture.head"): more_filings,
    ("reports:steps", "auditor"): more_steps,
    ("reports:overdue", "prefecture.culture.head"): more_overdue,
    ("reports:bulletins", "prefecture.hrss.head"): more_bulletins,
    ("reports:public", "anonymous"): more_workshops,
    ("accounts:people", "system_admin"): more_people,
    ("notifications:messages", "applicant"): more_messages,
    ("records:access_log", "audit_admin"): more_looks,
    ("public:home", "anonymous"): more_notices,
    ("public:calls", "anonymous"): more_rounds,
    ("public:notices", "anonymous"): more_notices,
    ("public:directory", "anonymous"): more_workshops,
    ("public:draws", "anonymous"): more_panels,
}


def cost(world: World, role: str, url: str) -> int:
    """Return how many queries a page costs."""
    client = world.client(role)
    client.get(url)  # what is cached for good is cached
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.once
@pytest.mark.parametrize(("name", "role"), LISTS)
def test_a_long_list_costs_what_a_short_one_costs(world: World, name: str, role: str) -> None:
    few = cost(world, role, reverse(name))
    LISTS[name, role](world)
    assert cost(world, role, reverse(name)) <= few <= MOST


@pytest.mark.parametrize("role", ["applicant", "county.culture.head"])
def test_a_long_log_costs_what_a_short_one_costs(world: World, role: str) -> None:
    source = Activity.objects.filter(workshop=world.home.owed.workshop, filing=None).get()
    url = reverse("filings:activities", args=[source.workshop.number])
    few = cost(world, role, url)
    for _ in range(MORE):
        fresh = copied(source)
        for row in source.files.all():
            copied(row, activity=fresh, file=copied(row.file, file=f"{next(_serial)}/x"))
    assert cost(world, role, url) <= few <= MOST


@pytest.fixture
def long_history(world: World) -> Application:
    """Return a case with forty records more, each with its words, and twenty files."""
    case = Application.objects.get(pk=world.home.cases["expert_review"].pk)
    head, file = world.people["county.culture.head"], EvidenceFile.objects.filter(case_id=case.pk).first()
    assert file
    for number in range(40):
        records.append(
            records.Event(
                case=case,
                action="consult",
                actor="county.culture",
                user=head,
                clause_id="5",
                source=case.state,
                target=case.state,
                at=NOW,
                version=number,
                texts={"minutes": f"第 {number} 次会商"},
                documents=[],
                facts={},
            )
        )
    for _ in range(20):
        copied(file, file=f"{next(_serial)}/x")
    return case


@pytest.mark.once
@pytest.mark.parametrize("role", ["applicant", "county.culture.head", "prefecture.culture.head", "auditor"])
def test_a_long_history_costs_what_a_short_one_costs(
    world: World, request: pytest.FixtureRequest, role: str
) -> None:
    url = world.home.cases["expert_review"].get_absolute_url()
    few = cost(world, role, url)
    request.getfixturevalue("long_history")
    assert cost(world, role, url) <= few <= MOST_OF_A_CASE


def test_copies_are_rows_of_their_own(world: World) -> None:
    before: list[Model] = list(Application.objects.all())
    more_applications(world)
    assert Application.objects.count() == len(before) + MORE


EXPORTED = [(name, role) for name, role in LISTS if sheet_of(resolve(reverse(name)).func)]
NOT_EXPORTED = {
    "applications:mine": "申报主体自己的几件",
    "filings:mine": "申报主体自己的几件",
    "workshops:mine": "申报主体自己的几家",
    "notifications:messages": "本人的消息",
    "panels:announce": "填写抽取公告的页面",
    "reports:dashboard": "数字背后的明细各有列表",
}
"""Lists of the workspace that no office hands out, and why; those of the portal are open data."""


def test_every_list_is_exported_or_not_for_a_reason() -> None:
    names = {name for name, role in LISTS if role != "anonymous"}
    assert names - {name for name, _role in EXPORTED} == NOT_EXPORTED.keys()


def exported(world: World, role: str, url: str) -> list[list[Any]]:
    """Return the rows of an export, without the heading."""
    response = world.client(role).post(url)
    assert response.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()[1:]


ROW = re.compile(r"<tr[^>]*>(?!\s*<th scope=\"col\").*?</tr>|<li class=\"case-row\">.*?</li>", re.S)
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def rows_seen(world: World, role: str, url: str) -> list[str]:
    """Return the words of every row of every page of a list."""
    found, address = [], url
    while address:
        page = world.client(role).get(address).content.decode()
        found += [unescape(re.sub(r"<[^>]+>", " ", row)) for row in ROW.findall(page)]
        following = NEXT.search(page)
        address = url + unescape(following[1]) if following else ""
    return found


@pytest.mark.parametrize(("name", "role"), EXPORTED)
def test_an_export_hands_out_the_rows_one_sees(world: World, name: str, role: str) -> None:
    LISTS[name, role](world)
    url = reverse(name)
    seen = rows_seen(world, role, url)
    handed_out = exported(world, role, url)
    assert len(handed_out) == len(seen) > 0
    for cells, line in zip(handed_out, seen, strict=True):
        words = [cell for cell in cells if isinstance(cell, str) and cell not in ("是", "否", "")]
        assert any(word in line for word in words), (words, line)
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("export", f"list:{name}")
