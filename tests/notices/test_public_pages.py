"""Raising an objection on the portal, its receipt, following it up (readings R10, R11)."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from gongfang.applications.models import Application
from gongfang.notices import limiting, services, views
from gongfang.notices.models import Objection
from gongfang.regulation.procedure import Actor
from tests.factories import head
from tests.notices.cast import LAST_INSTANT, PUBLISHED, SAID, TOO_LATE, all_agree, objected, on_notice, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock that the pages read."""

    def set_to(at: Any) -> None:
        monkeypatch.setattr(views, "now", lambda: at)

    set_to(PUBLISHED)
    return set_to


def form_of(application: Application) -> str:
    return reverse("notices:object", args=[application.number])


def send(client: Client, application: Application, **said: Any) -> Any:
    return client.post(form_of(application), SAID | said)


def test_form_tells_the_period_the_elements_and_where_paper_goes(client: Client, clock: Any) -> None:
    page = client.get(form_of(on_notice())).content.decode()
    assert "2026年6月17日（星期三） 24:00" in page
    assert "真实姓名或单位名称" in page
    assert "0901-6222222" in page


def test_form_exists_for_applications_on_notice_only(client: Client) -> None:
    assert client.get(form_of(proposed())).status_code == 404
    assert client.get(reverse("notices:object", args=["SQ2026-9999"])).status_code == 404


def test_sent_objection_leads_to_its_receipt_which_is_shown_once(client: Client, clock: Any) -> None:
    response = send(client, on_notice())
    assert response["Location"] == reverse("notices:receipt")
    receipt = client.get(reverse("notices:receipt"))
    objection = Objection.objects.get()
    assert objection.number in receipt.content.decode()
    assert objection.get_absolute_url() not in receipt.content.decode()
    assert receipt.context["code"] in receipt.content.decode()
    assert "no-store" in receipt["Cache-Control"]
    assert client.get(reverse("notices:receipt"))["Location"] == reverse("notices:follow")


def test_receipt_lies_sealed_in_the_session_until_it_is_shown(client: Client, clock: Any) -> None:
    send(client, on_notice())
    sealed = client.session["objection_receipt"]
    code = client.get(reverse("notices:receipt")).context["code"]
    assert code not in sealed
    assert code.encode().hex() not in sealed


def test_incomplete_form_says_what_is_missing_and_keeps_what_was_typed(client: Client, clock: Any) -> None:
    response = send(client, on_notice(), contact="", evidence="")
    page = response.content.decode()
    assert "尚缺：联系方式、佐证材料" in page
    assert SAID["reasons"] in page
    assert 'name="sends_incomplete"' in page
    assert not Objection.objects.exists()


def test_incomplete_form_is_taken_from_somebody_who_knows_that_it_is(client: Client, clock: Any) -> None:
    send(client, on_notice(), evidence="", sends_incomplete="on")
    assert Objection.objects.get().state == "incomplete"
    assert "尚缺：佐证材料" in client.get(reverse("notices:receipt")).content.decode()


def test_empty_form_is_refused(client: Client, clock: Any) -> None:
    response = client.post(form_of(on_notice()), {"sends_incomplete": "on"})
    assert "请至少写明异议理由" in response.content.decode()
    assert not Objection.objects.exists()


@pytest.mark.parametrize(("at", "state"), [(LAST_INSTANT, "verifying"), (TOO_LATE, "inadmissible")])
def test_clock_of_the_server_decides_at_midnight(client: Client, clock: Any, at: Any, state: str) -> None:
    application = on_notice()
    clock(at)
    send(client, application)
    assert Objection.objects.get().state == state


def test_form_says_after_the_notice_that_only_a_lead_is_kept(client: Client, clock: Any) -> None:
    application = on_notice()
    clock(TOO_LATE)
    assert "线索留存" in client.get(form_of(application)).content.decode()


def test_refused_file_is_named_and_keeps_what_was_typed(client: Client, clock: Any) -> None:
    upload = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", content_type="text/html")
    response = send(client, on_notice(), files=[upload])
    assert response.status_code == 200
    assert response.context["form"].errors["files"]
    assert SAID["reasons"] in response.content.decode()
    assert not Objection.objects.exists()


