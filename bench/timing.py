"""Timing two things side by side, so that a noisy machine disturbs both alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """The median time of something against that of its yardstick, both in milliseconds."""

    name: str
    goal: float | None
    milliseconds: float
    yardstick: float

    @property
    def value(self) -> float:
        return self.milliseconds / self.yardstick

    def __str__(self) -> str:
        goal = (
            ""
            if self.goal is None
            else f"  目标 ≤ {self.goal}×  {'达到' if self.value <= self.goal else '未达到'}"
        )
        return f"{self.name}：{self.value:.2f}×（{self.milliseconds:.2f} ms / {self.yardstick:.2f} ms）{goal}"


def compare(
    name: str, subject: Callable[[], object], yardstick: Callable[[], object], *, goal: float | None, rounds: int
) -> Ratio:
    """Return the ratio of medians over `rounds` interleaved runs, after two runs to warm up."""
    for _ in range(2):
        subject()
        yardstick()
    taken: list[float] = []
    measured: list[float] = []
    for _ in range(rounds):
        taken.append(_milliseconds(subject))
        measured.append(_milliseconds(yardstick))
    return Ratio(name, goal, median(taken), median(measured))


def _milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000
