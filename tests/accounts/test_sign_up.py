"""Registration of applicants."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.accounts import queries
from gongfang.accounts.models import Role, User

from .. import factories

pytestmark = pytest.mark.django_db
PAGE = "/accounts/signup/"


def filled_in(**changes: str) -> dict[str, str]:
    fields = {
        "login": "13909012345",
        "display_name": "塔城毡绣合作社",
        "password1": factories.PASSWORD,
        "password2": factories.PASSWORD,
        "consent": "on",
    }
    return {name: value for name, value in (fields | changes).items() if value}


def test_sign_up_creates_an_applicant_and_signs_in(client: Client) -> None:
    response = client.post(PAGE, filled_in())
    assert (response.status_code, response.url) == (302, reverse("cases:inbox"))
    user = User.objects.get()
    assert (user.role, user.office, user.login) == (Role.APPLICANT, None, "13909012345")
    assert user.consented_at is not None
    assert user.email == ""
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_up_by_mail_keeps_the_address_for_notices(client: Client) -> None:
    client.post(PAGE, filled_in(login="Ann@example.org"))
    user = queries.user_by_login("ann@example.org")
    assert user is not None
    assert user.email == "Ann@example.org"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"consent": ""}, "consent", "个人信息处理说明"),
        ({"login": "12345"}, "login", "11位手机号码"),
        ({"login": "demo-applicant"}, "login", "11位手机号码"),
        ({"password2": "felt-and-horn-43"}, "password2", "不一致"),
        ({"password1": "short", "password2": "short"}, "password1", "10"),
        ({"password1": "1390901234567", "password2": "1390901234567"}, "password1", ""),
        ({"password1": "password1234", "password2": "password1234"}, "password1", ""),
        ({"display_name": ""}, "display_name", ""),
    ],
)
def test_sign_up_refuses(client: Client, changes: dict[str, str], field: str, said: str) -> None:
    response = client.post(PAGE, filled_in(**changes))
    assert list(response.context["form"].errors) == [field]
    assert said in str(response.context["form"].errors[field])
    assert not User.objects.exists()


def test_a_taken_login_is_refused_in_any_spelling_and_says_no_more_than_needed(client: Client) -> None:
    client.post(PAGE, filled_in())
    client.logout()
    response = client.post(PAGE, filled_in(login="+86 139-0901-2345", display_name="另一家"))
    assert response.status_code == 409
    assert "不能用于注册" in response.content.decode()
    assert "塔城毡绣合作社" not in response.content.decode()
    assert User.objects.count() == 1
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_as_an_official(client: Client) -> None:
    extra: dict[str, Any] = {"role": "head", "office": "1", "is_active": "on", "username": "u-mine"}
    client.post(PAGE, {**filled_in(), **extra})
    user = User.objects.get()
    assert (user.role, user.office_id) == (Role.APPLICANT, None)
    assert user.username != "u-mine"


def test_tries_are_limited(client: Client) -> None:
    answers = {client.post(PAGE, filled_in(login=str(number))).status_code for number in range(21)}
    assert answers == {200, 429}


def test_consent_is_separate_and_its_notice_is_public(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert reverse("accounts:privacy") in page
    assert 'name="consent"' in page
    assert "敏感" in client.get(reverse("accounts:privacy")).content.decode()
