"""Signing in and out, the lock-out, and what must stay out of tables and logs."""

import logging
import time
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.db import connection
from django.test import Client
from django.urls import reverse

from gongfang.accounts.demonstration import DEMO_PASSWORD, ensure_demo_users
from gongfang.accounts.models import Role, User

from .. import factories

pytestmark = pytest.mark.django_db
PHONE = "13909012345"
PAGE = "/accounts/login/"


def applicant(login: str = PHONE) -> User:
    return User.objects.create_user(
        login=login, password=factories.PASSWORD, role=Role.APPLICANT, display_name="玛依拉"
    )


def sign_in(client: Client, login: str, password: str = factories.PASSWORD, **query: str) -> Any:
    return client.post(PAGE, {"login": login, "password": password, **query})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("login", "typed"),
    [(PHONE, "+86 139 0901 2345"), ("Ann@example.org", "ann@EXAMPLE.org "), ("gong-001", "GONG-001")],
)
def test_login_in_any_spelling_signs_in(client: Client, login: str, typed: str) -> None:
    applicant(login)
    response = sign_in(client, typed)
    assert (response.status_code, response.url) == (302, reverse("cases:inbox"))
    assert is_signed_in(client)


def test_wrong_password_and_unknown_login_get_the_same_answer(client: Client) -> None:
    applicant()
    wrong = sign_in(client, PHONE, "wrong")
    unknown = sign_in(client, "13909019999", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert "账号或密码不正确" in wrong.content.decode()
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert not is_signed_in(client)


def test_unknown_login_costs_a_hash_too(client: Client, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    applicant()
    known, unknown = [], []
    for number in range(3):
        for login, times in ((PHONE, known), (f"1390901000{number}", unknown)):
            started = time.perf_counter()
            sign_in(client, login, "wrong")
            times.append(time.perf_counter() - started)
    assert 0.3 < min(unknown) / min(known) < 3


def test_disabled_account_cannot_sign_in(client: Client) -> None:
    user = applicant()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sign_in(client, PHONE).status_code == 200
    assert not is_signed_in(client)


def test_next_page_stays_on_this_host(client: Client) -> None:
    applicant()
    assert sign_in(client, PHONE, next="/accounts/profile/").url == "/accounts/profile/"
    client.logout()
    assert sign_in(client, PHONE, next="https://evil.example/").url == reverse("cases:inbox")


def test_sign_out_is_a_post(client: Client) -> None:
    client.force_login(applicant())
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/accounts/logout/").url == reverse("public:home")
    assert not is_signed_in(client)


def test_five_failures_lock_the_login_even_for_the_right_password(client: Client) -> None:
    applicant()
    answers = [sign_in(client, PHONE, "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client, "+86 " + PHONE)
    assert locked.status_code == 429
    assert "锁定 30 分钟" in locked.content.decode()
    assert not is_signed_in(client)


def test_lock_ends_after_thirty_minutes(client: Client) -> None:
    applicant()
    for _ in range(5):
        sign_in(client, PHONE, "wrong")
    attempt = AccessAttempt.objects.get()
    attempt.attempt_time = attempt.attempt_time.replace(year=attempt.attempt_time.year - 1)
    attempt.save()
    assert sign_in(client, PHONE).status_code == 302


def test_lock_of_one_login_leaves_others_alone(client: Client) -> None:
    applicant()
    applicant("13909010000")
    for _ in range(5):
        sign_in(client, PHONE, "wrong")
    assert sign_in(client, "13909010000").status_code == 302


def test_success_clears_the_failures_before_it(client: Client) -> None:
    applicant()
    for _ in range(4):
        sign_in(client, PHONE, "wrong")
    assert sign_in(client, PHONE).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_phone_is_neither_in_the_tables_of_axes_nor_in_logs(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("axes", "django", "allauth"):
        caplog.set_level(logging.DEBUG, logger=name)
    user = applicant()
    for _ in range(3):
        sign_in(client, PHONE, "wrong")
    sign_in(client, "13909017777", "wrong")
    client.post(f"{PAGE}?login={PHONE}", {"login": PHONE, "password": "wrong"})
    assert AccessAttempt.objects.filter(username=user.login_index).count() == 1
    held = [*AccessAttempt.objects.values_list(), *AccessLog.objects.values_list()]
    assert sign_in(client, PHONE).status_code == 302
    held += [*AccessAttempt.objects.values_list(), *AccessLog.objects.values_list()]
    assert AccessLog.objects.get().username == user.username
    for number in (PHONE, "13909017777"):
        assert number not in repr(held)
        assert number not in caplog.text


def test_no_table_but_accounts_learns_an_address(client: Client) -> None:
    applicant("ann@example.org")
    sign_in(client, "ann@example.org")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "ann@example.org" not in repr(cursor.fetchall()).lower(), table


def test_each_role_begins_on_its_page(client: Client) -> None:
    firsts = {
        Role.SYSTEM_ADMIN: "accounts:people",
        Role.SECURITY_ADMIN: "accounts:people",
        Role.AUDIT_ADMIN: "records:access_log",
        Role.AUDITOR: "cases:inbox",
    }
    for role, page in firsts.items():
        user = factories.user(role)
        assert sign_in(client, user.login).url == reverse(page)
        client.logout()


def test_sign_in_sets_the_language_of_the_person(client: Client) -> None:
    user = applicant()
    User.objects.filter(pk=user.pk).update(language="en")
    assert sign_in(client, PHONE).cookies["django_language"].value == "en"


def test_demonstration_lists_its_accounts_and_only_there(client: Client, settings: Any) -> None:
    ensure_demo_users(at=factories.beijing("2026-05-06 10:00"))
    assert DEMO_PASSWORD not in client.get(PAGE).content.decode()
    assert sign_in(client, "demo-tuoli-culture-head", DEMO_PASSWORD).status_code == 200
    settings.GONGFANG_DEMO = True
    page = client.get(PAGE).content.decode()
    assert "demo-prefecture-culture-head" in page
    assert "托里县文化体育广播电视和旅游局" in page
    assert sign_in(client, "demo-tuoli-culture-head", DEMO_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "confirm-email/",
        "login/code/",
        "login/code/confirm/",
        "password/set/",
        "phone/change/",
        "2fa/webauthn/",
    ],
)
def test_pages_of_allauth_not_in_use_do_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404
