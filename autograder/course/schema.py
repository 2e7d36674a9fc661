"""The schema of grading.yml: its sections and keys, with the defaults of optional keys."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from autograder.course.policy_entry import CoursePolicyEntry, PolicyEntry
from autograder.course.rubric import Question
from autograder.course.section import Count, Seconds, Section, Text
from autograder.course.training import Training
from autograder.results import Visibility


def plain_name(name: str) -> str:
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        raise ValueError("is not a plain name; use letters, digits and underscores, a letter first")
    return name


def _plain_file(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z0-9]+)+", name):
        raise ValueError("is not a plain file name; write it without folders: `answers.md`")
    return name


def _address(address: str) -> str:
    # The address is written into a notebook's first cell: allow nothing that could end a string.
    if not re.fullmatch(r"https://[\w.-]+(:\d+)?/[\w.~/?&=%+:@-]*", address, re.ASCII):
        raise ValueError("is no address of a zip or a repository; it should start with https://")
    return address


def _of_different_length(axes: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    if len({len(words) for words in axes}) < len(axes):
        raise ValueError("has two lists of words for the same number of axes; keep one")
    return axes


def _visibility(when: str) -> Visibility:
    if when not in list(Visibility):
        raise ValueError(f"is no visibility; it should be {', '.join(Visibility)}")
    return Visibility(when)


Name = Annotated[str, AfterValidator(plain_name)]
FileName = Annotated[str, AfterValidator(_plain_file)]
Address = Annotated[str, AfterValidator(_address)]
When = Annotated[str, AfterValidator(_visibility)]
Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Limits(Section):
    """What one submission may use. A megabyte (`_mb`) is 2**20 bytes."""

    call_seconds: Seconds = 10
    """One call of a student's code, or the import of one file."""
    submission_seconds: Seconds = 120
    """All calls of a submission together."""
    cpu_seconds: Seconds = 120
    """Processor time of one task's process."""
    memory_mb: Count = 1024
    """Memory beyond what Python and torch take."""
    processes: Count = 64
    """Processes and threads at one time."""
    file_mb: Count = 64
    """Files that are written while grading."""
    output_kb: Count = 64
    """What is kept of printed output."""


class IntakeLimits(Section):
    """Limits of a submission: the number of files, the size of each, and of all together."""

    files: Count = 200
    """How many files."""
    file_mb: Count = 16
    """The size of each, unpacked."""
    total_mb: Count = 64
    """The size of all together."""


class TaskEntry(Section):
    """A task as written. `load` fills in the file, the forbidden patterns and the options."""

    points: Points
    """What the task is worth, divided over its checks by their weights."""
    options: Mapping[str, Text] = {}
    """Choices that its checks declare in `OPTIONS`, and ask for by the fixture `options`."""
    bonus: bool = False
    """Whether its points come on top."""
    graded_by: Literal["checks", "person"] = "checks"
    """Hidden checks, or a person who reads the answers."""
    file: FileName = ""
    """The file to hand in; without it, `<task>.py`."""
    forbidden: tuple[Text, ...] = ()
    """Patterns of what must not run, in place of the assignment's."""
    training: Training | None = None
    """How a network is trained and judged, for a task that does so."""
    visibility: When | None = None
    """When students see results, in place of the assignment's."""
    rubric: tuple[Question, ...] = ()
    """For a task that a person grades: its questions."""


class AssignmentEntry(Section):
    """An assignment as written."""

    title: Text
    """What students read."""
    starter_url: Address = ""
    """Where notebooks in Colab fetch what comes with them: a zip, or a repository at GitHub."""
    seed: Text | None = None
    """Draws hidden inputs; without it, one is derived from the course's."""
    forbidden: tuple[Text, ...] = ()
    """What must not run while tasks are graded: patterns of names of torch's operators, or with a
    dot, of Python's functions."""
    visibility: When = Visibility.VISIBLE
    """When students see how hidden checks ended: visible, which is at once, after_due_date,
    after_published, or hidden."""
    policy: PolicyEntry = PolicyEntry()
    """Deadlines, late days and rounding: see run-a-class.md."""
    tasks: Annotated[Mapping[Name, TaskEntry], Field(min_length=1)]
    """The tasks by name, in the order in which students meet them."""


class GradingFile(Section):
    """All of grading.yml.

    With `check_py: false`, students get what the course gives them and neither `check.py` nor what
    comes with it.
    """

    title: Text
    """What students read."""
    seed: Text
    """Hidden inputs are drawn from it. Keep it secret."""
    check_py: bool = True
    """Whether students get `check.py` and what comes with it."""
    axes: Annotated[tuple[tuple[Text, ...], ...], AfterValidator(_of_different_length)] = ()
    """Words for the axes of tensors, one list for each number of axes, such as [example, feature].
    A check or `AXES` may say others."""
    limits: Limits = Limits()
    """What one submission may use."""
    intake: IntakeLimits = IntakeLimits()
    """What may be handed in."""
    policy: CoursePolicyEntry = CoursePolicyEntry()
    """Defaults of all assignments' policies: see run-a-class.md."""
    assignments: Annotated[Mapping[Name, AssignmentEntry], Field(min_length=1)]
    """The assignments by name."""
