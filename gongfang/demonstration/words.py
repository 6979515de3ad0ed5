"""What people write in the demonstration: applicants, offices, inspectors, experts, objectors."""

from collections.abc import Mapping

from .firms import Firm

AGREEMENTS: Mapping[str, tuple[str, ...]] = {
    "culture": (
        "项目真实，传承脉络清楚，核心环节为手工制作，同意。",
        "传习活动有记录、有照片，符合条件，同意。",
        "同意。建议进一步完善产品包装和传承档案。",
    ),
    "hrss": (
        "用工名单与就业登记信息比对一致，报酬按月发放，同意。",
        "已抽查 3 名务工人员，劳动报酬属实，同意。",
        "同意。建议把培训纳入年度职业技能培训计划。",
    ),
    "agriculture": (
        "名单内脱贫人口、监测对象身份经系统比对属实，同意。",
        "带动增收情况属实，同意。",
        "同意。建议纳入乡村特色产业项目储备。",
    ),
}
DISAGREEMENTS: Mapping[str, str] = {
    "hrss": "名单中 2 人已在其他单位参保，吸纳就业人数需要核实后重新确认，暂不同意。",
    "agriculture": "名单中 1 人不在监测对象系统内，需补充身份证明后再议，暂不同意。",
}
CONSULTATION = (
    "三部门于县文旅局会议室会商。经逐人核对，2 名人员系兼职，实际在工坊从事居家就业，已补签协议；"
    "各部门一致认为可以按灵活就业计入，请重新出具意见。"
)
MINUTES = (
    "评审组听取了核查情况汇报，查看了影像和实物样品，逐件讨论。一致认为：各工坊依托的技艺真实、传承有序，"
    "核心环节坚持手工制作；带动就业的数据与名册、工资凭证能够对应。意见有分歧的，经讨论后以表决为准。"
    "建议各工坊加强产品设计和线上销售。"
)
NOTICE_TEXT = (
    "根据《塔城地区非遗工坊认定和管理办法》，经县（市）推荐、三部门审核、实地核查和专家评审，"
    "现将拟认定的地区级非遗工坊名单予以公示。本公示为演示数据。"
)
CALL_TEXT = (
    "现开展本批次地区级非遗工坊申报工作。依托非遗代表性项目或传统手工技艺、在塔城地区辖区内开展生产经营并带动"
    "群众就业的经营主体和生产加工点，均可自愿申报。\n\n"
    "请在线填报五类材料，由所在县（市）文化和旅游部门会同人力资源和社会保障、农业农村部门初审。"
    "不便上网的，可将纸质材料送交县（市）文化和旅游部门，由其录入。\n\n本公告为演示数据。"
)
REFUSAL = "专家评审平均分未达到及格线，且合议表决未通过。主要问题是核心环节以机器加工为主，传统技艺体现不足。"
REFUSAL_ON_THE_SPOT = "实地核查时场地已转租他用，设备已搬离，现场没有开展生产，与申报材料不符。"
NOT_RECOMMENDED = "近十二个月没有开展传统技艺培训的记录，也没有从事该项技艺的传承人参与生产，不符合推荐条件。"
DECLINED = "经营地址在其他地州，不属于本地区辖区内的经营主体，不予受理。"
DISQUALIFIED = "抽查发现所附培训签到表为事后补造，三名签到人员书面证实未参加培训。"
CANCELLED = "异议经三部门核查成立，取消拟认定资格。"
MISSING = (
    "名册中 3 名人员缺少开始就业日期",
    "上年度经营情况统计报表未填写线下销售额",
    "请补充两次公益活动的照片或邀请函",
)
OBJECTION_AREA = "公示的工坊场地是临时借用的仓库，平时没有人生产，实际面积只有四十平方米左右。"
OBJECTION_LABEL = "该工坊销售的挂饰有一部分是从外地批发来的成品，标着“手工制作”出售。"
OBJECTION_WAGES = "我在该工坊做过三个月活，去年有两个月的计件工资至今没有结清。"
OBJECTION_VAGUE = "听说这家材料有水分，请查一查。"
OBJECTION_LEAD = "群众匿名反映：该工坊法人与村干部是亲戚。"
FINDINGS_DISMISSED = (
    "三部门现场复核：房屋租赁合同、房产登记和水电缴费记录齐全，实测面积与核查报告一致；走访邻近四户居民，"
    "均证实常年有人生产。异议所称不属实。"
)
REPLY_DISMISSED = (
    "感谢您的监督。经三部门现场复核，您反映的场地问题与事实不符，异议不成立。相关依据可到受理机关查阅。"
)
FINDINGS_UPHELD = (
    "三部门调取进货单据并抽查库存，抽查的 40 件挂饰中有 27 件为外购成品，标注与事实不符，"
    "不符合核心环节使用传统技艺的要求。"
)
REPLY_UPHELD = "感谢您的监督。经三部门核查，您反映的情况属实，异议成立，将按程序取消其拟认定资格。"
RECUSAL_REQUEST = "该专家曾任与本工坊有合同纠纷的企业的顾问，可能影响公正评审，申请回避。"
RECUSAL_GRANTED = "经核实，该专家 2023 年至 2024 年担任相关企业顾问，存在可能影响公正的关系，准予回避。"
RECUSED = "本人曾指导该工坊负责人参加研修，属于师生关系，主动回避。"
SHEET_COMMENTS = (
    "技艺完整，师带徒有成效；建议补充针法档案。",
    "就业数据扎实，产品设计略显单一。",
    "核心工序均为手工，质量稳定。",
    "线上销售刚起步，建议与景区对接。",
    "",
)
SHEET_POOR = "主要工序由机器完成，现场未见手工制作的完整流程。"


