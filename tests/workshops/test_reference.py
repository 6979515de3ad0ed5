"""The published items, and the spellings of the ten categories."""

import pytest

from gongfang.workshops import reference
from gongfang.workshops.models import Category, HeritageItem


@pytest.mark.django_db
def test_load_writes_the_published_items_once() -> None:
    reference.load()
    reference.load()
    assert HeritageItem.objects.count() == 6
    item = HeritageItem.objects.get(name="蒙古族马头琴艺术")
    assert (item.category, item.level, item.division_id) == ("music", "prefecture", "654221")
    assert item.source.startswith("xjtc.gov.cn/")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("传统体育、游艺与杂技", Category.SPORTS),
        ("传统体育、游艺与杂技类", Category.SPORTS),
        ("传统体育，游艺与杂技", Category.SPORTS),
        (" 传统手工技艺 ", Category.CRAFTS),
        ("民间美术", Category.FINE_ARTS),
        ("曲艺", Category.STORYTELLING),
    ],
)
def test_category_of_reads_the_spellings_of_lists(text: str, category: Category) -> None:
    assert reference.category_of(text) == category


def test_every_category_is_found_under_its_own_label() -> None:
    assert {reference.category_of(str(category.label)) for category in Category} == set(Category)


@pytest.mark.parametrize("text", ["", "烹饪", "类"])
def test_category_of_refuses_what_is_none_of_the_ten(text: str) -> None:
    with pytest.raises(reference.UnknownCategory):
        reference.category_of(text)
