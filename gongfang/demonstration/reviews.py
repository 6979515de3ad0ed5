"""Panels of experts: announced, drawn, declared, scored, deliberated, concluded."""

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.panels import queries, services
from gongfang.panels.models import Declaration, Expert, Panel, RecusalRequest, ScoreSheet, Seat
from gongfang.regulation.edition import Edition

from . import words
from .play import PREFECTURE, Play, minutes_later

_SOURCE = "中国体育彩票排列 5 第 {number} 期开奖号码（演示）"
_TRIES = 20_000
BOTH_POOLS = ("region", "prefecture")
_GOOD, _POOR = (0.7, 0.98), (0.3, 0.62)


class Review:
    """One panel of the play and its applications, by their names."""

    def __init__(self, play: Play, name: str, members: Sequence[str], *, poor: Collection[str] = ()) -> None:
        self.play, self.name, self.members, self.poor = play, name, members, poor
        self.seed = play.seed

    @property
    def panel(self) -> Panel:
        panel: Panel = self.play.cases[self.name]
        return panel

    def announce(
        self,
        day: int,
        *,
        draw_on: int,
        number: str,
        group: str,
        size: int = 5,
        pools: Sequence[str] = BOTH_POOLS,
    ) -> None:
        """Let the prefecture announce a draw for ten o'clock of a later day."""

        def announce_it(at: datetime) -> None:
            self.play.cases[self.name] = services.announce_draw(
                applications=[self.play.case(member) for member in self.members],
                by=self._lead,
                at=at,
                size=size,
                pools=list(pools),
                draw_at=self.play.days.instant(draw_on, 10),
                public_value_source=_SOURCE.format(number=number),
                group=group,
            )

        self.play.on(day, 16, self.seed.randrange(50), announce_it)

    def draw(self, day: int, *, seating: Collection[Expert] = ()) -> None:
        """Let the draw happen; the made-up public value is one that seats `seating`, if they are named."""

        def draw_it(at: datetime) -> None:
            value = _public_value(self.panel, self.seed, {expert.pk for expert in seating})
            self._take("draw", at, by=self._lead, public_value=value)

        self.play.on(day, 10, 12, draw_it)

    def declare(self, day: int, *, only: int | None = None, skips: Collection[Expert] = ()) -> None:
        """Let the experts who sit, or the first `only` of them, declare that they have no interest."""

        def declare_all(at: datetime) -> None:
            for place, expert in enumerate(self._willing(skips)[:only]):
                self._take("declare", minutes_later(at, 11 * place), by=expert, is_clear=True)

        self.play.on(day, 14, self.seed.randrange(20), declare_all)

    def recuse_one(self, day: int, member: str) -> None:
        """Let the expert of the first rank recuse himself from one application: the next rank is seated."""

        def recuse(at: datetime) -> None:
            application = self.play.case(member)
            reasons = words.RECUSED
            self._take(
                "declare", at, by=self.sitting()[0], application=application, is_clear=False, reasons=reasons
            )

        self.play.on(day, 9, 41, recuse)

    def request_recusal(self, day: int, member: str) -> None:
        """Let an applicant ask in writing that the expert of the second rank not review its application."""

        def request(at: datetime) -> None:
            application = self.play.case(member)
            challenged = Expert.objects.get(user=self.sitting()[1])
            asks = self.play.entrants[member].holder
            assert asks is not None  # a filing on paper is spoken for by its county
            self._take(
                "request_recusal",
                at,
                by=asks,
                application=application,
                expert=challenged,
                reasons=words.RECUSAL_REQUEST,
            )

        self.play.on(day, 15, self.seed.randrange(60), request)

    def grant_recusal(self, day: int) -> None:
        """Let the prefecture grant the request that is open."""

        def grant(at: datetime) -> None:
            request = RecusalRequest.objects.get(entry__panel_id=self.panel.pk, decided_at=None)
            reasons = words.RECUSAL_GRANTED
            self._take("decide_recusal", at, by=self._lead, request=request, is_granted=True, reasons=reasons)

        self.play.on(day, 11, self.seed.randrange(60), grant)

    def score(self, day: int, *, members: Sequence[str] = (), only: Collection[Expert] = ()) -> None:
        """Let those who sit, or some of them, score applications that they have not scored."""

        def score_all(at: datetime) -> None:
            for place, (member, expert) in enumerate(self._open_sheets(members or self.members, only)):
                self._take("score", minutes_later(at, 2 * place), by=expert, **self._sheet(member))

        self.play.on(day, 10, self.seed.randrange(60), score_all)

    def begin_sheet(self, day: int, member: str, expert: Expert) -> None:
        """Let an expert fill in some lines of a sheet and leave it for later."""

        def save_it(at: datetime) -> None:
            assert expert.user is not None  # every expert of the demonstration has an account
            items = dict(list(_items(self.panel.edition, self.seed, _GOOD).items())[:3])
            services.save_sheet(self.panel, by=expert.user, at=at, application=self.play.case(member), items=items)

        self.play.on(day, 17, self.seed.randrange(60), save_it)

    def deliberate(self, day: int, *, minutes_on: int, signatures: int | None = None) -> None:
        """Let the scoring be closed, the minutes be written, and the experts, or so many of them, sign."""
        self.play.on(day, 17, 5, lambda at: self._take("close_scoring", at, by=self._lead))
        self.play.on(
            minutes_on, 12, 5, lambda at: self._take("write_minutes", at, by=self._lead, minutes=words.MINUTES)
        )
        self.play.on(minutes_on, 13, 5, lambda at: self._sign_all(at, signatures))

    def conclude(self, day: int) -> None:
        """Let the prefecture conclude, once everybody has signed."""
        self.play.on(day, 17, 15, lambda at: self._take("conclude", at, by=self._lead))

    @property
    def _lead(self) -> User:
        return self.play.cast.head(PREFECTURE)

    def _take(self, action: str, at: datetime, *, by: User, **fields: Any) -> None:
        perform(self.panel, action, by=by, at=at, **fields)

    def sitting(self) -> list[User]:
        """Return the accounts of those who sit for any of the applications, by rank."""
        ranked = {rank: user for seats in self._seats().values() for rank, user in seats}
        return [ranked[rank] for rank in sorted(ranked)]

    def _seats(self) -> Mapping[int, list[tuple[int, User]]]:
        """Return who sits for each application, with his rank, the first rank first."""
        seats = Seat.objects.filter(entry__panel_id=self.panel.pk, entry__released_at=None, left_at=None)
        found: dict[int, list[tuple[int, User]]] = defaultdict(list)
        for seat in seats.select_related("entry", "candidate__expert__user").order_by("candidate__rank"):
            rank, user = seat.candidate.rank, seat.candidate.expert.user
            assert rank is not None  # who sits was drawn, and every expert of the demonstration has an account
            assert user is not None
            found[seat.entry.application_id].append((rank, user))
        return found

    def _willing(self, skips: Collection[Expert]) -> list[User]:
        left_out = {expert.user_id for expert in skips}
        return [expert for expert in self.sitting() if expert.pk not in left_out | self._cleared()]

    def _cleared(self) -> set[Any]:
        """Return the accounts of those who have declared that they have no interest."""
        clear = Declaration.objects.filter(entry__panel_id=self.panel.pk, is_clear=True)
        return set(clear.values_list("expert__user_id", flat=True))

    def _open_sheets(self, members: Sequence[str], only: Collection[Expert]) -> Iterator[tuple[str, User]]:
        sheets = ScoreSheet.objects.filter(entry__panel_id=self.panel.pk, submitted_at__isnull=False)
        done = set(sheets.values_list("entry__application_id", "expert__user_id"))
        cleared, seats = self._cleared(), self._seats()
        ready = cleared & ({expert.user_id for expert in only} or cleared)
        for member in members:
            application = self.play.case(member).pk
            willing = (user for _rank, user in seats[application] if user.pk in ready)
            yield from ((member, user) for user in willing if (application, user.pk) not in done)

    def _sheet(self, member: str) -> dict[str, Any]:
        is_poor = member in self.poor
        comment = words.SHEET_POOR if is_poor else self.seed.choice(words.SHEET_COMMENTS)
        items = _items(self.panel.edition, self.seed, _POOR if is_poor else _GOOD)
        return {"application": self.play.case(member), "items": items, "comment": comment}

    def _sign_all(self, at: datetime, signatures: int | None) -> None:
        for place, (expert, numbers) in enumerate(self._scored().items()):
            if signatures is None or place < signatures:
                votes = {number: member not in self.poor for member, number in numbers.items()}
                self._take("sign_minutes", minutes_later(at, 9 * place), by=expert, votes=votes)

    def _scored(self) -> Mapping[User, dict[str, str]]:
        """Return by expert the applications he has scored: their names here, and their numbers."""
        found: dict[User, dict[str, str]] = defaultdict(dict)
        seats = self._seats()
        for member in self.members:
            case = self.play.case(member)
            for _rank, user in seats[case.pk]:
                found[user][member] = case.number
        return found


