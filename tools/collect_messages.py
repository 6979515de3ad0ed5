"""Collect every Chinese string into the English catalogue: python tools/collect_messages.py (needs GNU gettext).

Templates and code mark their own strings. The labels of the measures (states, steps, actors, clauses, limits,
readings) stand in gongfang.regulation, which knows no gettext: they are written to a scratch module for the
length of the run.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRATCH = ROOT / "gongfang" / "labels_of_the_measures.py"
sys.path.insert(0, str(ROOT))

from gongfang.regulation import clauses, edition, procedure, readings, time_limits  # noqa: E402
from gongfang.regulation.objection import ELEMENT_LABELS, OBJECTION  # noqa: E402
from gongfang.regulation.panel_steps import PANEL  # noqa: E402
from gongfang.regulation.recognition import RECOGNITION  # noqa: E402
from gongfang.regulation.registration_change import REGISTRATION_CHANGE  # noqa: E402


def labels() -> Iterator[str]:
    """Yield each label of the measures that a page shows."""
    for table in (RECOGNITION, OBJECTION, PANEL, REGISTRATION_CHANGE):
        yield table.label
        yield from table.states.values()
        yield from (step.label for step in table.steps)
        yield from (step.work for step in table.steps)
        for under_way in (step.under_way for step in table.steps if step.under_way):
            yield from (under_way.label, under_way.by)
    for mapping in (procedure.ACTOR_LABELS, procedure.DEPARTMENT_LABELS, procedure.INPUT_LABELS, ELEMENT_LABELS):
        yield from mapping.values()
    yield from (clause.label for clause in clauses.ALL)
    for known in edition.available():
        yield known.title
        yield from (parameter.label for parameter in known.parameters)
        yield from (limit.label for limit in time_limits.limits(known).values())
        yield from (criterion.label for criterion in known.rubric)
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
