"""What may be published of counts of people: no figure, and no difference of figures, points to a few of them."""

from collections.abc import Mapping

FEWEST = 5
"""Fewer people than this could be recognised."""


def published(cells: Mapping[str, int]) -> dict[str, int | None]:
    """Return the cells as they may stand beside their published total: None for those that are withheld.

    The smallest others are withheld with them, until what is withheld together is at least two cells and
    `FEWEST` people: the total would give it away otherwise.
    """
    hidden = {name for name, number in cells.items() if 0 < number < FEWEST}
    others = sorted((number, name) for name, number in cells.items() if name not in hidden and number)
    while hidden and others and (len(hidden) < 2 or sum(cells[name] for name in hidden) < FEWEST):
        hidden.add(others.pop(0)[1])
    return {name: None if name in hidden else number for name, number in cells.items()}


def published_total(cells: Mapping[str, int]) -> int | None:
    """Return the total of cells; None where it would itself point to a few people."""
    total = sum(cells.values())
    return None if 0 < total < FEWEST else total
