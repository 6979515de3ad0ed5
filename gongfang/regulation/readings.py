"""How the measures are read where they are silent or contradict themselves (R1–R21).

The list is shown to officials (制度解释) with the alternative each reading excludes, so that
the authority can overrule it by editing the edition.
"""

from dataclasses import dataclass

from gongfang.regulation.clauses import Clause, clause


@dataclass(frozen=True)
class Reading:
    """One reading: the clauses it concerns, what we adopted, and what it excludes."""

    id: str
    clauses: tuple[Clause, ...]
    adopted: str
    alternative: str


class UnknownReading(KeyError):
    """No reading has this id."""


def reading(id: str) -> Reading:
    """Return the reading with this id.

    :raises UnknownReading: when there is none.
    """
    for candidate in READINGS:
        if candidate.id == id:
            return candidate
    raise UnknownReading(id)


def _reading(id: str, cited: str, adopted: str, alternative: str = "") -> Reading:
    return Reading(id, tuple(map(clause, cited.split())), adopted, alternative)


READINGS: tuple[Reading, ...] = (
    _reading(
        "R1",
        "3",
        "两条途径：一是依托非遗项目或传统手工艺，且已获县（市）级认定；"
        "二是脱贫县原扶贫就业工坊，同时符合第（一）项和第四条，不要求县级认定。",
        "三项任具其一即可。",
    ),
    _reading(
        "R2",
        "4",
        "七项须全部具备。面积、培训、从业者、公益活动按数字核算；信誉、成效等先查佐证，再由人判断并写明理由。"
        "次数按申报前 12 个月计算。",
        "改变计算次数的期间。",
    ),
    _reading(
        "R3",
        "5 6",
        "会同指本级三部门各自出具意见，三方均同意方可通过；有不同意见的，记录会商后重新征求，或由牵头部门不予通过。"
        "逾期不表态不视为同意。",
    ),
    _reading("R4", "6(一)", "县级一次告知全部应补内容；补正期 10 个工作日，其间停止计算审核时间。", "改变天数。"),
    _reading(
        "R5",
        "6(一) 10(一)",
        "授牌前发现弄虚作假的，取消本批次申报资格，不适用三年禁报；认定后发现的，按撤销命名处理。",
        "授牌前发现的也适用三年禁报。",
    ),
    _reading(
        "R6",
        "6(二)",
        "评审每一申报的专家为单数且不少于 5 名，合格且无利害关系；"
        "回避后由同一次抽取的下一位递补，不重新排序；"
        "名单用尽的，另行公告抽取。副高以上职称或 5 年以上相关工作经验，具备其一即可。两库合并排序。",
        "按专家库分配名额。",
    ),
    _reading(
        "R7",
        "6(二)",
        "告知申报主体专家名单，3 个工作日内可书面申请回避，"
        "由地区文旅部门说明理由作出决定；专家未声明无利害关系前不能打分。",
        "改变天数。",
    ),
    _reading(
        "R8",
        "6(二)",
        "全部提交或说明理由截止前，分数相互保密。"
        "均分达到 60 分且合议过半数同意为通过，合议记录由到场专家逐一签名。"
        "评分表为本系统建议，尚无公布的标准。",
        "去掉最高和最低分；改变及格线或评分表。",
    ),
    _reading(
        "R9",
        "6(三) 民法典201 民法典203",
        "公示发布当日不计入，至第 5 个工作日北京时间 24:00 届满；公示文本写明起止两个日期。",
        "发布当日计入；至下班时届满。",
    ),
    _reading(
        "R10",
        "6(三)",
        "有效异议须有实名、联系方式、具体理由和佐证材料；不全的告知缺项，公示期内可以补齐；"
        "匿名或逾期的作为线索留存，不停止公示期计算。",
    ),
    _reading(
        "R11",
        "6(三) 10 民法典201",
        "收到后的期限，收到当日不计入；以收到日（纸面签收日或系统接收时间）为准，不以录入日为准。",
    ),
    _reading("R12", "6(三) 6(四)", "有效异议未办结前不得确认公布；异议成立的，取消拟认定资格。"),
    _reading(
        "R13",
        "7(四) 9(一) 10(七)",
        "每个自然年报备一次，县级确认、地区可见，同时满足两处要求；自认定次年起，12 月 31 日截止；"
        "事后被接受的，以提交日为准。",
        "改变报备对象或截止日。",
    ),
    _reading(
        "R14",
        "9(一) 10(七)",
        "连续两年未报备的，资格自动中止，并自动提出撤销命名，经书面告知和申诉程序后生效。",
        "不经决定直接终止资格。",
    ),
    _reading(
        "R15",
        "9(四) 10(九)",
        "自认定起每两年评估一次，分四个方面；不合格的限期整改，复查仍不合格的进入撤销命名程序。",
    ),
    _reading("R16", "10(四)", "一年以上没有活动记录的，提示工作人员核实，不因提示本身撤销命名。", "改变月数。"),
    _reading(
        "R17",
        "10",
        "撤销命名由三部门共同提出，书面告知；"
        "自收到之日起 5 个工作日内可申诉，10 个工作日内复核；作出决定并公布之日生效。",
    ),
    _reading(
        "R18",
        "10 民法典202",
        "禁报期自撤销之日起至三年后的对应日止，对应日当天可以申报；随统一社会信用代码和负责人身份证件号码计算，不随账号和名称。",
        "改变年数。",
    ),
    _reading("R19", "9(二)", "乡村振兴部门指农业农村部门（职责已并入）。", "单设席位。"),
    _reading("R20", "13", "自 2026 年 4 月 1 日起施行；此前认定的工坊以原文号登记入册。"),
    _reading(
        "R21",
        "6(一) 6(二) 6(三) 10",
        "一律以北京时间为准。工作日按国务院办公厅放假通知（含调休上班），并扣除自治区肉孜节、古尔邦节假期；"
        "尚未录入通知的年度，期限为暂定，录入后重新计算，已经届满的期限不自动变动。",
    ),
)
