"""What other apps know that bears on an evaluation, shown beside the dimension it belongs to.

An app above this one, or beside it, says in `AppConfig.ready` (or lets an app above both say) what it knows:
`evidence_from("employment", provider)`. A provider reads; it makes a bounded number of queries, names nobody
and yields nothing that the workshop itself is not to see.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from gongfang.workshops.models import Workshop

Label = str | Promise


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days an evaluation looks at, the last one included."""

    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One fact: what it is, the figure or words, what to bear in mind, and the page it stands on.

    `needs_a_look` marks what speaks against the workshop until somebody has explained it.
    """

    label: Label
    value: str
    note: str = ""
    url: str = ""
    needs_a_look: bool = False


Provider = Callable[[Workshop, Period], Iterable[Evidence]]

_providers: dict[str, list[Provider]] = {}


def evidence_from(dimension: str, provider: Provider) -> None:
    """Let `provider(workshop, period)` add evidence to a dimension of `edition.evaluation_dimensions`."""
    _providers.setdefault(dimension, []).append(provider)


def evidence_of(workshop: Workshop, period: Period, dimensions: Iterable[str]) -> Mapping[str, list[Evidence]]:
    """Return what is known of a workshop, dimension by dimension, in the order of registration."""
    return {
        dimension: [each for provider in _providers.get(dimension, ()) for each in provider(workshop, period)]
        for dimension in dimensions
    }
