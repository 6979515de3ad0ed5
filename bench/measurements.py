"""What is measured, and against what: the goals are ratios, so that the machine does not matter."""

import os
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from bench import data, registers
from bench.timing import Ratio, compare
from gongfang.accounts import reference as divisions
from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.calendars import reference as calendars
from gongfang.cases import advance as passes
from gongfang.cases import services
from gongfang.cases.models import Case, RunningLimit

SMALL, LARGE, OPEN = 1_000, 10_000, 100_000


def run() -> int:
    """Measure everything; 1 when a goal was missed."""
    call_command("migrate", verbosity=0)
    divisions.load()
    calendars.load()
    at = timezone.now()
    print(f"数据库 {connection.vendor}，每项为同一次运行内的中位数之比", flush=True)
    source = data.template(data.applicant(), at)
    found = [*_lists(source, at), _case_page(source, at), _step(source, at), *_register(at)]
    found += [_advance(source, at), *_openings(at)]
    return 1 if any(each.goal is not None and each.value > each.goal for each in found) else 0


def _shown(ratio: Ratio) -> Ratio:
    print(ratio, flush=True)
    return ratio


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def _page(client: Client, url: str) -> Callable[[], HttpResponse]:
    def load() -> HttpResponse:
        response = client.get(url)
        assert response.status_code == 200, response.status_code
        return response

    return load


def _lists(source: Application, at: datetime) -> list[Ratio]:
    """The office's list over 10,000 cases against a bare view, and against itself at 1,000."""
    official = data.head("county.culture")
    client = _signed_in(official)
    load = _page(client, "/applications/")
    data.copies(source, SMALL, state="submitted", prefix="XA-", at=at)
    small = compare("", load, load, goal=None, rounds=25)
    data.copies(source, LARGE - SMALL, state="submitted", prefix="XB-", at=at)
    bare = compare(f"单位申报列表（{LARGE} 件）/ 裸视图 50 行", load, _page(client, "/bare/"), goal=5, rounds=25)
    growth = Ratio(f"单位申报列表 {LARGE} 件 / {SMALL} 件", 1.2, bare.taken, small.taken)
    return [_shown(bare), _shown(growth)]


def _case_page(source: Application, at: datetime) -> Ratio:
    """A case page with 40 records against the bare list."""
    case = data.copies(source, 1, state="county_review", prefix="XP-", at=at)[0]
    application = Application.objects.get(pk=case.pk)
    offices = {name: data.head(f"county.{name}") for name in ("hrss", "agriculture")}
    lead = User.objects.get(office__division_id=data.COUNTY, office__department="culture")
    for number in range(20):
        at += timedelta(seconds=1)
        by = offices["hrss"]
        services.perform(application, "give_opinion", by=by, at=at, agree=False, reasons=f"第 {number} 轮理由")
        services.perform(application, "consult", by=lead, at=at, minutes=f"第 {number} 轮会商")
    assert application.records.count() == 40
    client = _signed_in(lead)
    load = _page(client, f"/cases/{application.number}/")
    return _shown(compare("40 条记录的案件页 / 裸视图", load, _page(client, "/bare/"), goal=None, rounds=15))


def _step(source: Application, at: datetime) -> Ratio:
    """One durable step against a bare transaction that updates one row and inserts one; both know their row."""
    lead = User.objects.get(office__division_id=data.COUNTY, office__department="culture")
    rounds = 60
    copied = data.copies(source, rounds + 10, state="submitted", prefix="XS-", at=at)
    cases = iter(Application.objects.filter(pk__in=[case.pk for case in copied]))
    bare = data.copies(source, 1, state="submitted", prefix="XT-", at=at)[0]

    def step() -> None:
        services.perform(next(cases), "accept", by=lead, at=timezone.now())

    def bare_transaction() -> None:
        with transaction.atomic():
            Case.objects.filter(pk=bare.pk).update(version=bare.version + 1)
            RunningLimit.objects.create(
                case=bare,
                name="bare",
                trigger=at.date(),
                last_day=at.date(),
                ends_at=at,
                is_provisional=False,
                counted={},
                started_at=at,
                closed_at=at,
            )

    return _shown(compare("一个办理步骤 / 改一行并增一行的事务", step, bare_transaction, goal=4, rounds=rounds))


def _advance(source: Application, at: datetime) -> Ratio:
    """`advance` over 100,000 open cases with nothing due against the one query it needs."""
    cases = data.copies(source, OPEN, state="public_notice", prefix="XN-", at=at)
    data.limits_for(cases, name="public_notice", ends_at=at + timedelta(days=60), at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def one_query() -> None:
        due = RunningLimit.objects.filter(closed_at=None, ends_at__lte=timezone.now())
        list(Case.objects.filter(pk__in=due.values("case")).values_list("pk", flat=True)[:200])

    return _shown(
        compare(
            f"gongfang advance（{OPEN} 件在办、无到期）/ 所需的一个查询",
            lambda: passes.advance(timezone.now()),
            one_query,
            goal=3,
            rounds=75,
        )
    )


def _register(at: datetime) -> list[Ratio]:
    """Bringing in a register of 100,000 people against a bare `executemany`, and its memory at the peak."""
    keeper = data.head("prefecture.agriculture")
    taken, bare = registers.compared(OPEN, keeper, at, Path(settings.DATA_DIR))
    times = Ratio(f"上传、读取并确认 {OPEN} 人名单 / 直接 executemany 同样的行", None, taken, bare)
    limit = 500.0
    peaks = Ratio(f"读取 {OPEN} 人名单的进程内存峰值 / {limit:.0f} MB", 1, registers.peak(OPEN), limit, "MB")
    return [_shown(times), _shown(peaks)]


def _openings(at: datetime) -> list[Ratio]:
    """Opening the year's filings: time for each workshop and memory at the peak, for many against a tenth of them.

    GONGFANG_BENCH_WORKSHOPS sets how many: 10,000 take ten minutes.
    """
    many = int(os.environ.get("GONGFANG_BENCH_WORKSHOPS", "10000"))
    few = many // 10
    small, large = _opened(few, at), _opened(many, at)
    times = Ratio(f"advance 每户开始年度报备，{many} 户 / {few} 户", 1.5, large.milliseconds, small.milliseconds)
    peaks = Ratio(f"advance 内存峰值，{many} 户 / {few} 户", 1.5, large.peak, small.peak, "MB")
    return [_shown(times), _shown(peaks)]


@dataclass(frozen=True)
class _Opened:
    """What a pass took: milliseconds a workshop, and megabytes at the peak of what Python holds."""

    milliseconds: float
    peak: float


def _opened(number: int, at: datetime) -> _Opened:
    data.workshops(number, at)
    began = time.perf_counter()
    tracemalloc.start()
    report = passes.advance(at)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert report.taken["annual_filing.open_filing"] == number, report.taken
    return _Opened((time.perf_counter() - began) * 1000 / number, peak)
