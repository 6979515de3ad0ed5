"""Public notices, and objections of every kind to what they list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongfang.notices import services
from gongfang.notices.services import Contact
from gongfang.regulation.procedure import Actor

from . import words
from .documents import photo_upload
from .people import MARK
from .play import DEPARTMENTS, PREFECTURE, Play

CONTACT = Contact(
    office="塔城地区文化体育广播电视和旅游局",
    address=f"塔城市（演示地址）1 号楼非遗科{MARK}",
    phone=f"0901-0000000{MARK}",
)


def publish(play: Play, members: Sequence[str], day: int, *, title: str) -> None:
    """Let the prefecture publish one notice that lists these applications."""

    def publish_it(at: datetime) -> None:
        services.publish(
            applications=[play.case(member) for member in members],
            by=play.cast.head(PREFECTURE),
            at=at,
            title=title,
            text=words.NOTICE_TEXT,
            contact=CONTACT,
        )

    play.on(day, 17, play.seed.randrange(40), publish_it)


def object_to(play: Play, name: str, against: str, day: int, *, has_photo: bool = False, **said: str) -> None:
    """Let somebody object from the portal; what is not said is missing."""

    def object_it(at: datetime) -> None:
        firm = play.entrants[against].firm
        files = [photo_upload("现场照片（演示）", firm.craft.short, 4)] if has_photo else []
        play.cases[name] = services.object_to(
            play.case(against), by=Actor.PUBLIC, at=at, files=files, **_said(said)
        ).objection

    play.on(day, 20, play.seed.randrange(60), object_it)


def enter_paper(play: Play, name: str, against: str, *, received: int, entered: int, **said: str) -> None:
    """Let the prefecture enter an objection that came on paper days before."""

    def enter_it(at: datetime) -> None:
        play.cases[name] = services.object_to(
            play.case(against),
            by=play.cast.officer(PREFECTURE),
            at=at,
            received_on=play.days.day(received),
            entry_reason="信件当日签收盖章，因经办人下乡，次日录入。",
            **_said(said),
        ).objection

    play.on(entered, 10, play.seed.randrange(60), enter_it)


def _said(said: dict[str, str]) -> dict[str, Any]:
    return {"contact": "19200000000" if said.get("real_name") else "", **said}


def decide(play: Play, name: str, action: str, *, opinions_on: int, day: int) -> None:
    """Let the three departments agree and the lead uphold or dismiss an objection."""
    is_upheld = action == "uphold_objection"
    findings = words.FINDINGS_UPHELD if is_upheld else words.FINDINGS_DISMISSED
    reply = words.REPLY_UPHELD if is_upheld else words.REPLY_DISMISSED
    agree(play, name, opinions_on, DEPARTMENTS)
    play.take(name, action, PREFECTURE, day, 16, findings=findings, reply=reply)


def agree(play: Play, name: str, day: int, departments: Sequence[str]) -> None:
    """Let departments agree on what was found about an objection."""
    for place, department in enumerate(departments):
        by = f"prefecture.{department}"
        play.take(
            name, "give_opinion", by, day, 10 + 2 * place, agree=True, reasons="参加了现场复核，同意核查意见。"
        )
