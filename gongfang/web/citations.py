"""How a clause is cited on a page: without the title of the measures, which every page is about."""

import re
from typing import Protocol

from gongfang.web.dates import is_english

NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}


class Citable(Protocol):
    """What a page needs of a clause."""

    @property
    def id(self) -> str: ...

    @property
    def cite(self) -> str: ...


def citation(clause: Citable) -> str:
    """Return 第六条第（三）项, in English Art. 6(3); other laws keep their title."""
    if is_english() and clause.cite.startswith("《办法》"):
        return "Art. " + re.sub(f"[{''.join(NUMERALS)}]", _number, clause.id)
    return clause.cite.removeprefix("《办法》")


def _number(found: re.Match[str]) -> str:
    return str(NUMERALS.get(found[0], found[0]))
