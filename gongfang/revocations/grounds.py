"""The ten grounds of article 10, each in plain words of our own for the page that asks which."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXPLANATIONS: Mapping[str, Promise] = {
    "10(一)": _("认定时的材料或说法是假的，靠它才得到认定。"),
    "10(二)": _("作品或经营违背社会主义核心价值观、损害公众或者侵犯他人知识产权，并且已经造成后果。"),
    "10(三)": _("负责人有违法违纪行为；附上有权机关的决定或者文书。"),
    "10(四)": _("停止开展工坊工作已超过一年；久无记录只是线索，要先核实。"),
    "10(五)": _("财政补助资金没有按规定用途和程序使用。"),
    "10(六)": _("带动脱贫人口、监测帮扶对象就业的成效较差，没有起到应有作用。"),
    "10(七)": _("连续两年没有确认或者更新登记信息；期满由系统自动提出。"),
    "10(八)": _("发生了较大安全事故；附上事故认定材料。"),
    "10(九)": _("责令限期整改后仍未达到要求；评估不合格的由系统自动启动。"),
    "10(十)": _("其他应当取消的行为；须写明是什么行为、为什么严重到应当取消。"),
}
