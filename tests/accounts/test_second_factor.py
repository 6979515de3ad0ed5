"""The second factor: demanded, set up, used at sign-in, recovered, kept encrypted."""

from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gongfang.accounts import keys, second_factors
from gongfang.accounts.encryption import DecryptionError
from gongfang.accounts.models import Role, User

from .. import factories

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.GONGFANG_REQUIRE_TOTP = True


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now; a code counts once, so the memory of used ones is emptied."""
    cache.clear()
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def sign_in(client: Client, user: User) -> Any:
    return client.post("/accounts/login/", {"login": user.login, "password": factories.PASSWORD})


def with_totp(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.EXPERT, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_without_it_every_page_leads_to_set_up(client: Client, role: str) -> None:
    office = factories.office("county.culture") if role in (Role.HEAD, Role.OFFICER) else None
    client.force_login(factories.user(role, office=office))
    for page in ("cases:inbox", "accounts:profile", "accounts:people"):
        response = client.get(reverse(page))
        assert (response.status_code, response.url) == (302, reverse("mfa_activate_totp"))


def test_applicants_need_none(client: Client) -> None:
    client.force_login(factories.applicant())
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_demonstration_may_do_without(client: Client, settings: Any) -> None:
    settings.GONGFANG_REQUIRE_TOTP = False
    client.force_login(factories.head("county.culture"))
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_set_up_opens_the_site_and_shows_recovery_codes(client: Client) -> None:
    user = factories.head("county.culture")
    sign_in(client, user)
    set_up = reverse("mfa_activate_totp")
    confirm = client.get(set_up).url
    assert confirm.startswith(reverse("account_reauthenticate"))
    client.post(confirm, {"password": factories.PASSWORD})
    page = client.get(set_up)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert client.post(set_up, {"code": "000000"}).context["form"].errors
    response = client.post(set_up, {"code": code_of(secret)})
    assert response.url == reverse("mfa_view_recovery_codes")
    codes = client.get(response.url)
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["unused_codes"][0] in codes.content.decode()
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_sign_in_asks_for_the_code_and_refuses_a_wrong_one(client: Client) -> None:
    user = with_totp(factories.expert_user())
    assert sign_in(client, user).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.context["form"].errors
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_recovery_code_signs_in_once(client: Client) -> None:
    user = with_totp(factories.expert_user())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (True, False):
        sign_in(client, user)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is expected
        client.logout()


def test_who_must_have_it_cannot_give_it_up(client: Client) -> None:
    user = with_totp(factories.head("county.culture"))
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    page = client.get(reverse("mfa_deactivate_totp"))
    assert "不能停用动态口令" in page.content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_an_applicant_may_have_one_and_give_it_up(client: Client) -> None:
    user = with_totp(factories.applicant())
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert client.get(reverse("mfa_index")).status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user, type="totp").exists()


def test_secrets_are_stored_encrypted_and_renewed(key_folder: Path) -> None:
    user = with_totp(factories.expert_user())
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert SECRET not in stored
    assert second_factors.unseal(stored) == SECRET
    keys.add_key("data")
    assert (second_factors.renew(), second_factors.renew()) == (1, 0)
    (key_folder / "data-0001.key").unlink()
    assert second_factors.unseal(Authenticator.objects.get(user=user).data["secret"]) == SECRET
    with pytest.raises(DecryptionError):
        second_factors.unseal(stored)
