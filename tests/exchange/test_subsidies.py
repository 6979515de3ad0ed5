"""Subsidies are given, spent with vouchers and accounted for; what is overdue is pointed to (9(四), 10(五))."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gongfang.cases.models import RunningLimit, Task
from gongfang.cases.services import perform
from gongfang.cases.todo import todos_of
from gongfang.exchange import queries
from gongfang.exchange.models import Spending, Subsidy
from gongfang.oversight import signs
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.support.registry import given_to
from gongfang.workshops import services as register
from gongfang.workshops.models import WorkshopStatus
from tests.exchange.cast import AT, granted, workshop
from tests.factories import head
from tests.filings.cast import pdf

pytestmark = pytest.mark.django_db


def spend(case: Subsidy, amount: str = "2000.50", **changes: Any) -> Spending:
    usual: dict[str, Any] = {
        "by": case.workshop.holder,
        "at": AT,
        "amount": Decimal(amount),
        "spent_on": date(2027, 5, 25),
        "spent_for": "卧式织机一台",
        "vouchers": [pdf("发票.pdf")],
    }
    perform(case, "report_spending", **usual | changes)
    return Spending.objects.order_by("reported_at", "pk").get(amount=Decimal(amount))


def unspent(case: Subsidy) -> Decimal:
    return Subsidy.objects.get(pk=case.pk).unspent


def test_subsidy_is_granted_with_its_day_of_account() -> None:
    case = granted()
    assert (case.state, case.unspent, case.spent) == ("running", Decimal(5000), Decimal(0))
    assert RunningLimit.objects.get(case=case).last_day == date(2027, 6, 30)
    [todo] = todos_of(case.workshop.holder, at=AT).items
    assert todo.label == "报告使用情况"
    [(measure, given)] = [pair for pair in given_to([case.workshop_id])[case.workshop_id]]
    assert (measure.name, given.text) == ("subsidy", "5000.00 元，购置织机")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": Decimal(0)}, "应大于 0"),
        ({"granted_on": AT.date() + timedelta(days=1)}, "不能晚于今天"),
        ({"account_by": date(2027, 5, 20)}, "晚于拨付日期"),
        ({"document_number": ""}, "请填写文号"),
        ({"purpose": " "}, "请填写补助用途"),
    ],
)
def test_grant_that_makes_no_sense_is_refused(changes: dict[str, Any], reason: str) -> None:
    shop = workshop()
    with pytest.raises(StepRefused, match=reason):
        granted(shop, **changes)
    assert not Subsidy.objects.exists()


def test_suspended_workshop_gets_no_subsidy() -> None:
    shop = workshop()
    register.suspend(shop, at=AT, clause=clauses.INVESTIGATION, note="")
    with pytest.raises(StepRefused, match="资格中止"):
        granted(shop)


def test_spending_is_reported_with_vouchers_until_nothing_is_left() -> None:
    """Article 9(四): whether funds are used as they should be."""
    case = granted()
    first = spend(case)
    assert (unspent(case), case.spent) == (Decimal("2999.50"), Decimal("2000.50"))
    assert EvidenceFile.objects.get(case=case).section == first.section
    with pytest.raises(StepRefused, match="不超过未报账的 2999.50 元"):
        spend(case, "3000")
    spend(case, "2999.50")
    assert todos_of(case.workshop.holder, at=AT).items == []
    assert Task.objects.get(case=case).action == "close_subsidy"
    with pytest.raises(StepRefused, match="已经全部报账"):
        spend(case, "1")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": "0"}, "金额应大于 0"),
        ({"spent_on": date(2027, 5, 19)}, "支出日期应在"),
        ({"spent_on": date(2027, 6, 2)}, "支出日期应在"),
        ({"spent_on": None}, "请填写支出日期"),
        ({"spent_for": ""}, "请填写支出内容"),
        ({"vouchers": []}, "请填写凭证"),
        ({"by": None}, "应由申报单位办理"),
    ],
)
def test_spending_that_makes_no_sense_is_refused(changes: dict[str, Any], reason: str) -> None:
    case = granted()
    given = {**changes, **({"by": head("county.culture")} if "by" in changes else {})}
    with pytest.raises(StepRefused, match=reason):
        spend(case, **given)
    assert not Spending.objects.exists()
    assert unspent(case) == Decimal(5000)


def test_voucher_that_does_not_hold_is_given_back() -> None:
    case = granted()
    spending = spend(case)
    other = head("prefecture.culture")
    with pytest.raises(StepRefused, match="由拨付补助的部门办理"):
        perform(case, "reject_spending", by=other, at=AT, spending=spending, reasons="发票抬头不符")
    by = head("prefecture.agriculture")
    perform(case, "reject_spending", by=by, at=AT, spending=spending, reasons="发票抬头不符")
    assert unspent(case) == Decimal(5000)
    with pytest.raises(StepRefused, match="已经退回"):
        perform(case, "reject_spending", by=by, at=AT, spending=spending, reasons="发票抬头不符")


def test_account_is_closed_when_nothing_is_missing() -> None:
    case, by = granted(), head("prefecture.agriculture")
    spend(case)
    with pytest.raises(StepRefused, match="还有 2999.50 元没有报账或者退回"):
        perform(case, "close_subsidy", by=by, at=AT)
    with pytest.raises(StepRefused, match="退回金额不超过"):
        perform(case, "close_subsidy", by=by, at=AT, repaid=Decimal(3000))
    perform(case, "close_subsidy", by=by, at=AT, repaid=Decimal("2999.50"))
    row = Subsidy.objects.get(pk=case.pk)
    assert (row.state, row.unspent, row.repaid, row.spent) == (
        "accounted",
        Decimal(0),
        Decimal("2999.50"),
        Decimal("2000.50"),
    )
    sums = {"given": Decimal(5000), "spent": row.spent, "repaid": row.repaid, "unspent": Decimal(0)}
    assert queries.sums_of(queries.subsidies()) == sums


def test_county_accounts_for_a_workshop_on_paper() -> None:
    case = granted(workshop(holder=None))
    spend(case, by=head("county.culture"))
    assert unspent(case) == Decimal("2999.50")
    with pytest.raises(WrongActor):
        spend(case, "1", by=head("county.hrss"))


def test_overdue_account_is_a_flag_and_decides_nothing() -> None:
    """Article 10(五) is pointed to; nothing follows by itself."""
    case = granted()
    spend(case)
    shop = case.workshop
    in_time, late = (
        case_at.replace(day=day) for case_at, day in ((AT.replace(month=6), 30), (AT.replace(month=7), 1))
    )
    assert "subsidy" not in signs.watch_these([shop.pk], at=in_time)[shop.pk].codes
    [flag] = [each for each in signs.watch_these([shop.pk], at=late)[shop.pk].flags if each.code == "subsidy"]
    assert (flag.clause, flag.why) == (clauses.SUBSIDIES, "补助资金 2999.50 元逾期未报账（2027-06-30 截止）")
    shop.refresh_from_db()
    assert shop.status == WorkshopStatus.RECOGNISED
    assert list(queries.subsidies(is_overdue_on=late.date())) == [case]
