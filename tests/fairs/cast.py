"""A fair, a stand and a placement for the tests of access, made when they are asked for."""

from datetime import timedelta

from gongfang.catalogue.models import Product
from gongfang.fairs import services
from gongfang.fairs.models import Fair, Placement, Stand
from tests.world import NOW, World


def fair(world: World) -> Fair:
    """Return the one fair there is."""
    on = NOW.date()
    return Fair.objects.first() or services.plan_fair(
        by=world.home.cast.head("prefecture.culture"),
        at=NOW,
        name="展销会",
        kind="sales",
        organiser="地区文旅局",
        place="文化广场",
        starts_on=on + timedelta(days=20),
        ends_on=on + timedelta(days=25),
        reply_by=on + timedelta(days=10),
        stands=5,
        note="",
    )


def stand(world: World) -> Stand:
    """Return the stand of the home workshop, which has not answered yet."""
    workshop = world.home.product.workshop
    by = world.home.cast.head("prefecture.culture")
    return Stand.objects.filter(workshop=workshop).first() or services.invite(fair(world), workshop, by=by, at=NOW)


def placement(world: World, product: Product) -> Placement:
    """Return a placement of a product."""
    by = world.home.cast.head("prefecture.culture")
    where = {"venue": "某景区", "kind": "scenic_4a", "county": product.workshop.county, "note": ""}
    found = Placement.objects.filter(product=product).first()
    return found or services.place(by=by, at=NOW, product=product, since=NOW.date(), **where)
