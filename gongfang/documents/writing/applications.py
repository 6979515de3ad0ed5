"""Documents of an application: the request for corrections, the public notice, the decision, the certificate."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.applications.models import Application
from gongfang.cases import limits
from gongfang.notices.models import Notice, NoticeEntry
from gongfang.regulation import clauses
from gongfang.regulation.recognition import State
from gongfang.regulation.time_limits import limits as limits_of_edition
from gongfang.workshops.models import Plaque, Workshop
from gongfang.workshops.plaques import check_url, issuers

from .. import certificates
from ..content import Content, Table, Text
from ..kinds import Audience, DocumentKind, Style, Subject
from . import words

_MATERIALS = {number: clause.label for number, clause in enumerate(clauses.MATERIALS, start=1)}


def asked_to_correct(case: Application) -> Iterable[Subject]:
    """Return the request for corrections of an application, which is made once (article 6(一), reading R4)."""
    if not case.correction_items.exists():
        return ()
    return (Subject(key=f"correction:{case.number}", label=case.title, source=case, cases=(case,)),)


def correction_facts(case: Application) -> dict[str, Any]:
    """Return what is missing, and until when it may be handed in."""
    limit = limits.latest(case, "correction")
    return {
        "name": case.operator_name or case.title,
        "workshop": case.title,
        "filed_at": case.filed_at,
        "items": [(_MATERIALS.get(item.material_set, ""), item.note) for item in case.correction_items.all()],
        "days": limits_of_edition(case.edition)["correction"].working_days,
        "ends_at": limit.ends_at if limit else None,
        "office": _county_office(case),
    }


def _county_office(case: Application) -> str:
    return case.region.offices.get(department="culture").name


def correction_notice(facts: Mapping[str, Any]) -> Content:
    """Write the request for corrections: everything at once, and until when (article 6(一), reading R4)."""
    items = words.numbered(f"{label}：{note}" if label else note for label, note in facts["items"])
    filed = f"{words.day(facts['filed_at'])}提交的" if facts["filed_at"] else ""
    until = f"，即在{words.end_of(facts['ends_at'])}（北京时间）之前" if facts["ends_at"] else ""
    return Content(
        title="非遗工坊认定申请补正告知书",
        addressee=facts["name"],
        blocks=(
            Text(
                words.lines(
                    f"你单位{filed}“{facts['workshop']}”非遗工坊认定申请收悉。经核对，"
                    f"依据{words.provision(clauses.APPLICATION)}，请补正以下材料：",
                    items,
                    f"请自本告知书发出次日起{facts['days']}个工作日内{until}补齐上述材料，可在本系统提交，"
                    f"也可以将纸质材料送交本局。逾期没有补正的，本次申请不予受理，不影响以后再次申报。",
                    "以上为需要补正的全部内容，本局不再另行要求补正。",
                )
            ),
        ),
        issuers=(facts["office"],),
    )


def on_notice(case: Application) -> Iterable[Subject]:
    """Return the notice an application stands on, which is one document for all its entries."""
    entry = NoticeEntry.objects.filter(application_id=case.pk).select_related("notice").first()
    if entry is None:
        return ()
    notice = entry.notice
    cases = tuple(each.application for each in notice.entries.select_related("application"))
    return (Subject(key=f"notice:{notice.number}", label=notice.title, source=notice, cases=cases),)


def notice_facts(notice: Notice) -> dict[str, Any]:
    """Return what a notice lists and how long one may object."""
    return {"notice": notice, "entries": list(notice.entries.all()), "offices": words.prefecture_offices()}


def public_notice(facts: Mapping[str, Any]) -> Content:
    """Write the notice of proposed workshops and how to object to them (article 6(三), readings R9 and R10)."""
    notice, entries = facts["notice"], facts["entries"]
    rows = tuple(
        (str(each.position), each.workshop_name, each.operator_name, each.ich_items, each.county)
        for each in entries
    )
    days = (notice.last_day - notice.starts_on).days
    return Content(
        title="关于拟认定地区级非遗工坊名单的公示",
        blocks=(
            Text(
                notice.text
                or f"依据{words.provision(clauses.PUBLIC_NOTICE)}，经审核、实地核查和专家评审，"
                f"拟认定以下{len(rows)}家地区级非遗工坊，现予公示。"
            ),
            Table(
                head=("序号", "工坊名称", "经营主体", "依托项目或技艺", "县（市）"),
                rows=rows,
                widths=(9, 26, 26, 25, 14),
            ),
            Text(
                words.lines(
                    f"公示期自{words.day(notice.starts_on)}发布次日起算，至{words.end_of(notice.ends_at)}"
                    f"（北京时间）届满{'，其间的法定休息日不计入' if days > 5 else ''}。",
                    "单位和个人对名单有异议的，请在公示期内书面提出，写明真实姓名或者单位名称、联系方式、"
                    "具体理由，并附佐证材料。本局对提出异议者的身份保密。",
                    f"受理机关：{'，'.join(_contact_of(notice))}。",
                )
            ),
        ),
        issuers=facts["offices"][:1],
    )


def _contact_of(notice: Notice) -> list[str]:
    known = (notice.contact_office, notice.contact_address, notice.contact_phone, notice.contact_email)
    return [each for each in known if each]


def decided_together(case: Application) -> Iterable[Subject]:
    """Return the decision that recognised an application's workshop, one document for all that it names."""
    workshop = Workshop.objects.filter(application_number=case.number).first()
    if workshop is None or not workshop.document_number:
        return ()
    same = Workshop.objects.filter(document_number=workshop.document_number).exclude(application_number="")
    rows = list(same.select_related("operator", "county").prefetch_related("relied_on").order_by("number"))
    cases = tuple(Application.objects.filter(number__in=[row.application_number for row in rows]).order_by("pk"))
    key, label = f"decision:{workshop.document_number}", workshop.document_number
    return (Subject(key=key, label=label, source=rows, cases=cases),)


