"""Who grades a class: grader processes of this machine, or the workers of a cluster."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.commands.options import print_error, tier_of
from autograder.course.model import Assignment, Course
from autograder.errors import CommandMisused
from autograder.grading.batch import Graders, warm_graders
from autograder.sandbox.inside.control import NAMESPACES


def tier_for(arguments: argparse.Namespace) -> str:
    """The isolation tier. Raises `CommandMisused` or `SandboxError`.

    A submission that could reach the cluster's network could take it over, so that there is but one
    tier for its workers, whatever this machine can give.
    """
    if not arguments.cluster:
        return tier_of(arguments)
    if arguments.tier not in (None, NAMESPACES):
        raise CommandMisused(
            f"--cluster goes only with the isolation tier {NAMESPACES!r}: with "
            f"--isolation {arguments.tier}, a submission could reach the cluster and take it over."
        )
    return NAMESPACES


@contextmanager
def graders_for(
    course: Course, assignment: Assignment, arguments: argparse.Namespace, tier: str
) -> Iterator[tuple[Graders, int]]:
    """Graders, and how many submissions they grade at a time if nobody says otherwise."""
    if not arguments.cluster:
        with warm_graders(course.root, assignment.name, tier) as graders:
            yield graders, os.cpu_count() or 1
        return
    try:
        from autograder.cluster.graders import cluster_graders  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        raise CommandMisused(
            f"--cluster needs Dask, and {missing.name} is not installed: "
            "pip install 'autograder-kit[cluster]'"
        ) from None
    with cluster_graders(course, assignment, arguments.cluster) as elsewhere:
        if not elsewhere.with_gpu and _trains(assignment):
            print_error("No worker says that it has a GPU: networks are trained on processors.")
        yield elsewhere, elsewhere.slots


def _trains(assignment: Assignment) -> bool:
    return any(task.training and task.training.with_gpu for task in assignment.tasks)
