"""What people write in the demonstration about support."""

from collections.abc import Mapping
from typing import Any

from gongfang.support.models import BrandKind, CourseKind, GrownKind, HigherLevel
from gongfang.workshops.models import HeritageLevel

PLAN = "{year}年非遗工坊研修培训计划（演示）"
PLAN_NUMBER = "塔地文旅发（演示）〔2026〕31 号"
PLAN_TEXT = (
    "面向经认定的非遗工坊，全年安排设计研修、技艺培训和调研交流。\n"
    "重点解决产品设计、天然染色和线上销售三类问题，优先安排工坊带头人参加。\n"
    "本计划为演示数据。"
)
HELD_COURSE: Mapping[str, Any] = {
    "name": "传统纹样与产品设计研修班（演示）",
    "course_kind": CourseKind.STUDY,
    "organiser": "地区文化馆（演示）",
    "place": "塔城市",
    "content": "传统纹样整理、色彩搭配、文创产品打样。",
}
OPEN_COURSE: Mapping[str, Any] = {
    "name": "天然染色技艺培训班（演示）",
    "course_kind": CourseKind.TRAINING,
    "organiser": "地区文化馆（演示）",
    "place": "裕民县",
    "content": "植物染料采集、媒染、固色，分组实作。",
}
SETTLED_COURSE: Mapping[str, Any] = {
    "name": "刺绣针法提高班（演示）",
    "course_kind": CourseKind.TRAINING,
    "organiser": "地区文化馆（演示）",
    "place": "额敏县",
    "content": "传统针法、配色、成品整理。",
}
CALLED_OFF_COURSE: Mapping[str, Any] = {
    "name": "电商直播实务班（演示）",
    "course_kind": CourseKind.TRAINING,
    "organiser": "地区文化馆（演示）",
    "place": "塔城市",
    "content": "直播间布置、脚本、售后。",
}
CALLED_OFF = "授课安排有变，另行通知（演示）"
RESULTS = "参加的工坊各完成两件打样作品，其中三件已投入生产；结业者取得结业证书。"
CERTIFICATE = "结业证书"

ANSWERED_CALL: Mapping[str, Any] = {
    "name": "自治区级非遗工坊推荐（演示）",
    "level": HigherLevel.REGION,
    "document_number": "新文旅办发（演示）〔2026〕18 号",
}
RUNNING_CALL: Mapping[str, Any] = {
    "name": "国家级非遗工坊典型案例推荐（演示）",
    "level": HigherLevel.NATIONAL,
    "document_number": "新文旅办发（演示）〔2026〕45 号",
}
HANDED_IN_CALL: Mapping[str, Any] = {
    "name": "自治区级传承教育实践基地推荐（演示）",
    "level": HigherLevel.REGION,
    "document_number": "新文旅办发（演示）〔2026〕39 号",
}
CALLED_OFF_CALL: Mapping[str, Any] = {
    "name": "自治区级展示基地推荐（演示）",
    "level": HigherLevel.REGION,
    "document_number": "新文旅办发（演示）〔2026〕33 号",
}
ANSWER_NUMBER = "新文旅发（演示）〔2026〕52 号"
REASONS: Mapping[str, str] = {
    "cleared": "认定年限较长，连续开展技艺培训，带动周边群众就业稳定。",
    "appeal upheld": "依托项目级别较高，产品销路稳定，管理规范。",
    "renamed": "设计研发能力较强，线上销售成效明显。",
}

QUESTION = "柳条浸泡后仍容易开裂，冬季尤其明显；试过延长浸泡时间，效果不大。"
ANSWER = "建议改用温水分两次浸泡，编织间保持湿度；文化馆将安排老艺人到坊指导一次。"
OPEN_QUESTION = "想把传统纹样用在小件文创上，尺寸缩小后图案不清楚，希望得到设计指导。"

GROWN = (
    ("cleared", GrownKind.STUDIO, HeritageLevel.PREFECTURE, True),
    ("moved", GrownKind.TRANSMISSION_PLACE, HeritageLevel.COUNTY, True),
    ("of the applicant", GrownKind.INHERITOR, HeritageLevel.PREFECTURE, False),
)
TITLES: Mapping[str, str] = {
    GrownKind.INHERITOR: "{craft}",
    GrownKind.STUDIO: "{craft}技能大师工作室（演示）",
    GrownKind.TRANSMISSION_PLACE: "{town}{craft}传习所（演示）",
}
PROPOSAL_NUMBER = "塔地文旅发（演示）〔2026〕36 号"
DECISION_NUMBER = "塔地文旅发（演示）〔2026〕49 号"
STUDY = "研习培训一期"

BRANDS = (
    ("cleared", BrandKind.REGIONAL_BRAND, "授权使用区域公用品牌（演示）", "统一包装后订单增加"),
    ("of the applicant", BrandKind.MEDIA, "地区电视台专题报道（演示）", ""),
    ("renamed", BrandKind.TRADEMARK, "指导注册商标一件（演示）", "已受理"),
    ("assessed", BrandKind.EMPLOYMENT, "为居家就业人员办理技能评价（演示）", "6 人取得证书"),
)
