"""What is needed to repeat a grade: versions, fingerprints, limits, the device."""

from __future__ import annotations

import platform
from importlib import metadata

import torch

from autograder.course import fingerprints
from autograder.course.model import Assignment, Course
from autograder.version import version


def environment(course: Course, assignment: Assignment) -> dict[str, str]:
    """What is needed to repeat a grade. It contains nothing secret."""
    return {
        "engine": version(),
        "course": fingerprints.fingerprint(course, assignment),
        "seed": fingerprints.seed_fingerprint(assignment),
        "python": platform.python_version(),
        "torch": metadata.version("torch"),
        "torchvision": metadata.version("torchvision"),
        "numpy": metadata.version("numpy"),
        "pytest": metadata.version("pytest"),
        "device": _device(assignment),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def limits_of(course: Course, assignment: Assignment) -> dict[str, float]:
    """The limits under which a submission ran. Those of a training are prefixed with its task."""
    limits: dict[str, float] = course.limits.model_dump()
    for task in assignment.tasks:
        if task.training:
            own = task.training
            limits |= {
                f"{task.name}.cpu_seconds": own.cpu_seconds,
                f"{task.name}.wall_seconds": own.wall_seconds,
                f"{task.name}.memory_mb": own.memory_mb,
            }
    return limits


def _device(assignment: Assignment) -> str:
    """The device on which networks are trained. Everything else runs on the CPU."""
    with_gpu = any(task.training and task.training.with_gpu for task in assignment.tasks)
    if with_gpu and torch.cuda.is_available():
        return f"cuda ({torch.cuda.get_device_name()})"
    return "cpu"
