"""The pages of filings: lists, the form saved as one types, handing in, confirming, returning."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.filings.draft_forms import FORMS
from gongfang.filings.models import AnnualFiling
from gongfang.records.models import EvidenceFile
from gongfang.regulation.procedure import Actor
from gongfang.workshops.services import assign_holder
from tests.applications.specimen import identity_numbers
from tests.applications.test_roster import GOOD, file, workbook
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, expert_user, head

from . import cast

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_at(monkeypatch, cast.AT)


def stop_at(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)


def signed_in(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def url(name: str, filing: AnnualFiling, *args: Any) -> str:
    return reverse(f"filings:{name}", args=[filing.number, *args])


def html(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def filing() -> AnnualFiling:
    return cast.owed()


@pytest.fixture
def client(filing: AnnualFiling) -> Client:
    return signed_in(filing.holder)


# ---- lists and the workshop's page


def test_workshop_sees_what_it_owes_and_until_when(client: Client, filing: AnnualFiling) -> None:
    page = html(client.get(reverse("filings:mine")))
    assert filing.title in page
    assert "2027年12月31日（星期五） 24:00" in page
    assert filing.get_edit_url() in page
    shop = html(client.get(filing.workshop.get_absolute_url()))
    assert "从 2027 年 1 月 1 日起" in shop
    assert filing.get_edit_url() in shop


def test_workshop_sees_what_it_has_filed() -> None:
    filing = cast.accepted()
    page = html(signed_in(filing.holder).get(reverse("filings:mine")))
    assert "已确认" in page
    assert filing.get_edit_url() not in page
    assert "已确认" in html(signed_in(filing.holder).get(filing.workshop.get_absolute_url()))


def test_workshop_that_owes_nothing_is_told_so() -> None:
    assert "现在没有要报备的" in html(signed_in(applicant()).get(reverse("filings:mine")))


def test_offices_list_filings_with_counts_that_narrow() -> None:
    accepted, owed, away = cast.accepted(), cast.owed(), cast.owed(cast.workshop(county=TACHENG_CITY))
    client = signed_in(head("prefecture.culture"))
    page = client.get(reverse("filings:index"))
    assert [row["filing"].pk for row in page.context["rows"]] == [away.pk, owed.pk, accepted.pk]
    assert [(each["label"], each["number"]) for each in page.context["counts"]] == [
        ("全部", 3),
        ("待报备", 2),
        ("已确认", 1),
    ]
    narrowed = client.get(reverse("filings:index") + page.context["counts"][1]["url"])
    assert [row["filing"].pk for row in narrowed.context["rows"]] == [away.pk, owed.pk]
    here = client.get(reverse("filings:index"), {"county": "654224", "year": "2027", "search": "花毡"})
    assert {row["filing"].pk for row in here.context["rows"]} == {owed.pk, accepted.pk}
    assert client.get(reverse("filings:index"), {"year": "1999"}).status_code == 200


def test_county_lists_its_own() -> None:
    cast.owed(cast.workshop(county=TACHENG_CITY))
    own = cast.owed()
    page = signed_in(head("county.culture")).get(reverse("filings:index"))
    assert [row["filing"].pk for row in page.context["rows"]] == [own.pk]
    assert "county" not in page.context["form"].fields


def test_filings_are_in_the_menu_of_supervision() -> None:
    page = html(signed_in(head("county.culture")).get(reverse("filings:index")))
    assert reverse("filings:index") in page
    assert signed_in(expert_user()).get(reverse("filings:index")).status_code == 403


# ---- the form


@pytest.mark.parametrize("part", FORMS)
def test_every_part_is_shown(client: Client, filing: AnnualFiling, part: str) -> None:
    page = client.get(url("part", filing, part))
    assert page.context["current"].name == part
    assert "2027年12月31日" in html(page)


def test_edit_goes_on_where_the_filing_is_incomplete(client: Client, filing: AnnualFiling) -> None:
    assert client.get(url("edit", filing)).url == url("part", filing, "registration")
    save(client, filing, "registration", registration="unchanged", revision=0)
    assert client.get(url("edit", filing)).url == url("part", filing, "people")
    assert client.get(url("part", filing, "nonsense")).status_code == 404


def save(client: Client, filing: AnnualFiling, part: str, **data: Any) -> Any:
    return client.post(url("autosave", filing, part), data)


def test_autosave_keeps_what_is_typed(client: Client, filing: AnnualFiling) -> None:
    answer = save(client, filing, "operations", output_value="88.5", profit="-3", revision=0)
    assert answer.json() == {"revision": 1, "problems": {}, "warnings": {}}
    assert (cast.fresh(filing).output_value, cast.fresh(filing).profit) == (88.5, -3)


def test_autosave_keeps_the_rest_of_a_form_with_a_mistake(client: Client, filing: AnnualFiling) -> None:
    answer = save(client, filing, "operations", output_value="-1", sales_online="9", revision=0).json()
    assert set(answer["problems"]) == {"output_value"}
    assert (cast.fresh(filing).output_value, cast.fresh(filing).sales_online) == (None, 9)


def test_autosave_says_what_is_unaccounted(client: Client, filing: AnnualFiling) -> None:
    given = {"subsidies_received": "10", "subsidies_spent": "4", "subsidies_remaining": "1", "revision": 0}
    warning = save(client, filing, "operations", **given).json()["warnings"]["subsidies_remaining"]
    assert "相差 5.00 万元" in warning or "相差 5 万元" in warning


def test_autosave_changes_nothing_but_its_part(client: Client, filing: AnnualFiling) -> None:
    forged = {"state": "accepted", "year": 2030, "workshop": "", "holder": "", "truth_declared_at": "2027-01-01"}
    save(client, filing, "protection", protection_statement="新", output_value="5", revision=0, **forged)
    row = cast.fresh(filing)
    assert (row.state, row.year, row.holder_id) == ("owed", 2027, filing.holder_id)
    assert (row.truth_declared_at, row.output_value, row.protection_statement) == (None, None, "新")


def test_two_windows_do_not_overwrite_each_other(client: Client, filing: AnnualFiling) -> None:
    save(client, filing, "protection", protection_statement="甲", revision=0, window="a")
    late = save(client, filing, "protection", protection_statement="乙", revision=0, window="b")
    assert late.status_code == 409
    page = client.post(
        url("part", filing, "protection"), {"protection_statement": "乙", "revision": 0, "window": "b"}
    )
    assert "另一个窗口保存过" in html(page)
    assert "乙" in html(page)
    assert cast.fresh(filing).protection_statement == "甲"
    again = {"protection_statement": "乙", "revision": page.context["form"].data["revision"], "window": "b"}
    assert client.post(url("part", filing, "protection"), again).url == url("file", filing)
    assert cast.fresh(filing).protection_statement == "乙"


def test_button_leads_to_the_next_part(client: Client, filing: AnnualFiling) -> None:
    answer = client.post(url("part", filing, "registration"), {"registration": "unchanged", "revision": 0})
    assert answer.url == url("part", filing, "people")


def test_draft_survives(client: Client, filing: AnnualFiling) -> None:
    save(client, filing, "protection", protection_statement="写了一半", revision=0)
    assert "写了一半" in html(client.get(url("part", filing, "protection")))


# ---- people


def person(**changes: Any) -> dict[str, Any]:
    number = next(identity_numbers())
    return {"name": "阿依古丽", "id_number": number, "kind": "poverty", "mode": "flexible"} | changes


def test_people_are_added_changed_and_removed(client: Client, filing: AnnualFiling) -> None:
    shown = client.post(url("add_row", filing, "roster"), person(), **HTMX)
    assert shown["HX-Trigger"] == "gongfang:saved"
    worker = filing.roster.get()
    change = url("change_row", filing, "roster", worker.pk)
    assert "已填写，不显示" in html(client.get(change))
    client.post(change, person(name="", id_number="", kind="disabled"))
    assert (filing.roster.get().kind, filing.roster.get().name) == ("disabled", "阿依古丽")
    client.post(url("remove_row", filing, "roster", worker.pk))
    assert not filing.roster.exists()
    assert client.post(url("add_row", filing, "person"), person()).status_code == 404


def test_wrong_number_is_refused_and_what_was_typed_stays(client: Client, filing: AnnualFiling) -> None:
    page = html(client.post(url("add_row", filing, "roster"), person(id_number="110105194912310021"), **HTMX))
    assert "阿依古丽" in page
    assert not filing.roster.exists()
    client.post(url("add_row", filing, "roster"), person())
    assert "已经填过同样的一行" in html(client.post(url("add_row", filing, "roster"), person()))


def test_roster_comes_from_a_spreadsheet(client: Client, filing: AnnualFiling) -> None:
    upload = url("roster_upload", filing)
    wrong = client.post(upload, {"file": file(workbook(("", *GOOD[1:]))), "replaces": "add"})
    assert [(problem.row, problem.column) for problem in wrong.context["refusal"].problems] == [(2, "姓名")]
    assert not filing.roster.exists()
    assert client.post(upload, {"file": file(workbook(GOOD)), "replaces": "add"}).url == upload
    preview = html(client.get(upload))
    assert "共 1 人，格式全部正确。" in preview
    assert GOOD[1] not in preview
    client.post(url("roster_confirm", filing))
    assert filing.roster.get().name == GOOD[0]
    known = client.post(upload, {"file": file(workbook(GOOD)), "replaces": "add"})
    assert "已在现有名单中" in html(known)


def test_staged_roster_is_dropped_or_replaces(client: Client, filing: AnnualFiling) -> None:
    client.post(url("add_row", filing, "roster"), person())
    client.post(url("roster_upload", filing), {"file": file(workbook(GOOD)), "replaces": "replace"})
    client.post(url("roster_confirm", filing), {"drop": ""})
    assert filing.roster.get().name == "阿依古丽"
    again = client.post(url("roster_confirm", filing), follow=True)
    assert "没有待确认的名单" in html(again)
    client.post(url("roster_upload", filing), {"file": file(workbook(GOOD)), "replaces": "replace"})
    client.post(url("roster_confirm", filing))
    assert filing.roster.get().id_number == GOOD[1]


# ---- files


def test_files_are_added_and_removed(client: Client, filing: AnnualFiling) -> None:
    add = url("add_file", filing, "filing_labour")
    assert "合同.pdf" in html(client.post(add, {"file": cast.pdf("合同.pdf")}, **HTMX))
    stored = EvidenceFile.objects.get(case=filing.pk)
    assert (stored.section, stored.access) == ("filing_labour", "handlers")
    assert client.post(url("remove_file", filing, stored.pk)).status_code == 302
    assert not EvidenceFile.objects.filter(case=filing.pk).exists()
    assert client.post(url("add_file", filing, "nonsense"), {"file": cast.pdf()}).status_code == 404
    assert "请先选择文件" in html(client.post(add, {}, **HTMX))


# ---- handing in


def test_filing_is_handed_in_by_its_page(client: Client) -> None:
    filing = cast.filled()
    client = signed_in(filing.holder)
    page = client.get(url("file", filing))
    assert page.context["refusal"] is None
    refused = client.post(url("file", filing), {"seen_version": filing.version})
    assert "提交前须作出真实性承诺" in html(refused)
    done = client.post(url("file", filing), {"truth_declared": "on", "seen_version": filing.version})
    assert done.url == filing.get_absolute_url()
    assert cast.fresh(filing).state == "filed"
    assert client.get(url("part", filing, "people")).status_code == 403
    assert save(client, filing, "people").status_code == 403


def test_page_says_what_is_missing(client: Client, filing: AnnualFiling) -> None:
    page = client.get(url("file", filing))
    assert "登记信息是否有变化" in page.context["refusal"].reason
    assert "还缺" in html(client.get(url("missing", filing)))


def test_page_of_a_late_filing_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = cast.filled()
    stop_at(monkeypatch, cast.TOO_LATE)
    client = signed_in(filing.holder)
    assert "届满" in html(client.get(url("file", filing)))
    refused = client.post(url("file", filing), {"truth_declared": "on"})
    assert "报备期限已于 2027-12-31 24:00 届满" in html(refused)


def test_county_enters_paper_by_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    filing = cast.filled(cast.owed(on_paper=True))
    perform(filing, "miss", by=Actor.SYSTEM, at=cast.TOO_LATE)
    stop_at(monkeypatch, beijing("2028-01-06 10:00"))
    client = signed_in(head("county.culture"))
    assert "补录期限内收到的纸质报备" in html(client.get(filing.get_absolute_url()))
    page = client.get(url("file", filing))
    assert page.context["refusal"] is None
    typed = {"received_on": "2028-01-02", "entry_reason": "邮寄", "truth_declared": "on"}
    refused = client.post(url("file", filing), typed)
    assert "届满" in html(refused)
    assert "邮寄" in html(refused)
    assert client.post(url("file", filing), {**typed, "received_on": "2027-12-30"}).status_code == 302
    assert cast.fresh(filing).state == "filed"


# ---- the case's page


def test_county_compares_with_last_year() -> None:
    first = cast.accepted(people=3)
    second = cast.owed(first.workshop, year=2028)
    gone = second.roster.first()
    second.roster.filter(pk=gone.pk).delete()
    cast.filled(second, at=beijing("2028-05-06 10:00"), output_value=200, people=2)
    newcomer = cast.worker(list(zip(range(9), identity_numbers(), strict=False))[8][1], name="新来的人")
    newcomer.filing, newcomer.added_at = second, cast.AT
    newcomer.save()
    cast.file(second, at=beijing("2028-05-06 11:00"))
    page = signed_in(head("county.culture")).get(second.get_absolute_url())
    parts = {part["name"]: part["context"] for part in page.context["sections"]}
    changed = {str(each.label) for each in parts["figures"]["figures"] if each.is_changed}
    assert "产值（万元）" in changed
    assert (parts["people"]["joined"].total, parts["people"]["left"].total) == (1, 1)
    text = html(page)
    assert "比上次新增 1 人" in text
    assert "新来的人" not in text


def test_returned_filing_shows_its_list_on_its_parts() -> None:
    filing = cast.returned()
    client = signed_in(filing.holder)
    assert "名单少一人" in html(client.get(filing.get_absolute_url()))
    page = client.get(url("part", filing, "people"))
    assert "名单少一人" in html(page)
    states = {
        str(step.label): step.state for step in client.get(url("part", filing, "protection")).context["steps"]
    }
    assert states["就业人员"] == "problem"


def test_county_returns_and_confirms_by_the_page() -> None:
    filing = cast.filed()
    client = signed_in(head("county.culture"))
    step = reverse("cases:step", args=[filing.number, "return_filing"])
    assert "请逐项写明" in html(client.post(step, {"people": " "}))
    client.post(step, {"people": "少一人\n缺身份证号", "general": "盖章", "seen_version": filing.version})
    assert [(item.part, item.note) for item in filing.corrections.all()] == [
        ("people", "少一人"),
        ("people", "缺身份证号"),
        ("", "盖章"),
    ]
    cast.file(cast.fresh(filing))
    client.post(reverse("cases:step", args=[filing.number, "accept_filing"]))
    assert cast.fresh(filing).state == "accepted"


@pytest.mark.parametrize("who", ["county.culture", "prefecture.culture", "prefecture.hrss", "auditor"])
def test_what_is_still_being_written_is_not_read(who: str) -> None:
    filing = cast.filled(protection_statement="还没有写完")
    reader = auditor() if who == "auditor" else head(who)
    page = html(signed_in(reader).get(filing.get_absolute_url()))
    assert "内容在提交后可见" in page
    assert "还没有写完" not in page


def test_new_account_of_a_workshop_carries_its_filings_on() -> None:
    filing, other = cast.filled(), applicant()
    before, by = filing.holder, head("county.culture")
    assign_holder(workshop=filing.workshop, holder=other, by=by, at=cast.AT, reason="换人")
    assert signed_in(before).get(filing.get_absolute_url()).status_code == 404
    assert signed_in(other).get(url("part", filing, "people")).status_code == 200
