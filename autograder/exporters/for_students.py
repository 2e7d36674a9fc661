"""A report as students may see it: what every page and file that they can reach is made from.

Left out are the names of hidden checks, the calls they make, what was printed, and everything about
checks that are not shown yet, their part of the points included. What a student's code was given
could come back in words of its own choosing — an exception's text, the name of a class made on the
fly — so these are left out too: type and line are told.
"""

from __future__ import annotations

import builtins
import re
from collections import Counter
from pathlib import PurePath

from msgspec.structs import replace

from autograder.grading.scoring import add_up
from autograder.results import CheckResult, Report, Status, TaskResult, Visibility

PARTIAL = "The points are those of the checks that are shown; the total is told with the others."
OURS = "This check is broken. That is our fault, and costs no points."
NOT_ALLOWED = "ran an operation that this task does not allow"
UNKNOWN = "The code did not answer."

WHEN = {
    Visibility.AFTER_DUE_DATE: "shown after the due date",
    Visibility.AFTER_PUBLISHED: "shown when the grades are published",
    Visibility.HIDDEN: "not shown",
}
# Of what was measured; pictures and their confusions are made of hidden ones.
SHOWN_DATA = ("accuracy", "pictures", "learning_curve")
SHOWN_ENVIRONMENT = ("engine", "course", "python", "torch", "device")

# Sentences of ours that quote the student's code: `replies.py`, `expect.py`.
_PLACE = r"(?P<place> \([\w./-]{1,80}, line \d+\))?\."
_RAISED = re.compile(
    rf"(?P<what>(?:the gradient of )?`[^`]*`|[\w.]+) raised (?P<name>\w*).*?{_PLACE}", re.DOTALL
)
_EXITED = re.compile(
    rf"(?P<what>.*?) asked Python to exit .*?{_PLACE} It should return an answer\.", re.DOTALL
)
_NOT_PYTHON = re.compile(r"\w+\.py is not valid Python: .{1,120} \([\w./-]{1,80}, line \d+\)\.")
_FORBIDDEN = re.compile(
    rf"(?P<what>`[^`]*`|[\w.]+) ran .*, which is not allowed in this task{_PLACE}", re.DOTALL
)
_ENDED = re.compile(r"(The Python process ended|The submission has used up|No answer from) .*")
_NOT_THERE = re.compile(
    r"[\w.-]+ was not handed in\.|There is no `[^`]*`: the module does not define it\."
)
_NEEDS = re.compile(
    r"(?P<what>`[^`]*`) needs `[^`]*` \((?P<file>[\w./-]{1,80})\), which is still to do\."
)
_CALLED = re.compile(r"[A-Za-z_]\w*")
_OTHER = re.compile(r"(?P<before>When .*? should be raised; )(?P<name>.*) was raised\.", re.DOTALL)
_KIND = re.compile(r"(?P<before>.*?; it is )(?P<name>.*)\.", re.DOTALL)
_CASES = re.compile(r" \(\d+ of \d+ cases are right\.\)$")
_KINDS = {"None", "a tensor", "a numpy array", "a generator"}


def for_students(report: Report) -> Report:
    """The report without anything that its student may not see (yet)."""
    tasks = tuple(_task(task) for task in report.tasks)
    graded = [task for task in tasks if task.score is not None]
    is_partial = any(_is_partial(task) for task in report.tasks)
    return replace(
        report,
        submission=PurePath(report.submission).name,
        score=add_up([task.score or 0.0 for task in graded]) if is_partial else report.score,
        points=add_up([task.points for task in graded]) if is_partial else report.points,
        tasks=tasks,
        notes=(*report.notes, PARTIAL) if is_partial else report.notes,
        seconds=0.0 if is_partial else report.seconds,
        environment={k: v for k, v in report.environment.items() if k in SHOWN_ENVIRONMENT},
    )


def is_partial(report: Report) -> bool:
    """Whether checks are missing from a report that was made for students."""
    return PARTIAL in report.notes


