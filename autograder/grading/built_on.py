"""Says of a task that fails which other task's file, not right yet, it is built on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from autograder.results import Status, TaskResult, Visibility
from autograder.submission.taken_names import imported
from autograder.text.legible import quoted

FAILED = (Status.WRONG, Status.CRASHED)


@dataclass(frozen=True)
class OfFile:
    """A task's result, and the name of its file."""

    file: str
    result: TaskResult


def with_notes(graded: Sequence[OfFile], files: Mapping[str, bytes]) -> Iterator[TaskResult]:
    """The results, each with a note where a file that it imports has checks that fail as well.

    Only checks that students see at once count, or the note would tell of others. `files` are those
    handed in.
    """
    failing = [each for each in graded if _fails(each.result)]
    for each in graded:
        others = [other for other in failing if other is not each] if each in failing else []
        # Files are searched only where a note could come of it.
        names = imported({each.file: files.get(each.file, b"")}) if others else ()
        below = next((other for other in others if other.file.removesuffix(".py") in names), None)
        if below is None:
            yield each.result
            continue
        note = (
            f"{quoted(each.file)} imports {quoted(below.file)}, which is not right yet. Mend "
            f"{below.result.task} first: its mistakes may be what shows here."
        )
        yield replace(each.result, notes=(*each.result.notes, note))


def _fails(result: TaskResult) -> bool:
    return any(
        check.status in FAILED and check.visibility is Visibility.VISIBLE for check in result.checks
    )
