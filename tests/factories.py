"""People for tests. Cases are made through the services of their apps, as in life."""

import itertools
from datetime import datetime
from zoneinfo import ZoneInfo

from gongfang.accounts.models import Division, Office, Role, User
from gongfang.regulation.procedure import Actor

PASSWORD = "felt-and-horn-42"
PREFECTURE = "654200"
TUOLI = "654224"
TACHENG_CITY = "654201"
_sequence = itertools.count(1)


def beijing(text: str) -> datetime:
    """Return a Beijing instant from "2026-05-06 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def user(role: str, *, office: Office | None = None, name: str = "") -> User:
    number = next(_sequence)
    return User.objects.create_user(
        login=f"test-{number}",
        password=PASSWORD,
        role=role,
        display_name=name or f"测试{number}",
        office=office,
    )


def applicant(name: str = "") -> User:
    return user(Role.APPLICANT, name=name)


def expert_user(name: str = "") -> User:
    return user(Role.EXPERT, name=name)


def auditor() -> User:
    return user(Role.AUDITOR)


def office(code: str, county: str = TUOLI) -> Office:
    """Return the office `code` ("county.hrss"); `county` is ignored for the prefecture's."""
    level, _, department = code.partition(".")
    return Office.objects.get(division_id=PREFECTURE if level == "prefecture" else county, department=department)


def head(code: str, county: str = TUOLI) -> User:
    return user(Role.HEAD, office=office(code, county))


def officer(code: str, county: str = TUOLI) -> User:
    return user(Role.OFFICER, office=office(code, county))


def division(code: str = TUOLI) -> Division:
    return Division.objects.get(code=code)


def actor_user(actor: Actor, county: str = TUOLI) -> User | Actor:
    """Return somebody who acts as `actor`; SYSTEM and PUBLIC are nobody's account."""
    if actor.is_office:
        return head(actor.value, county)
    if actor == Actor.APPLICANT:
        return applicant()
    return expert_user() if actor == Actor.EXPERT else actor
