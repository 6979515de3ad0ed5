"""What the departments have exchanged in the world of the tests of access, in each county."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gongfang.cases.services import perform
from gongfang.exchange import applying, employment, importing, matching, services, subsidies
from gongfang.exchange.models import (
    LibraryEntry,
    Matching,
    Mismatch,
    RegisterImport,
    SkillTraining,
    Spending,
    Subsidy,
    SupportPolicy,
)
from gongfang.rehearsal.cast import Cast
from gongfang.workshops.models import Workshop
from tests.exchange import cast
from tests.factories import beijing

AT = beijing("2026-06-17 17:00")


@dataclass
class Exchanged:
    """What there is of one county: an upload to be confirmed, a run, a question, a subsidy, a place offered."""

    upload: RegisterImport
    matching: Matching
    mismatch: Mismatch
    subsidy: Subsidy
    spending: Spending
    library_entry: LibraryEntry


@dataclass
class Exchange:
    """Both counties, and what belongs to neither."""

    home: Exchanged
    away: Exchanged
    policy: SupportPolicy
    training: SkillTraining


def build(home: tuple[Cast, Workshop, Workshop], away: tuple[Cast, Workshop, Workshop]) -> Exchange:
    """Let it come to pass; of each county its cast, a workshop with an account, and one that filed a roster."""
    keeper = home[0].head("prefecture.agriculture")
    register = _read([(number, "脱贫人口", "托里县") for number in cast.numbers(1)], by=keeper)
    applying.apply_register(register, by=keeper, at=AT)
    hrss = home[0].head("prefecture.hrss")
    policy, training = _policy(hrss), _training(hrss)
    given = {"workshop": home[1], "by": hrss, "at": AT}
    employment.grant_policy(policy, **given, on=date(2026, 6, 1), what="补贴三人")
    employment.share_training(training, **given, participants=8)
    return Exchange(_of(*home), _of(*away), policy, training)


def _read(rows: list[Any], **given: Any) -> RegisterImport:
    usual = {"as_of": AT.date(), "is_complete": False, "at": AT, "upload": cast.sheet(rows)}
    source = importing.upload_register(**usual | given)
    importing.work(AT)
    return RegisterImport.objects.select_related("office__division").get(pk=source.pk)


def _of(people: Cast, shop: Workshop, filing: Workshop) -> Exchanged:
    upload = _read([("12", "脱贫人口")], by=people.head("county.agriculture"))
    run = matching.match_rosters(by=people.head("county.culture"), at=AT)
    subsidy, spending = _subsidy(people, shop)
    return Exchanged(
        upload,
        run,
        Mismatch.objects.get(workshop=filing),
        subsidy,
        spending,
        services.offer_to_library(shop, by=people.head("prefecture.culture"), at=AT),
    )


def _subsidy(people: Cast, shop: Workshop) -> tuple[Subsidy, Spending]:
    case = subsidies.grant_subsidy(
        shop,
        by=people.head("prefecture.culture"),
        at=AT,
        amount=Decimal(5000),
        purpose="购置织机",
        document_number="塔地文旅〔2026〕8号",
        granted_on=AT.date() - timedelta(days=7),
        account_by=date(2026, 12, 31),
    )
    said = {"amount": Decimal(800), "spent_on": AT.date(), "spent_for": "配件", "vouchers": [cast.voucher()]}
    perform(case, "report_spending", by=shop.holder, at=AT, **said)
    return case, Spending.objects.get(subsidy=case)


def _policy(by: Any) -> SupportPolicy:
    return employment.record_policy(
        by=by,
        at=AT,
        title="社会保险补贴",
        document_number="塔地人社〔2026〕3号",
        starts_on=date(2026, 1, 1),
        ends_on=None,
        beneficiaries="吸纳脱贫人口的工坊",
        content="按规定给予补贴",
    )


def _training(by: Any) -> SkillTraining:
    return employment.record_training(
        by=by,
        at=AT,
        title="毡绣技能培训班",
        occupation="手工刺绣",
        place="托里县",
        starts_on=date(2026, 5, 10),
        ends_on=date(2026, 5, 20),
        hours=60,
    )
