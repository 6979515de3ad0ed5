"""Timing two things side by side, so that a noisy machine disturbs both alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """What something takes against its yardstick: median times in milliseconds, unless `unit` says another."""

    name: str
    goal: float | None
    taken: float
    yardstick: float
    unit: str = "ms"

    @property
    def value(self) -> float:
        return self.taken / self.yardstick

    def __str__(self) -> str:
        goal = (
            ""
            if self.goal is None
            else f"  目标 ≤ {self.goal}×  {'达到' if self.value <= self.goal else '未达到'}"
        )
        measured = f"{self.taken:.2f} {self.unit} / {self.yardstick:.2f} {self.unit}"
        return f"{self.name}：{self.value:.2f}×（{measured}）{goal}"


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
