"""One application that went all the way to its plaque, made once for the folder."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from gongfang.applications.models import Application
from gongfang.rehearsal import reaching
from gongfang.rehearsal.cast import Cast
from tests import world
from tests.applications import specimen
from tests.factories import TUOLI, beijing

AWARDED = beijing("2026-06-30 10:00")


@pytest.fixture(scope="module")
def awarded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Application]:
    """Yield the application; what comes of it is rolled back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield awarded_application()
        transaction.set_rollback(True)


def awarded_application() -> Application:
    for number in range(1, 8):
        world._expert(number)
    cast = Cast(county=TUOLI, since=world.BEGUN)
    application = specimen.complete_draft(holder=cast.applicant, region=cast.county, at=world.BEGUN)
    play = world.Play(application, cast)
    reaching.reach(play, None, "recognised", at=beijing("2026-06-20 10:00"))
    reaching.reach(play, None, "awarded", at=AWARDED)
    return Application.objects.select_related("region").get(pk=application.pk)