def _is_partial(task: TaskResult) -> bool:
    return any(check.visibility is not Visibility.VISIBLE for check in task.checks)


def _task(task: TaskResult) -> TaskResult:
    """The task by its visible checks. Where others are, notes and data may be theirs: left out."""
    shown = [check for check in task.checks if check.visibility is Visibility.VISIBLE]
    checks = tuple(_check(check, f"{task.task} {n}") for n, check in enumerate(shown, start=1))
    if not _is_partial(task):
        data = {key: task.data[key] for key in SHOWN_DATA if key in task.data}
        return replace(task, checks=checks, output="", data=data)
    return replace(
        task,
        score=add_up([check.score for check in shown]) if shown else None,
        points=add_up([check.points for check in shown]) if shown else task.points,
        checks=checks,
        notes=tuple(_later(task)),
        output="",
        data={},
        seconds=0.0,  # how long it took could tell how a check ended
    )


def _later(task: TaskResult) -> list[str]:
    """How many checks come later, and when."""
    counts = Counter(check.visibility for check in task.checks)
    further = "further " if counts[Visibility.VISIBLE] else ""
    return [
        f"{counts[when]} {further}{'check is' if counts[when] == 1 else 'checks are'} {words}."
        for when, words in WHEN.items()
        if counts[when]
    ]


def message_for_students(check: CheckResult) -> str:
    """What a check says to its student, without what the student's code chose to say."""
    said = check.message.removesuffix(check.diagnosis).rstrip()
    told = OURS if check.status is Status.BROKEN else _in_our_words(said, check)
    return " ".join(part for part in (told, check.diagnosis) if part)


def _check(check: CheckResult, name: str) -> CheckResult:
    return replace(
        check,
        check=name,
        message=message_for_students(check),
        mistakes=(),
        call="",
        fault="",
    )


def _in_our_words(said: str, check: CheckResult) -> str:
    """The message without what the student's code chose to say."""
    cases = _CASES.search(said)
    sentence = said[: cases.start()] if cases else said
    return _without_quotations(sentence, check) + (cases[0] if cases else "")


def _without_quotations(said: str, check: CheckResult) -> str:
    if check.status is Status.UNFINISHED:
        return _open(said, check.call)
    if check.status is Status.FORBIDDEN:
        found = _FORBIDDEN.fullmatch(said)
        return f"{found['what']} {NOT_ALLOWED}{found['place'] or ''}." if found else UNKNOWN
    if check.status is Status.CRASHED:
        return _crash(said)
    if found := _OTHER.fullmatch(said):
        return f"{found['before']}{_exception(found['name'])} was raised."
    if found := _KIND.fullmatch(said):
        return f"{found['before']}{_kind(found['name'])}."
    return said


def _open(said: str, call: str) -> str:
    """What is still to do, by the name of what was called."""
    if found := _NEEDS.fullmatch(said):
        return f"{found['what']} needs something else ({found['file']}), which is still to do."
    if _NOT_THERE.fullmatch(said):
        return said
    name = _CALLED.match(call)
    return f"`{name[0]}` is still to do." if name else "This is still to do."


def _crash(said: str) -> str:
    if found := _RAISED.fullmatch(said):
        return f"{found['what']} raised {_exception(found['name'])}{found['place'] or ''}."
    if found := _EXITED.fullmatch(said):
        return f"{found['what']} asked Python to exit{found['place'] or ''}."
    return said if _NOT_PYTHON.fullmatch(said) or _ENDED.fullmatch(said) else UNKNOWN


def _exception(name: str) -> str:
    """The name of an exception that Python has; others may be made up."""
    kind = getattr(builtins, name, None)
    is_known = isinstance(kind, type) and issubclass(kind, BaseException)
    return name if is_known or name == "nothing" else "an exception"


def _kind(words: str) -> str:
    """What an answer is, if Python has a word for it; other names may be made up."""
    name = words.removeprefix("an ").removeprefix("a ")
    is_known = words in _KINDS or isinstance(getattr(builtins, name, None), type)
    return words if is_known else "something else"
