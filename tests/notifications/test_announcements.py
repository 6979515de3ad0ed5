"""Who is told what of a step: the holder, the offices that now act, nobody else, and nothing personal."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.models import RunningLimit
from gongfang.cases.services import perform
from gongfang.notifications import services
from gongfang.notifications.models import Message
from gongfang.notifications.queries import inbox_of, unread_of
from tests import factories
from tests.applications import factories as made
from tests.notices import cast

pytestmark = pytest.mark.django_db
Channel = Message.Channel


def inbox() -> list[Message]:
    return list(Message.objects.filter(channel=Channel.INBOX).order_by("pk"))


def with_email(user: User, address: str) -> User:
    user.email = address
    user.save(update_fields=["email"])
    return user


def test_the_holder_gets_a_receipt_and_the_county_a_task() -> None:
    application = made.submitted()
    told = {(message.user or message.office): message.subject for message in inbox()}
    assert set(told) == {application.holder, factories.office("county.culture")}
    assert told[application.holder] == f"{application.number}：提交申报"
    assert told[factories.office("county.culture")] == f"待办：{application.number} 待受理"


def test_the_text_cites_step_clause_deadline_and_how_it_was_counted() -> None:
    application = made.correcting()
    limit = RunningLimit.objects.get(case=application.pk, name="correction")
    body = Message.objects.filter(user=application.holder, channel=Channel.INBOX).latest("pk").body
    assert application.number in body
    assert "一次性告知补正（依据第六条第（一）项）" in body
    assert "补正期 10 个工作日（第六条第（一）项），2026年5月19日（星期二） 24:00 届满" in body
    assert "自 2026年5月6日（星期三） 起算" in body
    assert "2026年5月9日（星期六） 第 3 个工作日，调休上班" in body
    assert "2026年5月10日（星期日） 不计：周日" in body
    assert "暂定" in body
    assert body.endswith(reverse("cases:detail", args=[application.number]))
    assert limit.is_provisional


def test_whoever_took_the_step_is_not_told_of_the_office_own_tasks() -> None:
    application = made.submitted()
    Message.objects.all().delete()
    perform(application, "accept", by=factories.head("county.culture"), at=made.AT)
    offices = {message.office for message in inbox() if message.office}
    assert offices == {factories.office("county.hrss"), factories.office("county.agriculture")}


def test_opinions_between_departments_are_not_told_to_the_holder() -> None:
    application = made.in_county_review()
    before = Message.objects.filter(user=application.holder).count()
    made.agreed(application, "county")
    assert Message.objects.filter(user=application.holder).count() == before


def test_nothing_personal_leaves_the_house() -> None:
    holder = with_email(factories.applicant("玛依拉"), "mayila@example.org")
    application = made.in_prefecture_review(holder)
    cast.objected(cast.on_notice())
    secrets = [application.title, holder.display_name, holder.login, holder.email, *cast.SAID.values()]
    for message in Message.objects.all():
        assert not [secret for secret in secrets if secret and secret in message.subject + message.body]


def test_everybody_in_an_office_with_an_address_gets_the_mail() -> None:
    first = with_email(factories.officer("county.culture"), "one@example.org")
    second = with_email(factories.head("county.culture"), "two@example.org")
    factories.officer("county.culture")
    gone = with_email(factories.officer("county.culture"), "gone@example.org")
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    made.submitted()
    mails = Message.objects.filter(channel=Channel.EMAIL)
    assert {mail.user for mail in mails} == {first, second}
    assert all(mail.next_attempt_at == mail.created_at for mail in mails)


def test_the_holder_reads_in_the_language_they_chose() -> None:
    holder = factories.applicant()
    holder.language = "en"
    holder.save(update_fields=["language"])
    application = made.correcting(holder)
    body = Message.objects.filter(user=holder).latest("pk").body
    assert "Art. 6(1)" in body
    assert "19 May 2026" in body
    assert application.number in body


def test_a_refused_step_tells_nobody() -> None:
    from gongfang.regulation.procedure import StepRefused

    application = made.in_county_review()
    before = Message.objects.count()
    with pytest.raises(StepRefused):
        perform(application, "recommend", by=factories.head("county.culture"), at=made.AT)
    assert Message.objects.count() == before


def test_queueing_the_same_news_again_changes_nothing(django_assert_max_num_queries: Any) -> None:
    application, office = made.submitted(), factories.office("county.culture")
    before = Message.objects.count()
    for _ in range(2):
        with django_assert_max_num_queries(3):
            services.queue(to=office, subject="通知", body="内容", case=application, at=made.AT, key="x:1")
    assert Message.objects.count() == before + 1


def test_announcing_costs_a_few_queries(django_assert_max_num_queries: Any) -> None:
    application, office = made.submitted(), factories.office("county.culture")
    record = application.records.latest("seq")
    with django_assert_max_num_queries(5):
        services.announce(case=application, record=record, offices=[office], running=None, at=made.AT)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def test_a_person_reads_their_own_messages_and_those_of_the_office() -> None:
    application = made.submitted()
    officer = factories.officer("county.culture")
    assert len(inbox_of(officer)) == len(unread_of(officer)) == 1
    assert len(inbox_of(application.holder)) == 1
    for other in (factories.applicant(), factories.officer("county.hrss"), factories.auditor()):
        assert not inbox_of(other)


def test_a_message_is_read_by_its_button_for_all_in_the_office() -> None:
    made.submitted()
    officer, colleague = factories.officer("county.culture"), factories.head("county.culture")
    message = unread_of(officer)[0]
    url = reverse("notifications:message", args=[message.pk])
    client = signed_in(officer)
    assert message.subject in client.get(url).content.decode()
    assert unread_of(officer)
    assert client.post(url).status_code == 302
    assert not unread_of(colleague)
    stranger = signed_in(factories.officer("county.hrss"))
    assert (stranger.get(url).status_code, stranger.post(url).status_code) == (404, 404)


def test_a_holder_reads_messages_and_marks_all_as_read() -> None:
    application: Application = made.correcting()
    client = signed_in(application.holder)
    page = client.get(reverse("notifications:messages"))
    assert [message.subject for message in page.context["messages_page"].items] == [
        f"{application.number}：一次性告知补正",
        f"{application.number}：提交申报",
    ]
    client.post(reverse("notifications:mark_all_read"))
    assert not unread_of(application.holder)
    assert unread_of(factories.officer("county.culture"))


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_costs_the_same_with_one_row_and_with_thirty(
    size: int, django_assert_max_num_queries: Any
) -> None:
    application, officer = made.draft(), factories.officer("county.culture")
    for number in range(size):
        services.queue(to=officer, subject="通知", body="内容", case=application, at=made.AT, key=f"x:{number}")
    client = signed_in(officer)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("notifications:messages"))
    assert len(page.context["messages_page"].items) == size
