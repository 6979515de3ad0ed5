"""Collect every Chinese string into the English catalogue: python tools/collect_messages.py (needs GNU gettext).

Templates and code mark their own strings. The labels of the measures (states, steps, actors, clauses, limits,
readings) stand in gongfang.regulation, which knows no gettext: they are written to a scratch module for the
length of the run.
"""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRATCH = ROOT / "gongfang" / "labels_of_the_measures.py"
sys.path.insert(0, str(ROOT))

import gongfang.regulation as measures  # noqa: E402
from gongfang.regulation import clauses, edition, monitoring, procedure, readings, time_limits  # noqa: E402
from gongfang.regulation.objection import ELEMENT_LABELS  # noqa: E402
from gongfang.regulation.revocation_guards import SERVICE_LABELS  # noqa: E402

MAPPINGS = (
    procedure.ACTOR_LABELS,
    procedure.DEPARTMENT_LABELS,
    procedure.INPUT_LABELS,
    ELEMENT_LABELS,
    SERVICE_LABELS,
)


def tables() -> list[procedure.Procedure]:
    """Return every procedure that a module of the measures holds, by its kind."""
    names = sorted(module.name for module in pkgutil.iter_modules(measures.__path__))
    modules = [importlib.import_module(f"gongfang.regulation.{name}") for name in names]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, procedure.Procedure)]
    return list({table.kind: table for table in found}.values())


def labels() -> Iterator[str]:
    """Yield each label of the measures that a page shows."""
    for table in tables():
        yield table.label
        yield from table.states.values()
        yield from (step.label for step in table.steps)
        yield from (step.work for step in table.steps)
        for under_way in (step.under_way for step in table.steps if step.under_way):
            yield from (under_way.label, under_way.by)
    for mapping in MAPPINGS:
        yield from mapping.values()
    yield from (clause.label for clause in clauses.ALL)
    yield from (rule.label for rule in monitoring.RULES)
    for known in edition.available():
        yield known.title
        yield from (parameter.label for parameter in known.parameters)
        yield from (limit.label for limit in time_limits.limits(known).values())
        yield from (criterion.label for criterion in (*known.rubric, *known.evaluation_dimensions))
    for reading in readings.READINGS:
        yield from (reading.adopted, reading.alternative)


def main() -> None:
    lines = [f"_({label!r})" for label in dict.fromkeys(labels()) if label]
    SCRATCH.write_text("from django.utils.translation import gettext as _\n" + "\n".join(lines) + "\n")
    try:
        command = ["manage.py", "makemessages", "-l", "en", "--no-location", "-i", ".venv", "-i", "node_modules"]
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    finally:
        SCRATCH.unlink()


if __name__ == "__main__":
    main()
