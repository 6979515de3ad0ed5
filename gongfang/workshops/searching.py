"""How names are found and sorted in Chinese: one normal form for search, pinyin for the order."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Q
from pypinyin import Style, lazy_pinyin

# Read as a word these characters sound otherwise than as a surname, with which many a workshop's name begins.
SURNAMES = {
    "单": "shan4",
    "曾": "zeng1",
    "解": "xie4",
    "仇": "qiu2",
    "区": "ou1",
    "查": "zha1",
    "任": "ren2",
    "盖": "ge3",
}
SURNAME_FOLLOWED_BY = ("氏", "记", "家", "姓", "老")


def normal_form(text: str) -> str:
    """Return `text` in NFKC, lower case, without blanks and middle dots: 哈孜·别克 is found as 哈孜别克."""
    return re.sub(r"[\s·•・]", "", unicodedata.normalize("NFKC", text)).casefold()


def search_text(parts: Iterable[str]) -> str:
    """Return what a search looks into: each part on a line, so that no match runs across two parts."""
    return "\n".join(filter(None, map(normal_form, parts)))


def matching(query: str, *, field: str = "search") -> Q:
    """Return the condition that `field` holds every word of `query`, words being parted by blanks.

    A search for one character or for many is the same substring search: a register has some hundred rows.
    """
    condition = Q()
    for word in query.split():
        condition &= Q(**{f"{field}__contains": normal_form(word)})
    return condition


def sort_key(name: str) -> str:
    """Return the pinyin of `name` with tones, syllables parted by blanks, for sorting."""
    syllables = lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)
    if name[:1] in SURNAMES and name[1:2] in SURNAME_FOLLOWED_BY:
        syllables[0:1] = [SURNAMES[name[0]]]
    return " ".join(syllables).casefold()[:400]
