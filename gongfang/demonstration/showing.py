"""A fair that is over, one that is coming, and products in shops and scenic areas (articles 8(五) and 8(六))."""

from datetime import datetime, timedelta
from decimal import Decimal

from gongfang.cases.services import perform
from gongfang.catalogue.models import Product
from gongfang.fairs import queries, services
from gongfang.fairs.models import Fair, Stand
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop, WorkshopStatus

from .play import Play

VENUES = (
    ("草原景区游客中心（演示）", "scenic_4a"),
    ("老街非遗集市（演示）", "street"),
    ("新城商场专柜（演示）", "shop"),
)
_PAST, _COMING = "塔城地区非遗展销会（演示）", "丝路非遗博览会（演示）"


def tell(play: Play) -> None:
    """Schedule the fairs and the placements, after the first products are on show."""
    play.on(-37, 9, 30, lambda at: _invite_some(play, at, _PAST, starts_in=12, number=4))
    play.on(-36, 18, 20, lambda at: _answer_some(play, at, _PAST))
    play.on(-20, 19, 10, lambda at: _report_some(at, _PAST))
    play.on(-15, 10, 40, lambda at: _place_some(play, at))
    play.on(-4, 9, 50, lambda at: _invite_some(play, at, _COMING, starts_in=30, number=3))
    play.on(-2, 20, 5, lambda at: _answer_some(play, at, _COMING))


def _invite_some(play: Play, at: datetime, name: str, *, starts_in: int, number: int) -> None:
    by, starts_on = play.cast.head("prefecture.culture"), beijing_date(at) + timedelta(days=starts_in)
    fair = services.plan_fair(
        by=by,
        at=at,
        name=name,
        kind="sales",
        organiser="地区文旅局（演示）",
        place="塔城市文化广场",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=4),
        reply_by=starts_on - timedelta(days=5),
        stands=10,
        note="演示数据",
    )
    leaving = Workshop.objects.filter(status=WorkshopStatus.RECOGNISED, changes__changed__field="surrender")
    for workshop in [*queries.invitable(fair)[:number], *leaving.exclude(stands__fair=fair)[:1]]:
        services.invite(fair, workshop, by=by, at=at)


def _answer_some(play: Play, at: datetime, name: str) -> None:
    """Let all answer but the last: the first declines."""
    stands = list(Stand.objects.filter(fair__name=name).select_related("holder", "workshop").order_by("pk"))
    for place, stand in enumerate(stands[:-1]):
        by = stand.holder or play.cast.head("county.culture", stand.region_id)
        if place == 0 and len(stands) > 3:
            perform(stand, "decline_invitation", by=by, at=at, reasons="正值转场季节，人手不够")
            continue
        perform(stand, "accept_invitation", by=by, at=at, products=list(queries.products_of(stand.workshop)))
        lead = play.cast.head("prefecture.culture")
        perform(stand, "allot_stand", by=lead, at=at, stand_number=f"A-{place + 1:02d}")


def _report_some(at: datetime, name: str) -> None:
    fair = Fair.objects.get(name=name)
    for place, stand in enumerate(Stand.objects.filter(fair=fair, state="accepted", holder__isnull=False)):
        amounts = {"sales": Decimal(2600 + 900 * place), "orders": Decimal(12000 * place)}
        assert stand.holder is not None  # chosen by it
        perform(stand, "report_fair_result", by=stand.holder, at=at, result="顾客喜欢小件（演示）", **amounts)


def _place_some(play: Play, at: datetime) -> None:
    rows = Product.objects.filter(shown__isnull=False).select_related("workshop__county").order_by("pk")
    for product, (venue, kind) in zip(rows[: len(VENUES)], VENUES, strict=False):
        services.place(
            by=play.cast.head("prefecture.culture"),
            at=at,
            product=product,
            venue=venue,
            kind=kind,
            county=product.workshop.county,
            since=beijing_date(at),
            note="演示数据",
        )
