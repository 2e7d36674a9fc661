"""What assignment.json tells of the tasks: their files, points, limits, and what is not allowed."""

import contextlib
import json
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
SECONDS = 60  # for a test, where nothing is told
CALLS = 2  # a test may call your code more than once


def read(folder=FOLDER):
    """All of it. Raises ValueError if it is not as you got it."""
    return json.loads((folder / "assignment.json").read_text(encoding="utf-8"))


def forbidden(task):
    """The patterns of what is not allowed in a task."""
    facts = _of(task)
    return facts["task"].get("forbidden", facts["all"].get("forbidden", []))


def forbids_anything():
    """Is anything not allowed in this assignment?"""
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        facts = read()
        return any(each.get("forbidden") for each in (facts, *facts.get("tasks", ())))
    return False


def seconds(task):
    """How long a test may take: as long as a call, or a training, may take when it is graded."""
    facts = _of(task)
    training, limits = facts["task"].get("training"), facts["all"].get("limits")
    if training:
        return training["cpu_seconds"]
    return CALLS * limits["call_seconds"] if limits else SECONDS


def was_given(task, name):
    """Did the file that you got define a function or a class of this name?"""
    stub = _of(task)["task"].get("stub", "")
    return re.search(rf"^(?:async )?(?:def|class) {re.escape(name)}\b", stub, re.MULTILINE)


def _of(task):
    try:
        facts = read()
        mine = [each for each in facts["tasks"] if each["name"] == task]
    except (OSError, ValueError, KeyError, TypeError):
        return {"all": {}, "task": {}}
    return {"all": facts, "task": mine[0] if mine else {}}
