"""A function of which several answers are right is found by right answers that differ."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.verification.several_right import undeclared

COUNTING = "assignments/counting"
CHECK = """

def test_some_order(student, rng):
    \"\"\"The shares are all there, in whatever order.\"\"\"
    numbers = 1 + torch.rand(5, generator=rng)

    expect.close(student.mixed(numbers).sort().values, numbers.sort().values)
"""
SOLUTION = """

def mixed(numbers):
    \"\"\"In some order.\"\"\"
    return numbers.flip(0)
"""
OTHERS = {
    "rolls": "def mixed(numbers):\n    return numbers.roll(1)\n",
    "same": "def mixed(numbers):\n    return numbers[[4, 3, 2, 1, 0]] * (1 + 1e-7)\n",
    "wrong": "def mixed(numbers):\n    return numbers.flip(0) + 1\n",
}
Found = Callable[[str, str], list[str]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    def of(other: str, observed: str = "") -> list[str]:
        root = Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))
        for name, more in {
            f"{COUNTING}/graders/test_shares.py": CHECK,
            "solutions/counting/shares.py": SOLUTION,
            f"{COUNTING}/misconceptions/shares.py": f"\n\n{observed}\n",
        }.items():
            (root / name).write_text((root / name).read_text() + more)
        folder = root / COUNTING / "right_answers" / "shares"
        folder.mkdir(parents=True)
        (folder / f"{other}.py").write_text(OTHERS[other])
        course = load_course(root)
        counting = course.assignment("counting")
        return undeclared(course, counting, [counting.task("shares")])

    return of


def test_another_right_answer_than_the_solutions_is_told(found: Found) -> None:
    (sentence,) = found("rolls", "")

    assert sentence.startswith("shares: rolls: `mixed` answers a call of test_some_order otherwise")
    assert 'OBSERVED = ("mixed",)' in sentence


@pytest.mark.parametrize("observed", ['OBSERVED = ("mixed",)', "OBSERVED = True"])
def test_what_is_declared_may_differ(found: Found, observed: str) -> None:
    assert found("rolls", observed) == []


@pytest.mark.parametrize("other", ["same", "wrong"])
def test_rounding_is_no_other_answer_nor_is_one_that_fails(found: Found, other: str) -> None:
    assert found(other, "") == []
