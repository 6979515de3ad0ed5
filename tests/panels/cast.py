"""A fixed cast for panels: applications in expert review, a pool of experts, and panels on their way."""

from datetime import datetime, timedelta

from gongfang.accounts.models import User
from gongfang.applications.models import Application, Round
from gongfang.cases.services import open_case
from gongfang.panels import services
from gongfang.panels.models import Entry, Expert, Panel, Seat
from gongfang.regulation import edition
from tests.factories import applicant, beijing, division, expert_user, head

EDITION = edition.get("2026-draft")
ANNOUNCED = beijing("2026-06-01 10:00")
DRAW_AT = beijing("2026-06-02 16:00")
DRAWN = beijing("2026-06-02 20:40")
WITHIN = beijing("2026-06-04 10:00")
AFTER = beijing("2026-06-08 10:00")
SOURCE = "中国体育彩票排列5第26144期开奖号码"
FULL = {criterion.code: criterion.points for criterion in EDITION.rubric}
HALF = {criterion.code: criterion.points // 2 for criterion in EDITION.rubric}


def lead() -> User:
    return head("prefecture.culture")


def round_of_2026() -> Round:
    found, _created = Round.objects.get_or_create(
        name="2026年第一批",
        defaults={
            "year": 2026,
            "opens_at": beijing("2026-04-10 00:00"),
            "closes_at": beijing("2026-05-10 00:00"),
            "call_text": "申报公告",
            "opened_at": beijing("2026-04-09 10:00"),
        },
    )
    return found


def application(title: str = "托里县毡绣工坊", **fields: object) -> Application:
    """Return an application that has come to expert review."""
    given = {"operator_name": f"{title}合作社", "credit_code": "91350100M000100Y43", **fields}
    return open_case(
        Application,
        region=division(),
        holder=given.pop("holder", None) or applicant(f"{title}负责人"),
        at=beijing("2026-05-06 10:00"),
        title=title,
        state="expert_review",
        round=round_of_2026(),
        **given,
    )


def expert(name: str, **fields: object) -> Expert:
    given = {"pool": "prefecture", "employer": "某学院", "has_senior_title": True, "relevant_years": 3, **fields}
    return Expert.objects.create(name=name, user=expert_user(name), **given)


def experts(number: int) -> list[Expert]:
    first = Expert.objects.count() + 1
    numbers = range(first, first + number)
    return [expert(f"专家{n:02}", pool="region" if n % 3 == 0 else "prefecture") for n in numbers]


def announced(*applications: Application, size: int = 5, by: User | None = None, **fields: object) -> Panel:
    given = {
        "applications": list(applications) or [application()],
        "by": by or lead(),
        "at": ANNOUNCED,
        "size": size,
        "pools": ["region", "prefecture"],
        "draw_at": DRAW_AT,
        "public_value_source": SOURCE,
    }
    return services.announce_draw(**(given | fields))


def drawn(*applications: Application, pool: int = 9, public_value: str = "3 1 4 1 5", **fields: object) -> Panel:
    """Return a panel drawn from a pool of `pool` experts; those who exist already are enough if `pool` is 0."""
    experts(pool)
    panel = announced(*applications, **fields)
    services.draw(panel, by=lead(), at=DRAWN, public_value=public_value, public_value_source=SOURCE)
    return panel


def entry_of(panel: Panel, number: int = 0) -> Entry:
    return panel.entries.select_related("application").order_by("id")[number]


def seated(entry: Entry) -> list[Expert]:
    """Return who sits for an application, by rank."""
    seats = Seat.objects.filter(entry=entry, left_at=None).order_by("candidate__rank")
    return [seat.candidate.expert for seat in seats.select_related("candidate__expert__user")]


def waive_all(panel: Panel, *, at: datetime = WITHIN) -> None:
    for entry in panel.entries.select_related("application__holder"):
        holder = entry.application.holder
        assert holder is not None
        services.waive_recusal(panel, by=holder, at=at, application=entry.application)


def clear_all(panel: Panel, *, at: datetime = WITHIN) -> None:
    for each in {person for entry in panel.entries.all() for person in seated(entry)}:
        services.declare(panel, by=each.user, at=at)


def score_one(
    panel: Panel, each: Expert, *, items: dict[str, int] = FULL, at: datetime = AFTER, number: int = 0
) -> None:
    services.score(panel, by=each.user, at=at, application=entry_of(panel, number).application, items=items)


def score_all(panel: Panel, *, items: dict[str, int] = FULL, at: datetime = AFTER) -> None:
    for number in range(panel.entries.count()):
        for each in seated(entry_of(panel, number)):
            score_one(panel, each, items=items, at=at, number=number)


def scoring(*applications: Application, **fields: object) -> Panel:
    """Return a panel whose experts have declared clear, with the recusal period over."""
    panel = drawn(*applications, **fields)
    clear_all(panel)
    return panel


def deliberating(*applications: Application, items: dict[str, int] = FULL, **fields: object) -> Panel:
    """Return a panel whose scoring is closed and whose minutes are written."""
    panel = scoring(*applications, **fields)
    score_all(panel, items=items)
    services.close_scoring(panel, by=lead(), at=AFTER)
    services.write_minutes(panel, by=lead(), at=AFTER, minutes="到会专家一致认为……")
    return panel


def signers(panel: Panel) -> list[Expert]:
    return sorted({each for entry in panel.entries.all() for each in seated(entry)}, key=lambda each: each.name)


def sign(panel: Panel, each: Expert, *, agrees: bool = True) -> None:
    votes = {
        entry.application.number: agrees
        for entry in panel.entries.select_related("application")
        if each in seated(entry)
    }
    services.sign_minutes(panel, by=each.user, at=AFTER, votes=votes)


def concluded(*applications: Application, agreeing: int = 99, **fields: object) -> Panel:
    """Return a concluded panel; the first `agreeing` signers vote for every application."""
    panel = deliberating(*applications, **fields)
    for number, each in enumerate(signers(panel)):
        sign(panel, each, agrees=number < agreeing)
    services.conclude(panel, by=lead(), at=AFTER + timedelta(hours=1))
    return panel
