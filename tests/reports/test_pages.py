"""The dashboard, the rows behind it, the public figures, and the pages of bulletins."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from tests.factories import TACHENG_CITY, TUOLI, head, officer
from tests.reports import cast
from tests.reports.cast import NOW, bulletin, fresh, lead

pytestmark = pytest.mark.django_db
OTHER_COUNTIES = ("塔城市", "乌苏市", "沙湾市", "额敏县", "裕民县", "和布克赛尔蒙古自治县")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def page(client: Client, name: str, **query: str) -> str:
    return str(client.get(reverse(name), query).content.decode())


@pytest.fixture
def busy() -> None:
    """Two counties: one that filed twice and held trainings, one that has not filed."""
    shop = cast.workshop(TUOLI)
    cast.filed(shop, at=cast.LAST_YEAR, people=4)
    cast.filed(shop, people=6)
    cast.yearly.logged(shop, at=cast.THIS_YEAR, kind="training")
    cast.workshop(TACHENG_CITY)


def counted(block: str, column: int, rows: list[Any]) -> Any:
    """Return what a figure of a part should be, by the rows to which it leads."""
    if block == "people":
        return sum(row["people"] for row in rows)
    if block != "business":
        return len(rows)
    amounts = (("output_value",), ("sales_online",), ("sales_offline",), *[("sales_online", "sales_offline")] * 2)
    return sum(row[name] or 0 for row in rows for name in amounts[column])


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("code", ["prefecture.hrss", "county.culture"])
def test_every_figure_leads_to_its_rows(code: str) -> None:
    client, told = signed_in(officer(code)), 0
    for block in client.get(reverse("reports:dashboard")).context["blocks"]:
        lines = [cells for label, cells in block.rows if label not in OTHER_COUNTIES]
        for column, cell in (
            (column, cell) for cells in lines for column, cell in enumerate(cells[:5]) if cell.url
        ):
            assert counted(block.name, column, client.get(cell.url).context["rows"]) == cell.value, cell.url
            told += 1
    assert told > 12


@pytest.mark.usefixtures("busy")
def test_counties_stand_side_by_side_for_the_prefecture_alone() -> None:
    wide, narrow = (
        page(signed_in(head(code)), "reports:dashboard") for code in ("prefecture.culture", "county.hrss")
    )
    assert "塔城市" in wide
    assert "托里县" in narrow
    assert "塔城市" not in narrow
    assert "塔城市" not in page(signed_in(head("county.hrss")), "reports:workshops", county=TACHENG_CITY)


@pytest.mark.usefixtures("busy")
def test_charts_say_what_the_tables_say() -> None:
    text = page(signed_in(lead()), "reports:dashboard")
    data = json.loads(unescape(re.search(r'<script id="chart-data"[^>]*>(.*?)</script>', text)[1]))  # type: ignore[index]
    people = data["people"]
    assert people["series"][0] == {
        "name": "脱贫人口",
        "data": [6 if name == "托里县" else 0 for name in people["names"]],
    }
    assert text.count("data-chart=") == len(data)


@pytest.mark.usefixtures("busy")
def test_public_figures_name_no_workshop_and_no_few() -> None:
    text = page(Client(), "reports:public")
    assert "花毡工坊" not in text
    assert re.search(r"托里县</th>\s*<td><a [^>]*>1</a></td>\s*<td>6</td>", text)
    cast.filed(cast.workshop(TACHENG_CITY), people=3)
    hidden = page(Client(), "reports:public")
    assert re.search(r"塔城市</th>\s*<td><a [^>]*>2</a></td>\s*<td>（不公布）</td>", hidden)
    assert re.search(r"托里县</th>\s*<td><a [^>]*>1</a></td>\s*<td>（不公布）</td>", hidden)


def test_empty_register_has_its_pages() -> None:
    client = signed_in(lead())
    for name in ("dashboard", "workshops", "activities", "limits", "steps", "overdue", "bulletins", "public"):
        assert client.get(reverse(f"reports:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["workshops", "limits", "steps", "overdue", "activities", "bulletins"])
def test_a_filter_somebody_has_made_up_narrows_nothing(name: str) -> None:
    made_up = dict.fromkeys(("county", "kind", "mode", "level", "which", "name", "office", "late", "year"), "x\0y")
    assert signed_in(lead()).get(reverse(f"reports:{name}"), made_up).status_code == 200


def test_bulletin_is_drawn_up_edited_and_issued_on_its_pages() -> None:
    client = signed_in(lead())
    answer = client.post(reverse("reports:draw_up"), {"period": "2028-h1"})
    case = cast.services.Bulletin.objects.get()
    assert answer.url == case.get_absolute_url()  # type: ignore[attr-defined]
    edited = {"text": "一、总体情况\n共1家。", "seen_version": case.version}
    client.post(reverse("reports:edit", args=[case.number]), edited)
    case = fresh(case)
    assert "共1家。" in str(client.get(case.get_absolute_url()).content.decode())
    given = {"document_number": "塔地文旅发〔2028〕31号", "seen_version": case.version}
    client.post(reverse("cases:step", args=[case.number, "issue_bulletin"]), given)
    assert fresh(case).state == "issued"
    reader = signed_in(officer("prefecture.agriculture"))
    assert case.title in page(reader, "cases:inbox")
    reader.post(reverse("cases:step", args=[case.number, "acknowledge_bulletin"]), {})
    assert case.title not in page(reader, "cases:inbox")
    assert "农业农村" in page(client, "reports:bulletins", year="2028", state="issued")


def test_refused_form_keeps_what_was_typed() -> None:
    case, client = bulletin(), signed_in(lead())
    stale: dict[str, Any] = {"text": "我的改稿", "seen_version": case.version}
    cast.services.edit_bulletin(case, by=lead(), at=NOW + timedelta(minutes=1), text="他人的改稿")
    text = str(client.post(reverse("reports:edit", args=[case.number]), stale).content.decode())
    assert "我的改稿" in text
    assert "刚被他人办理过" in text
    twice = str(client.post(reverse("reports:draw_up"), {"period": "2028-h1"}).content.decode())
    assert "该统计期已有通报" in twice
