"""Official documents of the first group: what was issued with it, and what an office is writing now."""

from datetime import datetime
from typing import Any

from gongfang.cases.pages import as_own_kind
from gongfang.documents import services
from gongfang.documents.kinds import kind_named

from .first_round import AWARDED
from .play import COUNTY, PREFECTURE, Play

_FIRST = AWARDED[0]
_ISSUED = (
    ("joint_opinion_sheet", _FIRST, COUNTY, -114),
    ("visit_report", _FIRST, PREFECTURE, -104),
    ("draw_minutes", "panel of crafts", PREFECTURE, -92),
    ("public_notice", _FIRST, PREFECTURE, -77),
    ("recognition_decision", _FIRST, PREFECTURE, -67),
    ("plaque_certificate", _FIRST, PREFECTURE, -63),
)
"""Kind of document, case, office that writes it, and the working day on which its head signs."""
_DRAFTED = (
    ("deliberation_minutes", "panel of crafts", PREFECTURE, -5),
    ("public_notice", "on notice 1", PREFECTURE, -2),
)


def tell(play: Play) -> None:
    """Schedule the documents."""
    for name, case, office, day in _ISSUED:
        play.on(day, 18, 30, _scene(play, name, case, office, is_issued=True))
    for name, case, office, day in _DRAFTED:
        play.on(day, 18, 30, _scene(play, name, case, office, is_issued=False))


def _scene(play: Play, name: str, case: str, office: str, *, is_issued: bool) -> Any:
    def write(at: datetime) -> None:
        found = as_own_kind(play.case(case))
        found.refresh_from_db()
        subject = next(iter(kind_named(name).subjects(found)))
        county = found.region_id
        document = services.prepare(name, subject=subject, by=play.cast.officer(office, county), at=at)
        if is_issued:
            services.issue(document, by=play.cast.head(office, county), at=at, seen_version=1)

    return write
