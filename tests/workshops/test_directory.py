"""Finding workshops: search and order in Chinese, filters, and what the public does not get."""

from datetime import date

import pytest

from gongfang.web.paging import page_of
from gongfang.workshops import queries, searching, services
from gongfang.workshops.models import Workshop
from gongfang.workshops.services import ReliedItem
from tests.factories import TACHENG_CITY, TUOLI, beijing
from tests.workshops.conftest import Maker

AT = beijing("2026-07-10 10:00")
DAIRY = ReliedItem(name="传统奶制品制作技艺", category="crafts", level="prefecture")
EMBROIDERY = ReliedItem(name="达斡尔族刺绣", category="fine_arts", level="region")


@pytest.fixture
def three(make_workshop: Maker) -> None:
    make_workshop(name="库甫花毡工坊", town="库甫乡")
    make_workshop(
        name="阿西尔奶酪坊",
        county=TACHENG_CITY,
        operator_name="塔城市阿西尔乳业有限公司",
        operator_kind="company",
        items=[DAIRY],
        batch="2026年第二批",
        main_business="酸奶疙瘩、奶酪",
    )
    make_workshop(
        name="哈孜·别克刺绣工坊",
        county=TACHENG_CITY,
        operator_name="某合作社",
        items=[EMBROIDERY],
        category="fine_arts",
    )


def names(**filters: str) -> list[str]:
    return [workshop.name for workshop in queries.directory(**filters)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("毡", ["库甫花毡工坊"]),
        ("花毡", ["库甫花毡工坊"]),
        ("库甫花毡工坊", ["库甫花毡工坊"]),
        ("奶", ["阿西尔奶酪坊"]),
        ("乳业", ["阿西尔奶酪坊"]),
        ("疙瘩", ["阿西尔奶酪坊"]),
        ("达斡尔族", ["哈孜·别克刺绣工坊"]),
        ("哈孜别克", ["哈孜·别克刺绣工坊"]),
        ("塔城市 刺绣", ["哈孜·别克刺绣工坊"]),
        ("刺绣　塔城市", ["哈孜·别克刺绣工坊"]),
        ("库甫 奶酪", []),
        ("工坊某", []),
        ("不存在", []),
        ("%", []),
        ("_", []),
        ("gf2026", ["阿西尔奶酪坊", "哈孜·别克刺绣工坊", "库甫花毡工坊"]),
        ("ＧＦ２０２６", ["阿西尔奶酪坊", "哈孜·别克刺绣工坊", "库甫花毡工坊"]),
    ],
)
@pytest.mark.usefixtures("three")
def test_search_finds_single_characters_words_and_several_words(query: str, found: list[str]) -> None:
    assert names(search=query) == found


@pytest.mark.usefixtures("three")
def test_directory_is_narrowed_by_county_category_level_and_batch() -> None:
    assert names(county=TUOLI) == ["库甫花毡工坊"]
    assert names(category="fine_arts") == ["哈孜·别克刺绣工坊"]
    assert names(level="prefecture") == ["阿西尔奶酪坊"]
    assert names(batch="2026年第二批") == ["阿西尔奶酪坊"]
    assert names(county=TACHENG_CITY, level="national") == []


def test_a_workshop_with_two_items_of_one_level_is_listed_once(make_workshop: Maker) -> None:
    second = ReliedItem(name="塔城某技艺", category="crafts", level="prefecture")
    make_workshop(items=[DAIRY, second])
    assert len(names(level="prefecture")) == 1


@pytest.mark.usefixtures("three")
def test_directory_is_in_the_order_of_pinyin_on_keyset_pages() -> None:
    first = page_of(queries.directory(), order=queries.BY_NAME, size=2)
    second = page_of(queries.directory(), order=queries.BY_NAME, size=2, cursor=first.next)
    assert [workshop.name for workshop in first.items] == ["阿西尔奶酪坊", "哈孜·别克刺绣工坊"]
    assert [workshop.name for workshop in second.items] == ["库甫花毡工坊"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单氏马具坊", "shan4 shi4 ma3 ju4 fang1"),
        ("曾记奶茶", "zeng1 ji4 nai3 cha2"),
        ("单人纺车", "dan1 ren2 fang3 che1"),
        ("重阳花馍", "chong2 yang2 hua1 mo2"),
    ],
)
def test_sort_key_reads_surnames_as_surnames(name: str, key: str) -> None:
    assert searching.sort_key(name) == key


@pytest.mark.parametrize(
    ("status", "is_listed"), [("suspended", True), ("revoked", False), ("surrendered", False)]
)
def test_directory_lists_what_is_recognised_or_suspended(workshop: Workshop, status: str, is_listed: bool) -> None:
    services.set_status(workshop=workshop, status=status, on=date(2026, 9, 1), at=AT)
    assert bool(names()) is is_listed
    assert queries.public_workshop(workshop.public_id) == workshop


def test_directory_does_not_load_what_is_not_public(workshop: Workshop) -> None:
    for found in (queries.directory().get(), queries.public_workshop(workshop.public_id)):
        assert found is not None
        assert found.get_deferred_fields() == {"responsible_id_index", "application_number", "search"}


def test_search_does_not_look_into_the_credit_code_or_the_application_number(make_workshop: Maker) -> None:
    made = make_workshop(credit_code="91350100M000100Y43")
    assert names(search="91350100M") == []
    assert names(search=made.application_number) == []


def test_unknown_public_addresses_and_codes_find_nothing(workshop: Workshop) -> None:
    assert queries.public_workshop("nothing") is None
    assert queries.public_workshop(workshop.number) is None
    assert queries.by_plaque_code("nothing") is None


def test_by_plaque_code_finds_the_plaque(workshop: Workshop) -> None:
    plaque = services.award_plaque(workshop=workshop, number="TC-001", awarded_on=date(2026, 7, 10), at=AT)
    assert queries.by_plaque_code(plaque.code) == plaque


@pytest.mark.parametrize("rows", [1, 30])
def test_directory_takes_as_many_queries_for_thirty_as_for_one(
    make_workshop: Maker, rows: int, django_assert_num_queries: object
) -> None:
    for _each in range(rows):
        make_workshop()
    with django_assert_num_queries(3):  # type: ignore[operator]  # workshops, items, photos
        for workshop in queries.directory():
            list(workshop.relied_on.all())
            list(workshop.photos.all())
            assert workshop.operator.name
            assert workshop.county.name
