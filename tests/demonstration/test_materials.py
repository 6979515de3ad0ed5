"""What the demonstration is made of: days, firms, pictures and papers."""

import random
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from gongfang.demonstration.crafts import CRAFTS, Craft
from gongfang.demonstration.days import Days
from gongfang.demonstration.documents import pdf_upload, photo_upload
from gongfang.demonstration.firms import Founder
from gongfang.demonstration.people import MARK
from gongfang.demonstration.pictures import SIZE, picture
from gongfang.demonstration.seeding import as_late_as_needed
from gongfang.records.file_kinds import check_content, kind_named
from tests.factories import TUOLI, beijing


@pytest.mark.django_db
def test_days_leave_out_holidays_and_weekends() -> None:
    days = Days(beijing("2026-10-08 09:00"))

    assert days.day(0) == date(2026, 10, 8)
    assert days.day(-1) == date(2026, 9, 30)


@pytest.mark.django_db
def test_on_a_rest_day_the_story_ends_on_the_working_day_before() -> None:
    days = Days(beijing("2026-11-22 09:00"))

    assert days.day(0) == date(2026, 11, 20)


@pytest.mark.django_db
def test_nothing_of_today_happens_later_than_now() -> None:
    now = beijing("2026-11-24 06:30")

    assert Days(now).instant(0, 16) == now
    assert Days(now).instant(-1, 16) == beijing("2026-11-23 16:00")


@pytest.mark.django_db
def test_the_law_does_its_part_after_the_last_day() -> None:
    assert Days(beijing("2026-11-24 11:00")).after_midnight(-2) == beijing("2026-11-21 00:05")


def test_no_two_workshops_bear_one_name() -> None:
    founder = Founder(random.Random(5))
    names = [founder.found(TUOLI).name for _ in range(60)]

    assert len(set(names)) == 60
    assert all(name.endswith(MARK) for name in names)


def test_the_same_seed_founds_the_same_workshops() -> None:
    first, second = (Founder(random.Random(7)).found(TUOLI, "花毡") for _ in range(2))

    assert first == second
    assert first.craft.short == "花毡"


@pytest.mark.parametrize("craft", CRAFTS, ids=lambda craft: craft.short)
def test_each_craft_has_pictures_of_its_own(craft: Craft) -> None:
    drawn = picture(craft.short, 1)

    assert Image.open(BytesIO(drawn)).size == SIZE
    assert drawn != picture(craft.short, 2)


@pytest.mark.parametrize(
    "upload",
    [pdf_upload("营业执照（演示）", "一行"), photo_upload("现场（演示）", "花毡", 0)],
    ids=["paper", "photo"],
)
def test_uploads_are_what_their_names_say(upload: object) -> None:
    kind = kind_named(upload.name, declared=upload.content_type)  # type: ignore[attr-defined]

    check_content(BytesIO(upload.read()), kind)  # type: ignore[attr-defined]


def test_the_story_is_told_at_the_earliest_when_the_measures_have_long_been_in_force() -> None:
    now = beijing("2027-02-01 10:00")

    assert as_late_as_needed(now) == now
    assert as_late_as_needed(beijing("2026-03-01 10:00")) > beijing("2026-10-01 00:00")
