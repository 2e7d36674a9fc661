"""A task that fails because of the file of another one says so."""

from __future__ import annotations

import pytest
from support.reports import check, later, task

from autograder.grading.built_on import OfFile, with_notes
from autograder.results import Status, TaskResult

FILES = {"attention.py": b"import math\n", "heads.py": b"from attention import attention\n"}


def noted(below: TaskResult, above: TaskResult, files: dict[str, bytes] = FILES) -> list[list[str]]:
    graded = [OfFile("attention.py", below), OfFile("heads.py", above)]
    return [list(each.notes) for each in with_notes(graded, files)]


def test_what_is_built_on_a_wrong_file_says_so():
    wrong, crashed = task(check(Status.WRONG), name="a"), task(check(Status.CRASHED), notes=("b",))

    assert noted(wrong, crashed) == [
        [],
        [
            "b",
            "'heads.py' imports 'attention.py', which is not right yet. Mend a first: its mistakes "
            "may be what shows here.",
        ],
    ]


@pytest.mark.parametrize(
    ("below", "above", "files"),
    [
        (task(check()), task(check(Status.WRONG)), FILES),
        (task(check(Status.WRONG)), task(check()), FILES),
        (task(check(Status.UNFINISHED)), task(check(Status.UNFINISHED)), FILES),
        (task(later(status=Status.WRONG)), task(check(Status.WRONG)), FILES),
        (task(check(Status.WRONG)), task(check(Status.WRONG)), {"heads.py": b"import torch\n"}),
        (task(check(Status.WRONG)), task(check(Status.WRONG)), {}),
    ],
)
def test_nothing_is_said_of_what_is_right_not_begun_not_shown_or_not_used(below, above, files):
    assert noted(below, above, files) == [[], []]
