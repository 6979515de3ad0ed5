"""What the departments exchange: register, matching, subsidies, library, policies (articles 9(二) and 11)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.exchange import applying, employment, importing, matching, queries, rosters, services, subsidies
from gongfang.exchange.models import LibraryEntry, Mismatch, RegisterImport, Subsidy
from gongfang.exchange.register_sheet import LAYOUT
from gongfang.exchange.services import Explained
from gongfang.records.sheets import XLSX, new_book
from gongfang.regulation.time_limits import beijing_date

from . import exchange_words as words
from .documents import pdf_upload
from .people import person
from .places import COUNTY_NAMES
from .play import COUNTY, PREFECTURE, Play
from .standing import WORKSHOP, Standing

KEEPER, COUNTY_KEEPER = "prefecture.agriculture", "county.agriculture"
HRSS = "prefecture.hrss"
_OTHERS = 240
"""How many people are registered who work for no workshop."""
_UNKNOWN_IN = 6
"""In how many workshops somebody is not registered."""
Row = tuple[str, str, str]


def tell(play: Play) -> None:
    """Schedule the register with its versions, what is matched and explained, and what is given."""
    play.on(-24, 10, 0, lambda at: _upload(play, at, _registered(play)))
    play.on(-23, 10, 0, lambda at: _match(play, at))
    play.on(-21, 11, 0, lambda at: _explain(play, at))
    play.on(-9, 10, 0, lambda at: _upload(play, at, _late_comers(), is_complete=False))
    play.on(-8, 10, 0, lambda at: _match(play, at))
    _give(play)
    _fill_library(play)
    play.on(-60, 11, 0, lambda at: _employ(play, at))


def _registered(play: Play) -> list[Row]:
    """Return nearly everybody on the rosters and many others: in some workshops one is missing."""
    seed, missing = Random(7), set(_unknown())
    found = [_row(number, code) for key, number, code in _on_rosters() if key not in missing]
    counties = tuple(COUNTY_NAMES)
    others = [counties[place % len(counties)] for place in range(_OTHERS)]
    found += [_row(person(seed, code).id_number, code, is_monitored=not seed.randrange(5)) for code in others]
    return list({row[0]: row for row in found}.values())


def _row(number: str, code: str, *, is_monitored: bool = False) -> Row:
    return number, "监测帮扶对象" if is_monitored else "脱贫人口", code


def _on_rosters() -> list[tuple[Any, str, str]]:
    """Return key, number and county of everybody on the rosters: only a demonstration may look at them all."""
    people = list(rosters.current_rosters())
    rows: dict[Any, Any] = {}
    for source in sorted({each.source for each in people}):
        rows |= rosters.rows_of(source, [each.entry for each in people if each.source == source])
    usual = next(iter(COUNTY_NAMES))
    numbers = [(each.entry, rows[each.entry].id_number) for each in people]
    return [(key, number, number[:6] if number[:6] in COUNTY_NAMES else usual) for key, number in numbers]


def _unknown() -> list[Any]:
    """Return the first person on the roster of every other of the first workshops."""
    firsts: dict[int, Any] = {}
    for each in sorted(rosters.current_rosters(), key=lambda each: (each.workshop, each.id_index)):
        firsts.setdefault(each.workshop, each.entry)
    return [firsts[key] for key in sorted(firsts)[: 2 * _UNKNOWN_IN : 2]]


def _late_comers() -> list[Row]:
    """Return who is registered by now: new on the rosters, and whom the question is about that ends by itself."""
    asked, _cleared, *others = Mismatch.objects.filter(is_open=True).order_by("pk")
    still_open = {line.entry for case in (asked, *others) for line in queries.open_lines(case)}
    return [_row(number, code) for key, number, code in _on_rosters() if key not in still_open]


def _upload(play: Play, at: datetime, rows: Sequence[Row], *, is_complete: bool = True) -> None:
    by = play.cast.head(KEEPER)
    as_of = beijing_date(at) - timedelta(days=1)
    source = importing.upload_register(upload=_sheet(rows), as_of=as_of, is_complete=is_complete, by=by, at=at)
    importing.work(at)
    applying.apply_register(RegisterImport.objects.get(pk=source.pk), by=by, at=at)


def _sheet(rows: Iterable[Row]) -> SimpleUploadedFile:
    target = BytesIO()
    with new_book(target) as book:
        sheet = book.add_worksheet(LAYOUT.name)
        sheet.write_row(0, 0, LAYOUT.headings)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("名单（演示）.xlsx", target.getvalue(), content_type=XLSX)


def _match(play: Play, at: datetime) -> None:
    matching.match_rosters(by=play.cast.head(PREFECTURE), at=at)


def _explain(play: Play, at: datetime) -> None:
    """Let one county settle its question, another ask the workshop, and agriculture look into its register."""
    cases = Mismatch.objects.filter(is_open=True).select_related("region", "workshop")
    settled, asked = cases.order_by("pk")[:2]
    said = {line.pk: Explained("works_here", words.EXPLAINED) for line in queries.open_lines(settled)}
    culture = play.cast.officer(COUNTY, settled.region_id)
    keeper = play.cast.head(COUNTY_KEEPER, settled.region_id)
    perform(settled, "check_register", by=keeper, at=at, findings=words.REGISTER_CHECKED)
    perform(settled, "settle_mismatch", by=culture, at=at, explained=said, findings=words.SETTLED)
    by = play.cast.officer(COUNTY, asked.region_id)
    perform(asked, "ask_workshop", by=by, at=at, question=words.QUESTION)


def _give(play: Play) -> None:
    """Three subsidies: one half accounted for, one closed, one overdue."""
    standing = play.standing
    _grant(standing["of the applicant"], -60, account_by=25, amount="30000.00")
    _spend(standing["of the applicant"], -30, "18650.00")
    _grant(standing["moved"], -75, account_by=-20, amount="12000.00")
    _spend(standing["moved"], -50, "12000.00")
    standing["moved"].take(Subsidy, "close_subsidy", KEEPER, -45, 15)
    _grant(standing["renamed"], -80, account_by=-12, amount="8000.00")
    _spend(standing["renamed"], -40, "3200.50")


def _grant(standing: Standing, day: int, *, account_by: int, amount: str) -> None:
    play = standing.play

    def grant_it(at: datetime) -> None:
        subsidies.grant_subsidy(
            standing.workshop,
            by=play.cast.head(KEEPER),
            at=at,
            amount=Decimal(amount),
            purpose=words.PURPOSE,
            document_number=f"塔地农发（演示）〔{at.year}〕{-day} 号",
            granted_on=beijing_date(at),
            account_by=play.days.day(account_by),
        )

    standing.on(day, 15, grant_it)


def _spend(standing: Standing, day: int, amount: str) -> None:
    standing.take(
        Subsidy,
        "report_spending",
        WORKSHOP,
        day,
        16,
        amount=Decimal(amount),
        spent_on=standing.play.days.day(day),
        spent_for=words.SPENT_FOR,
        vouchers=lambda at: [pdf_upload("发票（演示）", "仅用于说明材料的样式。")],
    )


def _fill_library(play: Play) -> None:
    """One is entered, one waits, one is not entered for now, and one has left with its recognition."""
    standing = play.standing
    for place, name in enumerate(("of the applicant", "surrendered"), start=1):
        _offer(standing[name], -100)
        given: dict[str, Any] = {"library_number": f"TCXMK-{place:03d}（演示）", "entered_on": beijing_date}
        standing[name].take(LibraryEntry, "enter_library", KEEPER, -98, 16, **given)
    _offer(standing["renamed"], -35)
    standing["renamed"].take(LibraryEntry, "decline_entry", KEEPER, -33, 16, reasons=words.NOT_ENTERED)
    _offer(standing["moved"], -6)


def _offer(standing: Standing, day: int) -> None:
    def offer_it(at: datetime) -> None:
        services.offer_to_library(standing.workshop, by=standing.play.cast.head(PREFECTURE), at=at)

    standing.on(day, 10, offer_it)


def _employ(play: Play, at: datetime) -> None:
    """Record two policies and a training, and what two workshops had of them."""
    by, today = play.cast.head(HRSS), beijing_date(at)
    shops = [play.standing[name].workshop for name in ("of the applicant", "assessed")]
    for number, (title, beneficiaries, content) in enumerate(words.POLICIES, start=1):
        policy = employment.record_policy(
            by=by,
            at=at,
            title=title,
            document_number=f"塔地人社发（演示）〔{at.year}〕{number} 号",
            starts_on=today - timedelta(days=30),
            ends_on=None,
            beneficiaries=beneficiaries,
            content=content,
        )
        what, people = words.GIVEN[number - 1], 3 * number
        employment.grant_policy(policy, workshop=shops[0], by=by, at=at, on=today, what=what, people=people)
    _train(by, shops, at)


def _train(by: User, shops: Sequence[Any], at: datetime) -> None:
    today = beijing_date(at)
    training = employment.record_training(
        by=by,
        at=at,
        title=words.TRAINING,
        occupation=words.OCCUPATION,
        place=words.PLACE,
        starts_on=today - timedelta(days=12),
        ends_on=today - timedelta(days=3),
        hours=64,
    )
    for shop, participants in zip(shops, (9, 6), strict=True):
        given = {"participants": participants, "certified": participants - 2}
        employment.share_training(training, workshop=shop, by=by, at=at, **given)
