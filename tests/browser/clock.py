"""The clock of the pages, which a story puts forward."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The clock of the pages. It runs like the real one, from another hour, and can be put forward."""

    def __init__(self, begins: datetime) -> None:
        self._ahead = begins - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def pass_by(self, time: timedelta) -> None:
        self._ahead += time

    def move_to(self, instant: datetime) -> None:
        """Put the clock forward; it is never put back."""
        assert instant > self.now()
        self._ahead = instant - datetime.now(UTC)
