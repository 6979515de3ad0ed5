"""What goes in and out of the interface, as OpenAPI shows it. Times are ISO 8601 with their offset."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

Word = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")]
Cursor = Annotated[str, StringConstraints(max_length=500, pattern=r"^[A-Za-z0-9_-]*$")]
Size = Annotated[int, Field(ge=1, le=100)]
Since = Annotated[int, Field(ge=0, le=2**53)]


class Problem(Schema):
    """Why a request was not done: in words, with the clause of the measures where there is one."""

    detail: str
    clause: str = ""
    citation: str = ""
    fields: dict[str, list[str]] = {}


class Item(Schema):
    """A heritage item or craft that a workshop relies on."""

    name: str
    category: str
    level: str


class WorkshopOut(Schema):
    """A workshop of the public register."""

    id: str
    number: str
    name: str
    operator: str
    county: str
    county_name: str
    town: str
    category: str
    status: str
    recognised_on: date | None
    document_number: str
    batch: str
    items: list[Item]
    url: str


class WorkshopPage(Schema):
    """A page of workshops; `next` is the cursor of the page after it, empty on the last."""

    items: list[WorkshopOut]
    next: str


class NoticeOut(Schema):
    """A public notice (article 6(三)) with both ends of its period."""

    number: str
    title: str
    published_at: datetime
    last_day: date
    ends_at: datetime
    is_over: bool
    workshops: list[str]
    url: str


class NoticePage(Schema):
    """A page of notices."""

    items: list[NoticeOut]
    next: str


class ProductOut(Schema):
    """A product of the catalogue; prices are whole yuan, what has not been said is null."""

    id: str
    name: str
    workshop: str
    workshop_name: str
    county: str
    category: str
    craft: str
    materials: str
    size: str
    price_from: int | None
    price_to: int | None
    availability: str
    lead_days: int | None
    is_customisable: bool
    unit: str
    photos: list[str]
    url: str


class ProductPage(Schema):
    """A page of products."""

    items: list[ProductOut]
    next: str


class CountyFigures(Schema):
    """Workshops and the people they employ in one county; `people` is null where it is withheld."""

    code: str
    name: str
    workshops: int
    people: int | None


class Figure(Schema):
    """A number of workshops or people; null where it is withheld."""

    name: str
    number: int | None


class Statistics(Schema):
    """Open figures (article 11(一)): `fewest` people at least stand behind each figure that is not withheld."""

    at: datetime
    fewest: int
    workshops: int
    people: int | None
    counties: list[CountyFigures]
    categories: list[Figure]
    kinds: list[Figure]


class CaseOut(Schema):
    """A case in a list."""

    number: str
    kind: str
    title: str
    state: str
    state_label: str
    region: str
    opened_at: datetime
    state_since: datetime
    url: str


class CasePage(Schema):
    """A page of cases."""

    items: list[CaseOut]
    next: str


class LimitOut(Schema):
    """A time limit of a case, with its clause and the first instant that is too late."""

    name: str
    clause: str
    last_day: date
    ends_at: datetime
    is_provisional: bool
    is_running: bool
    counted: Any


class ActionOut(Schema):
    """A step that may be taken now, or why not. `on_page` steps need the page: they take files or many parts."""

    action: str
    label: str
    clause: str
    citation: str
    is_open: bool
    is_binding: bool
    on_page: bool
    refusal: str
    fields: list[str]


class CaseDetail(CaseOut):
    """A case with its limits and what may be done next."""

    edition: str
    version: int
    limits: list[LimitOut]
    actions: list[ActionOut]


class RecordOut(Schema):
    """One step that was taken, as the chain holds it: no person, no text."""

    seq: int
    case: str
    kind: str
    action: str
    actor: str
    source: str
    target: str
    clause: str
    at: datetime
    digest: str


class Changes(Schema):
    """Changes in order; `next` is the `since` of the next request."""

    changes: list[RecordOut]
    next: int


class StepIn(Schema):
    """The fields of a step's form, and the version of the case they were filled in for."""

    fields: dict[Word, Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]] = {}
    seen_version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class LibraryOut(Schema):
    """A workshop offered to the project library (article 11(三)), and what was answered. No person is named."""

    number: str
    state: str
    state_label: str
    state_since: datetime
    offered_at: datetime
    workshop: str
    name: str
    operator: str
    credit_code: str
    county: str
    town: str
    address: str
    main_business: str
    items: list[str]
    recognised_on: date | None
    document_number: str
    library_number: str
    entered_on: date | None


class LibraryFeed(Schema):
    """What has changed in the library; `next` is the `since` of the next request, also when nothing has."""

    items: list[LibraryOut]
    next: int


class AcknowledgementIn(Schema):
    """The answer to an offer: entered under a number on a day, or not, and why."""

    is_entered: bool
    library_number: Word = ""
    entered_on: date | None = None
    reasons: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")] = ""


class RowProblem(Schema):
    """What is wrong in a row of a sheet. It repeats no value of the list."""

    row: int
    column: str
    problem: str


class RegisterOut(Schema):
    """An upload of the register: how far it was read, what is wrong in it, and what it would change."""

    id: UUID
    as_of: date
    is_complete: bool
    state: str
    total: int
    done: int
    problem_count: int
    problems: list[RowProblem]
    reason: str
    added: int
    changed: int
    kept: int
    left: int
    url: str


class Decision(Schema):
    """Whether what was read becomes the register, or is forgotten."""

    apply: bool
