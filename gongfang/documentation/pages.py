"""The generated pages: the measures clause by clause, and each procedure as a diagram and a table."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from gongfang.cases.registry import kinds
from gongfang.regulation.procedure import ACTOR_LABELS, INPUT_LABELS, NEW, Choice, Procedure, Step

from .citations import Place
from .coverage import CARRIED_OUT, WITHOUT_RULE, Coverage, names_of

GENERATED = "<!-- `gongfang docs` 生成，请勿手改 -->"
_INTRODUCTION = f"""{GENERATED}
# 条款、代码与测试

本表逐条列出《办法》的条款，以及执行它的步骤、参数、函数和页面，和检验它的测试。条款名称是我们自拟的短标签，不是原文。
步骤、参数直接取自步骤表和版本文件；函数与测试取自源码中对条款的引用；演练（rehearsal）是可读的案例文件。
"""
_HEAD = "| 条款 | 内容 | 状态 | 代码 | 测试 |\n|---|---|---|---|---|"


def all_pages(found: Iterable[Coverage]) -> dict[Path, str]:
    """Return every generated page, by its path under the repository whose coverage was `found`."""
    pages = {Path("docs/regulation.md"): regulation_page(found)}
    for kind in kinds():
        pages[Path(f"docs/procedures/{kind.procedure.kind}.md")] = procedure_page(kind.procedure)
    return pages


def regulation_page(found: Iterable[Coverage]) -> str:
    """Return clause → code → test as a Markdown table."""
    return "\n".join([_INTRODUCTION, _HEAD, *map(_line, found), ""])


def _line(each: Coverage) -> str:
    cells = (
        each.clause.cite.removeprefix("《办法》"),
        each.clause.label,
        _status(each),
        _code(each),
        _tests(each),
    )
    return "| " + " | ".join(cells) + " |"


def _status(each: Coverage) -> str:
    if each.clause.id in WITHOUT_RULE:
        return WITHOUT_RULE[each.clause.id]
    return "已实现" if each.article in CARRIED_OUT else "引用"


def _code(each: Coverage) -> str:
    parts = [f"见 {'、'.join(each.parts)}"] if each.parts else []
    parts += [f"步骤 {_steps(each)}"] if each.steps else []
    parts += ["参数 " + "、".join(f"`{name}`" for name in each.parameters)] if each.parameters else []
    parts += _by_file(each.functions)
    parts += ["页面 " + "、".join(f"`{name}`" for name in each.screens)] if each.screens else []
    return "<br>".join(parts)


def _tests(each: Coverage) -> str:
    parts = [f"见 {'、'.join(each.parts)}"] if each.parts else []
    return "<br>".join(parts + _by_file(each.tests))


def _steps(each: Coverage) -> str:
    named = []
    for kind, group in groupby(sorted(each.steps), key=lambda step: step[0]):
        actions = "、".join(f"`{action}`" for _kind, action in group)
        named.append(f"[{kind}](procedures/{kind}.md)：{actions}")
    return "；".join(named)


def _by_file(places: Iterable[Place]) -> list[str]:
    lines = []
    for path, group in groupby(sorted(places), key=lambda place: place.path):
        names = "、".join(f"`{place.name}`" for place in group)
        lines.append(f"[{_short(path)}](../{path})：{names}")
    return lines


def _short(path: str) -> str:
    return path.removeprefix("gongfang/").removeprefix("tests/").removesuffix(".py")


def procedure_page(procedure: Procedure) -> str:
    """Return a procedure as a state diagram and the table of its steps."""
    limits = [f"- {_state(procedure, state)}：`{name}`" for state, name in procedure.time_limits.items()]
    return "\n".join(
        [
            GENERATED,
            f"# {procedure.label}",
            "",
            "```mermaid",
            *_diagram(procedure),
            "```",
            "",
            "## 步骤",
            "",
            "| 步骤 | 从 | 到 | 由谁 | 条款 | 须填写 | 条件 | 解释 |",
            "|---|---|---|---|---|---|---|---|",
            *(_row(procedure, step) for step in procedure.steps),
            "",
            *(["## 期限", "", *limits, ""] if limits else []),
        ]
    )


def _diagram(procedure: Procedure) -> list[str]:
    states = [f'    state "{label}" as {state}' for state, label in procedure.states.items()]
    arrows = [
        f"    {source or '[*]'} --> {target} : {step.label}"
        for step in procedure.steps
        for source in step.sources
        for target in step.targets(source)
        if target != source
    ]
    starts = [] if _is_created_by_a_step(procedure) else [f"    [*] --> {next(iter(procedure.states))}"]
    ends = [f"    {state} --> [*]" for state in procedure.states if state in procedure.ends]
    return ["stateDiagram-v2", *states, *starts, *dict.fromkeys(arrows), *ends]


def _is_created_by_a_step(procedure: Procedure) -> bool:
    return any(NEW in step.sources for step in procedure.steps)


def _row(procedure: Procedure, step: Step) -> str:
    cells = (
        f"{step.label} `{step.action}`",
        "、".join(_state(procedure, source) for source in step.sources),
        _target(procedure, step),
        "、".join(ACTOR_LABELS[actor] for actor in step.by) + ("（负责人签发）" if step.is_binding else ""),
        step.clause.cite.removeprefix("《办法》"),
        "、".join(INPUT_LABELS.get(name, name) for name in step.needs),
        "、".join(f"`{name}`" for guard in step.guards for name in names_of(guard)),
        "、".join(step.readings),
    )
    return "| " + " | ".join(cells) + " |"


def _target(procedure: Procedure, step: Step) -> str:
    if step.target is None:
        return "（不变）"
    among = step.target.among if isinstance(step.target, Choice) else (step.target,)
    return "或".join(_state(procedure, state) for state in among)


def _state(procedure: Procedure, state: str) -> str:
    return procedure.states.get(state, "（新建）")
