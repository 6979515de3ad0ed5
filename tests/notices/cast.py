"""Applications and objections for the tests of notices."""

from datetime import datetime
from typing import Any

from gongfang.applications.models import Application, HeritageUse
from gongfang.cases.services import give_opinion, open_case
from gongfang.notices import services
from gongfang.notices.models import Notice, Objection
from gongfang.notices.services import Contact, Receipt
from gongfang.regulation.procedure import PREFECTURE_OFFICES, Actor
from tests.factories import TUOLI, applicant, beijing, division, head

PUBLISHED = beijing("2026-06-10 10:00")
"""A Wednesday. Five working days later, the day itself not counted: until 17 June, 24:00."""
LAST_INSTANT = beijing("2026-06-17 23:59:59.999999")
TOO_LATE = beijing("2026-06-18 00:00:00")
CONTACT = Contact(office="地区文旅局", address="文化路1号", phone="0901-6222222", email="gs@example.org")
SAID = {
    "real_name": "王小明",
    "contact": "13800138000",
    "reasons": "场地面积不足六十平方米",
    "evidence": "现场照片两张",
}


def proposed(title: str = "毡绣工坊", *, county: str = TUOLI, state: str = "proposed") -> Application:
    """Return an application that waits for its notice."""
    opened = beijing("2026-04-20 09:00")
    found = open_case(
        Application,
        region=division(county),
        holder=applicant(),
        at=opened,
        title=title,
        state=state,
        operator_name=f"{title}有限公司",
    )
    HeritageUse.objects.create(
        application=found, name="毡绣", category="fine_arts", level="region", added_at=opened
    )
    return found


def published(*applications: Application, at: datetime = PUBLISHED) -> Notice:
    """Return the notice on which the applications were put."""
    return services.publish(
        applications=applications, by=head("prefecture.culture"), at=at, title="拟认定名单公示", contact=CONTACT
    )


def on_notice(title: str = "毡绣工坊") -> Application:
    """Return an application on a notice of 10 June 2026."""
    application = proposed(title)
    published(application)
    return application


def objected(application: Application, *, at: datetime = PUBLISHED, **said: Any) -> Receipt:
    """Return the receipt of an objection from the portal; `said` changes what is said."""
    return services.object_to(application, by=Actor.PUBLIC, at=at, **(SAID | said))


def all_agree(objection: Objection, *, at: datetime) -> None:
    """Let the three departments of the prefecture agree."""
    for actor in PREFECTURE_OFFICES:
        give_opinion(objection, by=head(actor.value), at=at, agree=True)
