"""The pages of officials and of the workshop: who sees what and when, and what a refused form keeps."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.records.models import AccessEntry
from gongfang.revocations import decisions, serving
from gongfang.revocations.models import Appeal, Revocation
from gongfang.workshops.models import Workshop
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, expert_user, head, officer
from tests.revocations import cast

pytestmark = pytest.mark.django_db
BACKEND = "gongfang.accounts.backends.LoginBackend"
NOW = beijing("2026-09-10 10:00")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def page(client: Client, user: User, name: str, *args: Any, **query: Any) -> Any:
    return signed_in(client, user).get(reverse(name, args=args), query)


def text(client: Client, user: User, name: str, *args: Any, **query: Any) -> str:
    answer = page(client, user, name, *args, **query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def holder(case: Revocation) -> User:
    assert case.workshop.holder is not None
    return case.workshop.holder


@pytest.mark.parametrize("make", [cast.opened, cast.proposed])
def test_the_workshop_knows_nothing_of_an_inquiry(client: Client, make: Any) -> None:
    case = make()
    assert page(client, holder(case), "cases:detail", case.number).status_code == 404
    for name in ("notice", "acknowledge", "appeal", "decision"):
        assert page(client, holder(case), f"revocations:{name}", case.number).status_code == 404
    shown = text(client, holder(case), "workshops:detail", case.workshop.number)
    assert case.number not in shown
    assert "没有撤销命名的案件" in shown


def test_once_served_the_workshop_reads_grounds_facts_and_its_rights(client: Client) -> None:
    case = cast.served()
    shown = text(client, holder(case), "cases:detail", case.number)
    assert "七月二日仓库失火。" in shown
    assert "第十条第（八）项" in shown
    assert "调查笔录.pdf" not in shown
    assert "出具意见" not in shown
    notice = text(client, holder(case), "revocations:notice", case.number)
    for words in (
        "七月二日仓库失火。",
        "第十条第（八）项",
        "5 个工作日",
        "2026年9月14日（星期一） 24:00",
        "直接送达",
    ):
        assert words in notice


def test_a_proposal_of_the_law_is_seen_at_once_but_read_with_its_notice(client: Client) -> None:
    case = cast.automatic()
    shown = text(client, holder(case), "cases:detail", case.number)
    assert "第十条第（七）项" in shown
    assert "连续两年未报备。" not in shown
    assert page(client, holder(case), "revocations:notice", case.number).status_code == 403
    assert "尚无待签收的电子告知书" in shown


def test_officials_print_the_notice_from_the_proposal_on(client: Client) -> None:
    inquiry, proposal = cast.opened(), cast.proposed()
    assert page(client, head("prefecture.hrss"), "revocations:notice", inquiry.number).status_code == 403
    shown = text(client, cast.lead(), "revocations:notice", proposal.number)
    assert "以送达回证为准" in shown


def test_the_notice_is_opened_knowingly(client: Client) -> None:
    case = cast.proposed()
    serving.set_service_consent(case.workshop, by=holder(case), at=NOW, is_given=True)
    case = Revocation.objects.get(pk=case.pk)
    serving.offer_notice(case, by=cast.lead(), at=NOW)
    shown = text(client, holder(case), "revocations:acknowledge", case.number)
    assert "收到日期是今天，2026年9月10日（星期四）" in shown
    assert "七月二日仓库失火。" not in shown
    answer = client.post(reverse("revocations:acknowledge", args=[case.number]))
    assert answer.url == reverse("revocations:notice", args=[case.number])
    row = Revocation.objects.get(pk=case.pk)
    assert (row.state, row.received_on) == ("served", date(2026, 9, 10))
    assert "2026年9月17日" in client.get(answer.url).content.decode()


def test_opening_what_was_not_sent_says_why_not(client: Client) -> None:
    case = cast.automatic()
    signed_in(client, holder(case))
    shown = client.post(reverse("revocations:acknowledge", args=[case.number])).content.decode()
    assert "尚无待签收的电子告知书" in shown


def test_consent_is_given_and_withdrawn_on_the_workshops_page(client: Client) -> None:
    workshop = cast.workshop()
    assert workshop.holder is not None
    assert "同意电子送达" in text(client, workshop.holder, "workshops:detail", workshop.number)
    url = reverse("revocations:consent", args=[workshop.number])
    client.post(url, {"is_given": "yes"})
    assert Workshop.objects.get(pk=workshop.pk).electronic_service_agreed_at == NOW
    assert "撤回同意电子送达" in text(client, workshop.holder, "workshops:detail", workshop.number)
    client.post(url, {"is_given": "no"})
    assert Workshop.objects.get(pk=workshop.pk).electronic_service_agreed_at is None
    assert signed_in(client, cast.lead()).post(url, {"is_given": "yes"}).status_code == 403
    assert signed_in(client, applicant()).post(url, {"is_given": "yes"}).status_code == 404


def test_a_refused_appeal_keeps_what_was_typed_and_says_what_is_missing(client: Client) -> None:
    case = cast.served()
    signed_in(client, holder(case))
    url = reverse("revocations:appeal", args=[case.number])
    shown = client.post(url, {"real_name": "花毡合作社", "reasons": "失火的是相邻仓库。"}).content.decode()
    assert "申诉尚缺：联系方式、佐证材料" in shown
    assert "花毡合作社" in shown
    assert "失火的是相邻仓库。" in shown
    answer = client.post(url, cast.SAID | {"files": cast.pdf("认定书.pdf")})
    assert answer.status_code == 302
    assert Appeal.objects.get().reasons == cast.SAID["reasons"]


def test_an_appeal_that_comes_too_late_is_told_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.served()
    monkeypatch.setattr(timezone, "now", lambda: cast.TOO_LATE)
    shown = text(client, holder(case), "revocations:appeal", case.number)
    assert "申诉期已于 2026年9月14日（星期一） 24:00 届满" in shown
    shown = client.post(reverse("revocations:appeal", args=[case.number]), cast.SAID).content.decode()
    assert "申诉期已于 2026-09-14 24:00 届满" in shown
    assert cast.SAID["reasons"] in shown


def test_the_lead_enters_an_appeal_on_paper(client: Client) -> None:
    case = cast.served()
    signed_in(client, officer("prefecture.culture"))
    url = reverse("revocations:appeal", args=[case.number])
    assert "收到日期" in client.get(url).content.decode()
    shown = client.post(url, cast.SAID | {"received_on": "2026-09-09"}).content.decode()
    assert "请说明事后录入的原因" in shown
    answer = client.post(url, cast.SAID | {"received_on": "2026-09-09", "entry_reason": "窗口签收"})
    assert answer.status_code == 302
    assert Appeal.objects.get().received_on == date(2026, 9, 9)


def test_who_appealed_is_masked_and_each_look_is_recorded(client: Client) -> None:
    case = cast.appealed()
    shown = text(client, head("prefecture.hrss"), "cases:detail", case.number)
    assert cast.SAID["reasons"] in shown
    assert cast.SAID["contact"] not in shown
    assert cast.SAID["real_name"] not in shown
    url = reverse("revocations:reveal", args=[Appeal.objects.get().pk, "contact"])
    assert cast.SAID["contact"] in client.post(url).content.decode()
    entry = AccessEntry.objects.get(action="reveal")
    assert cast.SAID["contact"] not in entry.subject
    for person, status in (
        (auditor(), 403),
        (head("county.culture"), 403),
        (holder(case), 403),
        (applicant(), 404),
    ):
        assert signed_in(client, person).post(url).status_code == status


@pytest.mark.parametrize("somebody", [auditor, lambda: head("county.culture")])
def test_the_words_of_an_appeal_are_for_those_who_decide_on_it(client: Client, somebody: Any) -> None:
    case = cast.appealed(files=[cast.pdf("认定书.pdf")])
    shown = text(client, somebody(), "cases:detail", case.number)
    for words in (*cast.SAID.values(), "认定书.pdf", "调查笔录.pdf"):
        assert words not in shown


def test_the_workshop_reads_its_own_appeal(client: Client) -> None:
    case = cast.appealed()
    shown = text(client, holder(case), "cases:detail", case.number)
    assert cast.SAID["reasons"] in shown
    assert cast.SAID["contact"] in shown


@pytest.mark.parametrize(
    ("make", "answers"),
    [
        (cast.lead, [200, 200, 200]),
        (lambda: head("prefecture.hrss"), [200, 403, 403]),
        (lambda: head("county.culture"), [200, 403, 403]),
        (lambda: head("county.culture", TACHENG_CITY), [200, 403, 404]),
        (auditor, [200, 403, 403]),
        (applicant, [403, 403, 404]),
        (expert_user, [403, 403, 404]),
    ],
)
def test_pages_by_role(client: Client, make: Any, answers: list[int]) -> None:
    workshop, user = cast.workshop(), make()
    pages = (("list",), ("choose",), ("open", workshop.number))
    assert [page(client, user, f"revocations:{name}", *args).status_code for name, *args in pages] == answers


def test_an_office_lists_the_revocations_of_its_county(client: Client) -> None:
    case = cast.opened()
    assert case.number in text(client, head("county.culture"), "revocations:list")
    assert case.number not in text(client, head("county.culture", TACHENG_CITY), "revocations:list")


def test_the_list_is_narrowed_by_state_and_by_plaques_still_out(client: Client) -> None:
    inquiry, done, out = cast.opened(), cast.revoked(), cast.revoked()
    decisions.recover_plaque(done, by=cast.lead(), at=cast.DECIDED, returned_on=cast.DECIDED.date())
    lead = cast.lead()
    shown = text(client, lead, "revocations:list", state="revoked")
    assert (inquiry.number in shown, done.number in shown, out.number in shown) == (False, True, True)
    shown = text(client, lead, "revocations:list", plaque="out")
    assert (inquiry.number in shown, done.number in shown, out.number in shown) == (False, False, True)
    assert inquiry.number in text(client, lead, "revocations:list", state="nonsense")


@pytest.mark.once
@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("name", ["list", "choose"])
def test_lists_take_the_same_queries_at_one_and_at_thirty(
    client: Client, name: str, number: int, django_assert_max_num_queries: Any
) -> None:
    lead = cast.lead()
    for _ in range(number):
        workshop = cast.workshop(has_plaque=False)
        if name == "list":
            cast.opened(workshop, files=[])
    signed_in(client, lead)
    with django_assert_max_num_queries(11):
        shown = client.get(reverse(f"revocations:{name}")).content.decode()
    assert shown.count("库甫花毡工坊") >= number


def test_a_revocation_is_opened_from_the_workshops_page(client: Client) -> None:
    workshop, lead = cast.workshop(), officer("prefecture.culture")
    url = reverse("revocations:open", args=[workshop.number])
    assert url in text(client, lead, "workshops:detail", workshop.number)
    shown = text(client, lead, "revocations:open", workshop.number)
    assert "发生了较大安全事故" in shown
    shown = client.post(url, {"facts": "七月二日仓库失火。"}).content.decode()
    assert "请选择撤销命名所依据的情形" in shown
    assert "七月二日仓库失火。" in shown
    given = {"grounds": ["10(八)", "10(三)"], "facts": "七月二日仓库失火。", "files": cast.pdf()}
    answer = client.post(url, given)
    case = Revocation.objects.get()
    assert (answer.url, case.grounds) == (case.get_absolute_url(), ["10(三)", "10(八)"])
    assert url not in text(client, lead, "workshops:detail", workshop.number)
    assert "已有撤销命名程序在办" in client.post(url, given | {"files": cast.pdf()}).content.decode()


def test_a_workshop_is_chosen_by_a_word(client: Client) -> None:
    first, second = cast.workshop(name="毡绣工坊"), cast.workshop(name="银器工坊")
    cast.opened(second)
    shown = text(client, cast.lead(), "revocations:choose", q="工坊")
    assert (first.name in shown, second.name in shown) == (True, False)
    assert "没有找到这样的工坊" in text(client, cast.lead(), "revocations:choose", q="没有的")


def test_the_steps_are_taken_on_the_usual_page(client: Client) -> None:
    case, lead = cast.opened(), cast.lead()
    signed_in(client, lead)

    def take(action: str, **given: Any) -> None:
        url = reverse("cases:step", args=[case.number, action])
        assert client.get(url).status_code == 200
        answer = client.post(url, given)
        assert answer.status_code == 302, answer.content.decode()

    take("supplement_revocation", facts="另有两人受伤。", files=cast.pdf("病历.pdf"))
    cast.agreed(Revocation.objects.get(pk=case.pk), at=NOW)
    signed_in(client, lead)
    take("propose_revocation")
    take("serve_notice", method="post", received_on="2026-09-10", proof=cast.pdf("签收单.pdf"))
    row = Revocation.objects.get(pk=case.pk)
    assert (row.state, row.files.count()) == ("served", 3)


def test_the_form_of_a_decision_asks_for_an_answer_after_an_appeal_only(client: Client) -> None:
    plain, appealed = cast.served(), cast.appealed()
    lead = cast.lead()
    assert 'name="findings"' not in text(client, lead, "cases:step", plain.number, "revoke")
    assert 'name="findings"' in text(client, lead, "cases:step", appealed.number, "revoke")


def test_the_decision_names_its_remedies(client: Client) -> None:
    case = cast.agreed(cast.appealed(), at=NOW)
    decisions.revoke(case, by=cast.lead(), at=NOW, document_number=cast.DOCUMENT, **cast.ANSWER)
    shown = text(client, holder(case), "revocations:decision", case.number)
    for words in (
        cast.DOCUMENT,
        cast.ANSWER["reply"],
        "60 日内依法申请行政复议",
        "2029年9月10日",
        "第十条第（八）项",
    ):
        assert words in shown
    served = cast.served()
    assert page(client, cast.lead(), "revocations:decision", served.number).status_code == 404
