"""How a panel comes about, scores and concludes: one service a step, `(case, *, by, at, …)`."""

from .drawing import announce_draw, draw
from .recusals import decide_recusal, declare, excuse, request_recusal, waive_recusal
from .scoring import close_scoring, conclude, save_sheet, score, sign_minutes, write_minutes

__all__ = [
    "announce_draw",
    "close_scoring",
    "conclude",
    "decide_recusal",
    "declare",
    "draw",
    "excuse",
    "request_recusal",
    "save_sheet",
    "score",
    "sign_minutes",
    "waive_recusal",
    "write_minutes",
]
