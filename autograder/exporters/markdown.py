"""A report as Markdown: for the summary of a job, and for the one comment of a pull request.

Made of a report as students may see it. The road comes first, then what to fix first, then the
rest, folded. Nothing that a student wrote becomes markup: see `markup.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from autograder.exporters import curves
from autograder.exporters.for_students import is_partial
from autograder.exporters.markup import code, plain, prose
from autograder.results import CheckResult, Report, Status, TaskResult

MAX_SUMMARY = 1_000_000  # bytes; GitHub's limit is 1 MiB
MAX_COMMENT = 60_000  # GitHub's is 65,536 characters
BAR = 12
CUT = "\n*There is more; it is in the file `result.json`.*\n"

MARKS = {
    Status.PASSED: "🟩",
    Status.WRONG: "🟥",
    Status.CRASHED: "🟥",
    Status.TIMED_OUT: "🟥",
    Status.FORBIDDEN: "🟥",
    Status.REFUSED: "🟥",
    Status.UNFINISHED: "⬜",
    Status.BROKEN: "🟪",
}
WORDS = {
    Status.WRONG: "wrong",
    Status.CRASHED: "crashed",
    Status.TIMED_OUT: "timed out",
    Status.FORBIDDEN: "not allowed",
    Status.REFUSED: "no answer",
    Status.UNFINISHED: "still to do",
    Status.BROKEN: "our fault, no points lost",
}
QUIET = (Status.PASSED, Status.BROKEN)


def summary(report: Report) -> str:
    """The whole report, for the page of a job."""
    return _within(MAX_SUMMARY, [*_beginning(report), *_rest(report)])


def comment(report: Report, *, details: str = "") -> str:
    """The road and what to fix first. `details` is the address of all the rest, if there is one."""
    more = f"\n[Everything that was found]({details})\n" if details else ""
    return _within(MAX_COMMENT, [*_beginning(report), more])


def headline(report: Report) -> str:
    """One plain line: 'workbook: 17.5 of 20 points'."""
    if report.refused is not None:
        return f"{report.assignment}: not graded"
    so_far = " so far" if is_partial(report) else ""
    return f"{report.assignment}: {_number(report.score)} of {report.points:g} points{so_far}"


def is_done(report: Report) -> bool:
    """Whether every check that is shown passes."""
    checks = [check for task in report.tasks for check in task.checks]
    return report.refused is None and all(check.status in QUIET for check in checks)


def _beginning(report: Report) -> Iterator[str]:
    yield f"## {plain(headline(report))}\n"
    if report.refused is not None:
        yield f"\n{prose(report.refused)}\n\nMend this and push again: nothing is lost.\n"
        return
    yield _road(report.tasks)
    for note in [*report.notes, *_later(report)]:
        yield f"\n{prose(note)}\n"
    yield from _first(report)


def _later(report: Report) -> Iterator[str]:
    """Of tasks that are shown in part, what is still to come."""
    if is_partial(report):
        for task in report.tasks:
            if task.checks:
                yield from (f"`{task.task}`: {note}" for note in task.notes)


def _road(tasks: Sequence[TaskResult]) -> str:
    rows = ["", "| task | | points | |", "|---|---|--:|---|"]
    for task in tasks:
        cells = (code(task.task), _bar(task), _points(task), _state(task))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _bar(task: TaskResult) -> str:
    """`████████░░░░`: the share of the points; full only if nothing is missing."""
    if task.score is None or not task.points:
        return ""
    share = task.score / task.points
    filled = BAR if share >= 1 else min(BAR - 1, round(BAR * share))
    return f"`{'█' * filled}{'░' * (BAR - filled)}`"


def _points(task: TaskResult) -> str:
    score = "–" if task.score is None else _number(task.score)
    return f"{score} of {task.points:g}"


def _state(task: TaskResult) -> str:
    failed = [check for check in task.checks if check.status not in QUIET]
    if not task.checks:
        if task.missing:
            return f"⬜ read by a person: {prose(task.missing)}"
        later = " ".join(task.notes)
        return f"🔒 {prose(later)}" if later else "👤 read by a person"
    if not failed:
        return "✅ done"
    if all(check.status is Status.UNFINISHED for check in task.checks):
        return "⬜ to do"
    passed = sum(check.status is Status.PASSED for check in task.checks)
    return f"🔶 {passed} of {len(task.checks)} checks pass"


def _first(report: Report) -> Iterator[str]:
    """What is wrong comes before what is still to do; both in the order of the tasks."""
    for heading, is_meant in (("Fix first", _is_wrong), ("Next", _is_open)):
        for task in report.tasks:
            found = [check for check in task.checks if is_meant(check)]
            if found:
                yield f"\n### {heading}: {code(task.task)}\n"
                yield from _failures(found[:1])
                yield from _diagnosis(found[0].diagnosis)
                yield from _alike(found)
                return
    done = "Every check that is shown so far passes." if is_partial(report) else "All checks pass."
    if any(task.checks for task in report.tasks):
        yield f"\n{done}\n"


def _rest(report: Report) -> Iterator[str]:
    """Every task with its checks, folded where nothing is to be done."""
    for task in report.tasks:
        if not task.checks and not task.data:
            continue
        strip = "".join(MARKS[check.status] for check in task.checks)
        yield f"\n### {code(task.task)}\n\n{strip}\n"
        yield from curves.pictures(task.data)
        for note in task.notes:
            yield f"\n{prose(note)}\n"
        failed = [check for check in task.checks if check.status is not Status.PASSED]
        for diagnosis in dict.fromkeys(check.diagnosis for check in failed):
            # Said once, above all the checks that it explains.
            yield from _diagnosis(diagnosis)
            yield from _failures([check for check in failed if check.diagnosis == diagnosis])
        passed = [check for check in task.checks if check.status is Status.PASSED]
        if passed:
            yield _folded(f"{len(passed)} passed", [f"- {prose(check.title)}" for check in passed])
    if any(check.status is Status.CRASHED for task in report.tasks for check in task.checks):
        yield "\n*What an exception said is left out here; run your code yourself to read it.*\n"
    if report.refused is None:
        seconds = f" in {report.seconds:.0f} s" if report.seconds else ""
        yield f"\n*Graded{seconds}, isolation {plain(report.tier)}.*\n"


def _failures(checks: Sequence[CheckResult]) -> Iterator[str]:
    """A line for each check; what several are told in the same words is said once."""
    for message, alike in groupby(checks, key=lambda check: check.message):
        lines = []
        for check in alike:
            lost = check.points - check.score
            cost = f", −{lost:.2g} points" if lost and check.status is not Status.BROKEN else ""
            word = WORDS[check.status]
            lines.append(f"- {MARKS[check.status]} **{prose(check.title)}** ({word}{cost})")
        yield "\n" + "\n".join(lines) + "\n"
        if message:
            yield f"\n  {prose(message)}\n"


def _diagnosis(diagnosis: str) -> Iterator[str]:
    if diagnosis:
        yield f"\n> {prose(diagnosis)}\n"


def _alike(found: Sequence[CheckResult]) -> Iterator[str]:
    """How many more go the way of the first."""
    first, *others = found
    if count := sum(bool(each.diagnosis) and each.diagnosis == first.diagnosis for each in others):
        fail = "further check fails" if count == 1 else "further checks fail"
        yield f"\n{count} {fail} for the same reason.\n"


def _folded(title: str, lines: Iterable[str]) -> str:
    inside = "\n".join(lines)
    return f"\n<details><summary>{plain(title)}</summary>\n\n{inside}\n\n</details>\n"


def _is_wrong(check: CheckResult) -> bool:
    return check.status not in (*QUIET, Status.UNFINISHED)


def _is_open(check: CheckResult) -> bool:
    return check.status is Status.UNFINISHED


def _number(score: float) -> str:
    return f"{score:.4g}"


def _within(limit: int, blocks: Iterable[str]) -> str:
    """The blocks, as many as there is room for: a block is whole, so that no markup stays open."""
    written: list[str] = []
    room = limit - len(CUT.encode())
    for block in blocks:
        size = len(block.encode("utf-8", "replace"))
        if size > room:
            return "".join([*written, CUT])
        written.append(block)
        room -= size
    return "".join(written)
