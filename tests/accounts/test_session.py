"""Sessions: idle ones end with a word, disabled accounts at once, pages stay out of caches."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.backends import LoginBackend
from gongfang.accounts.middleware import LAST_SEEN
from gongfang.accounts.models import User
from gongfang.accounts.queries import offices
from gongfang.accounts.sessions import SessionStore

from .. import factories

pytestmark = pytest.mark.django_db
PROFILE = "/accounts/profile/"


def seen_minutes_ago(client: Client, minutes: float) -> None:
    session = client.session
    session[LAST_SEEN] = timezone.now().timestamp() - minutes * 60
    session.save()


def signed_in(client: Client) -> User:
    user = factories.applicant()
    client.force_login(user)
    assert client.get(PROFILE).status_code == 200
    return user


def test_thirty_idle_minutes_log_out_and_say_so(client: Client) -> None:
    signed_in(client)
    seen_minutes_ago(client, 30.1)
    response = client.get(PROFILE)
    assert response.url == "/accounts/login/?next=%2Faccounts%2Fprofile%2F"
    assert "_auth_user_id" not in client.session
    assert "超过 30 分钟未操作" in client.get(response.url).content.decode()


def test_twenty_nine_idle_minutes_do_not_and_start_anew(client: Client) -> None:
    signed_in(client)
    for _ in range(3):
        seen_minutes_ago(client, 29)
        assert client.get(PROFILE).status_code == 200
    assert timezone.now().timestamp() - client.session[LAST_SEEN] < 60


def test_reading_pages_does_not_write_the_session_each_time(
    client: Client, django_assert_num_queries: Any
) -> None:
    signed_in(client)
    before = client.session[LAST_SEEN]
    with django_assert_num_queries(2):  # session, user
        client.get("/accounts/privacy/")
    assert client.session[LAST_SEEN] == before


def test_an_idle_post_is_not_carried_out(client: Client) -> None:
    user = signed_in(client)
    seen_minutes_ago(client, 31)
    response = client.post(PROFILE, {"display_name": "改名", "language": "en", "email": ""})
    assert response.url == "/accounts/login/"
    user.refresh_from_db()
    assert user.display_name != "改名"


def test_a_part_of_a_page_takes_the_whole_page_along(client: Client) -> None:
    signed_in(client)
    seen_minutes_ago(client, 31)
    response = client.get(PROFILE, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/login/")


def test_a_session_that_is_over_or_never_was_holds_nothing(client: Client) -> None:
    signed_in(client)
    key = client.session.session_key
    assert SessionStore(key).load() == dict(client.session.items())
    Session.objects.filter(pk=key).update(expire_date=timezone.now())
    for gone in (SessionStore(key), SessionStore("0" * 32)):
        assert gone.load() == {}
        assert gone.session_key is None
    assert client.get(PROFILE).url.startswith("/accounts/login/")


def test_an_official_comes_with_the_office_and_no_query_for_it(django_assert_num_queries: Any) -> None:
    person = factories.officer("county.culture")
    assert LoginBackend().get_user(person.pk) == person
    with django_assert_num_queries(1):
        found = LoginBackend().get_user(person.pk)
        assert found.office.code == "county.culture"
    offices.cache_clear()
    assert LoginBackend().get_user(person.pk).office == person.office


def test_disabling_an_account_ends_its_sessions_at_once(client: Client) -> None:
    user = signed_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(PROFILE).url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert client.get(PROFILE).status_code == 302


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    user = signed_in(client)
    other = Client()
    other.force_login(user)
    new = "another-good-felt-7"
    data = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302


def test_signed_in_pages_are_not_stored(client: Client) -> None:
    assert "no-store" not in client.get("/accounts/privacy/").headers.get("Cache-Control", "")
    signed_in(client)
    assert "no-store" in client.get("/accounts/privacy/")["Cache-Control"]
    assert "no-store" in client.post("/accounts/logout/")["Cache-Control"]


def test_a_one_time_password_must_be_replaced_first(client: Client) -> None:
    user = factories.applicant()
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client.force_login(user)
    assert client.get(PROFILE).url == reverse("account_change_password")
    new = "another-good-felt-7"
    data = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), data)
    assert client.get(PROFILE).status_code == 200


def test_anonymous_visitors_get_no_session(client: Client) -> None:
    response = client.get("/accounts/privacy/")
    assert response.status_code == 200
    assert "sessionid" not in response.cookies
