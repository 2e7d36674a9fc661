"""A check that names a mistake of what is compared with the solution is found in its source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.verification.observed_mistakes import undeclared

MISTAKES = "assignments/counting/misconceptions/shares.py"
SHARES = "assignments/counting/graders/test_shares.py"


@pytest.mark.parametrize(
    ("observed", "named", "words"),
    [
        ("", "loses_precision", 'OBSERVED = ("shares",)'),
        ('OBSERVED = ("shares",)', "loses_precision", ""),
        ("OBSERVED = True", "loses_precision", ""),
        ('OBSERVED = ("shares",)', "loses_everything", "is no known mistake"),
    ],
)
def test_what_a_check_names_has_to_be_declared(
    tmp_path: Path, observed: str, named: str, words: str
) -> None:
    root = Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))
    with (root / MISTAKES).open("a") as file:
        file.write(f"\n\n{observed}\n")
    with (root / SHARES).open("a") as file:
        file.write(f"\n\ndef _seen(looks_like):\n    looks_like({named!r})\n")
    course = load_course(root)
    counting = course.assignment("counting")

    found = list(undeclared(course, counting, [counting.task("shares")]))

    assert len(found) == bool(words)
    for each in found:
        assert words in each
        assert f"{SHARES}:{len((root / SHARES).read_text().splitlines())}: " in each
