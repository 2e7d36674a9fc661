"""The schema of grading.yml: its sections and keys, with the defaults of optional keys."""

from __future__ import annotations

import itertools
import keyword
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from autograder.course.policy import CoursePolicyEntry, PolicyEntry
from autograder.course.rubric import Question
from autograder.course.section import Section, Text
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


def _visibility(when: str) -> Visibility:
    if when not in list(Visibility):
        raise ValueError(f"is no visibility; it should be {', '.join(Visibility)}")
    return Visibility(when)


Name = Annotated[str, AfterValidator(plain_name)]
FileName = Annotated[str, AfterValidator(_plain_file)]
Address = Annotated[str, AfterValidator(_address)]
When = Annotated[str, AfterValidator(_visibility)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(gt=0)]
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


class AccuracyLevel(Section):
    """An accuracy on hidden pictures, from 0 to 1, and the share of the points that it earns."""

    accuracy: Annotated[float, Field(gt=0, le=1)]
    """The share of hidden pictures that are recognised."""
    share: Annotated[float, Field(ge=0, le=1)]
    """The part of the points that this earns."""
    title: Text = "-"
    """What students read beside it, such as Honours."""


def _ascending(levels: tuple[AccuracyLevel, ...]) -> tuple[AccuracyLevel, ...]:
    pairs = list(itertools.pairwise(levels))
    if any(low.accuracy >= high.accuracy or low.share > high.share for low, high in pairs):
        raise ValueError("should go up from level to level")
    return levels


CHECKPOINTS = ("weights.safetensors", "weights.pt", "weights.pth")


class Training(Section):
    """How a network is trained, and what its accuracy earns: see `grading.accuracy`."""

    levels: Annotated[tuple[AccuracyLevel, ...], Field(min_length=1), AfterValidator(_ascending)]
    """What accuracy earns which share of the points, from low to high."""
    hand_in: Literal["training", "checkpoint", "either"] = "training"
    """A training, a checkpoint (weights.safetensors, .pt or .pth), or either."""
    cpu_seconds: Seconds = 120
    """Processor time of a training; then it is stopped."""
    wall_seconds: Seconds = 600
    """A far cap for a training that stalls."""
    memory_mb: Count = 8192
    """Memory of a training, beyond what Python and torch take."""
    over_budget: Literal["graded", "timed_out"] = "graded"
    """Whether a stopped network is graded as it is."""
    device: Literal["auto", "cpu"] = "auto"
    """`auto` takes a GPU where there is one."""
    pictures: Count = 2500
    """Hidden pictures to judge by."""
    more_pictures: Count = 5000
    """Drawn as well where chance could decide about points."""
    runs: Count = 2
    """Where it still could, the better of so many trainings counts."""
    runs_at_chance: Count = 3
    """A run that got stuck near chance is repeated, so many in all."""
    spread: Annotated[float, Field(ge=0, le=1)] = 0.025
    """Standard deviation of the accuracy between honest runs: see `autograder calibrate`."""
    false_fail_rate: Annotated[float, Field(gt=0, lt=1)] = 0.001
    """Stated share of runs of right networks that miss full points."""

    @property
    def checkpoints(self) -> tuple[str, ...]:
        """Names of files that may replace a training. The first one that was submitted is used."""
        return () if self.hand_in == "training" else CHECKPOINTS

    @property
    def most_runs(self) -> int:
        """The most times that a network is trained."""
        return max(self.runs, self.runs_at_chance)

    @property
    def with_gpu(self) -> bool:
        """Whether training may use a GPU, if there is one."""
        return self.device == "auto"


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
    limits: Limits = Limits()
    """What one submission may use."""
    intake: IntakeLimits = IntakeLimits()
    """What may be handed in."""
    policy: CoursePolicyEntry = CoursePolicyEntry()
    """Defaults of all assignments' policies: see run-a-class.md."""
    assignments: Annotated[Mapping[Name, AssignmentEntry], Field(min_length=1)]
    """The assignments by name."""
