"""Classes of the workbook, made of the sample class and of the attacks in `tests/`."""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.commands import PROJECT

TESTS = PROJECT / "tests"
HONEST = ("passed", "wrong", "unfinished", "crashed")
HOSTILE = ("forbidden", "refused", "timed_out")
HOSTILE_EACH = 10  # one member in so many
# A class in small: each size of class has the same members in the same proportions.
CYCLE = (
    "passed/nested_loops", "wrong/flips_the_kernel", "passed/windows_and_einsum",
    "wrong/pads_one_side_only", "passed/as_strided", "unfinished/one_function_left",
    "passed/im2col_matrix_product", "wrong/max_starts_at_zero", "passed/float64_inside",
    "crashed/raises_type_error",
)  # fmt: skip


def honest() -> list[Path]:
    """Right, wrong, unfinished and crashing samples."""
    samples = TESTS / "submissions"
    return [path for kind in HONEST for path in sorted((samples / kind).iterdir())]


def cycle() -> list[Path]:
    """The ten members of the class in small."""
    return [TESTS / "submissions" / name for name in CYCLE]


def hostile(folder: Path) -> list[Path]:
    """What breaks rules or limits, and attacks on the sandbox, laid out in `folder`."""
    samples = TESTS / "submissions"
    breaking = [path for kind in HOSTILE for path in sorted((samples / kind).iterdir())]
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    from attacks.attempts import all_attempts, hand_in

    attacks = [
        hand_in(attempt, folder, {})
        for attempt in all_attempts()
        if attempt.assignment == "workbook"
    ]
    pairs = itertools.zip_longest(attacks, breaking)
    return [path for path in itertools.chain.from_iterable(pairs) if path]


def mixed_class(folder: Path, size: int) -> list[str]:
    """A class with one hostile member in ten, laid out in `folder`."""
    kind, enemies = itertools.cycle(honest()), itertools.cycle(hostile(folder / "attacks"))
    chosen = (
        next(enemies) if number % HOSTILE_EACH == HOSTILE_EACH - 1 else next(kind)
        for number in range(size)
    )
    return list(_laid_out(chosen, folder / "members"))


def honest_class(folder: Path, size: int) -> list[str]:
    """A class of the class in small, as often as it takes."""
    return list(_laid_out(itertools.islice(itertools.cycle(cycle()), size), folder / "members"))


def _laid_out(members: Iterator[Path], folder: Path) -> Iterator[str]:
    """Copies with names of their own, as a download has."""
    folder.mkdir(parents=True)
    for number, member in enumerate(members):
        name = folder / f"{number:05}_{member.name}"
        if member.is_dir():
            shutil.copytree(member, name, symlinks=True)
        else:
            shutil.copy(member, name)
        yield str(name)
