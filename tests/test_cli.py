"""The command `gongfang`: what it answers, where, and with which exit status."""

import json
import os
import threading
from argparse import Namespace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from gongfang.accounts.models import Role, User
from gongfang.calendars.models import CalendarDay, CalendarNotice
from gongfang.cases import queues
from gongfang.cases.models import Case, RunningLimit
from gongfang.cli import main
from gongfang.commands import COMMANDS, createadmin, deadline, serve
from gongfang.records.models import AccessEntry, ChainHead
from gongfang.regulation.draw import draw_document
from tests.applications import factories as made

REPOSITORY = Path(__file__).parents[1]
STRONG = "felt-and-horn-42"


def run(*arguments: str) -> int:
    """Run a command, also where argparse ends it."""
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_chinese(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--help") == 0
    shown = capsys.readouterr().out
    assert COMMANDS[name].HELP.split("，")[0][:6] in shown.replace("\n", "")
    assert "用法：" in shown


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["deadline"], ["serve", "--port", "x"]])
def test_wrong_arguments_end_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "参数有误" in capsys.readouterr().err


@pytest.mark.django_db
def test_deadline_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("deadline", "2025-06-03", "5") == 0
    shown = capsys.readouterr()
    assert "2025-06-13 24:00（北京时间）届满" in shown.out
    assert "2025-06-06 不计：古尔邦节" in shown.out
    assert shown.err == ""


