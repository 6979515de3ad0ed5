"""What a notice prints of an application: nothing that names a person."""

from gongfang.applications.models import Application, HeritageUse
from gongfang.cases.models import Case

_LONGEST = 300


def of(case: Case) -> dict[str, str]:
    """Return the printed particulars of an application: workshop, operator, what it relies on, county."""
    application = Application.objects.select_related("region").get(pk=case.pk)
    return {
        "workshop_name": application.title,
        "operator_name": application.operator_name,
        "ich_items": "、".join(map(_item, application.heritage.all()))[:_LONGEST],
        "county": application.region.name,
    }


def _item(use: HeritageUse) -> str:
    return f"{use.name}（{use.get_level_display()}）" if use.level else use.name
