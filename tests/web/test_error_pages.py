import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import reverse

from gongfang.web.views import csrf_failure
from tests.factories import applicant


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


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "没有找到这个页面"), ("en", "Page not found")])
def test_a_refusal_speaks_the_language_of_its_reader(client, language, words):
    answers = [client.get("/no/such/", headers={"Accept-Language": language}) for _time in range(2)]
    assert [(answer.status_code, words in answer.content.decode()) for answer in answers] == [(404, True)] * 2
    assert "csrf" not in answers[0].content.decode().lower()


@pytest.mark.django_db
def test_a_refused_page_says_whose_step_it_is(client):
    client.force_login(applicant(), backend="gongfang.accounts.backends.LoginBackend")
    answer = client.get(reverse("records:check_chain"))
    assert answer.status_code == 403
    assert "这一步由其他机构或人员办理" in answer.content.decode()
