"""The objects that pages are about: one of the home county, one of the other, and one that does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.api import services as interface
from gongfang.api.models import Webhook
from gongfang.applications.models import Application
from gongfang.notifications.models import Message
from gongfang.panels.models import Expert, Relation
from gongfang.records.models import EvidenceFile
from tests.consultations import cast as consulted
from tests.fairs import cast as fairs
from tests.world import NOW, Story, World

from .policy import Page

NO_ID = 999_999
NO_UUID = UUID("00000000-0000-4000-8000-000000000000")
NO_NUMBER = "SQ2026-9999"

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Trio:
    """The arguments of an address with an object of one's own, of somebody else and of nobody.

    None where there is no such object.
    """

    own: Arguments
    foreign: Arguments | None = None
    missing: Arguments | None = None


def trio_of(world: World, page: Page) -> Trio:
    """Return the arguments of a page's addresses, without what the page itself gives."""
    return _makers()[page.of](world) if page.of else Trio({})


def address(name: str, page: Page, arguments: Arguments) -> str:
    """Return where the page called `name` is; words after the URL name do not count."""
    return reverse(name.split()[0], kwargs={**page.given, **arguments})


def _case(state: str) -> Any:
    def make(world: World) -> Trio:
        return _numbered(world.home.cases[state].number, _number(world.away.cases, state))

    return make


def _number(cases: Mapping[str, Application], state: str) -> str | None:
    return cases[state].number if state in cases else None


def _numbered(own: str, foreign: str | None, *, name: str = "number") -> Trio:
    return Trio({name: own}, {name: foreign} if foreign else None, {name: NO_NUMBER})


def _keyed(own: Any, foreign: Any, missing: Any, *, name: str = "pk") -> Trio:
    return Trio({name: own}, {name: foreign} if foreign else None, {name: missing})


def _of_both(find: Any, missing: Any, *, name: str = "pk") -> Any:
    """Return a maker that finds an object in each county's story."""

    def make(world: World) -> Trio:
        return _keyed(find(world.home), find(world.away), missing, name=name)

    return make


def _worker(world: World) -> Trio:
    rows = [story.cases["expert_review"].roster.first() for story in (world.home, world.away)]
    fixed = {"kind": "roster", "field": "id_number"}
    own, foreign, missing = ({**fixed, "pk": pk} for pk in (rows[0].pk, rows[1].pk, NO_UUID))
    return Trio(own, foreign, missing)


def _in_draft(find: Any) -> Any:
    def make(world: World) -> Trio:
        home, away = world.home.cases["draft"], world.away.cases["draft"]
        return Trio(
            {"number": home.number, "pk": find(home)},
            {"number": away.number, "pk": find(away)},
            {"number": NO_NUMBER, "pk": NO_UUID},
        )

    return make


def _file_of(case: Any, section: str = "") -> UUID:
    files = EvidenceFile.objects.filter(case_id=case.pk).order_by("uploaded_at")
    file = (files.filter(section=section) if section else files).first()
    assert file is not None
    return file.pk


def _entry(world: World) -> Trio:
    reviewed, other = (story.cases["expert_review"].number for story in (world.home, world.away))
    return Trio(
        {"number": world.panel.number, "application": reviewed},
        {"number": world.announced.number, "application": other},
        {"number": "PS2026-9999", "application": NO_NUMBER},
    )


def _reviewed(world: World) -> Trio:
    reviewed, other = (story.cases["expert_review"].number for story in (world.home, world.away))
    return _numbered(reviewed, other, name="application")


def _message_to(story: Story) -> int:
    message = Message.objects.filter(user=story.holder, channel=Message.Channel.INBOX).first()
    assert message is not None
    return message.pk


def _responsible(world: World) -> Trio:
    people = [story.change.responsible.pk for story in (world.home, world.away)]
    own, foreign, missing = ({"field": "id_number", "pk": pk} for pk in (*people, NO_UUID))
    return Trio(own, foreign, missing)


def _expert(world: World) -> Trio:
    return _keyed(Expert.objects.order_by("name")[0].pk, None, NO_UUID, name="key")


def _relation(world: World) -> Trio:
    return _keyed(Relation.objects.get().pk, None, NO_UUID, name="key")


def _in_filing(find: Any) -> Any:
    def make(world: World) -> Trio:
        home, away = world.home.owed, world.away.owed
        return Trio(
            {"number": home.number, "pk": find(home)},
            {"number": away.number, "pk": find(away)},
            {"number": "NB2026-9999", "pk": NO_UUID},
        )

    return make


