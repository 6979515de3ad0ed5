"""How bulletins are handled, and where statistics are found."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role, User
from gongfang.cases import registry
from gongfang.regulation.bulletin import BULLETIN, BulletinFacts
from gongfang.web import navigation

from . import permissions, queries, services
from .models import Bulletin


def register_bulletins() -> None:
    """Register the kind "bulletin"."""
    registry.register(
        registry.Kind(
            model=Bulletin,
            procedure=BULLETIN,
            facts_type=BulletinFacts,
            prefix="TB",
            services={
                "draw_up_bulletin": services.draw_up_bulletin,
                "edit_bulletin": services.edit_bulletin,
                "issue_bulletin": services.issue_bulletin,
                "acknowledge_bulletin": services.acknowledge_bulletin,
                "drop_bulletin": services.drop_bulletin,
            },
            pages={"edit_bulletin": "reports:edit"},
            effects={
                "issue_bulletin": _("文稿随即定稿，并送地区人力资源和社会保障、农业农村部门签收。"),
                "acknowledge_bulletin": _("两个部门都签收后，通报随即归档。"),
            },
            providers=[queries.facts_of],
        )
    )
    registry.section(
        "bulletin",
        registry.Section(
            name="bulletin", label=_("通报"), template="reports/_bulletin.html", context=_of_bulletin, order=10
        ),
    )


def _of_bulletin(case: Bulletin, user: User) -> Mapping[str, Any]:
    readings = case.readings.select_related("office", "by")
    return {"bulletin": case, "paragraphs": queries.bulletin_paragraphs(case), "readings": readings}


def add_to_menu() -> None:
    """Offer the dashboard and the bulletins to those who see them."""
    officials = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    group = _("统计")
    navigation.register(
        navigation.Entry(_("统计分析"), "reports:dashboard", "chart-column", officials, order=60, group=group),
        navigation.Entry(
            _("统计通报"),
            "reports:bulletins",
            "newspaper",
            officials,
            order=61,
            group=group,
            may=permissions.sees_all_counties,
        ),
    )
