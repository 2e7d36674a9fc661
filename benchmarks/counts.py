"""How often each thing is measured, and on how many submissions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """`class_size` has one hostile member in ten; `sizes` are those of classes whose cost is
    compared with their size, and memory is read on the largest. `epochs` are those of the
    reference's training, 0 for all of them.
    """

    cold_rounds: int
    warm_rounds: int
    class_size: int
    sizes: tuple[int, ...]
    challenge_rounds: int
    epochs: int
    saves: int


USUAL = Counts(
    cold_rounds=5,
    warm_rounds=20,
    class_size=300,
    sizes=(10, 100, 1000),
    challenge_rounds=3,
    epochs=0,
    saves=10,
)
FULL = Counts(
    cold_rounds=15,
    warm_rounds=60,
    class_size=1000,
    sizes=(10, 30, 100, 300, 1000, 3000),
    challenge_rounds=7,
    epochs=0,
    saves=30,
)
QUICK = Counts(
    cold_rounds=1,
    warm_rounds=1,
    class_size=10,
    sizes=(2, 4),
    challenge_rounds=1,
    epochs=1,
    saves=1,
)
