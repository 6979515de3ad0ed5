"""Every article and limb of the measures, with our own short label and the way it is cited.

Ids follow the measures' own numbering: ``"6(三)"`` is a limb, ``"6(一)1"`` an item of a limb, ``"10"``
an article (article 10 as a whole stands for its closing paragraph on appeals). Provisions of the
Civil Code that fix how time is counted are citable in the same way.
"""

import re
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_MEASURES_ID = re.compile(r"(?P<article>\d+)(?:\((?P<limb>[一二三四五六七八九十]+)\)(?P<item>\d+)?)?")
_CIVIL_CODE_ID = re.compile(r"民法典(?P<article>\d+)")


class UnknownClause(KeyError):
    """No clause has this id."""

    def __str__(self) -> str:
        return f"没有这一条款：{self.args[0]}"


@dataclass(frozen=True, order=True)
class Clause:
    """One provision that code, records and messages may cite."""

    id: str
    label: str

    @property
    def cite(self) -> str:
        """Return the full citation, e.g. 《办法》第六条第（三）项."""
        if outside := _CIVIL_CODE_ID.fullmatch(self.id):
            return f"《民法典》第{_in_chinese(int(outside['article']))}条"
        inside = _MEASURES_ID.fullmatch(self.id)
        if inside is None:
            raise UnknownClause(self.id)
        limb = f"第（{inside['limb']}）项" if inside["limb"] else ""
        item = f"第{inside['item']}目" if inside["item"] else ""
        return f"《办法》第{_in_chinese(int(inside['article']))}条{limb}{item}"

    def __str__(self) -> str:
        return self.cite


def _in_chinese(number: int) -> str:
    """Write 1–999 as statutes do: 十三, 二百零一, 二百一十."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and units:
        text += "零"
    return text + (_DIGITS[units] if units else "")


_LABELS = {
    "1": "制定目的和依据",
    "2": "非遗工坊的含义",
    "3": "认定范围",
    "3(一)": "依托非遗项目或传统手工艺",
    "3(二)": "已获县（市）级认定",
    "3(三)": "脱贫县原扶贫就业工坊",
    "4": "认定条件",
    "4(一)": "主体规范、守法诚信",
    "4(二)": "场地与生产条件",
    "4(三)": "带动就业",
    "4(四)": "技艺培训与后继人才",
    "4(五)": "核心环节用传统技艺",
    "4(六)": "公益与展示活动",
    "4(七)": "线上线下销售成效",
    "5": "逐级申报与县级初审",
    "6": "认定程序",
    "6(一)": "申请与材料",
    "6(一)1": "工坊与人员基本信息",
    "6(一)2": "非遗项目与传承人资料",
    "6(一)3": "吸纳就业人数与名单",
    "6(一)4": "经营情况统计表",
    "6(一)5": "其他佐证材料",
    "6(二)": "审核、实地核查与专家评审",
    "6(三)": "公示与异议",
    "6(四)": "确认公布与授牌",
    "7": "工坊职责",
    "7(一)": "生产性保护",
    "7(二)": "重点吸纳脱贫人口就业",
    "7(三)": "吸纳残疾人就业",
    "7(四)": "每年确认或更新登记信息",
    "7(五)": "非遗进校园",
    "8": "支持措施",
    "8(一)": "优先推荐上级项目",
    "8(二)": "研修培训与技术支持",
    "8(三)": "带头人培养与传习场所",
    "8(四)": "就业质量与品牌建设",
    "8(五)": "产品目录与展会平台",
    "8(六)": "产品进景区街区和商场",
    "9": "日常监督与信息管理",
    "9(一)": "年度信息报备",
    "9(二)": "部门信息共享",
    "9(三)": "定期调查核查",
    "9(四)": "两年一次评估",
    "10": "撤销命名、禁报期与申诉",
    "10(一)": "骗取设立",
    "10(二)": "违背价值观或侵权并有后果",
    "10(三)": "负责人违法违纪",
    "10(四)": "一年以上不开展工作",
    "10(五)": "违规使用补助资金",
    "10(六)": "带动就业成效较差",
    "10(七)": "连续两年未报备",
    "10(八)": "较大安全事故",
    "10(九)": "限期整改不达标",
    "10(十)": "其他应当取消的行为",
    "11": "部门分工与会商",
    "11(一)": "文旅部门：牵头、监测、统计通报",
    "11(二)": "人社部门：就业政策与技能培训",
    "11(三)": "农业农村部门：入库支持与信息提供",
    "12": "解释机关",
    "13": "施行日期",
    "民法典201": "期间开始的当日不计入",
    "民法典202": "按月、年计算的期间届满日",
    "民法典203": "期间最后一日的截止时间",
}

_BY_ID = {id: Clause(id, label) for id, label in _LABELS.items()}

ALL: tuple[Clause, ...] = tuple(_BY_ID.values())


def clause(id: str) -> Clause:
    """Return the clause with this id.

    :raises UnknownClause: when the measures (and the provisions cited beside them) have none.
    """
    try:
        return _BY_ID[id]
    except KeyError:
        raise UnknownClause(id) from None


SCOPE = clause("3")
SCOPE_CRAFT = clause("3(一)")
SCOPE_COUNTY = clause("3(二)")
SCOPE_FORMER = clause("3(三)")

OPERATOR = clause("4(一)")
SITE = clause("4(二)")
EMPLOYMENT = clause("4(三)")
TRAINING = clause("4(四)")
CORE_CRAFT = clause("4(五)")
WELFARE = clause("4(六)")
SALES = clause("4(七)")

PRELIMINARY_REVIEW = clause("5")
APPLICATION = clause("6(一)")
MATERIALS: tuple[Clause, ...] = tuple(clause(f"6(一){item}") for item in range(1, 6))
REVIEW = clause("6(二)")
PUBLIC_NOTICE = clause("6(三)")
AWARD = clause("6(四)")

DUTIES: tuple[Clause, ...] = tuple(clause(f"7({limb})") for limb in "一二三四五")
ANNUAL_REGISTRATION = clause("7(四)")
ANNUAL_FILING = clause("9(一)")
SHARING = clause("9(二)")
INVESTIGATION = clause("9(三)")
EVALUATION = clause("9(四)")

REVOCATION = clause("10")
GROUNDS: tuple[Clause, ...] = tuple(clause(f"10({limb})") for limb in "一二三四五六七八九十")
DECEIT, INACTIVITY, MISSED_FILINGS, NOT_RECTIFIED = (clause(f"10({limb})") for limb in "一四七九")
SUBSIDIES, EMPLOYMENT_EFFECT = clause("10(五)"), clause("10(六)")

SUPPORT = clause("8")
RECOMMENDATION = clause("8(一)")
STUDY = clause("8(二)")
SUCCESSORS = clause("8(三)")
BRAND = clause("8(四)")
CATALOGUE = clause("8(五)")
PLACEMENT = clause("8(六)")

CONSULTATION = clause("11")
STATISTICS = clause("11(一)")
EMPLOYMENT_POLICY = clause("11(二)")
PROJECT_LIBRARY = clause("11(三)")
IN_FORCE = clause("13")

FIRST_DAY = clause("民法典201")
CORRESPONDING_DAY = clause("民法典202")
LAST_DAY = clause("民法典203")