@pytest.mark.django_db
def test_deadline_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("deadline", "2026年5月6日", "public_notice", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["last_day"] == "2026-05-12"
    assert answer["ends_at"] == "2026-05-13T00:00:00+08:00"
    assert answer["start"] == "2026-05-06"
    assert answer["clause"] == "6(三)"
    assert answer["provisional"] is True
    assert len(answer["counted"]) == 5
    assert {"day": "2026-05-10", "why": "周日"} in answer["skipped"]


@pytest.mark.django_db
def test_deadline_counts_on_the_calendar_of_the_database(capsys: pytest.CaptureFixture[str]) -> None:
    notice = CalendarNotice.objects.create(scope="local", year=2026, document_number="测试1号")
    CalendarDay.objects.create(notice=notice, day=date(2026, 5, 7), is_rest=True, name="测试节")
    assert run("deadline", "2026-05-06", "5", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["last_day"], answer["provisional"]) == ("2026-05-13", False)


@pytest.mark.django_db
def test_deadline_without_a_calendar_says_what_it_counts_on(capsys: pytest.CaptureFixture[str]) -> None:
    CalendarNotice.objects.all().delete()
    assert run("deadline", "2025-06-03", "5") == 0
    shown = capsys.readouterr()
    assert "2025-06-13 24:00" in shown.out
    assert "随软件附带" in shown.err


def test_deadline_works_without_a_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "none.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(missing))
    if connection.vendor == "sqlite":
        assert run("deadline", "2025-06-03", "5") == 0
        assert "随软件附带" in capsys.readouterr().err
        assert not missing.exists()


def test_deadline_works_where_the_database_is_misconfigured(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise ImproperlyConfigured

    monkeypatch.setattr("gongfang.calendars.queries.has_notices", refuse)
    assert run("deadline", "2025-06-03", "5") == 0


@pytest.mark.django_db
def test_deadline_before_the_measures_says_which_edition(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("deadline", "2025-06-03", "public_notice") == 0
    assert "尚未施行" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2026-13-06", "5"], "起算日应为日期"),
        (["昨天", "5"], "起算日应为日期"),
        (["2026-05-06", "nothing"], "没有名为 nothing 的期限"),
        (["2026-05-06", "0"], "1 到 1000"),
        (["2026-05-06", "1001"], "1 到 1000"),
        (["2026-05-06", "5.5"], "没有名为"),
        (["2026-05-06", "5", "--edition", "none"], "none"),
        (["9999-12-30", "5"], "超出"),
    ],
)
@pytest.mark.django_db
def test_deadline_refuses_what_it_cannot_understand(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("deadline", *arguments) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("name", ["correction", "recusal_request", "public_notice", "objection_review"])
@pytest.mark.django_db
def test_deadline_knows_every_time_limit(name: str) -> None:
    assert run("deadline", "2026-05-06", name, "--edition", "2026-draft") == 0


def test_as_json_is_plain_data() -> None:
    edition = deadline.edition_for(date(2026, 5, 6))
    limit = deadline.limit_of("correction", edition)
    from gongfang.regulation.shipped_calendar import shipped_calendar

    answer = deadline.as_json(limit.explain(date(2026, 5, 6), shipped_calendar()))
    assert json.loads(json.dumps(answer)) == answer


def published_draw(**changes: object) -> dict[str, Any]:
    pools = {"autonomous_region": [f"a{n}" for n in range(5)], "prefecture": [f"b{n}" for n in range(5)]}
    document = draw_document(
        draw_id="2026-1", frozen=pools, size=5, public_value="0123456", public_source="福利彩票第2026001期"
    )
    return document | changes


@pytest.mark.parametrize(("changes", "status"), [({}, 0), ({"public_value": "other"}, 1), ({"size": None}, 1)])
def test_draw_verify(changes: dict[str, object], status: int, tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(published_draw(**changes)), encoding="utf-8")
    assert run("draw", "verify", str(file)) == status


@pytest.mark.parametrize("content", ["{", "[" * 200_000])
def test_draw_verify_of_what_cannot_be_read(content: str, tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_text(content, encoding="utf-8")
    assert run("draw", "verify", str(file)) == 2
    assert run("draw", "verify", str(tmp_path / "missing.json")) == 2


@pytest.mark.parametrize("content", ["null", "[]", "1", "{}"])
def test_draw_verify_of_what_is_no_draw(content: str, tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_text(content, encoding="utf-8")
    assert run("draw", "verify", str(file)) == 1


@pytest.mark.django_db
def test_verify_says_whether_the_chain_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify") == 0
    ChainHead.objects.update_or_create(pk=1, defaults={"seq": 3, "digest": "0" * 64})
    assert run("verify", "--without-files") == 1
    assert "链头" in capsys.readouterr().err


@pytest.mark.django_db
def test_advance_with_nothing_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("advance") == 0
    assert "没有到期事项" in capsys.readouterr().out
    assert run("advance", "--quiet") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_createadmin_makes_an_administrator_and_leaves_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(createadmin.PASSWORD_VARIABLE, STRONG)
    assert run("createadmin", "audit", "shenji-1", "--name", "季审计") == 0
    user = User.objects.get(role=Role.AUDIT_ADMIN)
    assert user.check_password(STRONG)
    assert (user.display_name, user.office) == ("季审计", None)
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.action, entry.subject) == (None, "create_admin", f"user:{user.username}")
    assert run("createadmin", "audit", "shenji-1") == 1


@pytest.mark.django_db
def test_createadmin_refuses_a_weak_password_and_other_roles(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(createadmin.PASSWORD_VARIABLE, "12345")
    assert run("createadmin", "system", "xitong-1") == 1
    assert "密码不符合要求" in capsys.readouterr().err
    assert run("createadmin", "head", "xitong-1") == 2
    assert not User.objects.filter(role=Role.SYSTEM_ADMIN).exists()


@pytest.mark.django_db
def test_demo_refuses_outside_the_demonstration(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.GONGFANG_DEMO = False
    assert run("demo") == 1
    assert "不是演示环境" in capsys.readouterr().err


@pytest.mark.django_db
def test_setup_may_be_run_again() -> None:
    before = CalendarNotice.objects.count()
    assert run("setup") == 0
    assert CalendarNotice.objects.count() == before


@pytest.mark.django_db
def test_serve_refuses_a_database_of_another_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "is_migrated", lambda: False)
    assert serve.run(Namespace(host="127.0.0.1", port=0)) == 1
    assert "gongfang setup" in capsys.readouterr().err


def test_serve_advances_by_itself_only_in_the_demonstration() -> None:
    demonstration = serve.server("127.0.0.1:0", with_advance=True).cfg
    assert demonstration.post_worker_init is serve._start_advancing
    assert demonstration.threads == serve.THREADS
    assert serve.server("127.0.0.1:0", with_advance=False).cfg.post_worker_init is not serve._start_advancing


class Once(threading.Event):
    """Ends the endless loop after its first pass."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_advances_as_long_as_it_is_served() -> None:
    application = made.correcting()
    RunningLimit.objects.filter(case=application.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    serve.advance_for_ever(Once())
    assert Case.objects.get(pk=application.pk).state == "not_accepted"


@pytest.mark.django_db(transaction=True)
def test_a_pass_that_fails_does_not_end_the_loop(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(at: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(queues, "work_off", fail)
    stopped = Once()
    serve.advance_for_ever(stopped)
    assert stopped.is_set()
    assert "advance failed" in caplog.text


@pytest.mark.django_db
def test_sweep_reports_what_it_removed(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    orphan = Path(settings.EVIDENCE_DIR) / "zz" / "orphan"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"x")
    assert run("sweep") == 0
    assert orphan.exists()  # somebody may still be uploading it
    long_ago = orphan.stat().st_mtime - timedelta(days=2).total_seconds()
    os.utime(orphan, (long_ago, long_ago))
    assert run("sweep") == 0
    assert not orphan.exists()
