"""A report as Markdown: for the summary of a job, and for the one comment of a pull request.

It is made of a report as students may see it: first the progress table, then what to fix first,
then the rest, folded. Nothing that a student wrote becomes markup: see `markup.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from autograder.exporters import curves
from autograder.exporters.for_students import is_partial
from autograder.exporters.markup import code, plain, prose
from autograder.exporters.wording import LOOKS, of_all, points_of, total_of
from autograder.results import CheckResult, Report, Status, TaskResult
from autograder.scoring import diagnoses_of

MAX_SUMMARY = 1_000_000  # bytes; GitHub's limit is 1 MiB
MAX_COMMENT = 60_000  # GitHub's is 65,536 characters
BAR = 12
CUT = "\n*There is more; it is in the file `result.json`.*\n"


def summary(report: Report) -> str:
    """The whole report, for the page of a job."""
    return _within(MAX_SUMMARY, [*_beginning(report), *_rest(report)])


def comment(report: Report, *, details: str = "") -> str:
    """The progress table and what to fix first. `details` is the address of the rest, or empty."""
    more = f"\n[Everything that was found]({details})\n" if details else ""
    return _within(MAX_COMMENT, [*_beginning(report), more])


def headline(report: Report) -> str:
    """One plain line: 'The layers by hand: 17.5 of 20 points, 6 more by a person'."""
    if report.refused is not None:
        return f"{report.called}: not graded"
    so_far = " so far" if is_partial(report) else ""
    return f"{report.called}: {total_of(report, ' points')}{so_far}"


def is_done(report: Report) -> bool:
    """Whether every check that is shown passes."""
    checks = [check for task in report.tasks for check in task.checks]
    return report.refused is None and not any(check.status.costs_points for check in checks)


def _beginning(report: Report) -> Iterator[str]:
    yield f"## {plain(headline(report))}\n"
    if report.refused is not None:
        yield f"\n{prose(report.refused)}\n\nMend this and push again: nothing is lost.\n"
        return
    yield _progress_table(report.tasks)
    for note in [*report.notes, *_later(report)]:
        yield f"\n{prose(note)}\n"
    yield from _first(report)


def _later(report: Report) -> Iterator[str]:
    """What is still to come of tasks that are shown in part."""
    if is_partial(report):
        for task in report.tasks:
            if task.checks:
                yield from (f"`{task.task}`: {note}" for note in task.notes)


def _progress_table(tasks: Sequence[TaskResult]) -> str:
    rows = ["", "| task | | points | |", "|---|---|--:|---|"]
    for task in tasks:
        points = points_of(task.score, task.points) + (" (bonus)" if task.bonus else "")
        cells = (code(task.task), _bar(task), points, _state(task))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _bar(task: TaskResult) -> str:
    """`████████░░░░`: the share of the points; full only if nothing is missing."""
    if task.score is None or not task.points:
        return ""
    share = task.score / task.points
    filled = BAR if share >= 1 else min(BAR - 1, round(BAR * share))
    return f"`{'█' * filled}{'░' * (BAR - filled)}`"


def _state(task: TaskResult) -> str:
    failed = [check for check in task.checks if check.status.costs_points]
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
    """The first task with something wrong; if there is none, the first with something to do."""
    for heading, is_meant in (("Fix first", _is_wrong), ("Next", _is_open)):
        for task in report.tasks:
            found = [check for check in task.checks if is_meant(check)]
            if found:
                yield f"\n### {heading}: {code(task.task)}\n"
                first = next(iter(diagnoses_of(found)), "")
                found.sort(key=lambda check: check.diagnosis != first)
                yield from _diagnosis(first)
                yield from _failures(found[:1])
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
        strip = "".join(LOOKS[check.status].square for check in task.checks)
        yield f"\n### {code(task.task)}\n\n{strip}\n"
        yield from curves.pictures(task.data)
        for note in task.notes:
            yield f"\n{prose(note)}\n"
        failed = [check for check in task.checks if check.status is not Status.PASSED]
        for diagnosis in dict.fromkeys((*diagnoses_of(failed), *(c.diagnosis for c in failed))):
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
    """A line for each check; a message that several share is written once."""
    for message, those in groupby(checks, key=lambda check: check.message):
        lines, alike = [], list(those)
        for check in alike:
            lost = check.points - check.score
            said = f"{lost:.2g}"
            unit = "point" if said == "1" else "points"
            cost = f", −{said} {unit}" if lost and check.status is not Status.BROKEN else ""
            look = LOOKS[check.status]
            lines.append(f"- {look.square} **{prose(check.title)}** ({look.words}{cost})")
        yield "\n" + "\n".join(lines) + "\n"
        if message:
            yield f"\n  {prose(of_all(message, len(alike)))}\n"


def _diagnosis(diagnosis: str) -> Iterator[str]:
    if diagnosis:
        yield f"\n> {prose(diagnosis)}\n"


def _alike(found: Sequence[CheckResult]) -> Iterator[str]:
    """How many more checks fail for the reason of the first."""
    first, *others = found
    if count := sum(bool(each.diagnosis) and each.diagnosis == first.diagnosis for each in others):
        fail = "further check fails" if count == 1 else "further checks fail"
        yield f"\n{count} {fail} for the same reason.\n"


def _folded(title: str, lines: Iterable[str]) -> str:
    inside = "\n".join(lines)
    return f"\n<details><summary>{plain(title)}</summary>\n\n{inside}\n\n</details>\n"


def _is_wrong(check: CheckResult) -> bool:
    return check.status.costs_points and check.status is not Status.UNFINISHED


def _is_open(check: CheckResult) -> bool:
    return check.status is Status.UNFINISHED


def _within(limit: int, blocks: Iterable[str]) -> str:
    """As many blocks as fit into `limit` bytes, each whole, so that no markup stays open."""
    written: list[str] = []
    remaining = limit - len(CUT.encode())
    for block in blocks:
        size = len(block.encode("utf-8", "replace"))
        if size > remaining:
            return "".join([*written, CUT])
        written.append(block)
        remaining -= size
    return "".join(written)
