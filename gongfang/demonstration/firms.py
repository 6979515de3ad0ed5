"""Generated workshops and the firms that run them. None of them exists; every name says 演示."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from gongfang.workshops.models import OperatorKind

from .crafts import CRAFTS, FIRM_NAMES, FIRM_SUFFIXES, FOOD_SUFFIXES, Craft
from .people import MARK, Person, credit_code, person
from .places import COUNTY_NAMES, TOWNS

_KINDS = (
    *(OperatorKind.COOPERATIVE,) * 4,
    *(OperatorKind.COMPANY,) * 3,
    *(OperatorKind.SOLE_TRADER,) * 2,
    OperatorKind.LEADER,
    OperatorKind.WORKPLACE,
)
_CODE_OF_KIND = {
    OperatorKind.COMPANY: "91",
    OperatorKind.COOPERATIVE: "93",
    OperatorKind.SOLE_TRADER: "92",
}
_FIRST_FOUNDED = date(2014, 3, 1)


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A generated workshop: its name and operator, where it is, what it makes, and who answers for it."""

    name: str
    operator: str
    kind: str
    credit_code: str
    craft: Craft
    county: str
    town: str
    address: str
    founded_on: date
    responsible: Person
    area: int

    @property
    def place(self) -> str:
        """Return town and address in one."""
        return f"{self.town}{self.address}"


class Founder:
    """Founds one workshop after another, no name twice, always the same for the same seed."""

    def __init__(self, seed: random.Random) -> None:
        self._seed = seed
        names = list(product(FIRM_NAMES, CRAFTS))
        seed.shuffle(names)
        self._names = names

    def found(self, county: str, craft: str = "") -> Firm:
        """Return a new workshop of `county`, of the craft with that short name or of any that is at home there."""
        seed = self._seed
        name, chosen = self._take(county, craft)
        kind = seed.choice(_KINDS)
        town = seed.choice(TOWNS[county])
        suffixes = FOOD_SUFFIXES if chosen.is_food else FIRM_SUFFIXES
        return Firm(
            name=f"{name}{chosen.short}工坊{MARK}",
            operator=f"{COUNTY_NAMES[county]}{name}{chosen.short}{suffixes[kind]}{MARK}",
            kind=kind,
            credit_code=credit_code(seed, county, _CODE_OF_KIND[kind]) if kind in _CODE_OF_KIND else "",
            craft=chosen,
            county=county,
            town=town,
            address=f"文化路 {seed.randrange(1, 90)} 号",
            founded_on=_FIRST_FOUNDED + timedelta(days=seed.randrange(3200)),
            responsible=person(seed, county),
            area=seed.randrange(66, 320),
        )

    def _take(self, county: str, craft: str) -> tuple[str, Craft]:
        place = next(self._fitting(county, craft))
        return self._names.pop(place)

    def _fitting(self, county: str, craft: str) -> Iterator[int]:
        for place, (_name, made) in enumerate(self._names):
            is_at_home = not made.counties or county in made.counties
            if is_at_home and craft in ("", made.short):
                yield place
