"""Revocations in every state: inquired into, proposed, served, appealed, decided (article 10, reading R17)."""

from datetime import datetime
from typing import Any

from gongfang.revocations import services, serving
from gongfang.revocations.models import Revocation

from . import later_words as words
from .documents import pdf_upload
from .people import MARK
from .play import PREFECTURE, Play
from .standing import WORKSHOP, Standing


def tell(play: Play) -> None:
    """Schedule the revocations."""
    standing = play.standing
    _after_an_accident(standing["accident"])
    _of_an_idle_one(standing["idle"])
    _appeal_upheld(standing["appeal upheld"])
    _appealed(standing["appealed"])
    _of_the_applicant(standing["notified"], standing["to be notified"])
    _inquired_into(standing["inquired into"])
    _cleared(standing["cleared"])
    _propose(standing["proposed"], "10(六)", opened=-12, proposed=-2)
    standing["failed"].agree(Revocation, -3, words.AGREED, ("culture", "hrss"))


def _open(standing: Standing, ground: str, day: int) -> None:
    def open_it(at: datetime) -> None:
        evidence = pdf_upload("调查材料（演示）", "仅用于说明材料的样式。")
        services.open_revocation(
            standing.workshop,
            by=standing.lead(),
            at=at,
            grounds=[ground],
            facts=words.ACCUSATIONS[ground],
            files=[evidence],
        )

    standing.on(day, 10, open_it)


def _step(standing: Standing, action: str, day: int, *, by: str = PREFECTURE, **given: Any) -> None:
    standing.take(Revocation, action, by, day, 16, **given)


def _propose(standing: Standing, ground: str, *, opened: int, proposed: int) -> None:
    """Let an inquiry find that its ground holds."""
    _open(standing, ground, opened)
    standing.agree(Revocation, opened + 3, words.AGREED)
    _step(standing, "propose_revocation", proposed)


def _serve(standing: Standing, day: int, *, method: str = "in_person") -> None:
    """Let the notice be handed over, or be received two working days before its receipt comes back."""
    received = standing.play.days.day(day if method == "in_person" else day - 2)
    proof = pdf_upload("送达回证（演示）", "仅用于说明材料的样式。")
    _step(standing, "serve_notice", day, method=method, received_on=received, proof=proof)


def _appeal(standing: Standing, day: int, ground: str) -> None:
    _step(
        standing,
        "appeal",
        day,
        by=WORKSHOP,
        real_name=standing.firm.operator,
        contact="19200000000",
        reasons=words.APPEALS[ground],
        evidence=words.APPEAL_EVIDENCE,
    )


def _document(standing: Standing, day: int, number: int) -> str:
    return f"塔地文旅发（演示）〔{standing.play.days.day(day).year}〕{number} 号"


def _after_an_accident(standing: Standing) -> None:
    """Revoked without an appeal, announced, the plaque taken back."""
    _propose(standing, "10(八)", opened=-64, proposed=-57)
    _serve(standing, -55)
    _step(standing, "revoke", -46, document_number=_document(standing, -46, 40))
    standing.take(Revocation, "recover_plaque", f"{PREFECTURE}*", -42, 11, returned_on=standing.play.days.day(-43))


def _of_an_idle_one(standing: Standing) -> None:
    """Appealed in vain; its plaque has still to be taken back."""
    _propose(standing, "10(四)", opened=-74, proposed=-66)
    _serve(standing, -61, method="post")
    _appeal(standing, -60, "10(四)")
    standing.agree(Revocation, -56, words.APPEAL_UNFOUNDED)
    _step(
        standing,
        "revoke",
        -54,
        document_number=_document(standing, -54, 37),
        findings=words.FINDINGS_DISMISSED,
        reply=words.REPLY_DISMISSED,
    )


def _appeal_upheld(standing: Standing) -> None:
    _propose(standing, "10(六)", opened=-50, proposed=-44)
    _serve(standing, -42)
    _appeal(standing, -39, "10(六)")
    standing.agree(Revocation, -35, words.APPEAL_WELL_FOUNDED)
    _step(standing, "uphold_appeal", -33, findings=words.FINDINGS_UPHELD, reply=words.REPLY_UPHELD)


def _appealed(standing: Standing) -> None:
    """Two departments have looked at the appeal, the third has yet to."""
    _propose(standing, "10(五)", opened=-18, proposed=-13)
    _serve(standing, -11)
    _appeal(standing, -7, "10(五)")
    standing.agree(Revocation, -2, words.APPEAL_UNFOUNDED, ("hrss", "agriculture"))


def _of_the_applicant(notified: Standing, offered: Standing) -> None:
    """One whose appeal period runs, and one whose electronic notice waits to be opened."""
    _propose(notified, "10(四)", opened=-14, proposed=-6)
    _serve(notified, -3)
    offered.on(-22, 20, lambda at: _consent(offered, at))
    _propose(offered, "10(六)", opened=-15, proposed=-5)
    _step(offered, "offer_notice", -2)


def _consent(standing: Standing, at: datetime) -> None:
    serving.set_service_consent(standing.workshop, by=standing.person(WORKSHOP), at=at, is_given=True)


def _inquired_into(standing: Standing) -> None:
    """One department has spoken, the others are still to."""
    _open(standing, "10(五)", -7)
    standing.agree(Revocation, -3, words.AGREED, ("hrss",))


def _cleared(standing: Standing) -> None:
    _open(standing, "10(一)", -36)
    _step(standing, "drop_revocation", -29, reasons=f"{words.DROPPED}{MARK}")
