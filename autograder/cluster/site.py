"""What must be the same here and on a worker, so that a grade does not depend on the machine."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
from importlib import metadata
from pathlib import Path

import msgspec

import autograder
from autograder.course import fingerprints
from autograder.course.load import load_course
from autograder.errors import CourseError
from autograder.files.on_disk import files_below
from autograder.sandbox import launcher, tiers
from autograder.sandbox.inside.control import NAMESPACES

COURSE_VARIABLE = "AUTOGRADER_COURSE"
PACKAGES = ("torch", "torchvision", "numpy", "pytest", "distributed")
TIER = NAMESPACES  # the only tier that gives a submission no way to the cluster


class Site(msgspec.Struct, frozen=True):
    """A machine as a place to grade an assignment.

    `kit` is a hash of the kit's own code. `versions` are Python's and those of the packages that
    decide answers. `checks` and `seed` are fingerprints of the course. `has_gpu` is about the
    machine, whatever a worker says. `problem` is why it can't grade at all; '' if it can.
    """

    kit: str
    versions: dict[str, str] = {}
    checks: str = ""
    seed: str = ""
    has_gpu: bool = False
    problem: str = ""


def site_of(root: Path, assignment: str, *, isolates: bool) -> Site:
    """This machine. It is also tried whether it isolates submissions, if it has to."""
    known = Site(kit=kit(), versions=versions(), has_gpu=bool(launcher.gpu_files()))
    replace = msgspec.structs.replace
    try:
        course = load_course(root)
        own = course.assignment(assignment)
        checks = fingerprints.fingerprint(course, own)
    except CourseError as error:
        return replace(known, problem=f"the course can't be read there: {error}")
    known = replace(known, checks=checks, seed=fingerprints.seed_fingerprint(own))
    problem = tiers.problem_with(TIER) if isolates else ""
    if problem:
        problem = f"it can't give the isolation tier {TIER!r}: {problem}"
    return replace(known, problem=problem)


def differences(here: Site, there: Site, *, on_processors: bool = False) -> list[str]:
    """What keeps another machine from giving the grades of this one, as sentences.

    `on_processors` says that networks which may use a GPU are trained without, by everybody.
    """
    if there.kit != here.kit:
        return [
            f"it has another version of the kit (its code is {there.kit}, and {here.kit} here). "
            "Install the same one there."
        ]
    names = sorted({*here.versions, *there.versions})
    found = [(n, there.versions.get(n, "none"), here.versions.get(n, "none")) for n in names]
    sentences = [
        f"it has {name} {theirs}, and here it is {ours}. Install the same."
        for name, theirs, ours in found
        if _public(theirs) != _public(ours)
    ]
    if on_processors and there.has_gpu:
        sentences.append(
            "it has a GPU, and networks are trained on processors, since no worker had one at the "
            "start. Start it without access to its GPU, or begin a new run."
        )
    if there.problem:
        return [*sentences, f"{there.problem.rstrip('.')}."]
    if there.checks != here.checks:
        sentences.append(
            f"its course has other checks (they are {there.checks}, and {here.checks} here). Copy "
            f"the course there again, or let {COURSE_VARIABLE} name its folder."
        )
    elif there.seed != here.seed:
        sentences.append("its course has another seed. Copy the course there again.")
    return sentences


def course_root(told: str) -> Path:
    """Where the course lies on this machine: where its environment says, or where it was told."""
    return Path(os.environ.get(COURSE_VARIABLE) or told)


@functools.cache
def kit() -> str:
    """A short hash of the kit's code: its version alone does not tell what was changed since."""
    files = files_below(Path(autograder.__path__[0]))
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        if path.suffix == ".py":
            digest.update(hashlib.sha256(name.encode()).digest())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide answers."""
    return {"Python": platform.python_version()} | {n: metadata.version(n) for n in PACKAGES}


def _public(version: str) -> str:
    """The version without what was it built for: `2.8.0+cpu` computes what `2.8.0+cu128` does."""
    return version.partition("+")[0]
