"""What the house is told of applications: the table, the facts, the services, the forms, the page's parts."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts import rotation
from gongfang.cases import advance, registry
from gongfang.cases.forms import ConsultForm, OpinionForm
from gongfang.cases.permissions import stands_in
from gongfang.cases.registry import Kind
from gongfang.regulation.recognition import RECOGNITION

from . import queries, sections
from .facts import ApplicationFacts, filing_facts
from .forms import DisqualifyForm, RequestCorrectionForm
from .models import Application
from .permissions import acts_as_applicant
from .rotation import renew_register
from .services import SERVICES

PREFIX = "SQ"
PAGES = {
    "submit": "applications:submit",
    "enter_paper": "applications:enter_paper",
    "resubmit": "applications:resubmit",
}
EFFECTS: dict[str, Any] = {
    "request_correction": _("补正要求只能告知一次。发出后补正期开始计算，申报单位可以修改材料并重新提交。"),
    "lapse": _("本件到此结束。办理前请核对收文登记：期内收到的补正材料，应录入而不应终结。"),
    "decline": _("本件到此结束，申报单位会收到理由。"),
    "not_recommend": _("本件到此结束，不报地区审核。"),
    "refuse": _("本件到此结束，申报单位会收到理由。"),
    "cancel": _("拟认定资格随即取消，本件到此结束。"),
    "disqualify": _("本批次的申报资格随即取消，同一主体在本批次不能再次申报。"),
    "confirm": _("工坊列入名录并向社会公开，随后可以授牌。"),
    "award": _("牌匾及其二维码随即生效，公众扫码可查。"),
    "withdraw": _("本件到此结束。需要时可以在批次开放期间重新申报。"),
}


def register() -> None:
    """Register the kind, what it tells the guards, and the parts of its page."""
    registry.register(
        Kind(
            model=Application,
            procedure=RECOGNITION,
            facts_type=ApplicationFacts,
            prefix=PREFIX,
            services=dict(SERVICES),
            forms={
                "give_opinion": OpinionForm,
                "consult": ConsultForm,
                "request_correction": RequestCorrectionForm,
                "disqualify": DisqualifyForm,
            },
            pages=dict(PAGES),
            effects=dict(EFFECTS),
            acting=[acts_as_applicant],
            stands_in=stands_in,
            locked=("corrections_asked",),
            awaited_if={"submit": lambda at: Q(application__round__in=queries.open_rounds(at))},
        )
    )
    registry.facts_from(RECOGNITION.kind, filing_facts)
    rotation.copied_index("workshops.Workshop", renew_register)
    advance.due(RECOGNITION.kind, "lapse", queries.due_to_lapse)
    for part in sections.SECTIONS:
        registry.section(RECOGNITION.kind, part)
