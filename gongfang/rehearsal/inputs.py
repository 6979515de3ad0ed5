"""Lawful values for what a rehearsal leaves out of a form. What it says, an empty text too, is passed on."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from .filing import file

SIGNATURES = "signatures"
"""How many inspectors sign the report before `finish_inspection`; no field of its form."""
HAS_EVIDENCE = "has_evidence"
"""Whether a file of evidence comes with a revocation; no field of its form either."""
INCOMPLETE = "incomplete"
"""Whether a year's filing is left as it is; no field of its form either."""
_OF_THE_PLAYER = (SIGNATURES, HAS_EVIDENCE, INCOMPLETE)
_REASONS = {"reasons": "演练：理由"}
_DECISION = {"findings": "演练：经三部门核查，情况已查明", "reply": "演练：核查意见答复如下"}
_OBJECTION = {
    "real_name": "演练异议人",
    "contact": "演练地址",
    "reasons": "演练：场地不实",
    "evidence": "演练：照片",
}

_DIMENSIONS = ("transmission", "employment", "funds", "quality")

_LAWFUL: Mapping[str, Mapping[str, Any]] = {
    "lapse": {"reasons": "演练：经查收文登记，期内未收到补正材料"},
    "submit": {"truth_declared": True},
    "file": {"truth_declared": True},
    "return_filing": {"missing": "演练：补充就业人员名单"},
    "resubmit": {"truth_declared": True},
    "request_correction": {"missing": "演练：补充上年度经营情况统计表"},
    "decline": _REASONS,
    "not_recommend": _REASONS,
    "refuse": _REASONS,
    "cancel": _REASONS,
    "disqualify": {**_REASONS, "evidence": "演练：核查笔录"},
    "consult": {"minutes": "演练：三部门会商，意见一致"},
    "give_opinion": {"agree": True},
    "confirm": {"document_number": "演练〔2026〕1 号"},
    "award": {"plaque_number": "演练-001"},
    "object": _OBJECTION,
    "complete_objection": {name: _OBJECTION[name] for name in ("reasons", "evidence")},
    "request_change": _REASONS,
    "refuse_change": _REASONS,
    "uphold_objection": _DECISION,
    "dismiss_objection": _DECISION,
    "open_revocation": {"grounds": ["10(八)"], "facts": "演练：仓库失火，经认定为较大安全事故"},
    "drop_revocation": _REASONS,
    "serve_notice": {"method": "in_person", "proof": "演练：送达回证"},
    "appeal": {**_OBJECTION, "real_name": "演练工坊"},
    "uphold_appeal": _DECISION,
    "revoke": {**_DECISION, "document_number": "演练〔撤销〕1 号"},
    "self_assess": {"statements": {code: "演练：两年来开展正常，台账齐全" for code in _DIMENSIONS}},
    "score_evaluation": {"scores": {code: {"points": 20, "remark": "演练：台账齐全"} for code in _DIMENSIONS}},
    "order_rectification": {"problems": "演练：补助资金使用凭证不全，请逐笔补齐"},
    "report_rectified": {"reply": "演练：已逐笔补齐凭证"},
    "fail_evaluation": _REASONS,
    "draw_workshops": {"public_value": "3 1 4 1 5"},
    "call_off_check": _REASONS,
    "note_finding": {"problems": "演练：消防通道堆放毛料", "aspect": "site"},
    "close_finding": _REASONS,
    "fail_finding": _REASONS,
}


def complete(step_name: str, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Return the inputs of a step on any case but a panel."""
    said = {name: value for name, value in given.items() if name not in _OF_THE_PLAYER}
    return {**_LAWFUL.get(step_name, {}), **_dependent(step_name, given, today), **said}


def _dependent(step_name: str, said: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    """Return the values that are lawful only beside others, or on that day."""
    rule = _DEPENDENT.get(step_name)
    return rule(said, today) if rule else {}


def _dissent(said: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    return _REASONS if said.get("agree") is False else {}


def _late_entry(said: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    return {"entry_reason": "演练：当日签收，事后录入"} if "received_on" in said else {}


def _evidence(said: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    return {} if said.get(HAS_EVIDENCE) is False else {"files": [file("调查笔录")]}


def _return(said: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    return {} if "reasons" in said else {"returned_on": today}


_DEPENDENT: Mapping[str, Callable[[Mapping[str, Any], date], Mapping[str, Any]]] = {
    "give_opinion": _dissent,
    "object": _late_entry,
    "file": _late_entry,
    "self_assess": _late_entry,
    "report_rectified": _late_entry,
    "plan_campaign": lambda said, today: {"name": "演练检查", "starts_on": today, "ends_on": today},
    "enter_paper": lambda said, today: {"received_on": today},
    "award": lambda said, today: {"plaque_date": today},
    "open_revocation": _evidence,
    "supplement_revocation": lambda said, today: _evidence(said, today) if HAS_EVIDENCE in said else {},
    "serve_notice": lambda said, today: {"received_on": today},
    "appeal": _late_entry,
    "recover_plaque": _return,
}
