"""`gongfang simulate --edition X`: what another text of articles 3 and 4 would change."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from .terminal import say, start_django, warn

if TYPE_CHECKING:
    from gongfang.simulation.comparing import Comparison, Group, Line

HELP = "政策测算：按另一版本的认定条件，现有工坊和在办申报有多少仍符合、不再符合或转为符合"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the edition and the form of the answer."""
    parser.add_argument("--edition", metavar="版本", required=True, help="版本号，或版本文件（.toml）的路径")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the comparison; 2 when there is no such edition."""
    start_django()
    from django.utils import timezone

    from gongfang.regulation import edition as editions
    from gongfang.regulation.time_limits import beijing_date
    from gongfang.rehearsal.playing import chosen_edition
    from gongfang.simulation.comparing import compare

    on = beijing_date(timezone.now())
    try:
        comparison = compare(editions.in_force(on), chosen_edition(args.edition), on=on)
    except (editions.EditionError, OSError) as error:
        warn(str(error))
        return 2
    say(json.dumps(as_json(comparison), ensure_ascii=False, indent=2) if args.json else _in_words(comparison))
    return 0


def as_json(comparison: "Comparison") -> dict[str, Any]:
    """Return the comparison for machines: changes, counts, and the lines that fall out or come in."""
    return {
        "now": comparison.now.id,
        "other": comparison.other.id,
        "on": comparison.on.isoformat(),
        "changed": [{"label": label, "now": now, "other": other} for label, now, other in comparison.changed],
        "workshops": _group(comparison.workshops),
        "filings": _group(comparison.filings),
        "unknown": comparison.unknown,
    }


def _group(group: "Group") -> dict[str, Any]:
    return {
        "counts": {effect.value: number for effect, number in sorted(group.counts.items())},
        "missed": dict(sorted(group.missed.items())),
        "lines": [_line(line) for line in group.lines],
    }


def _line(line: "Line") -> dict[str, Any]:
    return {
        "number": line.subject.number,
        "name": line.subject.name,
        "effect": line.outlook.effect.value,
        "failed": [{"clause": each.clause.id, "why": each.why} for each in line.outlook.failed],
        "missing": {each.figure.parameter: str(each.missing) for each in line.outlook.shortfalls},
    }


def _in_words(comparison: "Comparison") -> str:
    from gongfang.simulation.words import EFFECTS

    lines = [f"{comparison.now.title} → {comparison.other.title}（截至 {comparison.on}）"]
    lines += [f"  {label}：{before} → {after}" for label, before, after in comparison.changed]
    for label, group in (("已认定的工坊", comparison.workshops), ("办理中的申报", comparison.filings)):
        counts = "，".join(f"{name} {group.counts[effect]}" for effect, name in EFFECTS.items())
        lines.append(f"{label}（共 {group.total}）：{counts}")
        for line in group.lines:
            why = "；".join(f"{each.why}（{each.clause.cite}）" for each in line.outlook.failed)
            lines.append(f"  {EFFECTS[line.outlook.effect]}  {line.subject.number} {line.subject.name}  {why}")
    if comparison.unknown:
        lines.append(f"另有 {comparison.unknown} 户在本系统没有申报材料，无法测算。")
    return "\n".join(lines)
