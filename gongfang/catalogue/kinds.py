"""How products, enquiries and demands are handled, and what they add to the pages of workshops."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import advance, registry
from gongfang.cases.permissions import stands_in
from gongfang.regulation.enquiry import DEMAND, ENQUIRY, DemandFacts, EnquiryFacts
from gongfang.regulation.procedure import Actor
from gongfang.regulation.product import PRODUCT, ProductFacts
from gongfang.web import navigation
from gongfang.workshops import registry as register
from gongfang.workshops.models import WorkshopStatus
from gongfang.workshops.permissions import acts_for_workshop

from . import enquiring, permissions, queries, sections, services
from .forms import AnswerForm, CloseForm, OrderForm
from .models import Demand, Enquiry, Product


def register_products() -> None:
    """Register the kind "product"."""
    registry.register(
        registry.Kind(
            model=Product,
            procedure=PRODUCT,
            facts_type=ProductFacts,
            prefix="CP",
            services={
                "submit_product": services.submit_product,
                "publish_product": services.publish_product,
                "return_product": services.return_product,
                "take_off_product": services.take_off_product,
                "withdraw_product": services.withdraw_product,
                "lapse_product": services.lapse_product,
            },
            effects={
                "submit_product": _("地区文旅部门审核后列入公开目录；已发布的，审核通过前公众仍看到原来的内容。"),
                "publish_product": _("公众随即在产品目录中看到；新的版本替换原来的版本。"),
                "take_off_product": _("产品随即从公开目录消失，已有的询价照常办理。"),
                "withdraw_product": _("产品随即从公开目录消失，不能恢复；需要时重新录入。"),
            },
            providers=[queries.facts_of_product],
            acting=[acts_for_workshop],
            stands_in=stands_in,
            called={Actor.APPLICANT: _("工坊")},
            awaited_if={"submit_product": _workshop_is_in_force},
        )
    )
    advance.consequence("product", "lapse_product")
    _section("product", _("产品"), "catalogue/_product.html", sections.of_product)


def _workshop_is_in_force(at: datetime) -> Q:
    return Q(product__workshop__status=WorkshopStatus.RECOGNISED)


def register_enquiries() -> None:
    """Register the kind "enquiry"."""
    registry.register(
        registry.Kind(
            model=Enquiry,
            procedure=ENQUIRY,
            facts_type=EnquiryFacts,
            prefix="XJ",
            services={
                "enquire": enquiring.enquire,
                "match_enquiry": enquiring.match_demand,
                "forward_enquiry": enquiring.forward_enquiry,
                "answer_enquiry": enquiring.answer_enquiry,
                "order_enquiry": enquiring.order_enquiry,
                "close_enquiry": enquiring.close_enquiry,
                "withdraw_enquiry": enquiring.withdraw_enquiry,
                "lapse_enquiry": enquiring.lapse_enquiry,
            },
            forms={"answer_enquiry": AnswerForm, "order_enquiry": OrderForm, "close_enquiry": CloseForm},
            effects={
                "forward_enquiry": _("工坊随即看到询价内容，可以查看买方的联系方式并答复。"),
                "answer_enquiry": _("买方凭回执随即能读到答复。"),
                "order_enquiry": _("计入产品对接成果，本件到此结束。"),
                "close_enquiry": _("买方凭回执能看到本件已关闭；理由只在平台内部可见。"),
            },
            providers=[queries.facts_of_enquiry],
            acting=[acts_for_workshop],
            stands_in=stands_in,
            called={Actor.APPLICANT: _("工坊"), Actor.PUBLIC: _("买方")},
        )
    )
    advance.consequence("enquiry", "lapse_enquiry")
    _section("enquiry", _("询价内容"), "catalogue/_enquiry.html", sections.of_enquiry)


def register_demands() -> None:
    """Register the kind "demand"."""
    registry.register(
        registry.Kind(
            model=Demand,
            procedure=DEMAND,
            facts_type=DemandFacts,
            prefix="XQ",
            services={
                "send_demand": enquiring.send_demand,
                "match_demand": enquiring.match_demand,
                "conclude_demand": enquiring.conclude_demand,
                "close_demand": enquiring.close_demand,
                "withdraw_demand": enquiring.withdraw_demand,
            },
            pages={"match_demand": "catalogue:match"},
            effects={
                "conclude_demand": _("本件到此结束；各家工坊的结果保留在各自的询价中。"),
                "close_demand": _("尚未办结的工坊询价一并关闭。"),
            },
            providers=[queries.facts_of_demand],
            called={Actor.PUBLIC: _("买方")},
        )
    )
    _section("demand", _("采购需求"), "catalogue/_demand.html", sections.of_demand)


def _section(kind: str, label: Any, template: str, context: registry.ContextOf) -> None:
    part = registry.Section(name=kind, label=label, template=template, context=context, order=10)
    registry.section(kind, part)


def extend_workshops() -> None:
    """Show the products on a workshop's page, and follow its status and its account."""
    register.section(
        register.Section(
            name="catalogue",
            label=_("产品目录"),
            template="catalogue/_workshop.html",
            context=sections.of_workshop,
            order=30,
        )
    )
    register.follow_status(services.end_with_recognition)
    register.follow_holder(services.hand_over)


def add_to_menu() -> None:
    """Offer products and enquiries to workshops, offices and the auditor; demands to the prefecture."""
    own = frozenset({Role.APPLICANT.value})
    officials = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    support, entry = _("扶持"), navigation.Entry
    navigation.register(
        entry(_("产品目录"), "catalogue:products", "shopping-bag", own | officials, order=47, group=support),
        entry(_("产品询价"), "catalogue:enquiries", "message-square-more", own | officials, 48, support),
        entry(
            _("采购需求"),
            "catalogue:demands",
            "handshake",
            officials,
            order=49,
            group=support,
            may=permissions.may_see_demands,
        ),
    )
