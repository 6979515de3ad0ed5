"""One world for the tests of access: cases of two counties on their way, and somebody in every role.

Everything came to pass through the real services. `NOW` is the instant at which its pages are looked at: the
notice runs, the round is open, the panel is scoring.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from stdnum.cn import ric, uscc

from gongfang.accounts.middleware import LAST_SEEN
from gongfang.accounts.models import Division, Role, User
from gongfang.applications import filing
from gongfang.applications.materials import SLOT_BY_NAME
from gongfang.applications.models import Application, Round
from gongfang.cases.services import perform
from gongfang.catalogue import enquiring, writing
from gongfang.catalogue.models import Demand, Enquiry, Product
from gongfang.changes import county
from gongfang.changes import services as changes
from gongfang.changes.models import Change
from gongfang.documents.models import Document
from gongfang.evaluations import assessing
from gongfang.evaluations.models import Evaluation
from gongfang.evaluations.services import open_evaluation
from gongfang.filings import keeping
from gongfang.filings import services as services_of_filings
from gongfang.filings.models import AnnualFiling
from gongfang.filings.parts import SLOT_BY_NAME as YEARLY_SLOTS
from gongfang.inspections import checklist
from gongfang.inspections import services as inspections
from gongfang.inspections.models import Visit
from gongfang.notices import services as notices
from gongfang.notices.models import Notice, Objection
from gongfang.oversight import planning
from gongfang.oversight import services as oversight
from gongfang.oversight.models import Campaign, Finding, WorkshopCheck
from gongfang.panels import services as panels
from gongfang.panels.models import Expert, Panel, RecusalRequest, Relation, Seat
from gongfang.regulation.procedure import Actor
from gongfang.rehearsal import reaching
from gongfang.rehearsal.cast import Cast
from gongfang.rehearsal.document import APPLICATION
from gongfang.rehearsal.panel_inputs import sheet
from gongfang.rehearsal.scene import Scene
from gongfang.reports import services as reports
from gongfang.reports.models import Bulletin
from gongfang.revocations import appeals, decisions, serving
from gongfang.revocations import services as revocations
from gongfang.revocations.models import Revocation
from gongfang.support.models import (
    BrandMeasure,
    Course,
    Enrolment,
    HelpRequest,
    Recommendation,
    Succession,
)
from gongfang.workshops import description
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop
from gongfang.workshops.services import ReliedItem
from tests.applications import specimen
from tests.exchange import world as exchanging
from tests.factories import TACHENG_CITY, TUOLI, auditor, beijing, user
from tests.filings import cast as yearly
from tests.given_documents import given_documents
from tests.given_support import given_support
from tests.remembering import built_once

BEGUN = beijing("2026-05-06 10:00")
NOW = beijing("2026-06-18 11:00")
ANONYMOUS = "anonymous"
BACKEND = "gongfang.accounts.backends.LoginBackend"
OBJECTOR = {"real_name": "阿依古丽", "contact": "13999880011", "reasons": "场地面积不实", "evidence": "现场照片"}

APPELLANT = {
    "real_name": "巴哈尔古丽",
    "contact": "13999880022",
    "reasons": "起火点不在本坊",
    "evidence": "消防认定书",
}

BUYER = {"name": "王经理", "contact": "13999880044", "message": "客房要六十条花毡。", "organisation": "某酒店"}


class Play(Scene):
    """A scene that starts from a filing that exists, with people who exist."""

    def __init__(self, application: Application, cast: Cast) -> None:
        self.given: Mapping[str, Any] = {}
        self.cases = {APPLICATION: application}
        self.now, self.has_begun, self.mark = BEGUN, True, 80
        self.cast, self.experts, self.workshop = cast, list(Expert.objects.select_related("user")), None
        self.starts_from_workshop = False


@dataclass
class Story:
    """The cases of one county: an application in each interesting state, by that state."""

    cast: Cast
    cases: dict[str, Application]
    paper: Application
    visit: Visit
    workshop: Workshop
    entry: Workshop
    change: Change
    evaluation: Evaluation
    filed: AnnualFiling
    owed: AnnualFiling
    product: Product
    product_draft: Product
    enquiry: Enquiry

    @property
    def holder(self) -> User:
        return self.cast.applicant


@dataclass
class World:
    """Both counties, what the prefecture holds, and who looks at it by role. Nobody is `ANONYMOUS`."""

    home: Story
    away: Story
    round: Round
    notice: Notice
    objection: Objection
    receipt_code: str
    panel: Panel
    announced: Panel
    revocation: Revocation
    people: dict[str, User | None]
    sessions: dict[str, str]
    campaign: Campaign
    bulletin: Bulletin
    checks: tuple[WorkshopCheck, WorkshopCheck]
    findings: tuple[Finding, Finding]
    documents: tuple[Document, Document]
    demand: Demand
    exchange: exchanging.Exchange
    call: Recommendation
    course: Course
    enrolments: tuple[Enrolment, Enrolment]
    questions: tuple[HelpRequest, HelpRequest]
    successions: tuple[Succession, Succession]
    brand: BrandMeasure
    handlers: dict[bool, Any] = field(default_factory=dict)

    def client(self, role: str, **options: Any) -> Client:
        """Return a browser in which somebody of `role` is signed in. The middleware is loaded once for all."""
        client = Client(**options)
        client.handler = self.handlers.setdefault(client.handler.enforce_csrf_checks, client.handler)
        if role in self.sessions:
            client.cookies["sessionid"] = self.sessions[role]
        return client


def picture(name: str = "photo.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (32, 24), "brown").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, specimen.PDF, content_type="application/pdf")


def build() -> World:
    """Let it all happen, up to `NOW`."""
    call = specimen.open_round(at=BEGUN, name="2026年第一批")
    for number in range(1, 10):
        _expert(number)
    Relation.objects.create(expert=Expert.objects.order_by("name")[0], kind="person", value="巴合提别")
    home, away = _story(TUOLI, call, "托里", HOME), _story(TACHENG_CITY, call, "塔城", AWAY)
    lead = home.cast.head("prefecture.culture")
    notice = notices.publish(
        applications=[home.cases["on_notice"]],
        by=lead,
        at=beijing("2026-06-15 10:00"),
        contact=notices.Contact(office="地区文旅局", phone="0901-6222222"),
    )
    receipt = notices.object_to(
        home.cases["on_notice"],
        by=Actor.PUBLIC,
        at=beijing("2026-06-16 10:00"),
        files=[pdf("佐证.pdf")],
        **OBJECTOR,
    )
    panel = _scoring(home, lead)
    announced = _announced([away.cases["expert_review"]], lead, at=beijing("2026-06-18 10:00"))
    campaign = _campaign(lead)
    exchange = exchanging.build(*((each.cast, each.workshop, each.filed.workshop) for each in (home, away)))
    people = _people(home, away, panel, newcomer=_expert(10))
    return World(
        home=home,
        away=away,
        round=call,
        notice=notice,
        objection=receipt.objection,
        receipt_code=receipt.code,
        panel=panel,
        announced=announced,
        revocation=_revocation(home, lead),
        people=people,
        sessions={role: _session(person) for role, person in people.items() if person},
        campaign=campaign,
        bulletin=_bulletin(lead),
        checks=(_check(home), _check(away)),
        findings=(_finding(home, lead), _finding(away, lead)),
        documents=given_documents(home, lead),
        demand=_demand(),
        exchange=exchange,
        **given_support((home, away), lead),
    )


HOME = {
    "county_review": "2026-05-08 10:00",
    "correcting": "2026-05-08 11:00",
    "prefecture_review": "2026-05-12 10:00",
    "inspecting": "2026-05-20 10:00",
    "expert_review": "2026-05-28 10:00",
    "proposed": "2026-06-05 10:00",
    "on_notice": "2026-06-05 11:00",
    "recognised": "2026-06-16 10:00",
}
AWAY = {state: HOME[state] for state in ("county_review", "inspecting", "expert_review")}
"""Which applications there are in a county, and when each came to its state; `on_notice` is put there later."""


def _story(county: str, call: Round, name: str, states: Mapping[str, str]) -> Story:
    cast = Cast(county=county, since=BEGUN - timedelta(days=30))
    cases = {state: _draft(cast, call, f"{name}{number}号工坊", number) for number, state in enumerate(states)}
    for state, at in states.items():
        reached = "proposed" if state == "on_notice" else state
        reaching.reach(Play(cases[state], cast), None, reached, at=beijing(at))
    cases["draft"] = _draft(cast, call, f"{name}草稿工坊", len(states))
    paper = _paper(cast, call, f"{name}纸质工坊")
    visit, workshop = _visit(cast, cases["inspecting"]), _workshop(cast, cases)
    filed, owed = _filings(cast, f"{name}报备工坊")
    return Story(
        cast,
        cases,
        paper,
        visit,
        workshop,
        _entry(cast, name),
        _change(cast, workshop),
        _evaluation(cast, f"{name}老工坊"),
        filed,
        owed,
        *_products(cast, workshop),
    )


def _draft(cast: Cast, call: Round, name: str, number: int) -> Application:
    facts = specimen.Specimen(
        name=name,
        operator_name=f"{name}合作社",
        credit_code=_credit_code(cast, number),
        responsible_id_number=_identity(cast, number),
    )
    draft = specimen.complete_draft(
        holder=cast.applicant, region=cast.county, at=BEGUN, round=call, specimen=facts
    )
    contract = BEGUN + timedelta(minutes=1)
    filing.FILING.add_file(
        draft, slot=SLOT_BY_NAME["labour"], upload=pdf("合同.pdf"), by=cast.applicant, at=contract
    )
    return draft


def _identity(cast: Cast, number: int) -> str:
    """Return an identity number of the county that nobody else in the world has."""
    body = f"{cast.county.code}19700101{number + 1:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def _credit_code(cast: Cast, number: int) -> str:
    body = f"93{cast.county.code}MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def _paper(cast: Cast, call: Round, name: str) -> Application:
    by = cast.head("county.culture")
    return filing.open_paper_draft(by=by, round=call, title=name, received_on=date(2026, 5, 6), at=BEGUN)


def _visit(cast: Cast, application: Application) -> Visit:
    """Plan a visit of two departments with company from the county; one of them has begun to write."""
    sent = [cast.officer(code) for code in ("prefecture.culture", "prefecture.hrss", "county.culture")]
    visit = inspections.plan_visit(
        application,
        by=cast.head("prefecture.culture"),
        at=beijing("2026-05-21 10:00"),
        planned_on=date(2026, 5, 22),
        place="某村 1 号",
        inspectors=sent,
    )
    at = beijing("2026-05-22 15:00")
    report = inspections.Report(
        visited_on=date(2026, 5, 22),
        measured_area_m2=Decimal("83.50"),
        checklist={code: {"answer": "yes", "note": ""} for code in checklist.CODES},
        findings="现场有十一人在擀毡。",
        conclusion="consistent",
    )
    saved = inspections.save_report(visit, by=sent[0], at=at, seen_revision=visit.revision, report=report)
    inspections.add_photo(saved, by=sent[0], at=at, upload=picture(), caption="工作间")
    return Visit.objects.get(pk=visit.pk)


def _workshop(cast: Cast, cases: Mapping[str, Application]) -> Workshop:
    """Return a workshop with its plaque and a picture: the recognised application's, else one that came before."""
    at, by = beijing("2026-06-17 12:00"), cast.head("prefecture.culture")
    given = {"plaque_number": f"地区-{cast.county.code}", "plaque_date": at.date()}
    if "recognised" in cases:
        perform(cases["recognised"], "award", by=by, at=at, **given)
        workshop = Workshop.objects.get(application_number=cases["recognised"].number)
    else:
        workshop = _recognised_before(cast.county, at=at, holder=cast.applicant)
        workshops.award_plaque(workshop=workshop, number=given["plaque_number"], awarded_on=at.date(), at=at)
    description.add_photo(workshop=workshop, file=picture(), alt_text="花毡", by=by, at=at)
    return workshop


