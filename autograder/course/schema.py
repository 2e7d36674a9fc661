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
    submission_seconds: Seconds = 120
    cpu_seconds: Seconds = 120
    memory_mb: Count = 1024
    processes: Count = 64
    file_mb: Count = 64
    output_kb: Count = 64


class IntakeLimits(Section):
    """Limits of a submission: the number of files, the size of each, and of all together."""

    files: Count = 200
    file_mb: Count = 16
    total_mb: Count = 64


class AccuracyLevel(Section):
    """An accuracy on hidden pictures, from 0 to 1, and the share of the points that it earns."""

    accuracy: Annotated[float, Field(gt=0, le=1)]
    share: Annotated[float, Field(ge=0, le=1)]
    title: Text = "-"


def _ascending(levels: tuple[AccuracyLevel, ...]) -> tuple[AccuracyLevel, ...]:
    pairs = list(itertools.pairwise(levels))
    if any(low.accuracy >= high.accuracy or low.share > high.share for low, high in pairs):
        raise ValueError("should go up from level to level")
    return levels


CHECKPOINTS = ("weights.safetensors", "weights.pt", "weights.pth")


class Training(Section):
    """How a network is trained, and what its accuracy earns: see `grading.accuracy`."""

    levels: Annotated[tuple[AccuracyLevel, ...], Field(min_length=1), AfterValidator(_ascending)]
    hand_in: Literal["training", "checkpoint", "either"] = "training"
    cpu_seconds: Seconds = 120
    wall_seconds: Seconds = 600
    memory_mb: Count = 8192
    over_budget: Literal["graded", "timed_out"] = "graded"
    device: Literal["auto", "cpu"] = "auto"
    pictures: Count = 2500
    more_pictures: Count = 5000
    runs: Count = 2
    runs_at_chance: Count = 3
    spread: Annotated[float, Field(ge=0, le=1)] = 0.025
    false_fail_rate: Annotated[float, Field(gt=0, lt=1)] = 0.001

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
    options: Mapping[str, Text] = {}
    bonus: bool = False
    graded_by: Literal["checks", "person"] = "checks"
    file: FileName = ""
    forbidden: tuple[Text, ...] = ()
    training: Training | None = None
    visibility: When | None = None
    rubric: tuple[Question, ...] = ()


class AssignmentEntry(Section):
    """An assignment as written."""

    title: Text
    starter_url: Address = ""
    seed: Text | None = None
    forbidden: tuple[Text, ...] = ()
    visibility: When = Visibility.VISIBLE
    policy: PolicyEntry = PolicyEntry()
    tasks: Annotated[Mapping[Name, TaskEntry], Field(min_length=1)]


class GradingFile(Section):
    """All of grading.yml.

    With `check_py: false`, students get what the course gives them and neither `check.py` nor what
    comes with it.
    """

    title: Text
    seed: Text
    check_py: bool = True
    limits: Limits = Limits()
    intake: IntakeLimits = IntakeLimits()
    policy: CoursePolicyEntry = CoursePolicyEntry()
    assignments: Annotated[Mapping[Name, AssignmentEntry], Field(min_length=1)]
