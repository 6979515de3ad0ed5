"""Generated cases, many at a time: one filing is made by the services, the others are copies of its rows."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from gongfang.accounts.models import Division, Office, Role, User
from gongfang.applications import filing
from gongfang.applications.models import Application, Round
from gongfang.cases.models import Case, RunningLimit
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Category, EventKind, Operator, Workshop, WorkshopEvent, WorkshopStatus

COUNTY = "654224"


def applicant() -> User:
    return User.objects.create_user(
        login="bench-applicant", password="bench", role=Role.APPLICANT, display_name="基准"
    )


def head(code: str) -> User:
    level, _, department = code.partition(".")
    division = COUNTY if level == "county" else "654200"
    office = Office.objects.get(division_id=division, department=department)
    return User.objects.create_user(
        login=f"bench-{code}", password="bench", role=Role.HEAD, display_name="基准", office=office
    )


def template(holder: User, at: datetime) -> Application:
    """Make one draft in an open round, the row that all others are copied from."""
    call = Round.objects.create(
        name="基准批次",
        year=at.year,
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=30),
        opened_by=head("prefecture.culture"),
        opened_at=at - timedelta(days=1),
    )
    region = Division.objects.get(code=COUNTY)
    return filing.open_draft(holder=holder, region=region, round=call, title="基准工坊", at=at)


@transaction.atomic
def copies(source: Application, count: int, *, state: str, prefix: str, at: datetime) -> list[Case]:
    """Create `count` applications like `source` in `state`."""
    rows = [
        Case(
            number=f"{prefix}{number:06d}",
            kind=source.kind,
            state=state,
            edition_id=source.edition_id,
            region_id=COUNTY,
            holder_id=source.holder_id,
            title=f"{source.title}{number}",
            opened_at=at,
            state_since=at,
        )
        for number in range(count)
    ]
    created = Case.objects.bulk_create(rows, batch_size=1000)
    _copy_children(source, prefix)
    return created


def _copy_children(source: Application, prefix: str) -> None:
    columns = [field.column for field in Application._meta.local_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    from_source = ", ".join(f'source."{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO applications_application (case_ptr_id, {names}) "
            f"SELECT fresh.id, {from_source} FROM cases_case fresh, applications_application source "
            "WHERE source.case_ptr_id = %s AND fresh.number LIKE %s",
            [source.pk, f"{prefix}%"],
        )


def limits_for(cases: list[Case], *, name: str, ends_at: datetime, at: datetime) -> None:
    """Give each case a time limit that runs and has not ended."""
    RunningLimit.objects.bulk_create(
        (
            RunningLimit(
                case=case,
                name=name,
                trigger=at.date(),
                last_day=ends_at.date(),
                ends_at=ends_at,
                is_provisional=False,
                counted={},
                started_at=at,
            )
            for case in cases
        ),
        batch_size=1000,
    )


@transaction.atomic
def workshops(count: int, at: datetime) -> None:
    """Enter `count` recognised workshops of the year before, each with an operator of its own."""
    first = Workshop.objects.count()
    numbers = range(first, first + count)
    operators = Operator.objects.bulk_create(
        [Operator(name=f"基准合作社{number}", kind="cooperative") for number in numbers], batch_size=1000
    )
    recognised_on = beijing_date(at).replace(month=6, day=30) - timedelta(days=365)
    entered = Workshop.objects.bulk_create(
        [
            Workshop(
                number=f"XW-{number:06d}",
                name=f"基准工坊{number}",
                name_sort_key=f"jizhun{number:06d}",
                operator=operator,
                county_id=COUNTY,
                category=Category.CRAFTS,
                status=WorkshopStatus.RECOGNISED,
                recognised_on=recognised_on,
                document_number="基准〔1〕号",
            )
            for number, operator in zip(numbers, operators, strict=True)
        ],
        batch_size=1000,
    )
    WorkshopEvent.objects.bulk_create(
        [
            WorkshopEvent(workshop=each, kind=EventKind.RECOGNISED, on=recognised_on, at=at, clause_id="6(四)")
            for each in entered
        ],
        batch_size=1000,
    )
