"""One case for every kind of document, in a state in which it can be made, by the casts of its app."""

from collections.abc import Mapping
from typing import Any

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.services import give_opinion, open_case, perform
from gongfang.documents import permissions, queries, services
from gongfang.documents.kinds import Subject, kind_named
from gongfang.documents.models import Document
from gongfang.notices import services as notices
from gongfang.regulation.procedure import COUNTY_OFFICES
from tests.evaluations import cast as evaluations
from tests.factories import applicant, auditor, beijing, division, head, officer, user
from tests.notices import cast as objections
from tests.oversight import cast as oversight
from tests.panels import cast as panels
from tests.reports import cast as reports
from tests.revocations import cast as revocations

AT = beijing("2026-06-18 10:00")
MISSING = "营业执照副本复印件\n从业人员名单（含身份证明）"


def lead() -> User:
    return head("prefecture.culture")


def county() -> User:
    return head("county.culture")


def application(state: str, title: str = "库甫哈萨克族花毡工坊") -> Application:
    return open_case(
        Application,
        region=division(),
        holder=applicant(),
        at=beijing("2026-05-06 10:00"),
        title=title,
        state=state,
        operator_name="托里县花毡专业合作社",
        filed_at=beijing("2026-05-06 10:00"),
    )


def correcting() -> Application:
    case = application("submitted")
    perform(case, "request_correction", by=county(), at=beijing("2026-05-08 10:00"), missing=MISSING)
    return case


def reviewed() -> Application:
    """Return an application on which the county's three departments have spoken."""
    case = application("county_review")
    for actor in COUNTY_OFFICES:
        give_opinion(case, by=head(actor.value), at=AT, agree=True)
    return case


def awarded() -> Application:
    """Return an application whose workshop has its plaque."""
    case = application("awarded")
    revocations.workshop(application_number=case.number, holder=case.holder, name=case.title)
    return case


def dismissed() -> Any:
    """Return an objection that was answered."""
    objection = objections.objected(objections.on_notice("塔城毡房工坊")).objection
    objections.all_agree(objection, at=AT)
    given = {"findings": "实测面积为八十平方米。", "reply": "感谢监督。"}
    notices.dismiss_objection(objection, by=lead(), at=AT, **given)
    return objection


def passed() -> Any:
    case = evaluations.scored()
    perform(case, "pass_evaluation", by=evaluations.lead(), at=evaluations.DECIDED)
    return case


def bulletin() -> Any:
    """Return a bulletin that was issued under its number."""
    case = reports.bulletin()
    perform(case, "issue_bulletin", by=lead(), at=reports.NOW, document_number="塔地文旅通〔2028〕1号")
    return reports.fresh(case)


CASES: Mapping[str, Any] = {
    "correction_notice": correcting,
    "joint_opinion_sheet": reviewed,
    "visit_report": oversight.done,
    "draw_minutes": panels.concluded,
    "scoring_sheet": panels.concluded,
    "deliberation_minutes": panels.concluded,
    "public_notice": objections.on_notice,
    "objection_reply": dismissed,
    "recognition_decision": awarded,
    "plaque_certificate": awarded,
    "revocation_notice": revocations.served,
    "service_receipt": revocations.served,
    "revocation_decision": revocations.revoked,
    "rectification_order": oversight.ordered,
    "evaluation_sheet": passed,
    "bulletin": bulletin,
}
"""A case by the kind of document that is made on it."""


def issue_all() -> dict[str, Document]:
    """Return one issued document of every kind; kinds that are made on the same sort of case share it."""
    made: dict[Any, Any] = {}
    for maker in CASES.values():
        made[maker] = made[maker] if maker in made else maker()
    return {name: issued(name, made[maker]) for name, maker in CASES.items()}


def subject(name: str, case: Any) -> Subject:
    """Return the first thing the document can be made about."""
    return next(iter(kind_named(name).subjects(case)))


def drafted(name: str, case: Any, *, by: User | None = None, at: Any = AT) -> Document:
    return services.prepare(name, subject=subject(name, case), by=by or _writer(name), at=at)


def _writer(name: str) -> User:
    of_county = name in ("correction_notice", "joint_opinion_sheet")
    return officer("county.culture") if of_county else officer("prefecture.culture")


def signer(document: Document) -> User:
    return county() if document.office.level == "county" else lead()


def issued(name: str, case: Any, *, at: Any = AT) -> Document:
    document = drafted(name, case, at=at)
    return issue(document, at=at)


def issue(
    document: Document, *, by: User | None = None, at: Any = AT, seen_version: int | None = None
) -> Document:
    seen = queries.latest(document).number if seen_version is None else seen_version
    return services.issue(document, by=by or signer(document), at=at, seen_version=seen)


OFFICES = ("prefecture.culture", "prefecture.hrss", "county.culture", "county.hrss")


def readers(document: Document) -> set[str]:
    """Return who of a fixed company reads a document: offices, its applicant, a rival, an expert, the auditor."""
    case = document.cases.order_by("pk").first()
    holder = case.holder if case is not None else None
    company: dict[str, Any] = {code: officer(code) for code in OFFICES}
    company |= {"other county": head("county.culture", "654201"), "auditor": auditor()}
    company |= {"holder": holder, "rival": user("applicant"), "expert": user("expert")}
    return {name for name, person in company.items() if person and permissions.may_read(person, document)}
