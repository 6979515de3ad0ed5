"""Changes of the registration in every state, a recognition given up, and the counties' own registers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gongfang.changes import services
from gongfang.changes.models import Change

from . import later_words as words
from .documents import pdf_upload
from .play import COUNTY, PREFECTURE, Play
from .standing import WORKSHOP, Standing


def tell(play: Play) -> None:
    """Schedule the requests."""
    standing = play.standing
    _surrendered(standing["surrendered"])
    _confirmed(standing["moved"], -48, place={"town": standing["moved"].firm.town, "address": "人民路 18 号"})
    _confirmed(
        standing["renamed"], -30, main_business=f"{standing['renamed'].firm.craft.products}的制作、教学和销售"
    )
    _request(standing["withdrew"], -21, name=_longer(standing["withdrew"]))
    _step(standing["withdrew"], "withdraw_change", WORKSHOP, -19)
    _request(standing["refused"], -26, name=_longer(standing["refused"]))
    _step(standing["refused"], "refuse_change", COUNTY, -24, reasons=words.CHANGE_REFUSED)
    _request(standing["accident"], -66, main_business=words.NEW_BUSINESS)  # lapses with the recognition
    _request(
        standing["asks for a change"],
        -2,
        place={"town": standing["asks for a change"].firm.town, "address": "友谊路 3 号"},
    )
    _request(standing["put right"], -9, main_business=words.NEW_BUSINESS)
    _step(standing["put right"], "confirm_change", f"{COUNTY}*", -5)


def _longer(standing: Standing) -> str:
    return standing.firm.name.replace("工坊", "非遗工坊")


def _request(standing: Standing, day: int, **changes: Any) -> None:
    def request(at: datetime) -> None:
        evidence = pdf_upload("变更证明（演示）", "仅用于说明材料的样式。")
        services.request_change(
            standing.workshop,
            by=standing.person(WORKSHOP),
            at=at,
            reasons=words.CHANGE_REASONS,
            files=[evidence],
            **changes,
        )

    standing.on(day, 15, request)


def _step(standing: Standing, action: str, by: str, day: int, **given: Any) -> None:
    standing.take(Change, action, by, day, 16, **given)


def _confirmed(standing: Standing, day: int, **changes: Mapping[str, str] | str) -> None:
    _request(standing, day, **changes)
    _step(standing, "confirm_change", f"{COUNTY}*", day + 2)
    _step(standing, "approve_change", PREFECTURE, day + 5)


def _surrendered(standing: Standing) -> None:
    """The workshop gives its recognition up and hands its plaque back."""
    _request(standing, -40, surrender=True)
    _step(standing, "confirm_change", f"{COUNTY}*", -38)
    _step(
        standing,
        "approve_change",
        PREFECTURE,
        -35,
        plaque_end="recovered",
        plaque_ended_on=standing.play.days.day(-36),
    )
