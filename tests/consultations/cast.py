"""A meeting and an assignment for the tests of access, made when they are asked for."""

from datetime import timedelta

from gongfang.cases.services import perform
from gongfang.consultations import services
from gongfang.consultations.models import Assignment, Meeting
from tests.factories import office
from tests.world import NOW, World


def meeting(world: World) -> Meeting:
    """Return a meeting of the three departments that is called for tomorrow."""
    found = Meeting.objects.filter(state="called").first()
    if found is not None:
        return found
    offices = [office(f"prefecture.{name}") for name in ("culture", "hrss", "agriculture")]
    on = (NOW + timedelta(days=1)).date()
    called = services.Called(title="会商", held_on=on, place="地区文旅局", offices=offices, topics=["销路"])
    return services.call_meeting(by=world.home.cast.head("prefecture.culture"), at=NOW, called=called)


def assignment(world: World) -> Assignment:
    """Return something that human resources of the prefecture are to do."""
    by, later = world.home.cast.head("prefecture.culture"), NOW + timedelta(days=1)
    held = meeting(world)
    perform(held, "record_meeting", by=by, at=later, minutes="同意")
    owner = office("prefecture.hrss")
    return services.assign(held, by=by, at=later, text="培训", office=owner, due_on=later.date())