def craft_statement(firm: Firm) -> str:
    """Return how the craft is done here."""
    craft = firm.craft
    return (
        f"坚持以{craft.name}生产{craft.products}。主要工序为{craft.process}，核心环节均由熟练师傅手工完成，"
        "机器只用于粗加工。"
    )


def protection_statement(firm: Firm) -> str:
    return f"建有{firm.craft.short}传习室和实物资料柜，逐年整理工序影像；每年在{firm.town}开展进校园、进社区传习。"


def site_statement(firm: Firm) -> str:
    return (
        f"生产用房位于{firm.place}，面积 {firm.area} 平方米，分为制作间、展示间和库房；"
        "水、电、暖齐备，配有灭火器 6 具、应急照明和急救箱，每季度检查一次。"
    )


def management_statement(firm: Firm) -> str:
    return "实行计件加保底的报酬办法，每月 15 日前发放；有考勤、安全和质量三项制度，近三年无投诉和处罚记录。"


def employment_plan(firm: Firm) -> str:
    return (
        f"优先吸纳{firm.town}脱贫户和监测对象，按“师傅带徒、送料上门、计件回收”组织居家就业；"
        "农闲时开设培训班，三年内再带动 15 人稳定增收。"
    )


def sales_statement(firm: Firm) -> str:
    return f"在景区和市区设有 2 个销售点，网店经营{firm.craft.products}，并参加地区组织的展销活动，回头客占四成。"


def successors_statement(firm: Firm) -> str:
    return f"现有学徒 5 人，其中 2 人能独立完成全部工序；与职业学校合作开发了 3 款{firm.craft.short}文创新品。"


def main_business(firm: Firm) -> str:
    return f"{firm.craft.products}的设计、制作和销售"


def summary(firm: Firm) -> str:
    """Return what the public reads of a workshop."""
    craft = firm.craft
    return (
        f"位于{firm.place}，以{craft.name}制作{craft.products}。全程手工，工序包括{craft.process}。"
        "可预约参观和体验。本页为演示数据。"
    )


def site_findings(firm: Firm) -> str:
    """Return what inspectors write of a workshop that is as it says."""
    return (
        f"现场正在生产{firm.craft.products.split('、')[0]}，师傅 3 人、学徒 2 人在岗。"
        "查看了名册、工资表和培训签到表，电话核实务工人员 5 名，均属实；消防器材在有效期内。"
    )
