from itertools import groupby
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from gongfang.accounts.models import OFFICIAL_ROLES, Role
from gongfang.web import navigation
from gongfang.web.navigation import Entry
from tests.factories import office, user


@pytest.fixture
def menu(monkeypatch):
    monkeypatch.setattr(navigation, "_registered", {})
    navigation.registered.cache_clear()
    yield navigation
    navigation.registered.cache_clear()


def person(role):
    return SimpleNamespace(is_authenticated=True, role=role)


def test_entries_come_in_their_order_and_only_for_their_roles(menu):
    menu.register(
        Entry("名录", "b", "store", order=20),
        Entry("待办", "a", "inbox", roles=frozenset({"head", "officer"}), order=10),
    )
    assert [entry.url_name for entry in menu.entries(person("head"))] == ["a", "b"]
    assert [entry.url_name for entry in menu.entries(person("applicant"))] == ["b"]


def test_a_group_stands_together_where_its_first_entry_comes(menu):
    menu.register(
        Entry("名录", "b", "store", order=2, group="名录"),
        Entry("检查", "c", "store", order=3, group="监督"),
        Entry("监测", "a", "store", order=1, group="监督"),
    )

    assert [entry.url_name for entry in menu.entries(person("head"))] == ["a", "c", "b"]


def test_nobody_is_offered_anything_before_signing_in(menu):
    menu.register(Entry("名录", "b", "store"))
    assert menu.entries(AnonymousUser()) == []


def test_registering_a_page_again_replaces_its_entry(menu):
    menu.register(Entry("旧", "a", "store"))
    menu.register(Entry("新", "a", "store"))
    assert [entry.label for entry in menu.registered()] == ["新"]


@pytest.mark.parametrize("entry", [*navigation.PORTAL, *navigation.registered()], ids=lambda entry: entry.url_name)
def test_every_entry_leads_to_a_page(entry):
    assert reverse(entry.url_name).startswith("/")


GROUPS = [
    "工作台",
    "评审",
    "认定",
    "工坊",
    "监督",
    "扶持",
    "名录",
    "期限",
    "部门共享",
    "统计",
    "数据接口",
    "审计",
    "系统管理",
    "我的账号",
]
OFFICES = ["county.culture", "county.hrss", "prefecture.culture", "prefecture.hrss"]
PEOPLE = {
    **{f"{code}.{role}": (role, code) for code in OFFICES for role in OFFICIAL_ROLES},
    **{str(role): (role, "") for role in Role if role not in OFFICIAL_ROLES},
}


def menu_of(name):
    role, code = PEOPLE[name]
    return navigation.entries(user(role, office=office(code) if code else None))


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_every_group_of_the_menu_is_in_one_piece(name):
    pieces = [group for group, _entries in groupby(str(entry.group) for entry in menu_of(name))]
    assert pieces == [group for group in GROUPS if group in pieces]


@pytest.mark.django_db
def test_supervision_begins_with_the_whole_and_ends_with_the_gravest():
    found = [entry.url_name for entry in menu_of("prefecture.culture.head") if str(entry.group) == "监督"]
    assert found == [
        "oversight:monitoring",
        "filings:index",
        "evaluations:index",
        "oversight:campaigns",
        "oversight:findings",
        "changes:list",
        "revocations:list",
    ]


def shown(client, name, **cookies):
    client.cookies.load(cookies)
    page = client.get(reverse(name)).content.decode()
    return page[page.index('id="workspace-menu"') :].partition("</nav>")[0]


@pytest.mark.django_db
def test_the_menu_follows_page_person_and_language(client):
    client.force_login(user("head", office=office("county.culture")))
    inbox, profile = reverse("cases:inbox"), reverse("accounts:profile")
    for name, address in (("cases:inbox", inbox), ("accounts:profile", profile), ("cases:inbox", inbox)):
        menu = shown(client, name)
        assert menu.count("aria-current") == 1
        assert address in menu.partition("aria-current")[0].rpartition("<a")[2]
        assert "工作台" in menu
    assert "工作台" not in shown(client, "cases:inbox", django_language="en")
    assert reverse("oversight:findings") in menu
    client.force_login(user("expert"))
    assert reverse("oversight:findings") not in shown(client, "accounts:profile", django_language="zh-hans")
