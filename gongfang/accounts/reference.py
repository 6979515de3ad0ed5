"""The prefecture, its counties and their offices, as rows."""

import csv
from importlib import resources

from django.db import transaction

from gongfang.accounts.models import Department, Division, Office
from gongfang.accounts.queries import offices

OFFICE_NAMES = {
    Department.CULTURE: "文化体育广播电视和旅游局",
    Department.HRSS: "人力资源和社会保障局",
    Department.AGRICULTURE: "农业农村局",
}


@transaction.atomic
def load() -> None:
    """Write the divisions and three offices for each, as often as one likes."""
    source = resources.files("gongfang.accounts") / "data" / "divisions.csv"
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    prefecture = next(row["code"] for row in rows if row["level"] == Division.Level.PREFECTURE)
    for row in rows:
        parent_code = None if row["code"] == prefecture else prefecture
        values = {"name": row["name"], "level": row["level"], "parent_id": parent_code}
        division, _created = Division.objects.update_or_create(code=row["code"], defaults=values)
        _load_offices(division)
    offices.cache_clear()


def _load_offices(division: Division) -> None:
    for department, suffix in OFFICE_NAMES.items():
        Office.objects.update_or_create(
            division=division, department=department, defaults={"name": f"{division.name}{suffix}"}
        )