def _yearly_worker(world: World) -> Trio:
    rows = [story.filed.roster.first() for story in (world.home, world.away)]
    fixed = {"kind": "roster", "field": "id_number"}
    own, foreign, missing = ({**fixed, "pk": pk} for pk in (rows[0].pk, rows[1].pk, NO_UUID))
    return Trio(own, foreign, missing)


def _activity(story: Story, *, is_filed: bool = False) -> Any:
    return story.owed.workshop.activities.filter(filing__isnull=not is_filed, files__isnull=False).get()


def _public_workshop(world: World) -> Trio:
    return _keyed(world.home.workshop.public_id, None, "nowhere", name="public_id")


def _evaluation_file(world: World) -> Trio:
    home, away = world.home.evaluation, world.away.evaluation
    return Trio(
        {"number": home.number, "pk": _file_of(home)},
        {"number": away.number, "pk": _file_of(away)},
        {"number": "PG2026-9999", "pk": NO_UUID},
    )


def _token_of(owner: User) -> UUID:
    at, expires = NOW, (NOW + timedelta(days=30)).date()
    return interface.create_token(by=owner, name="测试", scopes=["read"], expires_on=expires, at=at)[0].pk


def _webhook_of(owner: User) -> UUID:
    webhook = Webhook.objects.create(
        office=owner.office,
        user=owner,
        url="https://data.example/changes",
        secret="secret",
        created_at=NOW,
        last_seq=0,
        next_attempt_at=NOW,
    )
    return webhook.pk


def _of_heads(make: Any) -> Any:
    """Return a maker of an object of each county's culture office."""

    def made(world: World) -> Trio:
        own, foreign = (world.people[role] for role in ("county.culture.head", "other_county.head"))
        return _keyed(make(own), make(foreign), NO_UUID)

    return made


def _product_photo(version: Any) -> Any:
    """Return a maker that finds the photograph of a version in each county's story."""

    def make(world: World) -> Trio:
        home, away = (version(story).photos.first().pk for story in (world.home, world.away))
        own, foreign, missing = ({"pk": pk, "size": "small"} for pk in (home, away, NO_UUID))
        return Trio(own, foreign, missing)

    return make


_EXCHANGED = {
    "register import": "upload",
    "matching": "matching",
    "mismatch": "mismatch",
    "subsidy": "subsidy",
    "library entry": "library_entry",
}
"""What there is of each county's exchange: the name of the object → its field."""


def _exchanged(field: str) -> Any:
    def make(world: World) -> Trio:
        own, foreign = (getattr(each, field) for each in (world.exchange.home, world.exchange.away))
        if hasattr(own, "number"):
            return _numbered(own.number, foreign.number)
        return _keyed(own.pk, foreign.pk, NO_UUID)

    return make


def _spending(world: World) -> Trio:
    own, foreign = (
        {"number": each.subsidy.number, "pk": each.spending.pk}
        for each in (world.exchange.home, world.exchange.away)
    )
    return Trio(own, foreign, {"number": NO_NUMBER, "pk": NO_UUID})


