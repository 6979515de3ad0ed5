"""Numbers: 〔2026〕3号 for the third document that an office issued in 2026, without gaps."""

from gongfang.accounts.models import Department, Division, Office

from .models import SerialCounter

_DEPARTMENTS = {Department.CULTURE: "文旅", Department.HRSS: "人社", Department.AGRICULTURE: "农"}
_SHORT = {"塔城地区": "塔地", "塔城市": "塔市", "和布克赛尔蒙古自治县": "和布克赛尔"}
SERIES = "非遗工坊"
"""The word that tells these documents apart from all others of an office, whose numbers are given elsewhere."""


def word_of(office: Office) -> str:
    """Return the word by which the numbers of an office begin."""
    division: Division = office.division
    place = _SHORT.get(division.name) or division.name.rstrip("县市")
    return f"{place}{_DEPARTMENTS[Department(office.department)]}{SERIES}"


def number_for(office: Office, year: int, serial: int) -> str:
    """Return a number as it is printed: the year in full in hexagonal brackets, no 第 and no leading zero."""
    return f"{word_of(office)}〔{year}〕{serial}号"


def next_serial(office: Office, year: int) -> int:
    """Return the serial that would be given out next, without taking it."""
    last = SerialCounter.objects.filter(office=office, year=year).values_list("last", flat=True).first()
    return (last or 0) + 1


def take(office: Office, year: int, serial: int) -> bool:
    """Take a serial if it is still the next one, under lock until the commit."""
    SerialCounter.objects.get_or_create(office=office, year=year)
    row = SerialCounter.objects.select_for_update().get(office=office, year=year)
    if row.last + 1 != serial:
        return False
    row.last = serial
    row.save(update_fields=["last"])
    return True


def unnumbered() -> str:
    """Return what stands in place of a number in a draft."""
    return "（草稿，签发时编号）"