def _entry(cast: Cast, name: str) -> Workshop:
    """Return a workshop of the county's own register."""
    return county.enter(
        by=cast.head("county.culture"),
        at=BEGUN,
        name=f"{name}县级工坊",
        operator_name=f"{name}县级工坊",
        operator_kind="workplace",
        credit_code="",
        document_number="县文旅〔2025〕3号",
        on=date(2025, 5, 1),
        items=[{"name": "毡绣", "category": "crafts", "level": ""}],
    )


def _change(cast: Cast, workshop: Workshop) -> Change:
    """Return a request of the workshop for another responsible person."""
    asked = {"responsible_name": "新负责人", "responsible_id": _identity(cast, 900), "reasons": "换届"}
    return changes.request_change(workshop, by=cast.applicant, at=beijing("2026-06-17 15:00"), **asked)


def _filings(cast: Cast, name: str) -> tuple[AnnualFiling, AnnualFiling]:
    """Return what a workshop recognised a year ago has filed, with an activity, and what it owes next year."""
    at, by = beijing("2026-06-10 10:00"), cast.applicant
    old = _recognised_before(cast.county, at=at, name=name, on=date(2025, 6, 10), holder=by)
    filed = services_of_filings.open_filing(old, by=Actor.SYSTEM, at=at)
    yearly.logged(old, at=at, files=[picture()])
    yearly.filled(filed, at=at)
    evidence = {"slot": YEARLY_SLOTS["filing_labour"], "upload": pdf("工资.pdf"), "by": by}
    keeping.FILING.add_file(filed, at=at, **evidence)
    yearly.file(filed, at=at)
    owed = services_of_filings.open_filing(old, by=Actor.SYSTEM, at=at, year=2027)
    keeping.FILING.add_file(owed, at=at, **(evidence | {"upload": pdf("合同.pdf")}))
    yearly.logged(old, at=at, title="毡绣培训", kind="training", files=[picture()])
    return AnnualFiling.objects.get(pk=filed.pk), AnnualFiling.objects.get(pk=owed.pk)