def _makers() -> Mapping[str, Any]:
    return {
        "account": lambda w: _keyed(w.people["applicant"].username, None, "u-0000000000", name="username"),
        "password link": lambda w: Trio({"uidb64": "MQ", "token": "set-password"}),
        "year": lambda w: _keyed(2026, None, 1999, name="year"),
        "round": lambda w: _keyed(w.round.pk, None, NO_ID),
        "token": _of_heads(_token_of),
        "meeting": lambda w: _numbered(consulted.meeting(w).number, None),
        "fair": lambda w: _keyed(fairs.stand(w).fair_id, None, NO_ID),
        "placement": lambda w: _keyed(
            fairs.placement(w, w.home.product).pk, fairs.placement(w, w.away.product).pk, NO_ID
        ),
        "webhook": _of_heads(_webhook_of),
        "application": _case("expert_review"),
        "reviewed": _reviewed,
        "correcting": _case("correcting"),
        "inspecting": _case("inspecting"),
        "proposed": _case("proposed"),
        "on notice": _case("on_notice"),
        "draft": _case("draft"),
        "paper draft": lambda w: _numbered(w.home.paper.number, w.away.paper.number),
        "activity": _in_draft(lambda draft: draft.activities.first().pk),
        "draft's file": _in_draft(_file_of),
        "worker": _worker,
        "file": _of_both(lambda story: _file_of(story.cases["expert_review"]), NO_UUID),
        "file on people": _of_both(lambda story: _file_of(story.cases["expert_review"], "labour"), NO_UUID),
        "objection's file": lambda w: _keyed(_file_of(w.objection), None, NO_UUID),
        "visit": _of_both(lambda story: story.visit.pk, NO_ID),
        "visit photo": _of_both(lambda story: story.visit.photos.first().pk, NO_ID),
        "panel": lambda w: _numbered(w.panel.number, w.announced.number),
        "entry": _entry,
        "expert": _expert,
        "relation": _relation,
        "objection": lambda w: _numbered(w.objection.number, None),
        "objector": lambda w: _keyed(w.objection.objector.pk, None, NO_UUID, name="objector"),
        "filed": lambda w: _numbered(w.home.filed.number, w.away.filed.number),
        "owed": lambda w: _numbered(w.home.owed.number, w.away.owed.number),
        "owed's worker": _in_filing(lambda filing: filing.roster.first().pk),
        "owed's file": _in_filing(_file_of),
        "yearly worker": _yearly_worker,
        "logging workshop": _of_both(lambda story: story.owed.workshop.number, NO_NUMBER, name="workshop"),
        "logged": _of_both(lambda story: _activity(story).pk, NO_UUID),
        "filed activity": _of_both(lambda story: _activity(story, is_filed=True).pk, NO_UUID),
        "logged file": _of_both(lambda story: _activity(story).files.first().pk, NO_UUID),
        "logged photo": _of_both(lambda story: _activity(story).files.first().file_id, NO_UUID),
        "filing's file on people": _of_both(lambda story: _file_of(story.filed), NO_UUID),
        "revocation": lambda w: _numbered(w.revocation.number, None),
        "revocation's file": lambda w: _keyed(_file_of(w.revocation, "revocation_evidence"), None, NO_UUID),
        "appeal": lambda w: _keyed(w.revocation.appeal.pk, None, NO_UUID, name="appeal"),
        "announcement": lambda w: _numbered(w.revocation.announcement.number, None),
        "evaluation": lambda w: _numbered(w.home.evaluation.number, w.away.evaluation.number),
        "evaluation's file": _evaluation_file,
        "evaluation's stored file": _of_both(lambda story: _file_of(story.evaluation), NO_UUID),
        "bulletin": lambda w: _numbered(w.bulletin.number, None),
        "campaign": lambda w: _numbered(w.campaign.number, None),
        "check": lambda w: _numbered(w.checks[0].number, w.checks[1].number),
        "finding": lambda w: _numbered(w.findings[0].number, w.findings[1].number),
        **{name: _exchanged(field) for name, field in _EXCHANGED.items()},
        "spending": _spending,
        "policy": lambda w: _keyed(w.exchange.policy.pk, None, NO_ID),
        "training": lambda w: _keyed(w.exchange.training.pk, None, NO_ID),
        "recommendation": lambda w: _numbered(w.call.number, None),
        "candidate": lambda w: _keyed(w.call.candidates.get(is_chosen=True).pk, None, NO_ID),
        "course": lambda w: _numbered(w.course.number, None),
        "enrolment": lambda w: _keyed(*(each.pk for each in w.enrolments), NO_UUID),
        "question": lambda w: _numbered(*(each.number for each in w.questions)),
        "succession": lambda w: _keyed(*(each.pk for each in w.successions), NO_UUID),
        "brand": lambda w: _keyed(w.brand.pk, None, NO_ID),
        "notice": lambda w: _numbered(w.notice.number, None),
        "product": lambda w: _numbered(w.home.product.number, w.away.product.number),
        "product draft": lambda w: _numbered(w.home.product_draft.number, w.away.product_draft.number),
        "public product": lambda w: _keyed(w.home.product.public_id, None, "nowhere", name="public_id"),
        "product photo": _product_photo(lambda story: story.product.shown),
        "draft photo": _product_photo(lambda story: story.product_draft.working),
        "draft picture": _of_both(lambda story: story.product_draft.working.photos.first().pk, NO_UUID),
        "enquiry": lambda w: _numbered(w.home.enquiry.number, w.away.enquiry.number),
        "demand": lambda w: _numbered(w.demand.number, None),
        "workshop": _of_both(lambda story: story.workshop.number, NO_NUMBER, name="number"),
        "workshop photo": _of_both(lambda story: story.workshop.photos.first().pk, NO_UUID),
        "draft document": lambda w: _keyed(w.documents[0].pk, None, NO_UUID),
        "issued document": lambda w: _keyed(w.documents[1].pk, None, NO_UUID),
        "plaque": _of_both(lambda story: story.workshop.plaques.first().code, "nowhere", name="code"),
        "county entry": lambda w: _numbered(w.home.entry.number, w.away.entry.number),
        "responsible": _responsible,
        "public workshop": _public_workshop,
        "message": _of_both(_message_to, NO_ID),
    }
