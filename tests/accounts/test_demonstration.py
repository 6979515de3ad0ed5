"""The accounts of the demonstration."""

from collections import Counter
from typing import Any

import pytest

from gongfang.accounts import demonstration, permissions, queries
from gongfang.accounts.models import Role, User

from .. import factories

pytestmark = pytest.mark.django_db
AT = factories.beijing("2026-05-06 10:00")


def test_one_account_for_every_role_and_place() -> None:
    demonstration.ensure_demo_users(at=AT)
    roles = Counter(User.objects.values_list("role", flat=True))
    assert roles == {
        Role.APPLICANT: 1, Role.OFFICER: 9, Role.HEAD: 9, Role.EXPERT: 9, Role.AUDITOR: 1,
        Role.SYSTEM_ADMIN: 1, Role.SECURITY_ADMIN: 1, Role.AUDIT_ADMIN: 1,
    }  # fmt: skip
    head = queries.user_by_login("demo-tuoli-culture-head")
    assert head is not None
    assert (permissions.actor_of(head), head.office.division_id) == ("county.culture", "654224")
    assert head.check_password(demonstration.DEMO_PASSWORD)
    assert head.created_at == AT


def test_ensuring_twice_changes_nothing(django_assert_max_num_queries: Any) -> None:
    demonstration.ensure_demo_users(at=AT)
    before = set(User.objects.values_list("pk", "password"))
    demonstration.ensure_demo_users(at=AT)
    assert set(User.objects.values_list("pk", "password")) == before


def test_the_list_names_only_accounts_that_exist(django_assert_num_queries: Any) -> None:
    assert demonstration.demo_accounts() == []
    demonstration.ensure_demo_users(at=AT)
    auditor = User.objects.get(role=Role.AUDITOR)
    auditor.login = "somebody-else"
    auditor.save()
    with django_assert_num_queries(1):
        accounts = demonstration.demo_accounts()
    assert len(accounts) == 31
    assert accounts[0] == ("申报主体", "demo-applicant", demonstration.DEMO_PASSWORD)
    labels = {login: label for label, login, _password in accounts}
    assert labels["demo-prefecture-hrss-head"] == "塔城地区人力资源和社会保障局 负责人"
    assert labels["demo-expert-3"] == "评审专家 3"
    assert "demo-auditor" not in labels
