from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from gongfang.web import navigation
from gongfang.web.navigation import Entry


@pytest.fixture
def menu(monkeypatch):
    monkeypatch.setattr(navigation, "_registered", {})
    return navigation


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
