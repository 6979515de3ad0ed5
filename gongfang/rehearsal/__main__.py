"""The process that plays: `python -m gongfang.rehearsal`, started by `command` on the settings of rehearsals."""

import argparse
import json
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def main() -> int:
    """Play the files on a new database and print what came of them."""
    parser = argparse.ArgumentParser(prog="gongfang rehearse")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--edition")
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    if settings.SETTINGS_MODULE != "gongfang.settings.rehearsal":
        raise SystemExit("请用 gongfang rehearse 运行演练")
    django.setup()
    return _play(arguments.files, arguments.edition, is_json=arguments.json)


def _make_database() -> None:
    from gongfang.accounts import reference as divisions
    from gongfang.calendars import reference as calendars
    from gongfang.records import protection

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    protection.install(connection)
    divisions.load()
    calendars.load()


def _play(files: list[Path], edition: str | None, *, is_json: bool) -> int:
    from gongfang.regulation.edition import EditionError

    from . import parsing, playing, report

    try:
        chosen = playing.chosen_edition(edition) if edition else None
    except EditionError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _make_database()
    rehearsals, errors = parsing.load_all(files)
    played = [playing.play_and_forget(rehearsal, chosen) for rehearsal in rehearsals]
    if is_json:
        data = [*map(report.as_data, played), *map(report.error_data, errors)]
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{line}\n" for performance in played for line in report.lines(performance))
        sys.stderr.writelines(f"{error}\n" for error in errors)
    return 0 if not errors and all(performance.holds for performance in played) else 1


if __name__ == "__main__":
    sys.exit(main())