def _products(cast: Cast, workshop: Workshop) -> tuple[Product, Product, Enquiry]:
    """Return a published product, one being written, and an enquiry that waits for an answer."""
    at, lead = beijing("2026-06-17 14:00"), cast.head("prefecture.culture")
    product, draft = (_product(workshop, name, at) for name in ("羊角花毡", "未完成的花毡"))
    perform(product, "submit_product", by=cast.applicant, at=at)
    perform(product, "publish_product", by=lead, at=at)
    product = Product.objects.select_related("workshop", "shown").get(pk=product.pk)
    enquiry = enquiring.enquire(products=[product], words=enquiring.Words(**BUYER), at=at).case
    assert isinstance(enquiry, Enquiry)
    perform(enquiry, "forward_enquiry", by=lead, at=at)
    return product, draft, enquiry


def _product(workshop: Workshop, name: str, at: datetime) -> Product:
    by, item = workshop.holder, workshop.relied_on.first()
    assert by is not None
    assert item is not None
    product = writing.enter_product(workshop=workshop, by=by, at=at, name=name, item=item)
    said = {"materials": "羊毛", "price_from": 280, "price_to": 280, "availability": "in_stock", "story": "手工"}
    writing.save_product(product, by=by, at=at, changes=said)
    writing.add_photo(product, picture=writing.prepared(picture()), by=by, at=at)
    return product


