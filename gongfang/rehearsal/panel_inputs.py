"""What the steps of a panel need: who sits, who acts, and lawful values for what a rehearsal leaves out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gongfang.panels.models import Declaration, Expert, MinutesSignature, Panel, ScoreSheet
from gongfang.regulation import clauses
from gongfang.regulation.edition import Edition
from gongfang.regulation.procedure import StepRefused

from .scene import Scene

SOURCE = "演练公开随机值"
_TOTAL = 80


def actor(scene: Scene, panel: Panel, action: str, given: Mapping[str, Any]) -> Expert:
    """Return the expert who acts: the one drawn at `rank`, else the first who has still to take this step."""
    named = scene.named(panel, given)
    if "rank" in given:
        return named
    done = _done(panel, action)
    return next((expert for expert in scene.sitting(panel) if expert.pk not in done), named)


def _done(panel: Panel, action: str) -> set[Any]:
    rows = {
        "declare": Declaration.objects.filter(entry__panel=panel),
        "score": ScoreSheet.objects.filter(entry__panel=panel, submitted_at__isnull=False),
        "sign_minutes": MinutesSignature.objects.filter(panel=panel),
    }
    return set(rows[action].values_list("expert_id", flat=True)) if action in rows else set()


def announcement(scene: Scene, at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs of `announce_draw`: five from all pools, drawn a minute later."""
    edition = scene.application.edition
    lawful = {
        "size": edition.panel_size_min,
        "pools": list(edition.expert_pools),
        "draw_at": at + timedelta(minutes=1),
        "public_value_source": SOURCE,
    }
    return {"applications": [scene.application], **lawful, **given}


def inputs(scene: Scene, panel: Panel, action: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs of a step on a drawn panel: what was given, and lawful values for the rest."""
    said = {name: value for name, value in given.items() if name not in ("rank", "total", "agrees")}
    return {**_LAWFUL[action](scene, panel, given), **said}


def _draw(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"public_value": "演练：第 2026001 期 03 08 15 16 21 30 + 07"}


def _declare(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    is_clear = given.get("is_clear", True)
    return {"is_clear": is_clear, "reasons": "" if is_clear else "与申报单位有利害关系"}


def _request(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    expert = scene.named(panel, given)
    return {"application": scene.application, "expert": expert, "reasons": "该专家与同业竞争者有合作"}


def _waive(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"application": scene.application}


def _decide(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    request = scene.open_request(panel)
    if request is None:
        raise StepRefused("没有待决定的回避申请", clauses.REVIEW)
    return {"request": request, "is_granted": True, "reasons": "经核实情况属实"}


def _excuse(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    expert = scene.named(panel, given)
    return {"expert": expert, "reasons": "因病不能参加"}


def _score(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    items = sheet(panel.edition, given.get("total", _TOTAL))
    return {"application": scene.application, "items": items}


def sheet(edition: Edition, total: int) -> dict[str, int]:
    """Return a complete scoring sheet of `total` points, filled up line by line."""
    items, left = {}, total
    for criterion in edition.rubric:
        items[criterion.code] = min(left, criterion.points)
        left -= items[criterion.code]
    return items


def _sign(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"votes": {scene.application.number: given.get("agrees", True)}}


def _minutes(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"minutes": "专家逐项讨论了申报材料、核查报告和评分，形成一致意见。"}


def _nothing(scene: Scene, panel: Panel, given: Mapping[str, Any]) -> dict[str, Any]:
    return {}


_LAWFUL = {
    "draw": _draw,
    "declare": _declare,
    "request_recusal": _request,
    "waive_recusal": _waive,
    "decide_recusal": _decide,
    "excuse": _excuse,
    "score": _score,
    "close_scoring": _nothing,
    "write_minutes": _minutes,
    "sign_minutes": _sign,
    "conclude": _nothing,
}
