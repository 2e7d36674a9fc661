"""The metrics by which a course may judge what was trained."""

from __future__ import annotations

from typing import Literal, get_args

Metric = Literal["accuracy", "error", "loss"]
METRICS: tuple[Metric, ...] = get_args(Metric)
HIGHER_IS_BETTER = {"accuracy"}


def sign_of(metric: str) -> int:
    """1 where higher is better, else -1."""
    return 1 if metric in HIGHER_IS_BETTER else -1
