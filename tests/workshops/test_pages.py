"""The pages of the register: who sees what, the public description, the plaque, bounded queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.records.models import AccessEntry
from gongfang.workshops import plaques, services
from gongfang.workshops.models import Plaque, Workshop, WorkshopPhoto
from tests import factories
from tests.factories import TACHENG_CITY, beijing
from tests.workshops.conftest import Maker
from tests.workshops.test_photos import picture

AT = beijing("2026-07-10 10:00")
REGISTER = "/workshops/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


@pytest.fixture
def culture(db: None) -> Client:
    return signed_in(factories.officer("prefecture.culture"))


@pytest.fixture
def plaque(workshop: Workshop) -> Plaque:
    return services.award_plaque(workshop=workshop, number="TC-001", awarded_on=date(2026, 7, 10), at=AT)


def test_a_county_office_sees_its_own_workshops_only(make_workshop: Maker) -> None:
    own, foreign = make_workshop(name="本县工坊"), make_workshop(name="外县工坊", county=TACHENG_CITY)
    client = signed_in(factories.officer("county.hrss"))
    page = client.get(REGISTER).content.decode()
    assert "本县工坊" in page
    assert "外县工坊" not in page
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(foreign.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "make", [lambda: factories.head("prefecture.agriculture"), factories.auditor], ids=["prefecture", "auditor"]
)
def test_the_prefecture_and_auditors_see_every_workshop(make_workshop: Maker, make: Callable[[], User]) -> None:
    make_workshop(name="甲工坊")
    make_workshop(name="乙工坊", county=TACHENG_CITY)
    page = signed_in(make()).get(REGISTER).content.decode()
    assert "甲工坊" in page
    assert "乙工坊" in page


@pytest.mark.parametrize("make", [factories.applicant, factories.expert_user])
def test_others_have_no_register(workshop: Workshop, make: Callable[[], User]) -> None:
    client = signed_in(make())
    assert client.get(REGISTER).status_code == 403
    assert client.get(workshop.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_the_register_asks_for_sign_in() -> None:
    assert Client().get(REGISTER).status_code == 302


def test_the_register_is_searched_and_says_so_when_nothing_fits(culture: Client, make_workshop: Maker) -> None:
    make_workshop(name="库甫花毡工坊")
    make_workshop(name="阿西尔奶酪坊", operator_name="某厂")
    page = culture.get(REGISTER, {"search": "奶酪"}).content.decode()
    assert "阿西尔奶酪坊" in page
    assert "库甫花毡工坊" not in page
    assert "没有符合条件的工坊" in culture.get(REGISTER, {"search": "玉雕"}).content.decode()


@pytest.mark.parametrize("query", [{"county": "999999"}, {"after": "xxx"}, {"status": "'"}, {"search": "\0"}])
def test_the_register_answers_odd_queries(culture: Client, workshop: Workshop, query: dict[str, str]) -> None:
    assert culture.get(REGISTER, query).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_register_takes_a_bounded_number_of_queries(
    culture: Client, make_workshop: Maker, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _each in range(rows):
        make_workshop()
    culture.get(REGISTER)
    with django_assert_max_num_queries(12):
        assert culture.get(REGISTER).status_code == 200


def test_the_page_of_a_workshop_shows_history_with_clauses_and_the_plaque(culture: Client, plaque: Plaque) -> None:
    page = culture.get(plaque.workshop.get_absolute_url()).content.decode()
    assert "第六条第（四）项" in page
    assert "塔地文旅发〔2026〕12号" in page
    assert "TC-001" in page


def test_culture_of_the_prefecture_writes_the_public_summary(culture: Client, workshop: Workshop) -> None:
    answer = culture.post(reverse("workshops:describe", args=[workshop.number]), {"summary": "三代人做花毡。"})
    assert answer.status_code == 302
    workshop.refresh_from_db()
    assert workshop.summary == "三代人做花毡。"
    assert AccessEntry.objects.filter(action="describe_workshop", subject=f"workshop:{workshop.number}").exists()


@pytest.mark.parametrize("code", ["prefecture.hrss", "county.culture"])
def test_other_offices_do_not_write_it(workshop: Workshop, code: str) -> None:
    client = signed_in(factories.head(code))
    for name in ("describe", "add_photo"):
        assert client.post(reverse(f"workshops:{name}", args=[workshop.number]), {}).status_code == 403
    workshop.refresh_from_db()
    assert workshop.summary == ""


def add_photo(client: Client, workshop: Workshop, content: bytes) -> Any:
    data = {"file": SimpleUploadedFile("a.jpg", content, "image/jpeg"), "alt_text": "两位绣娘在绷架前"}
    return client.post(reverse("workshops:add_photo", args=[workshop.number]), data)


def test_a_photo_is_added_shown_to_everybody_and_removed(
    culture: Client, workshop: Workshop, django_capture_on_commit_callbacks: Any
) -> None:
    assert add_photo(culture, workshop, picture().getvalue()).status_code == 302
    photo = WorkshopPhoto.objects.get()
    answer = Client().get(photo.get_absolute_url())
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):
        culture.post(reverse("workshops:remove_photo", args=[photo.pk]))
    assert Client().get(photo.get_absolute_url()).status_code == 404
    assert not photo.file.storage.exists(photo.file.name or "")


def test_a_file_that_is_no_picture_is_refused_with_a_reason(culture: Client, workshop: Workshop) -> None:
    answer = add_photo(culture, workshop, b"<script>alert(1)</script>")
    assert "不是能读取的 JPEG 或 PNG 图片" in answer.content.decode()
    assert not WorkshopPhoto.objects.exists()


def test_a_thirteenth_photo_is_refused(culture: Client, workshop: Workshop) -> None:
    for _each in range(12):
        add_photo(culture, workshop, picture().getvalue())
    assert "最多展示 12 张图片" in add_photo(culture, workshop, picture().getvalue()).content.decode()
    assert workshop.photos.count() == 12


def test_the_certificate_names_the_three_offices_and_its_code_leads_to_the_check(
    culture: Client, plaque: Plaque, settings: Any
) -> None:
    settings.GONGFANG_SITE_URL = "https://gongfang.example/"
    page = culture.get(reverse("workshops:certificate", args=[plaque.code])).content.decode()
    assert f"https://gongfang.example/p/{plaque.code}" in page
    assert "塔城地区文化体育广播电视和旅游局" in page
    assert "塔城地区农业农村局" in page
    assert plaques.check_url(plaque) == f"https://gongfang.example/p/{plaque.code}"


def test_the_certificate_warns_when_the_plaque_does_not_hold(culture: Client, plaque: Plaque) -> None:
    services.set_status(workshop=plaque.workshop, status="revoked", on=date(2026, 9, 1), at=AT)
    page = culture.get(reverse("workshops:certificate", args=[plaque.code])).content.decode()
    assert "扫码时不显示为有效" in page


def test_the_qr_code_comes_as_svg_and_as_png(culture: Client, plaque: Plaque) -> None:
    assert b"<svg" in culture.get(reverse("workshops:qr_svg", args=[plaque.code])).content
    png = culture.get(reverse("workshops:qr_png", args=[plaque.code]))
    assert png.content.startswith(b"\x89PNG")
    assert "attachment" in png["Content-Disposition"]


def test_a_foreign_county_does_not_find_the_certificate(plaque: Plaque) -> None:
    client = signed_in(factories.head("county.culture", TACHENG_CITY))
    for name in ("certificate", "qr_svg", "qr_png"):
        assert client.get(reverse(f"workshops:{name}", args=[plaque.code])).status_code == 404