def _demand() -> Demand:
    case = enquiring.send_demand(words=enquiring.Words(**BUYER), at=beijing("2026-06-17 17:00")).case
    assert isinstance(case, Demand)
    return case


def _evaluation(cast: Cast, name: str) -> Evaluation:
    """Return the evaluation of a workshop recognised two years ago, which has begun to assess itself."""
    at = beijing("2026-06-10 10:00")
    old = _recognised_before(cast.county, at=at, name=name, on=date(2024, 6, 10), holder=cast.applicant)
    case = open_evaluation(old, by=Actor.SYSTEM, at=at)
    assessing.add_file(case, dimension="funds", upload=pdf("台账.pdf"), by=cast.applicant, at=at)
    return case


def _recognised_before(
    county: Division,
    *,
    at: datetime,
    name: str = "",
    on: date = date(2026, 4, 20),
    holder: User | None = None,
) -> Workshop:
    return workshops.recognise(
        application_number="",
        county=county,
        name=name or f"{county.name}花毡工坊",
        operator_name="花毡合作社",
        operator_kind="cooperative",
        credit_code="",
        responsible_id_index="",
        items=[ReliedItem(name="哈萨克族花毡", category="crafts", level="region")],
        category="crafts",
        document_number="塔地文旅发〔2026〕1号",
        recognised_on=on,
        batch="",
        at=at,
        holder=holder,
    )


