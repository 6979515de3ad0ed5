"""A register of generated people: read and brought in, against a bare `executemany` of the same rows.

`python -m bench.registers ROWS` does it in a process of its own and prints its peak memory in megabytes.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

MEASURE_MEMORY = "bench.registers"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
COUNTY = "654224"


def numbers() -> Iterator[str]:
    """Yield lawful identity numbers that nobody has been given here."""
    day = date(1960, 1, 1)
    while True:
        begun = f"{COUNTY}{day:%Y%m%d}"
        base = sum(int(digit) * weight for digit, weight in zip(begun, WEIGHTS[:14], strict=True))
        for turn in range(1000):
            total = base + turn // 100 * 8 + turn // 10 % 10 * 4 + turn % 10 * 2
            yield f"{begun}{turn:03d}{'10X98765432'[total % 11]}"
        day += timedelta(days=1)


def write(path: Path, rows: int) -> None:
    """Write a filled-in template."""
    import xlsxwriter

    from gongfang.exchange.register_sheet import LAYOUT

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet(LAYOUT.name)
        page.write_row(0, 0, LAYOUT.headings)
        for row, number in zip(range(1, rows + 1), numbers(), strict=False):
            page.write_string(row, 0, number)
            page.write_string(row, 1, "脱贫人口")
            page.write_string(row, 2, "托里县")


def bring_in(path: Path, keeper: Any, at: Any) -> None:
    """Upload, read and confirm."""
    from django.core.files import File

    from gongfang.exchange import applying, importing
    from gongfang.exchange.models import RegisterImport
    from gongfang.records.sheets import XLSX

    with path.open("rb") as handle:
        upload = File(handle, name="register.xlsx")
        upload.content_type = XLSX  # type: ignore[attr-defined]
        source = importing.upload_register(
            upload=upload,  # type: ignore[arg-type]
            as_of=at.date(),
            is_complete=True,
            by=keeper,
            at=at,
        )
    importing.work(at)
    applying.apply_register(RegisterImport.objects.get(pk=source.pk), by=keeper, at=at)


def bare(rows: int) -> None:
    """Insert as many rows of the same columns into a table without any rule but its key."""
    from django.db import connection, transaction

    columns = "id_index, key_id, category, county_id, identified_on, valid_from"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bare_register (id INTEGER PRIMARY KEY, {columns.replace(',', ' TEXT,')} TEXT)"
        )
        cursor.executemany(
            f"INSERT INTO bare_register ({columns}) VALUES (%s, 1, 'poverty', '{COUNTY}', NULL, '2026-06-01')",
            ((number.ljust(64, "0"),) for number, _row in zip(numbers(), range(rows), strict=False)),
        )
        cursor.execute("DROP TABLE bare_register")


def compared(rows: int, keeper: Any, at: Any, folder: Path) -> tuple[float, float]:
    """Return the milliseconds that bringing in takes, and those of the bare statement."""
    path = folder / "register.xlsx"
    write(path, rows)
    began = time.perf_counter()
    bare(rows)
    between = time.perf_counter()
    bring_in(path, keeper, at)
    return (time.perf_counter() - between) * 1000, (between - began) * 1000


def peak(rows: int) -> float:
    """Return the peak memory, in megabytes, of a process that brings in a register."""
    command = [sys.executable, "-m", MEASURE_MEMORY, str(rows)]
    root = Path(__file__).resolve().parents[1]
    return float(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split()[-1])


def _create_tables() -> None:
    """Make the tables as the models are, without going through their history."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)


def main(rows: int) -> int:
    with tempfile.TemporaryDirectory(prefix="gongfang-bench-") as folder:
        os.environ["GONGFANG_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django

        django.setup()
        from django.utils import timezone

        from bench import data
        from gongfang.accounts import reference as divisions

        _create_tables()
        divisions.load()
        path = Path(folder) / "register.xlsx"
        write(path, rows)
        bring_in(path, data.head("prefecture.agriculture"), timezone.now())
    # Not getrusage: its peak is inherited from whoever started this process.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    sys.stdout.write(f"{int(peak.split()[1]) / 1024:.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
