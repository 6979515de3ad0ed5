"""The days of the demonstration, named by how many working days they lie before or after today."""

from datetime import date, datetime, time, timedelta

from gongfang.calendars.queries import working_calendar
from gongfang.regulation.time_limits import BEIJING, beijing_date

STORY_BEGINS = -125
"""The working day before today on which the story begins; the measures must have been in force then."""


class Days:
    """Working days around the instant `at`. Day 0 is today, or the last working day before a rest day."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._calendar = working_calendar()
        self._found: dict[int, date] = {0: self._on_or_before(beijing_date(at))}

    def day(self, offset: int) -> date:
        """Return the working day `offset` working days from day 0."""
        if offset not in self._found:
            step = 1 if offset > 0 else -1
            found = self.day(offset - step) + timedelta(days=step)
            while not self._calendar.is_working_day(found):
                found += timedelta(days=step)
            self._found[offset] = found
        return self._found[offset]

    def instant(self, offset: int, hour: int, minute: int = 0) -> datetime:
        """Return a Beijing time on the day `offset`; on day 0 never later than now."""
        instant = datetime.combine(self.day(offset), time(hour, minute), BEIJING)
        return min(instant, self.at) if offset == 0 else instant

    def after_midnight(self, offset: int) -> datetime:
        """Return the first minutes after the day `offset` has ended, when the law has done its part."""
        return datetime.combine(self.day(offset), time(0, 5), BEIJING) + timedelta(days=1)

    def _on_or_before(self, day: date) -> date:
        while not self._calendar.is_working_day(day):
            day -= timedelta(days=1)
        return day
