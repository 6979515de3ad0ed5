"""What is no rehearsal is refused with its line."""

from datetime import date, datetime
from pathlib import Path

import pytest

from gongfang.regulation.time_limits import BEIJING
from gongfang.rehearsal.document import RehearsalError
from gongfang.rehearsal.parsing import load

STEP = "steps:\n  - {at: 2026-05-06 10:00, by: applicant, do: submit}\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: 一\nstep: []\n", 2, "step"),
        ("title: 一\n", 1, "缺少“steps”"),
        ("title: 一\nsteps: []\n", 2, "至少要有一步"),
        ("title: 一\ntitle: 二\n" + STEP, 2, "重复"),
        ("title: 一\nedition: 2020\n" + STEP, 2, "没有这一版本"),
        ("title: 一\ngiven: {county: '110000'}\n" + STEP, 2, "没有这一县"),
        ("title: 一\ngiven:\n  application: {area: 3}\n" + STEP, 3, "area"),
        ("title: 一\ngiven: {application: {site_area: 大}}\n" + STEP, 2, "整数"),
        ("title: 一\ncalendar:\n  - {date: 2026-13-01, rest: true, name: 假}\n" + STEP, 3, "不是日期"),
        ("title: 一\ncalendar:\n  - {date: 2026-05-27, rest: 是, name: 假}\n" + STEP, 3, "true 或 false"),
        ("title: 一\nsteps:\n  - {at: 五月, by: applicant, do: submit}\n", 3, "时刻"),
        ("title: 一\nsteps:\n  - {at: 2026-05-06 10:00, by: applicant, do: bribe}\n", 3, "没有这一步骤"),
        ("title: 一\nsteps:\n  - {at: 2026-05-06 10:00, by: mayor, do: submit}\n", 3, "没有这一办理人"),
        ("title: 一\nsteps:\n  - {at: 2026-05-06 10:00, do: reach}\n", 3, "reach"),
        ("title: 一\nsteps:\n  - {at: 2026-05-06 10:00, do: reach, with: {state: lost}}\n", 3, "没有这一状态"),
        ("title: 一\nsteps:\n  - {at: 2026-05-06 10:00, do: submit, with: {gift: 1}}\n", 3, "gift"),
        ("title: 一\nsteps:\n  - {at: 2026-05-06 10:00, do: accept, on: o1}\n", 3, "没有这一案件名"),
        (f"title: 一\n{STEP}    expect: x\n", 4, "YAML"),
        (STEP.replace("}", ", expect: {states: draft}}") + "title: 一\n", 2, "states"),
        (STEP.replace("}", ", expect: {refused: '99'}}") + "title: 一\n", 2, "没有这一条款"),
        (STEP.replace("}", ", expect: {due: {lunch: 2026-05-06}}}") + "title: 一\n", 2, "没有这一期限"),
        (STEP.replace("}", ", expect: {workshop: closed}}") + "title: 一\n", 2, "没有这一工坊状态"),
        (STEP.replace("}", ", expect: {findings: {'4(一)': good}}}") + "title: 一\n", 2, "没有这一核对结果"),
        (STEP + "  - {at: 2026-05-06 09:00, do: accept}\ntitle: 一\n", 3, "早于上一步"),
        ("- 一\n", 1, "键: 值"),
        ("title: [一]\n" + STEP, 1, "文字"),
        ("title: 一\nsteps: 无\n", 2, "列表"),
        ("", 1, "空"),
        ("title: '一\n", 2, "YAML"),
    ],
)
def test_mistake_is_refused_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(RehearsalError) as refused:
        load(written(tmp_path, text))
    assert words in refused.value.problem
    assert refused.value.line == line
    assert str(refused.value).startswith(f"{tmp_path / 'case.yaml'}:{line}: ")


def test_name_is_given_once(tmp_path: Path) -> None:
    objection = "  - {at: 2026-05-06 10:00, by: public, do: object, as: o1}\n"
    with pytest.raises(RehearsalError, match="用过") as refused:
        load(written(tmp_path, f"title: 一\nsteps:\n{objection}{objection}"))
    assert refused.value.line == 4


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RehearsalError, match="无法读取"):
        load(tmp_path / "nowhere.yaml")


def test_values_are_read_as_they_are_meant(tmp_path: Path) -> None:
    text = """
title: 值
steps:
  - at: 2026-05-06 10:00
    by: prefecture.culture
    do: object
    as: o1
    with: {real_name: "", received_on: 2026-05-06}
    expect: {on: o1, state: verifying, refused: 5, due: {public_notice: 2026-05-13}, banned_until: 2029-05-06}
"""
    step = load(written(tmp_path, text)).steps[0]
    assert step.at == datetime(2026, 5, 6, 10, tzinfo=BEIJING)
    assert step.inputs == {"real_name": "", "received_on": date(2026, 5, 6)}
    assert step.name == "o1"
    assert step.line == 4
    expect = step.expect
    assert (expect.on, expect.state, expect.refused) == ("o1", "verifying", "5")
    assert expect.due == {"public_notice": date(2026, 5, 13)}
    assert expect.banned_until == date(2029, 5, 6)
