"""Heritage items of the prefecture as published, and the spellings under which lists name the categories."""

import csv
import unicodedata
from importlib import resources

from django.db import transaction

from .models import Category, HeritageItem

CATEGORY_NAMES = {
    "民间文学": Category.LITERATURE,
    "传统音乐": Category.MUSIC,
    "传统舞蹈": Category.DANCE,
    "传统戏剧": Category.OPERA,
    "曲艺": Category.STORYTELLING,
    "传统体育游艺与杂技": Category.SPORTS,
    "传统美术": Category.FINE_ARTS,
    "传统技艺": Category.CRAFTS,
    "传统医药": Category.MEDICINE,
    "民俗": Category.CUSTOMS,
    "民间音乐": Category.MUSIC,
    "民间舞蹈": Category.DANCE,
    "戏剧": Category.OPERA,
    "戏曲": Category.OPERA,
    "传统戏曲": Category.OPERA,
    "民间曲艺": Category.STORYTELLING,
    "体育游艺与杂技": Category.SPORTS,
    "传统体育游艺杂技": Category.SPORTS,
    "传统体育与游艺": Category.SPORTS,
    "传统体育竞技": Category.SPORTS,
    "杂技与竞技": Category.SPORTS,
    "民间美术": Category.FINE_ARTS,
    "美术": Category.FINE_ARTS,
    "技艺": Category.CRAFTS,
    "手工技艺": Category.CRAFTS,
    "传统手工技艺": Category.CRAFTS,
    "民间手工技艺": Category.CRAFTS,
    "医药": Category.MEDICINE,
    "民族医药": Category.MEDICINE,
    "民间信仰": Category.CUSTOMS,
    "民间习俗": Category.CUSTOMS,
}
# What lists put between and behind the words: "传统体育、游艺与杂技类".
PUNCTUATION = str.maketrans("", "", "、,，·．. \t类")


class UnknownCategory(ValueError):
    """A list names a category that is none of the ten, under no spelling known."""


def category_of(text: str) -> Category:
    """Return the category that `text` names in a list, in any spelling known.

    :raises UnknownCategory: when it names none.
    """
    name = unicodedata.normalize("NFKC", text).translate(PUNCTUATION)
    try:
        return CATEGORY_NAMES[name]
    except KeyError:
        raise UnknownCategory(text) from None


@transaction.atomic
def load() -> None:
    """Write the published items, as often as one likes. Divisions must be there (`accounts.reference.load`)."""
    source = resources.files("gongfang.workshops") / "data" / "tacheng_ich_2023.csv"
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        values = {name: row[name] for name in ("batch", "declared_by", "source")}
        HeritageItem.objects.update_or_create(
            name=row["name"],
            level=row["level"],
            division_id=row["division_code"],
            defaults={"category": category_of(row["category"]), **values},
        )
