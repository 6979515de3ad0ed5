"""Who may do what on which page: one line a page, read beside the URLs and beaten against them by `test_matrix`.

`reads` are let in by GET and HEAD, `writes` by POST; None means that the page has no such method. Whoever is not
let in gets 404, as if nothing were there, but for those in `refused`, who get 403: they may know that it is there.
Whoever is not signed in is sent to do so, but for pages that are `is_public`.

An object of somebody else answers like one that does not exist, but for those in `away`, to whom that of the other
county is known: they are let in or refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Roles = frozenset[str]


def _roles(*names: str) -> Roles:
    return frozenset(names)


NOBODY = _roles()
ANONYMOUS = _roles("anonymous")
APPLICANT = _roles("applicant")
RIVAL = _roles("rival")
APPLICANTS = APPLICANT | RIVAL
COUNTY_OFFICER = _roles("county.culture.officer")
COUNTY_CULTURE = COUNTY_OFFICER | _roles("county.culture.head")
COUNTY_HRSS = _roles("county.hrss.officer", "county.hrss.head")
COUNTY_AGRICULTURE = _roles("county.agriculture.head")
COUNTY = COUNTY_CULTURE | COUNTY_HRSS | COUNTY_AGRICULTURE
OTHER_COUNTY = _roles("other_county.head")
LEAD_HEAD = _roles("prefecture.culture.head")
LEAD = LEAD_HEAD | _roles("prefecture.culture.officer")
PREFECTURE_HRSS = _roles("prefecture.hrss.officer", "prefecture.hrss.head")
PREFECTURE_AGRICULTURE = _roles("prefecture.agriculture.head")
PREFECTURE = LEAD | PREFECTURE_HRSS | PREFECTURE_AGRICULTURE
OFFICES = COUNTY | OTHER_COUNTY | PREFECTURE
INSPECTORS = _roles("prefecture.culture.officer", "prefecture.hrss.officer")
SEATED = _roles("expert.seated")
RECUSED = _roles("expert.recused")
EXPERTS = SEATED | RECUSED | _roles("expert.pool")
AUDITOR = _roles("auditor")
SYSTEM = _roles("system_admin")
SECURITY = _roles("security_admin")
AUDIT = _roles("audit_admin")
SIGNED_IN = APPLICANTS | OFFICES | EXPERTS | AUDITOR | SYSTEM | SECURITY | AUDIT
ALL = SIGNED_IN | ANONYMOUS

READERS = OFFICES | AUDITOR
"""Officials and the auditor: whoever has lists of cases."""
SEE_ALL = PREFECTURE | AUDITOR
"""Who sees the cases of every county."""
SEE_HOME = APPLICANT | COUNTY | SEE_ALL
"""Who sees a filed application of the home county, before an expert sits for it."""
SEE_AWAY = RIVAL | OTHER_COUNTY | SEE_ALL


@dataclass(frozen=True, kw_only=True)
class Page:
    """One line of the policy. `of` names the object in the address; `given` the rest of the address."""

    of: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    reads: Roles | None = None
    writes: Roles | None = None
    refused: Roles = NOBODY
    is_public: bool = False
    away: Roles = NOBODY


def public(of: str = "", *, writes: Roles | None = None, reads: Roles | None = ALL) -> Page:
    """A page of the portal: for everybody, signed in or not."""
    return Page(of=of, reads=reads, writes=writes, is_public=True)


def plain(
    reads: Roles | None, writes: Roles | None = None, *, of: str = "", away: Roles = NOBODY, **given: str
) -> Page:
    """A page that knows no secret but its content: whoever is not let in gets 403."""
    return Page(of=of, given=given, reads=reads, writes=writes, refused=SIGNED_IN, away=away)


def listed(reads: Roles) -> Page:
    """A list: whoever sees it exports it, by POST."""
    return plain(reads, reads)


def hidden(
    of: str,
    reads: Roles | None,
    writes: Roles | None = None,
    *,
    refused: Roles = NOBODY,
    away: Roles = NOBODY,
    **given: str,
) -> Page:
    """A page whose object does not exist for those who are neither let in nor refused."""
    return Page(of=of, given=given, reads=reads, writes=writes, refused=refused, away=away)


def document(of: str, reads: Roles) -> Page:
    """A document: there are public ones, so that nobody is sent to sign in for one."""
    return Page(of=of, reads=reads, is_public=True)


def stored(of: str, reads: Roles, *, away: Roles = NOBODY) -> Page:
    """A file: there are public ones, so that nobody is sent to sign in for one."""
    return Page(of=of, reads=reads, is_public=True, away=away)


UNUSED, UNUSED_VIEW = Page(reads=NOBODY, writes=NOBODY), Page(reads=NOBODY)
"""Pages about a second factor: in this world nobody has one, so that they are there for nobody."""

ACCOUNT = {
    "account_login": public(writes=ALL),
    "account_logout": public(writes=ALL),
    "account_signup": public(writes=ALL),
    "account_inactive": public(),
    "account_reauthenticate": plain(SIGNED_IN, SIGNED_IN),
    "account_change_password": plain(SIGNED_IN, SIGNED_IN),
    "account_reset_password": public(writes=ALL),
    "account_reset_password_done": public(),
    "accounts:set_new_password": public("password link", writes=ALL),
    "accounts:profile": plain(SIGNED_IN, SIGNED_IN),
    "accounts:privacy": public(),
    "mfa_index": plain(SIGNED_IN),
    "mfa_authenticate": plain(SIGNED_IN, SIGNED_IN),
    "mfa_reauthenticate": plain(SIGNED_IN, SIGNED_IN),
    "mfa_activate_totp": plain(SIGNED_IN, SIGNED_IN),
    "mfa_deactivate_totp": UNUSED,
    "mfa_view_recovery_codes": UNUSED_VIEW,
    "mfa_generate_recovery_codes": plain(SIGNED_IN, SIGNED_IN),
    "mfa_download_recovery_codes": UNUSED_VIEW,
    "set_language": public(writes=ALL),
}
PEOPLE = {
    "accounts:people": listed(SYSTEM | SECURITY),
    "accounts:create_account": plain(SYSTEM, SYSTEM),
    "accounts:person": plain(SYSTEM | SECURITY, of="account"),
    "accounts:disable": plain(None, SYSTEM, of="account"),
    "accounts:enable": plain(None, SYSTEM, of="account"),
    "accounts:reset_password": plain(None, SYSTEM, of="account"),
    "accounts:assign": plain(None, SECURITY, of="account"),
    "accounts:reset_second_factor": plain(None, SECURITY, of="account"),
}
CASES = {
    "cases:inbox": listed(SIGNED_IN),
    "cases:detail": hidden("application", SEE_HOME | SEATED, away=SEE_AWAY),
    "cases:detail panel": hidden("panel", SEE_ALL | SEATED | RECUSED, away=SEE_ALL),
    "cases:detail objection": hidden("objection", SEE_ALL),
    "cases:detail filed": hidden("filed", SEE_HOME, away=SEE_AWAY),
    "cases:detail owed": hidden("owed", SEE_HOME, away=SEE_AWAY),
    "cases:detail revocation": hidden("revocation", SEE_HOME),
    "cases:detail evaluation": hidden("evaluation", SEE_HOME, away=SEE_AWAY),
    "cases:detail campaign": hidden("campaign", SEE_ALL),
    "cases:detail check": hidden("check", SEE_HOME, away=SEE_AWAY),
    "cases:detail finding": hidden("finding", SEE_HOME, away=SEE_AWAY),
    "cases:detail product": hidden("product", SEE_HOME, away=SEE_AWAY),
    "cases:detail product draft": hidden("product draft", APPLICANT, away=RIVAL),
    "cases:detail enquiry": hidden("enquiry", SEE_HOME, away=SEE_AWAY),
    "cases:detail demand": hidden("demand", SEE_ALL),
    "cases:detail bulletin": hidden("bulletin", SEE_ALL),
    "cases:detail mismatch": hidden("mismatch", SEE_HOME - APPLICANT, away=SEE_AWAY - RIVAL),
    "cases:detail subsidy": hidden("subsidy", SEE_HOME, away=SEE_AWAY),
    "cases:detail library entry": hidden("library entry", SEE_HOME, away=SEE_AWAY),
    "cases:detail draft": hidden("draft", APPLICANT, away=RIVAL),
    "cases:detail paper": hidden("paper draft", COUNTY_CULTURE, away=OTHER_COUNTY),
}
APPLICATIONS = {
    "applications:index": listed(READERS),
    "applications:mine": plain(APPLICANTS),
    "applications:start": plain(APPLICANTS, APPLICANTS),
    "applications:start_paper": plain(COUNTY_CULTURE | OTHER_COUNTY, COUNTY_CULTURE | OTHER_COUNTY),
    "applications:rounds": listed(READERS),
    "applications:open_round": plain(LEAD_HEAD, LEAD_HEAD),
    "applications:round": plain(READERS, of="round"),
    "applications:close_round": plain(None, LEAD_HEAD, of="round"),
    "applications:reveal": hidden("worker", None, APPLICANT | COUNTY | PREFECTURE, refused=AUDITOR, away=SEE_AWAY),
    "applications:roster_template": plain(SIGNED_IN),
    "applications:edit": hidden("draft", APPLICANT, away=RIVAL),
    "applications:edit paper": hidden("paper draft", COUNTY_CULTURE, away=OTHER_COUNTY),
    "applications:edit filed": hidden("application", NOBODY, refused=SEE_HOME | SEATED, away=SEE_AWAY),
    "applications:step": hidden("draft", APPLICANT, APPLICANT, away=RIVAL, step="workshop"),
    "applications:autosave": hidden("draft", None, APPLICANT, away=RIVAL, step="workshop"),
    "applications:precheck": hidden("draft", APPLICANT, away=RIVAL),
    "applications:add_row": hidden("draft", None, APPLICANT, away=RIVAL, kind="activity"),
    "applications:change_row": hidden("activity", APPLICANT, APPLICANT, away=RIVAL, kind="activity"),
    "applications:remove_row": hidden("activity", None, APPLICANT, away=RIVAL, kind="activity"),
    "applications:add_file": hidden("draft", None, APPLICANT, away=RIVAL, slot="other"),
    "applications:remove_file": hidden("draft's file", None, APPLICANT, away=RIVAL),
    "applications:roster_upload": hidden("draft", APPLICANT, APPLICANT, away=RIVAL),
    "applications:roster_confirm": hidden("draft", None, APPLICANT, away=RIVAL),
    "applications:submit": hidden("draft", APPLICANT, APPLICANT, away=RIVAL),
    "applications:resubmit": hidden("correcting", APPLICANT, APPLICANT, refused=SEE_HOME - APPLICANT),
    "applications:enter_paper": hidden("paper draft", COUNTY_CULTURE, COUNTY_CULTURE, away=OTHER_COUNTY),
}
INSPECTIONS = {
    "inspections:visits": listed(READERS),
    "inspections:plan": hidden("inspecting", LEAD, LEAD, refused=SEE_HOME - LEAD, away=SEE_AWAY),
    "inspections:report": hidden("visit", SEE_HOME - APPLICANT, INSPECTORS, refused=SEE_HOME, away=SEE_AWAY),
    "inspections:draft": hidden("visit", None, INSPECTORS, refused=SEE_HOME, away=SEE_AWAY),
    "inspections:add_photo": hidden("visit", None, INSPECTORS | COUNTY_OFFICER, refused=SEE_HOME, away=SEE_AWAY),
    "inspections:preview": hidden("visit photo", SEE_HOME - APPLICANT, refused=APPLICANT, away=SEE_AWAY),
    "inspections:remove_photo": hidden("visit photo", None, INSPECTORS, refused=SEE_HOME, away=SEE_AWAY),
    "inspections:sign": hidden("visit", None, INSPECTORS | COUNTY_OFFICER, refused=SEE_HOME, away=SEE_AWAY),
    "inspections:print": hidden("visit", SEE_HOME - APPLICANT, refused=APPLICANT, away=SEE_AWAY),
}
PANELS = {
    "panels:list": listed(SEE_ALL),
    "panels:announce": plain(LEAD, LEAD),
    "panels:draw_minutes": hidden("panel", SEE_ALL | SEATED | RECUSED),
    "panels:workspace": plain(EXPERTS),
    "panels:review": hidden("panel", SEATED | RECUSED, SEATED | RECUSED, refused=SEE_ALL, away=SEE_ALL),
    "panels:sign": hidden("panel", SEATED | RECUSED, SEATED | RECUSED, refused=SEE_ALL, away=SEE_ALL),
    "panels:score": hidden("entry", SEATED, SEATED, refused=SEE_ALL, away=SEE_ALL),
    "panels:save_sheet": hidden("entry", None, SEATED, refused=SEE_ALL, away=SEE_ALL),
    "panels:recusal": hidden("reviewed", APPLICANT, APPLICANT, refused=SEE_HOME | SEATED, away=SEE_AWAY - RIVAL),
    "panels:waiver": hidden("reviewed", None, APPLICANT, refused=SEE_HOME | SEATED, away=SEE_AWAY - RIVAL),
    "panels:experts": listed(PREFECTURE | AUDITOR),
    "panels:expert_new": plain(LEAD, LEAD),
    "panels:expert_import": plain(LEAD, LEAD),
    "panels:expert_template": plain(LEAD),
    "panels:expert_edit": plain(LEAD, LEAD, of="expert"),
    "panels:expert_phone": plain(None, LEAD, of="expert"),
    "panels:expert_relation": plain(None, LEAD, of="relation"),
}
NOTICES = {
    "notices:follow": public(writes=ALL),
    "notices:receipt": public(),
    "notices:object": public("on notice", writes=ALL),
    "notices:office": listed(READERS),
    "notices:objections": listed(SEE_ALL),
    "notices:publish_list": plain(LEAD, LEAD),
    "notices:publish": plain(LEAD, LEAD, of="proposed"),
    "notices:paper": plain(LEAD, LEAD, of="on notice"),
    "notices:reveal": hidden("objector", None, PREFECTURE, refused=AUDITOR, field="contact"),
}
FILINGS = {
    "filings:index": listed(READERS),
    "filings:mine": plain(APPLICANTS),
    "filings:reveal": hidden(
        "yearly worker", None, APPLICANT | COUNTY | PREFECTURE, refused=AUDITOR, away=SEE_AWAY
    ),
    "filings:edit": hidden("owed", APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:edit filed": hidden("filed", NOBODY, refused=SEE_HOME, away=SEE_AWAY),
    "filings:part": hidden("owed", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY, step="people"),
    "filings:autosave": hidden("owed", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY, step="people"),
    "filings:missing": hidden("owed", APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:add_row": hidden("owed", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY, kind="roster"),
    "filings:change_row": hidden(
        "owed's worker", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY, kind="roster"
    ),
    "filings:remove_row": hidden("owed's worker", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY, kind="roster"),
    "filings:add_file": hidden("owed", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY, slot="filing_other"),
    "filings:remove_file": hidden("owed's file", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:roster_upload": hidden("owed", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:roster_confirm": hidden("owed", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:file": hidden("owed", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:activities": hidden("logging workshop", SEE_HOME, away=SEE_AWAY),
    "filings:add_activity": hidden("logging workshop", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:change_activity": hidden("logged", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:change_activity filed": hidden("filed activity", NOBODY, NOBODY, refused=SEE_HOME, away=SEE_AWAY),
    "filings:remove_activity": hidden("logged", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "filings:remove_activity_file": hidden("logged file", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
}
REVOCATIONS = {
    "revocations:list": listed(READERS),
    "revocations:choose": plain(LEAD),
    "revocations:open": hidden("workshop", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "revocations:consent": hidden("workshop", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "revocations:notice": hidden("revocation", SEE_HOME),
    "revocations:acknowledge": hidden("revocation", APPLICANT, APPLICANT, refused=SEE_HOME),
    "revocations:appeal": hidden("revocation", APPLICANT | LEAD, APPLICANT | LEAD, refused=SEE_HOME),
    "revocations:decision": hidden("revocation", SEE_HOME),
    "revocations:reveal": hidden("appeal", None, PREFECTURE, refused=SEE_HOME, field="contact"),
}
EVALUATIONS = {
    "evaluations:index": listed(READERS),
    "evaluations:self_assess": hidden("evaluation", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "evaluations:autosave": hidden("evaluation", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "evaluations:add_files": hidden(
        "evaluation", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY, dimension="funds"
    ),
    "evaluations:remove_file": hidden("evaluation's file", None, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "evaluations:score_evaluation": hidden("evaluation", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "evaluations:sheet": hidden("evaluation", SEE_HOME, away=SEE_AWAY),
}
OVERSIGHT = {
    "oversight:monitoring": listed(READERS),
    "oversight:campaigns": listed(SEE_ALL),
    "oversight:plan_campaign": plain(LEAD, LEAD),
    "oversight:draw_document": hidden("campaign", SEE_ALL),
    "oversight:checks": listed(READERS),
    "oversight:findings": listed(READERS),
    "oversight:plan_check": hidden("workshop", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "oversight:note_finding": hidden("workshop", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "oversight:note_finding_of_check": hidden("check", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
}
DOCUMENTS = {
    "documents:register": listed(READERS),
    "documents:certificates": public(writes=ALL),
    "documents:public_keys": public(),
    "documents:of_case": hidden("correcting", COUNTY_CULTURE | LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "documents:make": hidden(
        "correcting", None, COUNTY_CULTURE | LEAD, refused=SEE_HOME, away=SEE_AWAY, kind="correction_notice"
    ),
    "documents:detail": document("draft document", COUNTY_CULTURE),
    "documents:detail of an issued one": document("issued document", SEE_HOME),
    "documents:preview": document("issued document", SEE_HOME),
    "documents:docx": document("issued document", SEE_HOME),
    "documents:pdf": document("issued document", SEE_HOME),
    "documents:edit": hidden("draft document", COUNTY_CULTURE, COUNTY_CULTURE),
    "documents:rewrite": hidden("draft document", None, COUNTY_CULTURE),
    "documents:discard": hidden("draft document", None, COUNTY_CULTURE),
    "documents:issue": hidden("draft document", None, _roles("county.culture.head"), refused=COUNTY_OFFICER),
}
CATALOGUE = {
    "catalogue:index": public(),
    "catalogue:product": public("public product"),
    "catalogue:enquire": public("public product", writes=ALL),
    "catalogue:photo": public("product photo"),
    "catalogue:photo draft": stored("draft photo", APPLICANT, away=RIVAL),
    "catalogue:demand": public(writes=ALL),
    "catalogue:receipt": public(),
    "catalogue:follow": public(writes=ALL),
    "catalogue:products": listed(READERS | APPLICANTS),
    "catalogue:enquiries": listed(READERS | APPLICANTS),
    "catalogue:demands": listed(SEE_ALL),
    "catalogue:match": hidden("demand", LEAD, LEAD, refused=SEE_ALL),
    "catalogue:reveal": hidden(
        "enquiry", None, APPLICANT | LEAD, refused=SEE_HOME, away=SEE_AWAY, field="contact"
    ),
    "catalogue:reveal demand": hidden("demand", None, LEAD, refused=SEE_ALL, field="contact"),
    "catalogue:enter": hidden("workshop", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "catalogue:edit": hidden("product draft", APPLICANT, APPLICANT, away=RIVAL),
    "catalogue:edit published": hidden("product", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "catalogue:autosave": hidden("product draft", None, APPLICANT, away=RIVAL),
    "catalogue:add_photos": hidden("product draft", None, APPLICANT, away=RIVAL),
    "catalogue:discard": hidden("product draft", None, APPLICANT, away=RIVAL),
    "catalogue:remove_photo": hidden("draft picture", None, APPLICANT, away=RIVAL),
    "catalogue:put_first": hidden("draft picture", None, APPLICANT, away=RIVAL),
}
AGRICULTURE = COUNTY_AGRICULTURE | PREFECTURE_AGRICULTURE
HRSS = COUNTY_HRSS | PREFECTURE_HRSS
MATCHERS = AGRICULTURE | COUNTY_CULTURE | OTHER_COUNTY | LEAD
SEE_IMPORTS = PREFECTURE_AGRICULTURE | AUDITOR
EXCHANGE = {
    "exchange:register": plain(READERS),
    "exchange:template": plain(AGRICULTURE),
    "exchange:upload": plain(AGRICULTURE, AGRICULTURE),
    "exchange:import": plain(AGRICULTURE | AUDITOR, of="register import", away=SEE_IMPORTS),
    "exchange:progress": plain(AGRICULTURE | AUDITOR, of="register import", away=SEE_IMPORTS),
    "exchange:problems": plain(AGRICULTURE | AUDITOR, of="register import", away=SEE_IMPORTS),
    "exchange:confirm": plain(None, COUNTY_AGRICULTURE, of="register import", away=SEE_IMPORTS),
    "exchange:matchings": listed(READERS),
    "exchange:run": plain(None, MATCHERS),
    "exchange:matching": hidden(
        "matching", COUNTY | SEE_ALL, refused=SIGNED_IN - OTHER_COUNTY, away=OTHER_COUNTY | SEE_ALL
    ),
    "exchange:settle": hidden(
        "mismatch", COUNTY_CULTURE, COUNTY_CULTURE, refused=SEE_HOME - APPLICANT, away=SEE_AWAY - RIVAL
    ),
    "exchange:subsidies": listed(READERS),
    "exchange:grant": hidden(
        "workshop", COUNTY | PREFECTURE, COUNTY | PREFECTURE, refused=SEE_HOME, away=SEE_AWAY
    ),
    "exchange:reject": hidden("spending", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "exchange:library": plain(SEE_ALL),
    "exchange:offer": plain(None, LEAD),
    "exchange:export": plain(LEAD | PREFECTURE_AGRICULTURE, kind="csv"),
    "exchange:policies": listed(READERS | APPLICANTS),
    "exchange:record_policy": plain(HRSS, HRSS),
    "exchange:policy": plain(READERS | APPLICANTS, HRSS, of="policy"),
    "exchange:trainings": listed(READERS),
    "exchange:record_training": plain(HRSS, HRSS),
    "exchange:training": plain(READERS | APPLICANTS, HRSS, of="training"),
}
WORKSHOPS = {
    "workshops:register": listed(READERS),
    "workshops:mine": plain(APPLICANTS),
    "workshops:detail": hidden("workshop", SEE_HOME, away=SEE_AWAY),
    "workshops:describe": hidden("workshop", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "workshops:add_photo": hidden("workshop", None, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "workshops:photo": public("workshop photo"),
    "workshops:remove_photo": hidden("workshop photo", None, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "workshops:certificate": hidden("plaque", SEE_HOME, away=SEE_AWAY),
    "workshops:qr_svg": hidden("plaque", SEE_HOME, away=SEE_AWAY),
    "workshops:qr_png": hidden("plaque", SEE_HOME, away=SEE_AWAY),
}
KEEPERS = COUNTY_CULTURE | OTHER_COUNTY
CULTURE = COUNTY_CULTURE | LEAD
CHANGES = {
    "changes:list": listed(READERS),
    "changes:request": hidden("workshop", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "changes:surrender": hidden("workshop", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "changes:history": hidden("workshop", SEE_HOME, away=SEE_AWAY),
    "changes:assign": hidden("workshop", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "changes:reveal": hidden("responsible", None, APPLICANT | CULTURE, refused=SEE_HOME, away=SEE_AWAY),
    "changes:county": listed(KEEPERS),
    "changes:enter": plain(KEEPERS, KEEPERS),
    "changes:template": plain(KEEPERS),
    "changes:import": plain(KEEPERS, KEEPERS),
    "changes:confirm": plain(None, KEEPERS),
    "changes:edit": hidden(
        "county entry", COUNTY_CULTURE, COUNTY_CULTURE, refused=SEE_HOME - APPLICANT, away=SEE_AWAY - RIVAL
    ),
    "changes:withdraw": hidden(
        "county entry", COUNTY_CULTURE, COUNTY_CULTURE, refused=SEE_HOME - APPLICANT, away=SEE_AWAY - RIVAL
    ),
}
REPORTS = {
    "reports:dashboard": plain(READERS),
    "reports:workshops": listed(READERS),
    "reports:activities": listed(READERS),
    "reports:limits": listed(READERS),
    "reports:steps": listed(READERS),
    "reports:overdue": listed(READERS),
    "reports:bulletins": listed(SEE_ALL),
    "reports:draw_up": plain(LEAD, LEAD),
    "reports:edit": hidden("bulletin", LEAD, LEAD, refused=SEE_ALL),
    "reports:public": public(),
}
ENROLLERS = APPLICANTS | CULTURE | OTHER_COUNTY
SUPPORT = {
    "cases:detail recommendation": hidden("recommendation", SEE_ALL),
    "cases:detail course": hidden("course", APPLICANTS | READERS),
    "cases:detail question": hidden("question", SEE_HOME, away=SEE_AWAY),
    "support:overview": listed(READERS),
    "support:mine": plain(APPLICANTS),
    "support:recommendations": listed(SEE_ALL),
    "support:open_recommendation": plain(LEAD, LEAD),
    "support:candidates": hidden("recommendation", SEE_ALL, SEE_ALL),
    "support:refresh": hidden("recommendation", None, LEAD, refused=SEE_ALL),
    "support:candidate": hidden("candidate", SEE_ALL, LEAD, refused=SEE_ALL),
    "support:unchoose": hidden("candidate", None, LEAD, refused=SEE_ALL),
    "support:courses": listed(APPLICANTS | READERS),
    "support:open_course": plain(LEAD, LEAD),
    "support:save_plan": plain(LEAD, LEAD),
    "support:enrol": hidden("course", ENROLLERS, ENROLLERS, refused=READERS),
    "support:attendance": hidden("course", LEAD, LEAD, refused=APPLICANTS | READERS),
    "support:withdraw_enrolment": hidden("enrolment", None, APPLICANT | CULTURE, refused=SEE_HOME, away=SEE_AWAY),
    "support:help_requests": listed(READERS),
    "support:ask_help": hidden("workshop", APPLICANT, APPLICANT, refused=SEE_HOME, away=SEE_AWAY),
    "support:successions": listed(READERS),
    "support:succession": hidden("succession", SEE_HOME, away=SEE_AWAY),
    "support:propose_succession": hidden("workshop", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "support:decide_succession": hidden("succession", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "support:end_succession": hidden("succession", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "support:add_activity": hidden(
        "succession", APPLICANT | CULTURE, APPLICANT | CULTURE, refused=SEE_HOME, away=SEE_AWAY
    ),
    "support:brands": listed(READERS),
    "support:record_brand": hidden("workshop", LEAD, LEAD, refused=SEE_HOME, away=SEE_AWAY),
    "support:remove_brand": hidden("brand", None, LEAD, refused=SEE_HOME),
}
RECORDS = {
    "records:file": stored("file", SEE_HOME | SEATED, away=SEE_AWAY),
    "records:file on people": stored("file on people", APPLICANT | COUNTY | PREFECTURE, away=SEE_AWAY - AUDITOR),
    "records:file of an objection": stored("objection's file", PREFECTURE),
    "records:file of an activity": stored("logged photo", SEE_HOME, away=SEE_AWAY),
    "records:file of a filing": stored(
        "filing's file on people", APPLICANT | COUNTY_CULTURE | LEAD, away=RIVAL | OTHER_COUNTY | LEAD
    ),
    "records:file of a revocation": stored("revocation's file", PREFECTURE),
    "records:file of an evaluation": stored("evaluation's stored file", APPLICANT | LEAD, away=RIVAL | LEAD),
    "records:access_log": listed(AUDIT | AUDITOR),
    "records:check_chain": plain(AUDIT | AUDITOR, AUDIT | AUDITOR),
}
CALENDAR_AND_MESSAGES = {
    "calendars:years": plain(READERS),
    "calendars:year": plain(READERS, of="year"),
    "calendars:load": plain(LEAD_HEAD, LEAD_HEAD),
    "calendars:deadline": plain(READERS),
    "notifications:messages": plain(SIGNED_IN),
    "notifications:message": hidden("message", APPLICANT, APPLICANT, away=RIVAL),
    "notifications:mark_all_read": plain(None, SIGNED_IN),
}
HEADS = frozenset(role for role in OFFICES if role.endswith(".head"))
INTERFACE = {
    "api:docs": public(),
    "api:tokens": plain(OFFICES, OFFICES),
    "api:revoke_token": hidden("token", None, COUNTY_CULTURE, refused=SIGNED_IN - OFFICES, away=OTHER_COUNTY),
    "api:webhooks": plain(HEADS, HEADS),
    "api:end_webhook": hidden(
        "webhook", None, HEADS & COUNTY_CULTURE, refused=SIGNED_IN - OFFICES, away=OTHER_COUNTY
    ),
}
CONSULTATIONS = {
    "consultations:meetings": listed(READERS),
    "consultations:call": plain(LEAD, LEAD),
    "consultations:assign": hidden("meeting", LEAD, LEAD, refused=SEE_ALL),
}
FAIRS = {
    "fairs:fairs": listed(READERS | APPLICANTS),
    "fairs:plan": plain(LEAD, LEAD),
    "fairs:placements": listed(READERS | APPLICANTS),
    "fairs:place": plain(COUNTY_CULTURE | OTHER_COUNTY | LEAD, COUNTY_CULTURE | OTHER_COUNTY | LEAD),
    "fairs:withdraw": hidden(
        "placement",
        None,
        COUNTY_CULTURE | LEAD,
        refused=SIGNED_IN - COUNTY_CULTURE - OTHER_COUNTY - LEAD,
        away=OTHER_COUNTY | LEAD,
    ),
    "fairs:fair": hidden("fair", READERS | APPLICANT, refused=SIGNED_IN - READERS - APPLICANTS),
    "fairs:invite": hidden("fair", None, LEAD, refused=SIGNED_IN - LEAD),
}
ARCHIVES = {
    "archives:archive": hidden(
        "application", LEAD | AUDITOR, LEAD | AUDITOR, refused=(SEE_HOME | SEATED) - LEAD - AUDITOR, away=SEE_AWAY
    ),
    "archives:verify": plain(READERS, READERS),
}
SIMULATION = {"simulation:what_if": plain(SEE_ALL)}
PORTAL = {
    "public:home": public(),
    "public:calls": public(),
    "public:call": public("round"),
    "public:notices": public(),
    "public:notice": public("notice"),
    "public:announcements": public(),
    "public:announcement": public("announcement"),
    "public:objections": public(writes=ALL),
    "public:directory": public(),
    "public:workshop": public("public workshop"),
    "public:plaque": public("plaque"),
    "public:draws": public(),
    "public:draw": public("panel"),
    "public:draw_document": public("panel"),
    "public:readings": public(),
    "public:time_limits": public(),
    "public:procedure": public(),
    "public:accessibility": public(),
    "public:privacy": public(),
    "public:robots": public(),
}
PAGES: Mapping[str, Page] = {
    **ACCOUNT,
    **PEOPLE,
    **CASES,
    **APPLICATIONS,
    **INSPECTIONS,
    **PANELS,
    **NOTICES,
    **FILINGS,
    **REVOCATIONS,
    **EVALUATIONS,
    **OVERSIGHT,
    **DOCUMENTS,
    **CATALOGUE,
    **EXCHANGE,
    **WORKSHOPS,
    **CHANGES,
    **REPORTS,
    **SUPPORT,
    **RECORDS,
    **CALENDAR_AND_MESSAGES,
    **INTERFACE,
    **CONSULTATIONS,
    **FAIRS,
    **ARCHIVES,
    **SIMULATION,
    **PORTAL,
}
"""By URL name; words after it tell lines apart whose object is another."""

BY_TOKEN = "api-1:"
"""Addresses of the interface: `tests/api/test_access` says who is let in by which token."""
BY_TABLE = frozenset({"cases:step"})
"""Pages whose policy are the step tables: `test_steps` generates it."""