def _campaign(lead: User) -> Campaign:
    """Return a plan of inspections whose draw took every workshop there is."""
    at = beijing("2026-06-17 13:00")
    campaign = planning.plan_campaign(
        by=lead,
        at=at,
        name="2026年定期检查",
        starts_on=date(2026, 6, 18),
        ends_on=date(2026, 9, 30),
        selection="random",
        draw_size=Workshop.objects.filter(status="recognised").count(),
        draw_at=at + timedelta(hours=1),
        public_source="中国体育彩票排列5",
    )
    planning.draw_workshops(campaign, by=lead, at=at + timedelta(hours=2), public_value="3 1 4 1 5")
    return Campaign.objects.get(pk=campaign.pk)


def _bulletin(lead: User) -> Bulletin:
    """Return the draft of the bulletin on the first quarter."""
    return reports.draw_up_bulletin(by=lead, at=beijing("2026-06-17 17:00"), year=2026, period="q1")


def _check(story: Story) -> WorkshopCheck:
    return WorkshopCheck.objects.get(workshop=story.workshop)


def _finding(story: Story, lead: User) -> Finding:
    """Return something found wrong, with a photograph."""
    given = {"problems": "消防通道堆放毛料。", "aspect": "site", "files": [picture("现场.jpg")]}
    return oversight.note_finding(story.workshop, by=lead, at=beijing("2026-06-17 16:00"), **given)


def _revocation(story: Story, lead: User) -> Revocation:
    """Return what was held against another workshop of the county, appealed against in vain and announced."""
    opened, served, decided = (beijing(f"2026-06-{day} 15:00") for day in ("01", "03", "16"))
    workshop = _recognised_before(story.cast.county, at=opened, name="旧毡坊", holder=story.holder)
    accused = {"grounds": ["10(八)"], "facts": "仓库失火", "files": [pdf("调查笔录.pdf")]}
    case = revocations.open_revocation(workshop, by=lead, at=opened, **accused)
    _all_agree(case, story, at=opened)
    revocations.propose_revocation(case, by=lead, at=opened)
    notice = {"method": "in_person", "received_on": served.date(), "proof": pdf("送达回证.pdf")}
    serving.serve_notice(case, by=lead, at=served, **notice)
    appeals.appeal(case, by=story.holder, at=served, files=[pdf("认定书.pdf")], **APPELLANT)
    _all_agree(case, story, at=decided)
    answer = {"document_number": "塔地文旅发〔2026〕9号", "findings": "查明起火点", "reply": "申诉不成立"}
    decisions.revoke(case, by=lead, at=decided, **answer)
    return case


def _all_agree(case: Revocation, story: Story, *, at: datetime) -> None:
    for department in ("culture", "hrss", "agriculture"):
        perform(case, "give_opinion", by=story.cast.head(f"prefecture.{department}"), at=at, agree=True)


