"""What is on stage: the people, the cases by their names, and what was given."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from gongfang.cases.models import Case
from gongfang.cases.registry import kind_of, kinds
from gongfang.panels.models import Expert, Panel, RecusalRequest, Seat
from gongfang.workshops.models import Workshop

from . import experts, filing
from .cast import Cast
from .document import APPLICATION, REACH, Impossible, Rehearsal

TUOLI = "654224"
_FILING = {"submit", "enter_paper"}


def _files_an_application(rehearsal: Rehearsal) -> bool:
    """Return whether an application is filed, which one without a workshop always does."""
    return any(step.do in _FILING or (step.do == REACH and step.on is None) for step in rehearsal.steps)


def _read(kind: str, keys: Sequence[int]) -> Mapping[int, Any]:
    """Return the cases of a kind by key, as far as they are there, each as a row of the kind's own model."""
    found: Mapping[int, Any] = kind_of(kind).model.objects.select_related("region", "holder").in_bulk(keys)
    return found


class Scene:
    """The cases of a rehearsal as they are now. `mark` is what experts give where nobody says otherwise."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.given = rehearsal.given
        self.cases: dict[str, Any] = {}
        self.now = rehearsal.steps[0].at
        self.has_begun = False
        self.mark = 80
        self.cast = Cast(county=self.given.get("county", TUOLI), since=self.now - timedelta(days=60))
        self.experts = experts.pool(self.cast, self.given.get("experts", {}))
        self.workshop: Workshop | None = filing.given_workshop(self, at=self.now)
        self.starts_from_workshop = self.workshop is not None and not _files_an_application(rehearsal)

    @property
    def application(self) -> Any:
        """Return the application; it is there once `open` was called.

        :raises Impossible: in a rehearsal that starts from a workshop.
        """
        if APPLICATION not in self.cases:
            raise Impossible("本演练从已认定的工坊开始，没有申报")
        return self.cases[APPLICATION]

    def current_workshop(self) -> Workshop | None:
        """Return the workshop as it is now: the one that the application led to, else the one given."""
        application = self.cases.get(APPLICATION)
        rows = Workshop.objects.select_related("county", "holder", "operator")
        found = rows.filter(application_number=application.number).first() if application else None
        return found or (rows.get(pk=self.workshop.pk) if self.workshop else None)

    def open(self, *, at: datetime, is_on_paper: bool = False) -> None:
        """Open and fill in the draft of the application, unless there is one."""
        if APPLICATION not in self.cases:
            self.cases[APPLICATION] = filing.draft(self, at=at, is_on_paper=is_on_paper)

    def case(self, name: str | None) -> Any | None:
        """Return the case a step names, by its name or as the last of its kind; None while it is not there.

        Without a name it is the application, or in a rehearsal that starts from a workshop the newest case.
        """
        if name is None and self.starts_from_workshop:
            return next(reversed(self.cases.values()), None)
        return self.cases.get(name or APPLICATION) or (self.only(name) if name else None)

    def only(self, kind: str) -> Any | None:
        """Return the last case of a kind, for a step that needs no `on` to say which."""
        return next((case for case in reversed(self.cases.values()) if case.kind == kind), None)

    def add(self, case: Case, name: str | None) -> None:
        """Keep a new case under its name, or under its number."""
        self.cases[name or case.number] = case

    def name_of(self, case: Case) -> str:
        """Return the name under which a case is kept."""
        return next(name for name, kept in self.cases.items() if kept.pk == case.pk)

    def known(self, case: Case, name: str) -> Any:
        """Return a case as it is kept, keeping it under `name` if it is not kept yet."""
        if all(kept.pk != case.pk for kept in self.cases.values()):
            self.add(case, name)
        return self.cases[self.name_of(case)]

    def end_step(self, *, at: datetime, name: str | None = None) -> None:
        """Read the cases afresh after a step, and remember when it was.

        Cases about the workshop that the step opened by itself are kept too, the first of them under `name`.
        """
        self.now, self.has_begun = at, True
        kept = {case.pk for case in self.cases.values()}
        for case in Case.objects.filter(kind__in=self._followed()).exclude(pk__in=kept).order_by("pk"):
            self.add(case, name if name not in self.cases else None)
        self.reload()

    def _followed(self) -> list[str]:
        """Return the kinds that are opened on a workshop, by a step or by time."""
        return [kind.procedure.kind for kind in kinds() if kind.procedure.is_about_a_workshop]

    def reload(self) -> None:
        """Read the cases afresh; one that was rolled back is gone again."""
        keys: dict[str, list[int]] = defaultdict(list)
        for case in self.cases.values():
            keys[case.kind].append(case.pk)
        rows = {pk: row for kind, wanted in keys.items() for pk, row in _read(kind, wanted).items()}
        self.cases = {name: rows[case.pk] for name, case in self.cases.items() if case.pk in rows}

    def sitting(self, panel: Panel) -> list[Expert]:
        """Return who sits for the application, by rank."""
        seats = Seat.objects.filter(entry__panel=panel, left_at=None, entry__released_at=None)
        rows = seats.select_related("candidate__expert__user").order_by("candidate__rank")
        return [seat.candidate.expert for seat in rows]

    def ranked(self, panel: Panel, rank: int) -> Expert:
        """Return the expert whom the draw put at `rank`, whether he sits or not.

        :raises Impossible: when the draw ranked nobody there.
        """
        candidate = panel.candidates.select_related("expert__user").filter(rank=rank).first()
        if candidate is None:
            raise Impossible(f"抽取结果中没有第 {rank} 顺位")
        return candidate.expert

    def named(self, panel: Panel, given: Mapping[str, Any]) -> Expert:
        """Return the expert whom a step names by his rank, else the first who sits; before a draw, anybody."""
        if "rank" in given:
            return self.ranked(panel, given["rank"])
        return next(iter(self.sitting(panel)), self.experts[0])

    def rank(self, panel: Panel, expert: Expert) -> int:
        """Return where the draw put an expert."""
        rank = panel.candidates.get(expert=expert).rank
        assert rank is not None  # the draw ranks the whole list
        return rank

    def open_request(self, panel: Panel) -> RecusalRequest | None:
        """Return the request for recusal made last, the open ones first."""
        requests = RecusalRequest.objects.filter(entry__panel=panel).select_related("entry__application", "expert")
        return requests.filter(decided_at=None).last() or requests.last()