def test_flood_from_one_address_is_held_with_what_was_typed(client: Client, clock: Any) -> None:
    application = on_notice()
    answers = [send(client, application, evidence="") for _ in range(limiting.ADDRESS_PER_HOUR + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert SAID["reasons"] in answers[-1].content.decode()
    assert "提交过于频繁" in answers[-1].content.decode()
    other = client.post(form_of(application), SAID, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


def test_flood_from_many_addresses_is_held_by_the_notice(client: Client, clock: Any) -> None:
    allowed = [
        limiting.may_send(address=f"198.51.100.{n}", notice="GS2026-001", at=PUBLISHED)
        for n in range(limiting.NOTICE_PER_HOUR + 1)
    ]
    assert allowed == [True] * limiting.NOTICE_PER_HOUR + [False]
    assert limiting.may_send(address="198.51.100.1", notice="GS2026-002", at=PUBLISHED)


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_limit_believes_our_own_proxies_only(
    rf: RequestFactory, settings: Any, proxies: int, passed_on: str, address: str
) -> None:
    settings.GONGFANG_TRUSTED_PROXIES = proxies
    assert limiting.address_of(rf.post("/", headers={"X-Forwarded-For": passed_on})) == address


def test_limit_keeps_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *args, **kwargs: keys.append(key) or add(key, *args, **kwargs))
    limiting.may_send(address="203.0.113.7", notice="GS2026-001", at=PUBLISHED)
    assert keys
    assert not [key for key in keys if "203.0.113.7" in key]


def follow(client: Client, number: str, code: str, **more: Any) -> Any:
    return client.post(reverse("notices:follow"), {"number": number, "code": code} | more)


def test_follow_shows_the_state_to_whoever_holds_the_receipt(client: Client, clock: Any) -> None:
    receipt = objected(on_notice())
    page = follow(client, receipt.objection.number, receipt.code).content.decode()
    assert "核查中" in page
    assert "2026年6月17日（星期三） 24:00" in page
    assert SAID["real_name"] not in page


@pytest.mark.parametrize(("number", "code"), [("YY2026-0001", "WRONG"), ("YY2026-0009", None)])
def test_follow_shows_the_same_to_everybody_else(
    client: Client, clock: Any, number: str, code: str | None
) -> None:
    receipt = objected(on_notice())
    page = follow(client, number, code or receipt.code).content.decode()
    assert "没有找到：请核对异议编号和查询码" in page
    assert "核查中" not in page


def test_follow_takes_what_was_missing(client: Client, clock: Any) -> None:
    receipt = objected(on_notice(), evidence="")
    page = follow(client, receipt.objection.number, receipt.code).content.decode()
    assert "补充材料" in page
    assert 'name="reasons"' not in page
    done = follow(client, receipt.objection.number, receipt.code, complete="1", evidence="照片三张")
    assert "核查中" in done.content.decode()
    assert Objection.objects.get().state == "verifying"


def test_follow_refuses_a_completion_after_the_notice_and_keeps_what_was_typed(client: Client, clock: Any) -> None:
    receipt = objected(on_notice(), evidence="")
    clock(TOO_LATE)
    page = follow(
        client, receipt.objection.number, receipt.code, complete="1", evidence="照片三张"
    ).content.decode()
    assert "不能再补充" in page
    assert "照片三张" in page
    assert Objection.objects.get().state == "incomplete"


def test_follow_shows_the_reply_once_it_is_decided(client: Client, clock: Any) -> None:
    receipt = objected(on_notice())
    all_agree(receipt.objection, at=PUBLISHED)
    reply = "经实地复测，面积为八十五平方米。"
    given = {"findings": "内部意见", "reply": reply}
    services.dismiss_objection(receipt.objection, by=head("prefecture.culture"), at=PUBLISHED, **given)
    page = follow(client, receipt.objection.number, receipt.code).content.decode()
    assert "异议不成立" in page
    assert reply in page
    assert "内部意见" not in page


def test_code_never_stands_in_an_address(client: Client, clock: Any) -> None:
    receipt = objected(on_notice())
    response = client.get(reverse("notices:follow"), {"number": receipt.objection.number, "code": receipt.code})
    assert "核查中" not in response.content.decode()


def test_short_address_leads_to_the_follow_page(client: Client) -> None:
    assert client.get("/objections/")["Location"] == reverse("notices:follow")


def test_public_objection_of_a_signed_in_official_is_the_publics(client: Client, clock: Any) -> None:
    application = on_notice()
    client.force_login(head("prefecture.culture"), backend="gongfang.accounts.backends.LoginBackend")
    send(client, application)
    assert Objection.objects.get().records.get().actor == Actor.PUBLIC
