"""The page that explains the interface to people, in the language they read."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from gongfang.api.site import api

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ITEM = re.compile(r"\([一二三四五六七八九十]+\)")
"""The number of an item of an article, which is cited alike in every language."""


def page(language: str) -> str:
    response = Client(headers={"Accept-Language": language}).get(reverse("api:docs"))
    assert response.status_code == 200
    return strip_tags(response.content.decode().partition("<main")[2].partition("</main")[0])


def test_every_operation_is_described_in_chinese() -> None:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    described = [each for methods in paths.values() for each in methods.values()]
    assert len(described) > 10
    assert [each["summary"] for each in described if not CHINESE.search(each["description"])] == []


def test_the_page_explains_them_in_the_language_of_the_reader() -> None:
    assert "列出经认定的工坊" in page("zh-Hans")
    english = page("en")
    assert "List the recognised workshops" in english
    assert CHINESE.findall(ITEM.sub("", english)) == []
