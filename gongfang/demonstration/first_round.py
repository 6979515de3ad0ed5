"""The first round: one group has its plaques, another is on its way between inspection and confirmation."""

from gongfang.panels.models import Relation

from . import chapters, objecting, visits, words
from .cast import DEMO_APPLICANT
from .objecting import decide, enter_paper, object_to, publish
from .people import MARK
from .play import PREFECTURE, TACHENG, TUOLI, Play
from .reviews import Review

FIRST = "first"
AWARDED = tuple(f"awarded {number}" for number in range(1, 15))
"""Those that went the whole way; the first belongs to the demonstration's own applicant."""
_FAILED, _CANCELLED, _EMPTY_SITE = "failed", "cancelled", "empty site"
_COUNTIES = ("654201", "654224", "654202", "654221", "654203", "654226", "654225")
_NINE = 9


def tell(play: Play) -> None:
    """Schedule everything that happens to the applications of the first round."""
    _first_group(play)
    _second_group(play)
    _under_review(play)
    _under_inspection(play)


def _first_group(play: Play) -> None:
    """Sixteen applications before two panels: fourteen plaques, one failure, one objection upheld."""
    members = (*AWARDED, _FAILED, _CANCELLED)
    for place, member in enumerate(members):
        holder = play.cast.applicants[DEMO_APPLICANT] if place == 0 else None
        craft = "毡绣" if place == 0 else "草编" if member == _CANCELLED else ""
        county = TUOLI if member == _CANCELLED else _COUNTIES[place % len(_COUNTIES)]
        play.enter(member, county, FIRST, craft=craft, holder=holder)
        chapters.to_experts(play, member, -122 + place // 3)
    _exclude_a_relation(play, AWARDED[3])
    _reviewed_in_two_panels(play, members)
    passed = (*AWARDED, _CANCELLED)
    chapters.propose(play, passed, -80)
    play.take(_FAILED, "refuse", PREFECTURE, -80, 15, reasons=words.REFUSAL)
    publish(play, passed, -78, title=_title(play, ""))
    _objections_to_the_first_notice(play)
    chapters.close_notice(play, AWARDED, -73)
    play.take(_CANCELLED, "cancel", PREFECTURE, -70, 16, reasons=words.CANCELLED)
    chapters.confirm(play, AWARDED, -68, number=31)
    chapters.award(play, AWARDED, -64)


def _exclude_a_relation(play: Play, member: str) -> None:
    """Give one expert an interest in one applicant: the frozen list says why he may not sit there."""
    operator = play.entrants[member].firm.operator
    Relation.objects.create(expert=play.cast.experts[14], kind=Relation.Kind.ORGANISATION, value=operator)


def _reviewed_in_two_panels(play: Play, members: tuple[str, ...]) -> None:
    first = Review(play, "panel of crafts", members[:8])
    second = Review(play, "panel of arts", members[8:], poor=(_FAILED,))
    for review, number, group in ((first, "26187", "第一评审组"), (second, "26188", "第二评审组")):
        review.announce(-95, draw_on=-93, number=number, group=group)
        review.draw(-93)
    first.recuse_one(-92, members[2])
    second.request_recusal(-92, members[9])
    second.grant_recusal(-91)
    for review in (first, second):
        review.declare(-90)
        review.score(-86)
        review.deliberate(-84, minutes_on=-83)
        review.conclude(-82)


def _objections_to_the_first_notice(play: Play) -> None:
    """One dismissed, one upheld, one anonymous and kept as a lead."""
    first, second = "objection dismissed", "objection upheld"
    said = {"real_name": f"周某{MARK}", "reasons": words.OBJECTION_AREA, "evidence": "现场照片 1 张"}
    object_to(play, first, AWARDED[5], -77, has_photo=True, **said)
    said = {"real_name": f"古某{MARK}", "reasons": words.OBJECTION_LABEL, "evidence": "购买凭证"}
    object_to(play, second, _CANCELLED, -76, has_photo=True, **said)
    object_to(play, "objection inadmissible", AWARDED[8], -76, reasons=words.OBJECTION_LEAD)
    decide(play, first, "dismiss_objection", opinions_on=-75, day=-74)
    decide(play, second, "uphold_objection", opinions_on=-74, day=-73)


_RECOGNISED = ("recognised 1", "recognised 2")
_CONFIRMING = ("confirming 1", "confirming 2")
_DISPUTED = ("disputed 1", "disputed 2")
_ON_NOTICE = ("on notice 1", "on notice 2", "on notice 3")
_PROPOSED = ("proposed 1", "proposed 2")


def _second_group(play: Play) -> None:
    """Eleven that a third panel has passed, from proposed to recognised; three notices."""
    members = (*_RECOGNISED, *_CONFIRMING, *_DISPUTED, *_ON_NOTICE, *_PROPOSED)
    for place, member in enumerate(members):
        holder = play.cast.applicants[DEMO_APPLICANT] if member == _ON_NOTICE[0] else None
        play.enter(member, _COUNTIES[(place + 1) % len(_COUNTIES)], FIRST, holder=holder)
        chapters.to_experts(play, member, -74 + place // 4)
    review = Review(play, "panel of the second group", members)
    review.announce(-46, draw_on=-44, number="26259", group="第三评审组")
    review.draw(-44)
    review.declare(-43)
    review.score(-39)
    review.deliberate(-37, minutes_on=-36)
    review.conclude(-34)
    chapters.propose(play, members[:9], -31)
    chapters.propose(play, _PROPOSED, -2)
    _notices_of_the_second_group(play)


def _notices_of_the_second_group(play: Play) -> None:
    publish(play, _RECOGNISED, -20, title=_title(play, "第二次"))
    chapters.close_notice(play, _RECOGNISED, -15)
    chapters.confirm(play, _RECOGNISED, -9, number=57)
    publish(play, (*_CONFIRMING, *_DISPUTED), -10, title=_title(play, "第三次"))
    chapters.close_notice(play, _CONFIRMING, -5)
    play.opinions(_CONFIRMING[0], "prefecture", -3, ("culture", "hrss"))
    play.opinions(_CONFIRMING[1], "prefecture", -3)
    play.prepare(
        _CONFIRMING[1], "confirm", PREFECTURE, -1, document_number=f"塔地文旅发（演示）〔{play.at.year}〕63 号"
    )
    publish(play, _ON_NOTICE, -3, title=_title(play, "第四次"))
    _objections_that_wait(play)


def _title(play: Play, part: str) -> str:
    return f"{play.rounds[FIRST].name}地区级非遗工坊拟认定名单{part}公示{MARK}"


def _objections_that_wait(play: Play) -> None:
    """One overdue, one due today, one new, one that lacks something."""
    late, today = "objection overdue", "objection due today"
    said = {"real_name": f"马某{MARK}", "reasons": words.OBJECTION_WAGES, "evidence": "计件单照片"}
    object_to(play, late, _DISPUTED[0], -8, has_photo=True, **said)
    objecting.agree(play, late, -5, ("agriculture",))
    said = {"real_name": f"赛某{MARK}", "reasons": words.OBJECTION_AREA, "evidence": "视频截图"}
    enter_paper(play, today, _DISPUTED[1], received=-5, entered=-4, **said)
    objecting.agree(play, today, -2, ("culture", "hrss", "agriculture"))
    data = {"findings": words.FINDINGS_DISMISSED, "reply": words.REPLY_DISMISSED}
    play.prepare(today, "dismiss_objection", PREFECTURE, -1, **data)
    said = {"real_name": f"徐某{MARK}", "reasons": words.OBJECTION_LABEL, "evidence": "商品照片"}
    object_to(play, "objection new", _ON_NOTICE[1], -1, has_photo=True, **said)
    named = f"何某{MARK}"
    object_to(play, "objection incomplete", _ON_NOTICE[2], -2, real_name=named, reasons=words.OBJECTION_VAGUE)


def _under_review(play: Play) -> None:
    """Panels in every state, the nine experts of the sign-in page on two of them."""
    names = [f"review {number}" for number in range(1, 12)]
    for place, name in enumerate(names):
        play.enter(name, _COUNTIES[(place + 3) % len(_COUNTIES)], FIRST)
        chapters.to_experts(play, name, -58 + place // 4)
    _deliberating(play, names[0:2])
    _scoring(play, names[2:5])
    _drawn(play, names[5:7])
    concluded = Review(play, "panel concluded", names[7:8])
    concluded.announce(-16, draw_on=-15, number="26291", group="第六评审组")
    concluded.draw(-15)
    concluded.declare(-14)
    concluded.score(-10)
    concluded.deliberate(-8, minutes_on=-7)
    concluded.conclude(-5)
    Review(play, "panel to be drawn", names[8:9]).announce(-3, draw_on=-1, number="26301", group="第七评审组")
    Review(play, "panel announced", names[9:10]).announce(-1, draw_on=2, number="26304", group="第八评审组")


def _deliberating(play: Play, members: list[str]) -> None:
    review = Review(play, "panel deliberating", members)
    review.announce(-22, draw_on=-20, number="26285", group="第四评审组", size=_NINE, pools=("region",))
    review.draw(-20, seating=play.cast.experts[:_NINE])
    review.declare(-19)
    review.score(-14)
    review.deliberate(-9, minutes_on=-4, signatures=3)


def _scoring(play: Play, members: list[str]) -> None:
    review = Review(play, "panel scoring", members)
    nine = play.cast.experts[:_NINE]
    review.announce(-12, draw_on=-10, number="26293", group="第五评审组", size=_NINE, pools=("region",))
    review.draw(-10, seating=nine)
    review.declare(-9, skips=(nine[-1],))
    review.score(-5, members=members[:1], only=nine[3:7])
    review.begin_sheet(-2, members[0], nine[0])


def _drawn(play: Play, members: list[str]) -> None:
    review = Review(play, "panel drawn", members)
    review.announce(-4, draw_on=-2, number="26299", group="第九评审组")
    review.draw(-2)
    review.declare(-1, only=3)
    review.request_recusal(-1, members[0])


def _under_inspection(play: Play) -> None:
    """One to be visited, one visited and not yet signed, one signed and ready; one whose site stood empty."""
    members = ("to visit", "visited", "signed", _EMPTY_SITE)
    for member, county in zip(members, (TACHENG, TUOLI, "654221", "654226"), strict=True):
        play.enter(member, county, FIRST)
        chapters.file(play, member, -56)
        chapters.recommend(play, member, -50)
        chapters.send_inspectors(play, member, -20)
    visits.plan(play, "to visit", -6, visit_on=1)
    visits.plan(play, "visited", -8, visit_on=-3)
    visits.report(play, "visited", -3, is_complete=False)
    visits.plan(play, "signed", -10, visit_on=-5)
    visits.report(play, "signed", -5)
    visits.plan(play, _EMPTY_SITE, -12, visit_on=-8)
    play.take(_EMPTY_SITE, "refuse", PREFECTURE, -6, 16, reasons=words.REFUSAL_ON_THE_SPOT)
