"""Pages of requests: what they show to whom, what is refused, and that nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongfang.accounts.middleware import LAST_SEEN
from gongfang.accounts.models import User
from gongfang.changes.models import Change
from gongfang.records.models import AccessEntry
from gongfang.workshops.models import Workshop
from tests.changes.cast import ID_NUMBER, LATER, approved, confirmed, held, plaque, recognised, requested
from tests.factories import TACHENG_CITY, applicant, auditor, expert_user, head
from tests.world import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[LAST_SEEN] = LATER.timestamp()
    session.save()
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"changes:{name}", args=args)


def posted(workshop: Workshop, **changes: Any) -> dict[str, Any]:
    """Return the form as it stands, with changes."""
    items = [
        {"name": item.name, "category": item.category, "level": item.level} for item in workshop.relied_on.all()
    ]
    data: dict[str, Any] = {
        "name": workshop.name,
        "town": workshop.town,
        "address": workshop.address,
        "main_business": workshop.main_business,
        "operator_name": workshop.operator.name,
        "operator_kind": workshop.operator.kind,
        "credit_code": workshop.operator.credit_code,
        "reasons": "换证",
        "items-TOTAL_FORMS": str(len(items) + 1),
        "items-INITIAL_FORMS": str(len(items)),
        f"items-{len(items)}-category": "crafts",
    }
    for number, item in enumerate(items):
        data |= {f"items-{number}-{name}": value for name, value in item.items()}
    return data | changes


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_starts_from_the_register_and_asks_only_for_what_differs() -> None:
    workshop = held()
    client = signed_in(workshop.holder)
    shown = text_of(client, page("request", workshop.number))
    assert 'value="库甫花毡工坊"' in shown
    answer = client.post(page("request", workshop.number), posted(workshop, name="库甫毡绣工坊"))
    change = Change.objects.get()
    assert answer.url == change.get_absolute_url()
    assert [(row.field, row.old, row.new) for row in change.changed.all()] == [
        ("name", "库甫花毡工坊", "库甫毡绣工坊")
    ]
    shown = text_of(client, answer.url)
    assert "原登记" in shown
    assert "变更为" in shown
    assert "库甫毡绣工坊" in shown


def test_items_are_added_and_taken_away_in_the_form() -> None:
    workshop = held()
    given = posted(workshop, **{"items-0-name": "", "items-1-name": "毡绣", "items-1-level": "county"})
    signed_in(workshop.holder).post(page("request", workshop.number), given)
    new = [{"name": "毡绣", "category": "crafts", "level": "county"}]
    assert Change.objects.get().changed.get().new == new


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reasons": ""}, "reasons"),
        ({"name": ""}, "name"),
        ({"credit_code": "123"}, "credit_code"),
        ({"credit_code": "91350100M000100Y4Z"}, "credit_code"),
        ({"responsible_name": "王小明", "responsible_id": "123"}, "responsible_id"),
        ({"responsible_name": "王小明"}, "responsible_id"),
        ({"responsible_id": ID_NUMBER}, "responsible_name"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(changes: dict[str, Any], field: str) -> None:
    workshop = held()
    answer = signed_in(workshop.holder).post(
        page("request", workshop.number), posted(workshop, address="新址99号", **changes)
    )
    assert list(answer.context["form"].errors) == [field]
    assert "新址99号" in answer.content.decode()
    assert not Change.objects.exists()


def test_a_code_that_fails_its_checksum_is_taken_with_a_word_on_it() -> None:
    workshop = held()
    given = posted(workshop, credit_code="91350211M0000XUF46", credit_code_reason="与执照一致")
    client = signed_in(workshop.holder)
    answer = client.post(page("request", workshop.number), given)
    assert "与执照一致" in text_of(client, answer.url)


def test_what_the_service_refuses_is_told_on_the_form() -> None:
    workshop = held()
    client = signed_in(workshop.holder)
    shown = client.post(page("request", workshop.number), posted(workshop)).content.decode()
    assert "没有需要变更的内容" in shown
    bad = SimpleUploadedFile("x.exe", b"MZ", content_type="application/x-msdownload")
    answer = client.post(page("request", workshop.number), posted(workshop, name="新", files=bad))
    assert list(answer.context["form"].errors) == ["files"]
    assert not Change.objects.exists()


@pytest.mark.parametrize("name", ["request", "surrender"])
def test_asking_is_for_who_acts_for_the_workshop(name: str) -> None:
    workshop, paper = held(), recognised(credit_code="")
    cases = [
        (workshop.holder, workshop, 200),
        (applicant(), workshop, 404),
        (head("county.culture"), workshop, 403),
        (expert_user(), workshop, 404),
        (head("county.culture"), paper, 200),
        (head("county.hrss"), paper, 403),
        (head("county.culture", TACHENG_CITY), paper, 404),
    ]
    got = [signed_in(user).get(page(name, asked.number)).status_code for user, asked, _ in cases]
    assert got == [expected for _, _, expected in cases]


def test_giving_up_is_asked_for_and_the_public_sees_it_once_it_is_confirmed() -> None:
    workshop = held()
    hanging = plaque(workshop)
    client = signed_in(workshop.holder)
    refused = client.post(page("surrender", workshop.number), {"reasons": "停业"})
    assert list(refused.context["form"].errors) == ["is_sure"]
    client.post(page("surrender", workshop.number), {"reasons": "停业", "is_sure": "on"})
    change = Change.objects.get()
    signed_in(head("county.culture")).post(reverse("cases:step", args=[change.number, "confirm_change"]))
    step = reverse("cases:step", args=[change.number, "approve_change"])
    lead = signed_in(head("prefecture.culture"))
    assert "plaque_end" in text_of(lead, step)
    incomplete = lead.post(step, {"plaque_end": "void", "plaque_ended_on": "2026-07-20"})
    assert list(incomplete.context["form"].errors) == ["plaque_reason"]
    lead.post(step, {"plaque_end": "recovered", "plaque_ended_on": "2026-07-20"})
    assert "已交回" in text_of(Client(), reverse("public:plaque", args=[hanging.code]))
    assert "已放弃资格" in text_of(Client(), reverse("public:workshop", args=[workshop.public_id]))
    assert workshop.name not in text_of(Client(), reverse("public:directory"))


def test_approval_of_a_name_asks_for_no_plaque() -> None:
    workshop = held()
    plaque(workshop)
    change = confirmed(workshop)
    step = reverse("cases:step", args=[change.number, "approve_change"])
    assert "plaque_end" not in text_of(signed_in(head("prefecture.culture")), step)


def test_a_request_is_not_asked_for_from_another_request() -> None:
    change = requested(held())
    url = reverse("cases:step", args=[change.number, "request_change"])
    assert signed_in(change.holder).get(url).status_code == 403


def test_the_workshops_page_shows_its_requests_and_what_was() -> None:
    workshop = held()
    change = approved(workshop)
    shown = text_of(signed_in(workshop.holder), workshop.get_absolute_url())
    assert change.number in shown
    assert "曾经的登记" in shown
    assert "申请变更登记" in shown
    shown = text_of(signed_in(head("county.hrss")), workshop.get_absolute_url())
    assert "申请变更登记" not in shown


def test_what_held_on_a_day_has_a_page() -> None:
    workshop = held()
    approved(workshop)
    client = signed_in(auditor())
    url = page("history", workshop.number)
    assert "库甫花毡工坊" in str(client.get(url, {"on": "2026-07-19"}).context["entry"])
    assert "库甫花毡工坊" not in str(client.get(url, {"on": "2026-07-20"}).context["entry"])
    assert client.get(url, {"on": "2026-06-01"}).context["is_before"]
    assert client.get(url, {"on": "x"}).context["on"] == date(2026, 7, 20)
    assert signed_in(applicant()).get(url).status_code == 404


def test_the_list_is_narrowed_by_state() -> None:
    approved(held())
    other = requested(held(name="另一家", credit_code=""))
    client = signed_in(head("prefecture.hrss"))
    assert len(client.get(page("list")).context["rows"]) == 2
    (row,) = client.get(page("list"), {"state": "requested"}).context["rows"]
    assert row["change"] == other
    assert len(client.get(page("list"), {"state": "x"}).context["rows"]) == 2
    assert signed_in(head("county.culture", TACHENG_CITY)).get(page("list")).context["rows"] == []
    assert signed_in(other.holder).get(page("list")).status_code == 403


# who is responsible


def reveal(user: User, change: Change, field: str = "id_number") -> Any:
    return signed_in(user).post(page("reveal", change.responsible.pk, field))


def test_a_person_is_masked_and_each_look_recorded() -> None:
    change = requested(held(), responsible_name="王小明", responsible_id=ID_NUMBER)
    for user in (change.holder, head("county.culture"), head("prefecture.hrss"), auditor()):
        shown = text_of(signed_in(user), change.get_absolute_url())
        assert "110105********002X" in shown
        assert ID_NUMBER not in shown
        assert "王小明" not in shown
    assert ID_NUMBER in reveal(head("county.culture"), change).content.decode()
    assert "王小明" in reveal(change.holder, change, "name").content.decode()
    looks = AccessEntry.objects.filter(action="reveal").values_list("subject", flat=True)
    assert sorted(looks) == sorted(f"responsible:{change.responsible.pk}:{name}" for name in ("id_number", "name"))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda: head("prefecture.hrss"), 403),
        (auditor, 403),
        (applicant, 404),
        (expert_user, 404),
        (lambda: head("county.culture", TACHENG_CITY), 404),
    ],
)
def test_nobody_else_looks_at_a_person(who: Any, status: int) -> None:
    change = requested(held(), responsible_name="王小明", responsible_id=ID_NUMBER)
    assert reveal(who(), change).status_code == status
    assert not AccessEntry.objects.filter(action="reveal").exists()


# the account that acts


def test_the_account_is_found_by_its_login_which_is_kept_nowhere() -> None:
    workshop, new = recognised(), applicant()
    client = signed_in(head("prefecture.culture"))
    given = {"login": f" {new.login} ", "reason": "凭委托书"}
    assert client.post(page("assign", workshop.number), given).url == workshop.get_absolute_url()
    workshop.refresh_from_db()
    entry = AccessEntry.objects.get(action="assign_holder")
    assert (workshop.holder, entry.subject, entry.reason) == (new, f"workshop:{workshop.number}", "凭委托书")
    shown = text_of(client, page("assign", workshop.number)) + text_of(client, workshop.get_absolute_url())
    assert new.login not in shown


def test_a_login_of_nobody_and_of_an_official_are_told_the_same() -> None:
    workshop = recognised()
    client, official = signed_in(head("prefecture.culture")), head("county.culture")
    url = page("assign", workshop.number)
    answers = [client.post(url, {"login": login, "reason": "x"}) for login in ("13900000000", official.login)]
    told = {str(answer.context["form"].errors["login"]) for answer in answers}
    assert len(told) == 1
    workshop.refresh_from_db()
    assert workshop.holder is None


@pytest.mark.parametrize("who", ["prefecture.hrss", "county.culture"])
def test_only_the_prefectures_culture_office_assigns(who: str) -> None:
    workshop = recognised()
    assert signed_in(head(who)).get(page("assign", workshop.number)).status_code == 403
