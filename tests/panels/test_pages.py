"""The pages of panels: who reaches which, and every step taken through its page."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.panels import services
from gongfang.panels.models import Declaration, Panel, RecusalRequest, ScoreSheet
from tests.factories import applicant, auditor, expert_user, head, officer

from . import cast

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def drawn_now(*applications: object, pool: int = 9) -> Panel:
    """Return a panel drawn a moment ago, so that the recusal period runs on the clock of the pages."""
    cast.experts(pool)
    now = timezone.now()
    panel = cast.announced(*applications, at=now - timedelta(days=1), draw_at=now - timedelta(hours=1))
    services.draw(panel, by=cast.lead(), at=now, public_value="31415")
    return panel


def page(panel: Panel, action: str = "") -> str:
    return f"{panel.get_absolute_url()}{action + '/' if action else ''}"


@pytest.mark.parametrize("path", ["/panels/", "/panels/announce/", "/panels/experts/", "/panels/mine/"])
def test_nobody_reaches_a_page_without_signing_in(path: str) -> None:
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/panels/", {"lead", "hrss", "auditor"}),
        ("/panels/announce/", {"lead"}),
        ("/panels/experts/", {"lead", "hrss", "auditor"}),
        ("/panels/experts/new/", {"lead"}),
        ("/panels/experts/import/", {"lead"}),
        ("/panels/experts/template/", {"lead"}),
        ("/panels/mine/", {"expert"}),
    ],
)
def test_pages_are_for_their_roles(path: str, allowed: set[str]) -> None:
    people = {
        "lead": cast.lead(),
        "hrss": head("prefecture.hrss"),
        "county": head("county.culture"),
        "auditor": auditor(),
        "applicant": applicant(),
        "expert": expert_user(),
    }
    found = {name for name, user in people.items() if signed_in(user).get(path).status_code == 200}
    assert found == allowed


def test_draw_is_announced_on_its_page() -> None:
    cast.experts(7)
    filed = cast.application()
    draw_at = timezone.now().astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
    form = {
        "applications": [filed.pk],
        "size": 5,
        "pools": ["region", "prefecture"],
        "draw_at": f"{draw_at:%Y-%m-%dT%H:%M}",
        "public_value_source": cast.SOURCE,
    }
    client = signed_in(cast.lead())
    refused = client.post("/panels/announce/", form | {"size": 4})
    assert "不足 5 名" in refused.content.decode()
    assert not Panel.objects.exists()
    assert client.post("/panels/announce/", form).status_code == 302
    panel = Panel.objects.get()
    assert panel.state == "announced"
    assert filed.number not in client.get("/panels/announce/").content.decode()
    assert filed.title in client.get(page(panel)).content.decode()


def test_draw_is_taken_on_the_step_page() -> None:
    cast.experts(7)
    panel = cast.announced()
    client = signed_in(officer("prefecture.culture"))
    assert cast.SOURCE in client.get(page(panel, "draw")).content.decode()
    answer = client.post(page(panel, "draw"), {"public_value": "31415", "public_value_source": cast.SOURCE})
    assert answer.status_code == 302
    panel.refresh_from_db()
    assert panel.state == "drawn"
    shown = client.get(page(panel)).content.decode()
    assert panel.seed in shown
    assert all(expert.name in shown for expert in cast.seated(cast.entry_of(panel)))
    minutes = client.get(f"/panels/{panel.number}/draw-minutes/").content.decode()
    assert panel.server_nonce in minutes


def test_panel_exists_for_its_experts_and_the_prefecture_only() -> None:
    panel = cast.drawn()
    insider = cast.seated(cast.entry_of(panel))[0].user
    outsider = panel.candidates.get(rank=9).expert.user
    holder = cast.entry_of(panel).application.holder
    codes = [
        signed_in(user).get(page(panel)).status_code
        for user in (cast.lead(), auditor(), insider, outsider, holder, head("county.culture"), applicant())
    ]
    assert codes == [200, 200, 200, 404, 404, 404, 404]


def test_expert_reads_the_dossiers_he_sits_for_only() -> None:
    panel = cast.drawn(cast.application("甲"), cast.application("乙"))
    first, second = cast.entry_of(panel, 0), cast.entry_of(panel, 1)
    expert = cast.seated(first)[0]
    client = signed_in(expert.user)
    assert client.get(first.application.get_absolute_url()).status_code == 200
    services.declare(
        panel, by=expert.user, at=cast.WITHIN, application=first.application, is_clear=False, reasons="师徒"
    )
    assert client.get(first.application.get_absolute_url()).status_code == 404
    assert client.get(second.application.get_absolute_url()).status_code == 200
    assert client.get(page(panel)).status_code == 200


def test_expert_declares_scores_and_signs_on_his_pages() -> None:
    panel = cast.drawn()
    entry = cast.entry_of(panel)
    expert, *others = cast.seated(entry)
    client = signed_in(expert.user)
    assert "声明" in client.get("/panels/mine/").content.decode()
    assert client.post(f"/panels/mine/{panel.number}/", {"is_clear": "yes"}).status_code == 302
    assert Declaration.objects.get(expert=expert).is_clear
    sheet = f"/panels/mine/{panel.number}/{entry.application.number}/"
    draft = client.post(f"{sheet}draft/", {"craft": "20", "employment": "99", "comment": "技艺扎实"})
    assert draft.status_code == 204
    assert ScoreSheet.objects.get().items == {"craft": 20}
    assert "技艺扎实" in client.get(sheet).content.decode()
    assert client.post(sheet, {"craft": "20"}).status_code == 200
    assert client.post(sheet, {**cast.HALF, "comment": "技艺扎实"}).status_code == 302
    assert ScoreSheet.objects.get().total == sum(cast.HALF.values())
    assert client.post(f"{sheet}draft/", {"craft": "1"}).status_code == 409
    for other in others:
        services.declare(panel, by=other.user, at=cast.WITHIN)
        cast.score_one(panel, other)
    panel.refresh_from_db()
    services.close_scoring(panel, by=cast.lead(), at=cast.AFTER)
    services.write_minutes(panel, by=cast.lead(), at=cast.AFTER, minutes="一致认为技艺扎实")
    assert "签署" in client.get("/panels/mine/").content.decode()
    assert "一致认为技艺扎实" in client.get(f"/panels/mine/{panel.number}/sign/").content.decode()
    signed = client.post(f"/panels/mine/{panel.number}/sign/", {entry.application.number: "yes"})
    assert signed.status_code == 302
    assert panel.signatures.get().expert == expert


def test_expert_recuses_himself_on_his_page_with_reasons() -> None:
    panel = cast.drawn()
    entry = cast.entry_of(panel)
    expert = cast.seated(entry)[0]
    client = signed_in(expert.user)
    path = f"/panels/mine/{panel.number}/"
    refused = client.post(path, {"is_clear": "no", "application": entry.application_id})
    assert "回避须写明理由" in refused.content.decode()
    client.post(path, {"is_clear": "no", "application": entry.application_id, "reasons": "师徒关系"})
    assert expert not in cast.seated(entry)
    assert client.get(f"{path}{entry.application.number}/").status_code == 404


def test_pages_of_experts_are_closed_to_officials() -> None:
    panel = cast.scoring()
    number = cast.entry_of(panel).application.number
    client = signed_in(cast.lead())
    for path in ("", "sign/", f"{number}/"):
        assert client.get(f"/panels/mine/{panel.number}/{path}").status_code == 403
    assert client.post(f"/panels/mine/{panel.number}/{number}/draft/", {}).status_code == 403


def test_applicant_asks_for_a_recusal_and_the_head_decides() -> None:
    panel = drawn_now()
    entry = cast.entry_of(panel)
    expert = cast.seated(entry)[2]
    client = signed_in(entry.application.holder)
    assert expert.name in client.get(entry.application.get_absolute_url()).content.decode()
    path = f"/panels/applications/{entry.application.number}/recusal/"
    assert client.post(path, {"expert": expert.pk, "reasons": ""}).status_code == 200
    assert client.post(path, {"expert": expert.pk, "reasons": "曾与本工坊有合同纠纷"}).status_code == 302
    request = RecusalRequest.objects.get()
    decision = {"request": request.pk, "is_granted": "yes", "reasons": "确有纠纷"}
    signed_in(officer("prefecture.culture")).post(page(panel, "decide_recusal"), decision)
    request.refresh_from_db()
    assert request.decided_at is None, "an officer only prepares what the head signs"
    signed_in(cast.lead()).post(page(panel, "decide_recusal"), decision)
    assert expert not in cast.seated(entry)
    assert "确有纠纷" in client.get(entry.application.get_absolute_url()).content.decode()


def test_applicant_waives_on_its_page() -> None:
    panel = drawn_now()
    entry = cast.entry_of(panel)
    client = signed_in(entry.application.holder)
    assert client.post(f"/panels/applications/{entry.application.number}/waiver/").status_code == 302
    entry.refresh_from_db()
    assert entry.waived_at is not None


def test_applicants_pages_are_for_those_who_speak_for_it() -> None:
    panel = drawn_now(cast.application("甲"), cast.application("乙"))
    number, other = cast.entry_of(panel, 0).application.number, cast.entry_of(panel, 1).application.holder
    for path in (f"/panels/applications/{number}/recusal/", f"/panels/applications/{number}/waiver/"):
        assert signed_in(other).post(path, {}).status_code == 404
        assert signed_in(cast.lead()).post(path, {}).status_code == 403


@pytest.mark.parametrize("action", ["close_scoring", "write_minutes", "conclude", "excuse"])
def test_steps_of_the_lead_are_closed_to_the_other_departments(action: str) -> None:
    panel = cast.deliberating()
    assert signed_in(head("prefecture.hrss")).get(page(panel, action)).status_code == 403
    assert signed_in(cast.lead()).get(page(panel, action)).status_code == 200


def test_panel_is_concluded_on_the_step_pages() -> None:
    panel = cast.scoring()
    cast.score_all(panel)
    client = signed_in(cast.lead())
    client.post(page(panel, "close_scoring"), {"reasons": ""})
    client.post(page(panel, "write_minutes"), {"minutes": "合议如下"})
    panel.refresh_from_db()
    for each in cast.signers(panel):
        cast.sign(panel, each)
    client.post(page(panel, "conclude"), {})
    panel.refresh_from_db()
    assert panel.state == "concluded"
    shown = client.get(page(panel)).content.decode()
    assert "100.00" in shown
    application = cast.entry_of(panel).application
    told = signed_in(application.holder).get(application.get_absolute_url()).content.decode()
    assert "评审通过" in told


def test_expert_is_excused_on_the_step_page() -> None:
    panel = cast.scoring()
    absent = cast.seated(cast.entry_of(panel))[0]
    client = signed_in(cast.lead())
    client.post(page(panel, "excuse"), {"expert": absent.pk, "reasons": "因病"})
    assert absent not in cast.seated(cast.entry_of(panel))
