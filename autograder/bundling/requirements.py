"""The packages that grading needs, pinned as installed here, so that a grade can be repeated."""

from __future__ import annotations

import re
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.version import DISTRIBUTION

# Requirements of the engine that only make assignments: a grading machine does not need them.
AUTHORING = {"otter-grader", "jupytext", "nbformat"}
# What torch needs for GPUs; its builds for the CPU do without.
ACCELERATOR = re.compile(r"(nvidia|cuda|triton)\b")
CPU_BUILDS = "https://download.pytorch.org/whl/cpu"


def pinned() -> str:
    """A requirements file: each distribution with its version, and where torch's CPU builds are."""
    versions: dict[str, str] = {}
    waiting = [name for name in _needs(DISTRIBUTION) if name not in AUTHORING]
    while waiting:
        name = waiting.pop()
        if name not in versions:
            versions[name] = metadata.version(name).split("+")[0]
            waiting += _needs(name)
    lines = [f"{name}=={version}" for name, version in sorted(versions.items())]
    return "\n".join([f"--extra-index-url {CPU_BUILDS}", *lines, ""])


def _needs(name: str) -> list[str]:
    """What a distribution needs here, without its extras."""
    needs = (Requirement(line) for line in metadata.requires(name) or ())
    found = (
        canonicalize_name(need.name)
        for need in needs
        if need.marker is None or need.marker.evaluate({"extra": ""})
    )
    return [each for each in found if not ACCELERATOR.match(each)]
