"""One's own data, and a forgotten password."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User

from .. import factories

pytestmark = pytest.mark.django_db
PROFILE = "/accounts/profile/"
RESET = "/accounts/password/reset/"
NEW_PASSWORD = "another-good-felt-7"


def with_address(address: str = "ann@example.org") -> User:
    user = factories.applicant()
    user.email = address
    user.save()
    return user


def test_profile_shows_ones_own_login_and_needs_a_session(client: Client) -> None:
    assert client.get(PROFILE).status_code == 302
    user = factories.applicant()
    client.force_login(user)
    page = client.get(PROFILE).content.decode()
    assert user.login in page
    assert user.username in page


def test_profile_changes_name_address_and_language_and_nothing_else(client: Client) -> None:
    user = factories.applicant()
    client.force_login(user)
    data = {"display_name": "新名", "email": "new@example.org", "language": "en", "role": "head", "login": "x"}
    response = client.post(PROFILE, data)
    assert response.cookies["django_language"].value == "en"
    changed = User.objects.get(pk=user.pk)
    assert (changed.display_name, changed.email, changed.language) == ("新名", "new@example.org", "en")
    assert (changed.role, changed.login) == (user.role, user.login)


def test_profile_refuses_a_wrong_address_and_keeps_the_old(client: Client) -> None:
    user = with_address()
    client.force_login(user)
    response = client.post(PROFILE, {"display_name": "新名", "email": "nonsense", "language": "zh-hans"})
    assert list(response.context["form"].errors) == ["email"]
    assert User.objects.get(pk=user.pk).email == "ann@example.org"


def ask_for_link(client: Client, login: str, callbacks: Any) -> Any:
    with callbacks(execute=True):
        return client.post(RESET, {"login": login})


def test_a_link_by_mail_sets_a_new_password_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    user = with_address()
    ask_for_link(client, user.login, django_capture_on_commit_callbacks)
    (message,) = mail.outbox
    assert message.to == ["ann@example.org"]
    link = re.search(r"http://localhost:8000(/accounts/password/new/\S+)", str(message.body))
    assert link is not None
    form_page = client.get(link[1]).url
    assert link[1].split("/")[-2] not in form_page  # the token is out of the address before the form is shown
    data = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(form_page, data).url == reverse("account_login")
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)
    assert "链接已失效" in client.get(link[1]).content.decode()


def test_a_weak_password_is_refused(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    user = with_address()
    ask_for_link(client, user.login, django_capture_on_commit_callbacks)
    link = re.search(r"http://localhost:8000(/accounts/password/new/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form_page = client.get(link[1]).url
    response = client.post(form_page, {"new_password1": "1234567890", "new_password2": "1234567890"})
    assert response.context["form"].errors
    assert User.objects.get(pk=user.pk).check_password(factories.PASSWORD)


def test_the_answer_is_the_same_for_every_login(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    disabled = with_address("gone@example.org")
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    logins = [with_address().login, factories.applicant().login, disabled.login, "13909018888"]
    answers = {ask_for_link(client, login, django_capture_on_commit_callbacks).url for login in logins}
    assert answers == {reverse("account_reset_password_done")}
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]
    assert "系统管理员" in client.get(reverse("account_reset_password_done")).content.decode()


def test_links_for_one_login_are_limited(client: Client) -> None:
    answers = [client.post(RESET, {"login": "13909018888"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
