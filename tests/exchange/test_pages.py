"""The pages of exchange: what each office sees, bounded queries, what a form keeps, exports without formulas."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.exchange import importing, services
from gongfang.exchange.models import LibraryEntry, MismatchLine, RegisterImport, Subsidy
from gongfang.records.models import AccessEntry
from tests.exchange import cast
from tests.exchange.cast import AT, applied, granted, matched, mismatch, numbers, people, workshop
from tests.factories import applicant, head
from tests.filings.cast import workshop as plain_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def page(user: User, name: str, *args: Any, query: str = "") -> str:
    response = browser(user).get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.getvalue().decode()


def queries_of(user: User, name: str, *args: Any) -> int:
    client, url = browser(user), reverse(name, args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_upload_is_followed_to_its_confirmation() -> None:
    keeper = cast.keeper()
    client = browser(keeper)
    given = {"file": cast.sheet(people(numbers(2))), "as_of": "2027-05-31", "is_complete": "on"}
    response = client.post(reverse("exchange:upload"), given)
    source = RegisterImport.objects.get()
    assert response["Location"] == source.get_absolute_url()
    waiting = client.get(reverse("exchange:progress", args=[source.pk])).content.decode()
    assert "hx-get" in waiting
    importing.work(AT)
    assert "hx-get" not in client.get(reverse("exchange:progress", args=[source.pk])).content.decode()
    response = client.post(reverse("exchange:confirm", args=[source.pk]), follow=True)
    assert "登记库已更新" in response.content.decode()
    assert "托里县" in page(head("county.culture"), "exchange:register")


def test_refused_upload_keeps_what_was_typed() -> None:
    given = {"file": cast.sheet([]), "as_of": "2027-07-01"}
    response = browser(cast.keeper()).post(reverse("exchange:upload"), given)
    body = response.content.decode()
    assert "名单截至日期不能晚于今天" in body
    assert 'value="2027-07-01"' in body


def test_problems_are_downloaded_without_values() -> None:
    by = cast.keeper()
    source = cast.read([("12345", "脱贫人口", "托里县")], by=by)
    body = page(by, "exchange:problems", source.pk)
    assert body.splitlines()[1].startswith("2,身份证号码,身份证号码应为18位")
    assert "12345" not in body


def test_list_that_would_let_many_leave_is_pointed_out() -> None:
    by = cast.keeper()
    applied(people(numbers(4)), by=by)
    source = cast.read(people(numbers(1)), by=by)
    assert "没有漏页或者被截断" in page(by, "exchange:import", source.pk)


def test_agriculture_sees_figures_and_culture_sees_masked_names() -> None:
    applied(people(numbers(1)))
    shop = workshop(numbers(1, skip=1))
    matched()
    case = mismatch(shop)
    culture, agriculture = (
        page(head(f"county.{name}"), "cases:detail", case.number) for name in ("culture", "agriculture")
    )
    assert "王*" in culture
    assert "王*" not in agriculture
    assert "只显示人数" in agriculture
    assert "王0" not in culture + agriculture


def test_form_that_leaves_somebody_out_keeps_what_was_chosen() -> None:
    applied(people(numbers(1)))
    shop = workshop(numbers(2, skip=1))
    matched()
    case, client = mismatch(shop), browser(head("county.culture"))
    url = reverse("exchange:settle", args=[case.number])
    first, second = MismatchLine.objects.order_by("pk")
    response = client.post(
        url, {f"line_{first.pk}": "pending", f"note_{first.pk}": "已了解", "seen_version": case.version}
    )
    body = response.content.decode()
    assert "还有 1 人没有选择核对结果" in body
    assert '<option value="pending" selected>' in body
    given = {f"line_{line.pk}": "moved" for line in (first, second)}
    assert client.post(url, given | {"seen_version": case.version}).status_code == 302
    assert client.get(url).status_code == 403


def test_matching_from_the_page_is_refused_in_words() -> None:
    client = browser(head("prefecture.culture"))
    response = client.post(reverse("exchange:run"), follow=True)
    assert "登记库中还没有数据" in response.content.decode()
    assert not AccessEntry.objects.filter(action="match_rosters").exists()


def test_workshop_finds_its_subsidy_and_reports() -> None:
    case = granted()
    holder = case.workshop.holder
    assert holder is not None
    assert "购置织机" in page(holder, "workshops:detail", case.workshop.number)
    url = reverse("cases:step", args=[case.number, "report_spending"])
    given = {"amount": "1200.50", "spent_on": "2027-05-25", "spent_for": "织机", "vouchers": cast.voucher()}
    assert browser(holder).post(url, given).status_code == 302
    assert str(Subsidy.objects.get().unspent) == "3799.50"
    body = page(head("prefecture.agriculture"), "exchange:subsidies", query="?overdue=on")
    assert "没有这样的补助" in body


def test_subsidy_is_granted_and_a_report_given_back() -> None:
    shop, by = workshop(), head("prefecture.agriculture")
    client = browser(by)
    given = {
        "amount": "5000",
        "purpose": "购置织机",
        "document_number": "塔地农〔2027〕8号",
        "granted_on": "2027-05-20",
        "account_by": "2027-05-20",
    }
    url = reverse("exchange:grant", args=[shop.number])
    assert "报账期限应晚于拨付日期" in client.post(url, given).content.decode()
    assert client.post(url, given | {"account_by": "2027-06-30"}).status_code == 302
    case = Subsidy.objects.get()
    said = {"amount": case.amount, "spent_on": AT.date(), "spent_for": "织机", "vouchers": [cast.voucher()]}
    perform(case, "report_spending", by=shop.holder, at=AT, **said)
    reject = reverse("exchange:reject", args=[case.number, case.spendings.get().pk])
    assert client.post(reject, {"reasons": "抬头不符"}).status_code == 302
    assert client.get(reject).status_code == 404


def test_library_is_offered_and_taken_away_without_formulas() -> None:
    lead, shop = head("prefecture.culture"), plain_workshop(name="=花毡工坊")
    client = browser(lead)
    assert shop.number in page(lead, "exchange:library")
    client.post(reverse("exchange:offer"), {"workshop": [shop.number, "\0"]})
    assert LibraryEntry.objects.get().workshop == shop
    sheet = client.get(reverse("exchange:export", args=["xlsx"])).content
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][2] == "=花毡工坊"
    assert "'=花毡工坊" in page(lead, "exchange:export", "csv")
    assert client.get(reverse("exchange:export", args=["pdf"])).status_code == 404


def test_policy_and_training_are_recorded_on_their_pages() -> None:
    by, shop = head("county.hrss"), plain_workshop()
    client = browser(by)
    policy = {
        "title": "社保补贴",
        "document_number": "人社〔2027〕1号",
        "starts_on": "2027-01-01",
        "beneficiaries": "工坊",
        "content": "补贴",
    }
    url = client.post(reverse("exchange:record_policy"), policy)["Location"]
    grant = {"workshop": shop.pk, "on": "2027-05-01", "what": "补贴三人", "people": 3}
    assert client.post(url, grant).status_code == 302
    assert "已经登记" in client.post(url, grant).content.decode()
    training = {"title": "毡绣班", "occupation": "刺绣", "place": "托里", "starts_on": "2027-05-01", "hours": 60}
    url = client.post(reverse("exchange:record_training"), training | {"ends_on": "2027-05-09"})["Location"]
    assert client.post(url, {"workshop": shop.pk, "participants": 8, "certified": 6}).status_code == 302
    assert "社保补贴" in page(applicant(), "exchange:policies")


@pytest.mark.once
@pytest.mark.parametrize("name", ["subsidies", "library", "matchings"])
def test_lists_have_bounded_queries(name: str) -> None:
    lead, shops = head("prefecture.culture"), [plain_workshop() for _turn in range(30)]
    applied(people(numbers(1)))
    _one_more(name, shops[:1], lead)
    few = queries_of(lead, f"exchange:{name}")
    _one_more(name, shops[1:], lead)
    assert queries_of(lead, f"exchange:{name}") <= few


def _one_more(name: str, shops: list[Any], lead: User) -> None:
    for shop in shops:
        if name == "subsidies":
            granted(shop, by=lead)
        elif name == "library":
            services.offer_to_library(shop, by=lead, at=AT)
    if name == "matchings":
        for shop in shops:
            cast.with_roster(shop, numbers(1, skip=shop.pk))
        matched()