def decision_facts(workshops: list[Workshop]) -> dict[str, Any]:
    """Return the workshops a decision recognises, as they stand in the public register."""
    return {
        "rows": [
            (
                each.name,
                each.operator.name,
                "、".join(item.name for item in each.relied_on.all()),
                each.county.name,
            )
            for each in workshops
        ],
        "batch": workshops[0].batch,
        "offices": words.prefecture_offices(),
    }


def _items(workshop: Workshop) -> str:
    return "、".join(item.name for item in workshop.relied_on.all())


def recognition_decision(facts: Mapping[str, Any]) -> Content:
    """Write the decision by which workshops are recognised (article 6(四))."""
    rows = tuple((str(place), *row) for place, row in enumerate(facts["rows"], start=1))
    what = f"“{rows[0][1]}”为" if len(rows) == 1 else f"{facts['batch'] or ''}{len(rows)}家"
    return Content(
        title=f"关于认定{what}地区级非遗工坊的决定",
        addressee="各县（市）文化和旅游、人力资源和社会保障、农业农村部门，各有关单位",
        blocks=(
            Text(
                f"依据{words.provision(clauses.AWARD)}，经审核、专家评审和公示，公示期满没有未办结或者成立的异议，"
                f"三部门一致同意认定以下工坊为地区级非遗工坊，现予公布。"
            ),
            Table(
                head=("序号", "工坊名称", "经营主体", "依托项目或技艺", "县（市）"),
                rows=rows,
                widths=(9, 26, 26, 25, 14),
            ),
            Text(
                "请各有关部门依照《办法》落实支持措施、做好日常监督。被认定的工坊应当坚持核心环节使用传统技艺，"
                "带动群众就业，并按年度报备登记信息。"
            ),
        ),
        issuers=facts["offices"],
    )


def document_number_of(workshops: list[Workshop]) -> str:
    """Return the number under which the workshops were recognised."""
    return workshops[0].document_number


def awarded(case: Application) -> Iterable[Subject]:
    """Return the plaques that were given to the workshop of an application."""
    found = Plaque.objects.filter(workshop__application_number=case.number, status="active")
    rows = found.select_related("workshop__operator", "workshop__county__parent")
    return [Subject(key=f"plaque:{row.pk}", label=row.number, source=row, cases=(case,)) for row in rows]


def certificate_facts(plaque: Plaque) -> dict[str, Any]:
    """Return what a plaque certifies, and the address at which it is checked."""
    offices = tuple(office.name for office in issuers(plaque))
    return {"plaque": plaque, "workshop": plaque.workshop, "offices": offices, "url": check_url(plaque)}


def plaque_certificate(facts: Mapping[str, Any]) -> Content:
    """Write the certificate that goes with a plaque (article 6(四))."""
    plaque, workshop = facts["plaque"], facts["workshop"]
    items = _items(workshop)
    return Content(
        title="地区级非遗工坊证书",
        blocks=(
            Text(
                f"兹证明{workshop.name}经{workshop.document_number}认定为地区级非遗工坊，"
                f"于{words.day(plaque.awarded_on)}授牌。"
            ),
            Table(
                rows=(
                    ("牌匾编号", plaque.number),
                    ("经营主体", workshop.operator.name),
                    ("所在县（市）", workshop.county.name),
                    ("依托项目", items or "—"),
                    ("认定日期", words.day(workshop.recognised_on)),
                ),
                widths=(26, 74),
            ),
        ),
        issuers=facts["offices"],
    )


def register_on(register: Any) -> None:
    """Register the documents of applications."""
    _on_the_way(register)
    _of_the_recognised(register)


def _on_the_way(register: Any) -> None:
    register(
        DocumentKind(
            name="correction_notice",
            label=_("补正告知书"),
            clause=clauses.APPLICATION,
            office="county.culture",
            audience=Audience.PARTIES,
            states={"application": frozenset({State.CORRECTING})},
            subjects=asked_to_correct,
            context=correction_facts,
            body=correction_notice,
        )
    )
    register(
        DocumentKind(
            name="public_notice",
            label=_("公示公告"),
            clause=clauses.PUBLIC_NOTICE,
            office="prefecture.culture",
            audience=Audience.PUBLIC,
            states={"application": frozenset({State.PUBLIC_NOTICE, State.CONFIRMING})},
            subjects=on_notice,
            context=notice_facts,
            body=public_notice,
        )
    )


def _of_the_recognised(register: Any) -> None:
    register(
        DocumentKind(
            name="recognition_decision",
            label=_("认定决定"),
            clause=clauses.AWARD,
            office="prefecture.culture",
            audience=Audience.PUBLIC,
            states={"application": frozenset({State.RECOGNISED, State.AWARDED})},
            subjects=decided_together,
            context=decision_facts,
            body=recognition_decision,
            number_of=document_number_of,
        )
    )
    register(
        DocumentKind(
            name="plaque_certificate",
            label=_("牌匾证书"),
            clause=clauses.AWARD,
            office="prefecture.culture",
            audience=Audience.PARTIES,
            states={"application": frozenset({State.AWARDED})},
            subjects=awarded,
            context=certificate_facts,
            body=plaque_certificate,
            style=Style.CERTIFICATE,
            enclosure=certificates.signed_address,
        )
    )
