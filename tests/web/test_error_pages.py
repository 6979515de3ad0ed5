import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from gongfang.web.views import csrf_failure


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html"])
def test_error_page_needs_no_context(name):
    page = render_to_string(name)
    assert name.removesuffix(".html") in page
    assert "回到首页" in page


def test_a_stale_form_is_told_what_to_do_without_the_reason():
    answer = csrf_failure(RequestFactory().post("/"), reason="CSRF token missing.")
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
    assert "CSRF token missing" not in answer.content.decode()


@override_settings(DEBUG=False)
@pytest.mark.django_db
def test_a_missing_page_does_not_repeat_the_address(client):
    answer = client.get("/no/such/110101199003070000/")
    assert answer.status_code == 404
    assert "110101199003070000" not in answer.content.decode()
    assert "没有找到这个页面" in answer.content.decode()
