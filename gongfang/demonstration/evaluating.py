"""Biennial evaluations in every state (article 9(四), reading R15): time opens them, see `register.EARLIER`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongfang.evaluations import assessing
from gongfang.evaluations.models import Evaluation

from . import later_words as words
from .documents import photo_upload
from .play import PREFECTURE, Play
from .standing import WORKSHOP, Standing

_DIMENSIONS = ("transmission", "employment", "funds", "quality")
_PASSED = ("idle", "cleared", "appealed", "moved", "renamed", "withdrew", "refused")
"""Those whose years had passed when the measures came into force: evaluated first of all."""
_FULL, _POOR = (22, 21, 24, 20), (18, 9, 20, 12)


def tell(play: Play) -> None:
    """Schedule the self-assessments, the scores, the orders and the results."""
    for place, name in enumerate(_PASSED):
        _assess(play.standing[name], -116 + place)
        _score(play.standing[name], -104 + place, _FULL)
        _step(play.standing[name], "pass_evaluation", -103 + place)
    _put_right(play.standing["put right"])
    _failed(play.standing["failed"])
    _rectifying(play.standing["rectifying"])
    _rectified(play.standing["rectified"])
    _assess(play.standing["assessed"], -8)
    _score(play.standing["assessed"], -2, (21, 19))


def _assess(standing: Standing, day: int) -> None:
    """Let a workshop say what it did; a photograph goes with it where it does so itself."""

    def assess(at: datetime) -> None:
        case, by, firm = standing.latest(Evaluation), standing.person(WORKSHOP), standing.firm
        if standing.holder:
            upload = photo_upload(f"{firm.craft.short}传习（演示）", firm.craft.short, 1)
            assessing.add_file(case, dimension=_DIMENSIONS[0], upload=upload, by=by, at=at)
        statements = {code: words.SELF_ASSESSMENTS[code].format(craft=firm.craft.short) for code in _DIMENSIONS}
        assessing.self_assess(case, by=by, at=at, statements=statements, **standing.stamp(at))

    standing.on(day, 16, assess)


def _score(standing: Standing, day: int, points: Sequence[int]) -> None:
    given = {
        code: {"points": score, "remark": words.REMARKS[code]}
        for code, score in zip(_DIMENSIONS, points, strict=False)
    }
    standing.take(Evaluation, "score_evaluation", f"{PREFECTURE}*", day, 10, scores=given)


def _step(standing: Standing, action: str, day: int, **given: Any) -> None:
    standing.take(Evaluation, action, PREFECTURE, day, 15, **given)


def _order(standing: Standing, day: int, *, until: int, **given: Any) -> None:
    deadline = standing.play.days.day(until)
    problems = words.EVALUATION_PROBLEMS
    _step(standing, "order_rectification", day, problems=problems, deadline=deadline, **given)


def _report(standing: Standing, day: int) -> None:
    standing.take(
        Evaluation, "report_rectified", WORKSHOP, day, 17, is_stamped=True, reply=words.EVALUATION_PUT_RIGHT
    )


def _put_right(standing: Standing) -> None:
    """Suspended while it put things right, found in order, and in force again."""
    _assess(standing, -100)
    _score(standing, -95, _POOR)
    _order(standing, -94, until=-70, suspends=True)
    _report(standing, -78)
    _score(standing, -73, _FULL)
    _step(standing, "pass_evaluation", -72)


def _failed(standing: Standing) -> None:
    """Its revocation opens by itself (article 10(九))."""
    _assess(standing, -52)
    _score(standing, -46, _POOR)
    _order(standing, -45, until=-15)
    _step(standing, "fail_evaluation", -11, reasons=words.EVALUATION_FAILED)


def _rectifying(standing: Standing) -> None:
    _assess(standing, -40)
    _score(standing, -32, _POOR)
    _order(standing, -30, until=9)


def _rectified(standing: Standing) -> None:
    _assess(standing, -45)
    _score(standing, -38, _POOR)
    _order(standing, -37, until=-5)
    _report(standing, -7)
