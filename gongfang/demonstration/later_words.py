"""What people write in the demonstration about workshops that have their plaque."""

from collections.abc import Mapping

from gongfang.filings.models import ActivityKind
from gongfang.oversight.models import Aspect

from .firms import Firm

# ---- annual filings

OPERATIONS = "全年生产平稳，夏季旅游旺季订单较多，冬季以定制和培训为主。本段为演示数据。"
SUBSIDIES = "购置缝纫机、烘干设备和教学用具。"
RETURNED = "收到的财政补助与支出凭证金额不一致，请核对\n名单中 2 人没有写明开始就业日期"
ACTIVITIES: Mapping[str, str] = {
    ActivityKind.TRAINING: "{craft}技艺培训班",
    ActivityKind.WELFARE: "为敬老院义务制作{craft}用品",
    ActivityKind.EXHIBITION: "在景区集中展示展销{craft}",
    ActivityKind.SCHOOL: "{craft}进校园体验课",
    ActivityKind.PRODUCTION: "{craft}新样品试制",
    ActivityKind.SALES: "{craft}订单集中交付",
}
ACTIVITY_NOTE = "有签到表，照片存工坊档案。本条为演示数据。"


def protection(firm: Firm) -> str:
    """Return what a filing says of the protection of the craft."""
    return f"继续整理{firm.craft.short}工序影像，新增学徒 2 人，{firm.town}传习点每月开放。"


# ---- evaluations

SELF_ASSESSMENTS: Mapping[str, str] = {
    "transmission": "两年来举办{craft}培训 6 期，进校园 4 次，收徒 3 人，均有签到表和照片。",
    "employment": "固定用工 6 人，居家就业 9 人，其中脱贫人口和监测对象 8 人，报酬按月结清。",
    "funds": "收到的补助资金全部用于购置设备和培训，有专账和凭证。",
    "quality": "产品有标识和检验记录，注册商标 1 件，未发生投诉。",
}
REMARKS: Mapping[str, str] = {
    "transmission": "查阅培训签到表、照片和徒弟名单，活动真实。",
    "employment": "抽查名册 5 人，电话核实属实。",
    "funds": "核对专账与凭证，用途相符。",
    "quality": "抽查成品 10 件，标识完整。",
}
EVALUATION_PROBLEMS = "部分居家就业人员没有报酬发放凭证；成品缺少标识。请补齐凭证，完善标识和出厂检验记录。"
EVALUATION_PUT_RIGHT = "已补签领取单并改为银行代发，成品统一加挂标识，检验记录随货保存。"
EVALUATION_FAILED = "整改期内未提交任何整改材料，复查时报酬凭证仍然缺失，成品无标识。"

# ---- inspections

FIRST_PLAN = "上半程定期检查（演示）"
SECOND_PLAN = "随机抽查（演示）"
THIRD_PLAN = "塔城市、托里县补充抽查（演示）"
CHECK_NOTE = "请工坊准备名册、工资表、活动记录和补助资金账册原件。"
CALLED_OFF = "负责人外出参加展销，现场无人，另行安排。"
PROBLEMS: Mapping[str, str] = {
    Aspect.SITE: "灭火器过期 2 具，染料与成品混放，安全通道堆有杂物。",
    Aspect.PEOPLE: "名册所列 9 人中现场及电话核实在岗的只有 3 人，工资表与名册不符。",
    Aspect.PRODUCTION: "进销货台账只记到上季度，成品没有产地和制作人标识。",
    Aspect.OTHER: "牌匾没有悬挂在醒目位置，公示的联系电话已停用。",
}
PUT_RIGHT = "问题已逐项改正，照片附后。"
NOT_PUT_RIGHT = "期限届满未提交整改结果，现场复查名册和工资表仍不相符。"
IN_ORDER = "复查属实，台账和标识齐全，予以办结。"

# ---- revocations

ACCUSATIONS: Mapping[str, str] = {
    "10(一)": "有反映称申报时的培训签到表系补造，需调取原件核对。",
    "10(四)": "实地走访三次均锁门停产，水电表近一年无读数变化，周边住户称已停工一年以上。",
    "10(五)": "补助资金 8 万元中有 3 万元用于购买与工坊无关的车辆，凭证与申报用途不符。",
    "10(六)": "名册所列脱贫人口、监测帮扶对象 8 人中，实际就业不足 2 人，连续两年没有改善。",
    "10(八)": "烘干间起火，过火面积较大，一人受伤；事故认定为违规用电，由工坊承担主要责任。",
}
AGREED = "已参与核实，事实清楚、证据充分，同意。"
APPEALS: Mapping[str, str] = {
    "10(四)": "停工是因为厂房翻修，期间仍有零星订单。",
    "10(五)": "该车辆用于送料上门和回收成品，属于工坊生产所用。",
    "10(六)": "其余人员改为居家就业，计件单在家中保存，核实时没有提供。",
}
APPEAL_EVIDENCE = "附订单、计件单和现场照片（演示）。"
APPEAL_UNFOUNDED = "复核了申诉材料，不足以推翻原认定的事实，建议驳回。"
APPEAL_WELL_FOUNDED = "逐户核实，计件单与银行流水一致，申诉属实。"
FINDINGS_DISMISSED = "翻修合同的工期仅两个月，其余时间没有生产记录；所附订单日期在停工之前。"
REPLY_DISMISSED = "您的申诉已经三部门复核，所称停工原因不足以成立，现驳回申诉并撤销命名。"
FINDINGS_UPHELD = "六户居家就业人员的计件单与银行流水相互印证，实际就业 8 人，原认定的事实不成立。"
REPLY_UPHELD = "您的申诉已经三部门复核，情况属实，决定不予撤销。请今后按时更新名册。"
DROPPED = "调取签到表原件比对，人员和时间相符，反映不实。"

# ---- changes

CHANGE_REASONS = "工坊实际情况发生变化，证明材料附后。"
NEW_BUSINESS = "传统手工艺品的制作、教学体验和销售"
CHANGE_REFUSED = "所附证明与营业执照登记的名称不一致，请先办理营业执照变更。"

BULLETIN_ADDED = (
    "六、分析和建议（演示数据）",
    "一是带动就业集中在少数工坊，建议结合乡村振兴项目，向就业人数少的县（市）倾斜培训和订单资源。",
    "二是个别工坊活动记录和年度报备不够及时，请县（市）文化和旅游部门加强提醒，指导工坊随办随记。",
)
BULLETIN_DROPPED = "两家工坊的年度报备刚刚确认，重新取数后再编制。"