def _items(edition: Edition, seed: random.Random, quality: tuple[float, float]) -> dict[str, int]:
    return {line.code: round(line.points * seed.uniform(*quality)) for line in edition.rubric}


def _public_value(panel: Panel, seed: random.Random, wanted: Collection[Any]) -> str:
    """Return a made-up lottery result: any, or the first one by which the draw seats all of `wanted`.

    In life nobody can choose this value; here it makes the accounts of the sign-in page sit on the panel.

    :raises LookupError: when none was found, which with three candidates more than seats is next to impossible.
    """
    refs = {ref for ref, expert in panel.candidates.values_list("ref", "expert_id") if expert in wanted}
    draw = _prepared_draw(panel)
    for _ in range(_TRIES):
        value = " ".join(str(seed.randrange(10)) for _ in range(5))
        if refs <= set(draw(value)):
            return value
    raise LookupError("no public value seats the experts named")


def _prepared_draw(panel: Panel) -> Callable[[str], Sequence[str]]:
    """Return a function from a public value to the references that it would seat; the list is read once."""
    announced = Panel.objects.prefetch_related("candidates").get(pk=panel.pk)

    def seated(value: str) -> Sequence[str]:
        ranking: list[str] = queries.document_of(announced, value)["ranking"][""]
        return ranking[: announced.size]

    return seated
