"""Support that the workshops have had: recommendations, courses, help, studios and brands (article 8)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from gongfang.cases.services import perform
from gongfang.support import growing, helping, recommending, training
from gongfang.support.models import Candidate, Course, Enrolment, HelpRequest, Recommendation, TrainingPlan
from gongfang.support.training import NewCourse
from gongfang.workshops.models import HeritageLevel

from . import support_words as words
from .play import PREFECTURE, Play
from .standing import WORKSHOP, Standing

HELD, OPEN = "course held", "course open"
ANSWERED, CHOOSING = "recommendation answered", "recommendation choosing"
_APPLICANT = "of the applicant"
_ATTENDED = (_APPLICANT, "cleared", "assessed", "moved")
_ENROLLED = ("cleared", "renamed", _APPLICANT, "asks for a change")
_SELECTED, _NOT_SELECTED, _CHOSEN = "cleared", "appeal upheld", "renamed"


def tell(play: Play) -> None:
    """Schedule a call with its result and one that runs, a held and an open course, help, studios and brands."""
    play.on(-60, 9, 10, lambda at: _write_plan(play, at))
    _held_course(play)
    _open_course(play)
    _answered_call(play)
    _running_call(play)
    _help(play.standing[_APPLICANT])
    _asked(play.standing["moved"], -2, words.OPEN_QUESTION)
    _taken_back(play.standing["assessed"])
    _other_calls(play)
    _other_courses(play)
    _grow(play)
    _brands(play)


def _write_plan(play: Play, at: datetime) -> None:
    said: dict[str, Any] = {
        "title": words.PLAN.format(year=at.year),
        "text": words.PLAN_TEXT,
        "document_number": words.PLAN_NUMBER,
    }
    play.cases["plan"] = training.save_plan(by=play.cast.head(PREFECTURE), at=at, year=at.year, **said)


def _course(play: Play, course: str, day: int, *, until: int, starts: int, ends: int, **said: Any) -> None:
    days = play.days

    def open_it(at: datetime) -> None:
        plan: TrainingPlan = play.cases["plan"]
        dates: dict[str, Any] = {
            "enrol_until": days.day(until),
            "starts_on": days.day(starts),
            "ends_on": days.day(ends),
        }
        new = NewCourse(plan=plan, **dates, **said)
        play.cases[course] = training.open_course(by=play.cast.head(PREFECTURE), at=at, course=new)

    play.on(day, 10, 20, open_it)


def _enrol(play: Play, course: str, names: Iterable[str], day: int) -> None:
    def enrol_them(at: datetime) -> None:
        for name in names:
            standing = play.standing[name]
            who = standing.firm.responsible.name
            by = standing.person(WORKSHOP)
            training.enrol(play.cases[course], standing.workshop, by=by, at=at, participant=who, is_leader=True)

    play.on(day, 15, 30, enrol_them)


def _held_course(play: Play) -> None:
    _course(play, HELD, -52, until=-43, starts=-40, ends=-38, places=20, **words.HELD_COURSE)
    _enrol(play, HELD, _ATTENDED, -48)
    play.on(-38, 17, 20, lambda at: _mark(play, at))
    play.take(HELD, "finish_course", PREFECTURE, -36, 15, results=words.RESULTS)


def _mark(play: Play, at: datetime) -> None:
    """Note that all came but the last, those who came with a certificate."""
    course: Course = play.cases[HELD]
    rows = list(Enrolment.objects.filter(course=course).order_by("turn"))
    marks = {str(row.pk): (row is not rows[-1], words.CERTIFICATE) for row in rows}
    training.mark_attendance(course, marks, by=play.cast.head(PREFECTURE), at=at)


def _open_course(play: Play) -> None:
    """Three places and four who want one: the last waits."""
    _course(play, OPEN, -6, until=8, starts=14, ends=16, places=3, **words.OPEN_COURSE)
    _enrol(play, OPEN, _ENROLLED, -4)


def _call(play: Play, call: str, day: int, *, deadline: int, **said: Any) -> None:
    def open_it(at: datetime) -> None:
        given: dict[str, Any] = {"deadline": play.days.day(deadline), **said}
        play.cases[call] = recommending.open_recommendation(by=play.cast.head(PREFECTURE), at=at, **given)

    play.on(day, 9, 40, open_it)


def _candidate(play: Play, call: str, name: str) -> Candidate:
    rows = Candidate.objects.select_related("call", "workshop__holder")
    found: Recommendation = play.cases[call]
    return rows.get(call=found.pk, workshop=play.standing[name].key)


def _choose(play: Play, call: str, name: str, day: int) -> None:
    def choose_it(at: datetime) -> None:
        found, by = _candidate(play, call, name), play.cast.officer(PREFECTURE)
        recommending.choose(found, by=by, at=at, reasons=words.REASONS[name])

    play.on(day, 11, 5, choose_it)


def _answered_call(play: Play) -> None:
    _call(play, ANSWERED, -50, deadline=-40, places=2, **words.ANSWERED_CALL)
    for name in (_SELECTED, _NOT_SELECTED):
        _choose(play, ANSWERED, name, -46)
    play.take(ANSWERED, "hand_in_candidates", PREFECTURE, -42, 10)
    for name, answer in ((_SELECTED, "selected"), (_NOT_SELECTED, "not_selected")):
        _answer(play, name, answer, -12)
    play.take(ANSWERED, "conclude_recommendation", PREFECTURE, -11, 10)


def _answer(play: Play, name: str, answer: str, day: int) -> None:
    def record_it(at: datetime) -> None:
        given: dict[str, Any] = {
            "answer": answer,
            "answered_on": play.days.day(day),
            "answer_document": words.ANSWER_NUMBER,
        }
        recommending.record_answer(
            _candidate(play, ANSWERED, name), by=play.cast.officer(PREFECTURE), at=at, **given
        )

    play.on(day, 16, 15, record_it)


def _running_call(play: Play) -> None:
    _call(play, CHOOSING, -3, deadline=12, places=3, **words.RUNNING_CALL)
    _choose(play, CHOOSING, _CHOSEN, -1)


def _other_calls(play: Play) -> None:
    """Hand one call in whose answer is awaited, and call one off."""
    _call(play, "recommendation handed in", -18, deadline=-4, places=1, **words.HANDED_IN_CALL)
    _choose(play, "recommendation handed in", _SELECTED, -15)
    play.take("recommendation handed in", "hand_in_candidates", PREFECTURE, -7, 10)
    _call(play, "recommendation called off", -28, deadline=-20, places=1, **words.CALLED_OFF_CALL)
    reasons = words.CALLED_OFF
    play.take("recommendation called off", "call_off_recommendation", PREFECTURE, -25, 10, reasons=reasons)


def _other_courses(play: Play) -> None:
    """Let one course wait for its first day, and call one off."""
    _course(play, "course settled", -14, until=-4, starts=5, ends=7, places=20, **words.SETTLED_COURSE)
    _enrol(play, "course settled", _ENROLLED, -10)
    _course(play, "course called off", -34, until=-24, starts=-20, ends=-19, places=20, **words.CALLED_OFF_COURSE)
    play.take("course called off", "call_off_course", PREFECTURE, -27, 15, reasons=words.CALLED_OFF)


def _taken_back(standing: Standing) -> None:
    """Let a workshop ask, and find the answer itself."""
    _asked(standing, -9, words.OPEN_QUESTION)

    def take_back(at: datetime) -> None:
        perform(standing.latest(HelpRequest), "withdraw_help", by=standing.person(WORKSHOP), at=at)

    standing.play.on(-8, 12, 25, take_back)


def _asked(standing: Standing, day: int, question: str) -> None:
    def ask(at: datetime) -> None:
        helping.ask_help(standing.workshop, by=standing.person(WORKSHOP), at=at, question=question)

    standing.play.on(day, 11, 40, ask)


def _help(standing: Standing) -> None:
    _asked(standing, -14, words.QUESTION)

    def answer(at: datetime) -> None:
        perform(standing.latest(HelpRequest), "answer_help", by=standing.lead(), at=at, reply=words.ANSWER)

    standing.play.on(-10, 15, 45, answer)


def _grow(play: Play) -> None:
    for name, kind, level, is_granted in words.GROWN:
        _grow_one(play.standing[name], kind, level, is_granted=is_granted)


def _grow_one(standing: Standing, kind: str, level: HeritageLevel, *, is_granted: bool) -> None:
    days = standing.play.days

    def propose(at: datetime) -> None:
        firm = standing.firm
        title = words.TITLES[kind].format(craft=firm.craft.short, town=firm.town)
        said: dict[str, Any] = {
            "kind": kind,
            "level": level,
            "title": title,
            "document_number": words.PROPOSAL_NUMBER,
        }
        given: dict[str, Any] = {"proposed_on": days.day(-45), "person": firm.responsible.name, "place": firm.town}
        found = growing.propose_succession(standing.workshop, by=standing.lead(), at=at, **said, **given)
        standing.play.cases[f"{kind} of {standing.key}"] = found

    def go_on(at: datetime) -> None:
        found = standing.play.cases[f"{kind} of {standing.key}"]
        activity: dict[str, Any] = {
            "kind": "study",
            "held_on": days.day(-20),
            "title": words.STUDY,
            "participants": 14,
        }
        growing.add_activity(found, by=standing.lead(), at=at, **activity)
        if is_granted:
            said: dict[str, Any] = {"decided_on": days.day(-19), "decision_number": words.DECISION_NUMBER}
            growing.decide_succession(found, by=standing.lead(), at=at, is_granted=True, **said)

    standing.play.on(-45, 16, 25, propose)
    standing.play.on(-19, 16, 35, go_on)


def _brands(play: Play) -> None:
    for place, (name, kind, title, result) in enumerate(words.BRANDS):
        _brand(play.standing[name], -30 + 4 * place, kind, title, result)


def _brand(standing: Standing, day: int, kind: str, title: str, result: str) -> None:
    def record(at: datetime) -> None:
        said: dict[str, Any] = {
            "kind": kind,
            "title": title,
            "given_on": standing.play.days.day(day),
            "result": result,
        }
        growing.record_brand(standing.workshop, by=standing.lead(), at=at, **said)

    standing.play.on(day, 10, 50, record)
