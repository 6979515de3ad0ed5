"""No personal data on any public page: marks put into every personal field are looked for everywhere."""

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.applications.models import Inheritor, Person, RosterEntry
from gongfang.notices import services
from gongfang.public.urls import urlpatterns
from gongfang.regulation.procedure import Actor
from gongfang.revocations import appeals, decisions, serving
from gongfang.revocations.models import Revocation
from tests.factories import applicant, beijing, head
from tests.notices.cast import PUBLISHED, all_agree, proposed, published
from tests.panels import cast as panels
from tests.public.cast import plaque
from tests.revocations import cast as revocations

pytestmark = pytest.mark.django_db
MARKS = [
    "11010519491231002X",
    "13912345678",
    "负责人甲乙",
    "名单丙丁",
    "异议戊己",
    "yiyi@example.org",
    "理由庚辛",
    "证据壬癸",
    "核查子丑",
    "答复寅卯",
    "账号辰巳",
    "专家01",
    "申报午未",
    "事实申酉",
    "凭证戌亥",
]


def fill() -> list[str]:
    """Put a mark into every personal field there is, and return the public pages."""
    application = proposed("毡绣工坊")
    added = {"application": application, "added_at": beijing("2026-05-01 10:00")}
    Person.objects.create(role="responsible", name=MARKS[2], id_number=MARKS[0], phone=MARKS[1], **added)
    RosterEntry.objects.create(name=MARKS[3], id_number=MARKS[0], kind="poverty", mode="fixed", **added)
    Inheritor.objects.create(name=MARKS[3], level="region", item_name="毡绣", **added)
    notice = published(application)
    said = {"real_name": MARKS[4], "contact": MARKS[5], "reasons": MARKS[6], "evidence": MARKS[7]}
    objection = services.object_to(application, by=Actor.PUBLIC, at=PUBLISHED, **said).objection
    all_agree(objection, at=PUBLISHED)
    lead = head("prefecture.culture")
    given = {"findings": MARKS[8], "reply": MARKS[9]}
    services.dismiss_objection(objection, by=lead, at=PUBLISHED, **given)
    panel = panels.drawn(panels.application(holder=applicant(MARKS[10])))
    mark = plaque()
    revoked = revocation()
    return [
        reverse("public:notice", args=[notice.number]),
        reverse("notices:object", args=[application.number]),
        reverse("public:draw", args=[panel.number]),
        reverse("public:draw_document", args=[panel.number]),
        reverse("public:workshop", args=[mark.workshop.public_id]),
        reverse("public:plaque", args=[mark.code]),
        reverse("public:call", args=[panel.round_id]),
        reverse("public:plaque", args=["unknown"]),
        reverse("notices:follow"),
        reverse("public:announcement", args=[revoked.announcement.number]),
        reverse("public:workshop", args=[revoked.workshop.public_id]),
        *(reverse(f"public:{name}") for name in PLAIN),
    ]


def revocation() -> Revocation:
    """Return a revocation with marks in all that was said against the workshop, by it and to it."""
    facts = {"facts": MARKS[13], "files": [revocations.pdf(f"{MARKS[13]}.pdf")]}
    case = revocations.proposed(revocations.workshop(holder=applicant(MARKS[10])), **facts)
    lead, at = head("prefecture.culture"), revocations.SERVED
    serving.serve_notice(case, by=lead, at=at, method="post", received_on=at.date(), proof=MARKS[14])
    said = {"real_name": MARKS[4], "contact": MARKS[5], "reasons": MARKS[6], "evidence": MARKS[7]}
    assert case.holder is not None
    appeals.appeal(case, by=case.holder, at=at, **said)
    revocations.agreed(case, at=at)
    answer = {"findings": MARKS[8], "reply": MARKS[9]}
    decisions.revoke(case, by=lead, at=at, document_number="塔地文旅发〔2026〕40号", **answer)
    return case


PLAIN = (
    "home",
    "calls",
    "announcements",
    "notices",
    "directory",
    "draws",
    "readings",
    "time_limits",
    "procedure",
    "accessibility",
    "privacy",
    "robots",
)


def test_no_public_page_holds_a_mark(client: Client) -> None:
    for path in fill():
        page = client.get(path).content.decode()
        assert not [mark for mark in MARKS if mark in page], path


def test_every_public_page_is_among_those_looked_at() -> None:
    looked_at = {*PLAIN, "announcement", "notice", "draw", "draw_document", "workshop", "plaque", "call"}
    assert {str(each.name) for each in urlpatterns} - looked_at == {"objections"}  # a redirect
