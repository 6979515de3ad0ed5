"""The command from end to end, in a process and a database of its own; another edition; the report."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from gongfang.cases.models import Case
from gongfang.regulation import edition as editions
from gongfang.rehearsal import command, parsing, report
from gongfang.rehearsal.document import Rehearsal
from gongfang.rehearsal.playing import chosen_edition, play, play_and_forget

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "tests" / "rehearsals"
NOTICE = FOLDER / "notice_over_make_up_days.yaml"


def other_edition(folder: Path) -> Path:
    """Write an edition whose notice counts the day it is posted, and runs for seven working days."""
    text = (editions.EDITIONS / "2026-draft.toml").read_text(encoding="utf-8")
    text = text.replace('id = "2026-draft"', 'id = "other"')
    text = text.replace("[notice_working_days]\nvalue = 5", "[notice_working_days]\nvalue = 7")
    text = text.replace("[notice_counts_first_day]\nvalue = false", "[notice_counts_first_day]\nvalue = true")
    path = folder / "other.toml"
    path.write_text(text, encoding="utf-8")
    return path


def rehearse(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "gongfang.cli", "rehearse", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_command_plays_in_a_database_of_its_own(tmp_path: Path) -> None:
    live = tmp_path / "live.sqlite3"
    done = rehearse(str(NOTICE), DATABASE_URL=f"sqlite:///{live}", GONGFANG_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "发布公示" in done.stdout
    assert "2026-10-10 为第 3 个工作日，调休上班" in done.stdout
    assert "2026-10-07 不计：国庆" in done.stdout
    assert "全部相符" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_command_names_file_step_expected_and_got(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(NOTICE.read_text(encoding="utf-8").replace("2026-10-13}", "2026-10-12}"), encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: 一\nsteps:\n  - {at: 2026-05-06 10:00, do: bribe}\n", encoding="utf-8")
    done = rehearse(str(wrong), str(broken), "--json")
    assert done.returncode == 1
    assert done.stdout, done.stderr
    played, error = json.loads(done.stdout)
    failures = [(step["line"], step["failures"]) for step in played["steps"] if step["failures"]]
    assert failures == [(4, [{"what": "due public_notice", "expected": "2026-10-12", "got": "2026-10-13"}])]
    limit = played["steps"][1]["limits"][0]
    assert (limit["name"], limit["last_day"]) == ("public_notice", "2026-10-13")
    assert error["line"] == 3
    assert "bribe" in error["error"]


def test_command_answers_what_another_text_would_change(tmp_path: Path) -> None:
    assert command([str(NOTICE)], json=False, edition=str(other_edition(tmp_path))) == 1


def test_unknown_edition_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert command([str(NOTICE)], json=False, edition="1999") == 2
    assert "没有版本 1999" in capfd.readouterr().err


@pytest.mark.django_db
def test_case_keeps_the_edition_it_is_played_under(tmp_path: Path) -> None:
    other = chosen_edition(str(other_edition(tmp_path)))
    performance = play(parsing.load(NOTICE), other)
    assert performance.edition == "other"
    assert not performance.holds
    _step, mismatch = performance.mismatches[0]
    assert (mismatch.what, mismatch.got) == ("due public_notice", "2026-10-14")
    assert set(Case.objects.values_list("edition_id", flat=True)) == {"other"}
    assert editions.in_force(performance.rehearsal.steps[0].at.date()).id == "2026-draft"


@pytest.mark.django_db
def test_rehearsal_leaves_nothing_behind() -> None:
    play_and_forget(parsing.load(NOTICE))
    assert not Case.objects.exists()


def played(folder: Path, steps: str) -> str:
    path = folder / "case.yaml"
    path.write_text(f"title: 一\nsteps:\n{steps}", encoding="utf-8")
    rehearsal: Rehearsal = parsing.load(path)
    return "\n".join(report.lines(play(rehearsal)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (
            "  - {at: 2026-05-06 10:00, do: reach, with: {state: public_notice}}\n"
            "  - {at: 2026-05-08 10:00, do: reach, with: {state: confirming}}\n",
            "期限 2026-05-12 24:00 届满",
        ),
        ("  - {at: 2026-05-06 10:00, do: reach, with: {state: draft}}\n", "没有通往“草稿”的步骤"),
        ("  - {at: 2026-05-06 10:00, by: expert, do: score}\n", "还没有公告抽取的专家组"),
        ("  - {at: 2026-05-06 10:00, by: public, do: complete_objection}\n", "没有可以“complete_objection”的案件"),
        (
            "  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {state: draft}}\n",
            "state：期望 draft，实得 submitted",
        ),
        (
            "  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {refused: '5'}}\n",
            "期望 依据 5 不得办理，实得 可以办理",
        ),
        ("  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {workshop: recognised}}\n", "实得 没有"),
        (
            "  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {banned_until: 2029-05-06}}\n",
            "实得 没有",
        ),
        (
            "  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {panel: 5}}\n",
            "panel：期望 5，实得 没有",
        ),
        (
            "  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {findings: {'4(二)': not_met}}}\n",
            "实得 met",
        ),
        ("  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {findings: {'3(三)': met}}}\n", "未核对"),
        (
            "  - {at: 2026-05-06 10:00, by: applicant, do: submit, expect: {provisional: {correction: true}}}\n",
            "实得 没有",
        ),
    ],
)
def test_what_does_not_hold_is_said(tmp_path: Path, steps: str, words: str) -> None:
    told = played(tmp_path, steps)
    assert words in told
    assert "处不符" in told
