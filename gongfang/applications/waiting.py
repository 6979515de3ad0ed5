"""What an application waits for, in the words of its applicant."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.regulation.recognition import State

_WAITS: Mapping[str, Any] = {
    State.DRAFT: _("请继续填写，材料齐全后提交。"),
    State.SUBMITTED: _("等待县（市）文化和旅游部门受理。"),
    State.CORRECTING: _("请在期限内按告知内容补正并重新提交。"),
    State.COUNTY_REVIEW: _("县（市）三部门正在初审。"),
    State.PREFECTURE_REVIEW: _("地区三部门正在审核。"),
    State.INSPECTING: _("地区组织实地核查，请配合。"),
    State.EXPERT_REVIEW: _("等待专家评审；名单告知后可以在期限内申请回避。"),
    State.PROPOSED: _("已列为拟认定，等待公示。"),
    State.PUBLIC_NOTICE: _("正在公示。"),
    State.CONFIRMING: _("公示期满，等待三部门确认公布。"),
    State.RECOGNISED: _("已认定，等待授牌。"),
    State.AWARDED: _("已授牌。每年须报备登记信息。"),
}


def waits_for(state: str) -> Any:
    """Return what a case in `state` waits for; empty once it has ended without recognition."""
    return _WAITS.get(state, "")