def _expert(number: int) -> Expert:
    return Expert.objects.create(
        user=user(Role.EXPERT, name=f"评审专家{number}"),
        name=f"评审专家{number}",
        pool="region" if number % 3 == 0 else "prefecture",
        employer=f"某学院{number}系",
        relevant_years=8,
        phone=f"1380000{number:04d}",
    )


def _announced(applications: list[Application], lead: User, *, at: datetime) -> Panel:
    return panels.announce_draw(
        applications=applications,
        by=lead,
        at=at,
        size=5,
        pools=["region", "prefecture"],
        draw_at=at + timedelta(hours=2),
        public_value_source="中国体育彩票排列5",
    )


def _scoring(story: Story, lead: User) -> Panel:
    """Return a panel: one expert has recused himself, one was challenged, one has handed in a sheet."""
    application, begun = story.cases["expert_review"], beijing("2026-06-08 10:00")
    panel = _announced([application], lead, at=begun)
    drawn = begun + timedelta(hours=3)
    panels.draw(panel, by=lead, at=drawn, public_value="3 1 4 1 5")
    first, second = seated(panel)[:2]
    panels.declare(panel, by=first.user, at=drawn, is_clear=False, reasons="与申报单位有合作")
    asked = {"application": application, "expert": second, "reasons": "曾受雇于同业竞争者"}
    panels.request_recusal(panel, by=story.holder, at=drawn, **asked)
    request = RecusalRequest.objects.get(entry__panel=panel)
    decision = {"request": request, "is_granted": False, "reasons": "经核实不存在利害关系"}
    panels.decide_recusal(panel, by=lead, at=drawn, **decision)
    for expert in seated(panel):
        panels.declare(panel, by=expert.user, at=drawn)
    items = sheet(panel.edition, 77)
    later = begun + timedelta(days=7)
    panels.score(panel, by=second.user, at=later, application=application, items=items, comment="技艺扎实")
    return Panel.objects.get(pk=panel.pk)


def seated(panel: Panel) -> list[Expert]:
    """Return who sits on a panel, by rank."""
    seats = Seat.objects.filter(entry__panel=panel, left_at=None).order_by("candidate__rank")
    return [seat.candidate.expert for seat in seats.select_related("candidate__expert__user")]


def _people(home: Story, away: Story, panel: Panel, *, newcomer: Expert) -> dict[str, User | None]:
    """Return somebody for each role; of the seated experts the last, who has not scored."""
    recused = Seat.objects.get(entry__panel=panel, left_why=Seat.Left.RECUSED).candidate.expert
    return {
        ANONYMOUS: None,
        "applicant": home.holder,
        "rival": away.holder,
        **{f"{code}.officer": home.cast.officer(code) for code in OFFICES},
        **{f"{code}.head": home.cast.head(code) for code in (*OFFICES, *KEEPERS_OF_THE_REGISTER)},
        "other_county.head": away.cast.head("county.culture"),
        "expert.seated": seated(panel)[-1].user,
        "expert.recused": recused.user,
        "expert.pool": newcomer.user,
        "auditor": auditor(),
        **{role.value: user(role) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)},
    }


KEEPERS_OF_THE_REGISTER = ("county.agriculture", "prefecture.agriculture")
OFFICES = ("county.culture", "county.hrss", "prefecture.culture", "prefecture.hrss")


def _session(person: User) -> str:
    """Sign somebody in as if a moment ago, and return the key of the session."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    session = client.session
    session[LAST_SEEN] = NOW.timestamp()
    session.save()
    return str(session.session_key)


@contextmanager
def at_now() -> Iterator[None]:
    """Stop the clock at `NOW`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        yield


@contextmanager
def existing() -> Iterator[World]:
    """Let the world exist in a transaction of its own, undone in the end; the clock stands at `NOW`."""
    with transaction.atomic(), at_now():
        yield built_once(build)
        transaction.set_rollback(True)


@pytest.fixture(scope="module", name="world")
def one_a_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return the world, a fresh one for each module; what a test changes in it is undone with its transaction."""
    with django_db_blocker.unblock(), existing() as built:
        yield built
