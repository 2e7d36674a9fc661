"""A figure: what was measured, several times, and how it is written."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SECONDS, MEGABYTES, KILOBYTES, TIMES = "s", "MB", "kB", "×"


@dataclass(frozen=True)
class Figure:
    """`values` were measured one after the other, in `unit`; `what` says what they are."""

    what: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def shown(self) -> str:
        """The median with its unit, as documents write it."""
        return shown(self.median, self.unit)

    def spread(self) -> str:
        """The least and the most, with their units; '' if it was measured once."""
        if len(self.values) == 1:
            return ""
        return f"{shown(min(self.values), self.unit)} to {shown(max(self.values), self.unit)}"

    def as_json(self) -> dict[str, Any]:
        numbers = {
            "median": self.median,
            "least": min(self.values),
            "most": max(self.values),
            "times_measured": len(self.values),
        }
        rounded = {name: round(number, 5) for name, number in numbers.items()}
        shown = {"shown": self.shown(), "spread": self.spread()}
        return {"what": self.what, "unit": self.unit} | shown | rounded


@dataclass(frozen=True)
class Measured:
    """What one part has measured: figures by key, and series of points (x, y) for the plot."""

    figures: Mapping[str, Figure]
    series: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)


def seconds(what: str, values: Iterable[float]) -> Figure:
    return Figure(what, SECONDS, tuple(values))


def ratio(what: str, over: Sequence[float], under: Sequence[float]) -> Figure:
    """How many times as much, round by round: what disturbs a round disturbs both."""
    return Figure(what, TIMES, tuple(a / b for a, b in zip(over, under, strict=True)))


def shown(number: float, unit: str) -> str:
    """Two digits that count, in the unit that suits: 0.0261 s is `26 ms`."""
    if unit == SECONDS and abs(number) < 1:
        number, unit = 1000 * number, "ms"
    elif unit == SECONDS and abs(number) >= 600:
        number, unit = number / 60, "minutes"
    elif unit == MEGABYTES and abs(number) >= 1000:
        number, unit = number / 1000, "GB"
    rounded = float(f"{number:.2g}")
    return f"{rounded:.0f} {unit}" if abs(rounded) >= 10 else f"{rounded:g} {unit}"
