"""The exception tree: each type says whose fault a failure is, so that nobody else pays for it.

A failure has two sentences, made in the same place: `message` for staff, `told` for students. The
message may quote the student's code, and so the hidden inputs that the code was given. Without a
sentence of their own, students read `untold`, a general one.
"""

from __future__ import annotations

from autograder.results import Place, Status


class AutograderError(Exception):
    """A failure with a known owner. Its message is a full sentence for that owner."""


class CourseError(AutograderError):
    """The course is at fault: says the file, the line where there is one, and what to change."""


class ForbidsNothing(CourseError):
    """A forbidden pattern matches nothing that there is."""

    def __init__(self, pattern: str) -> None:
        super().__init__(f"the forbidden pattern {pattern!r} matches nothing in torch; mend it.")
        self.pattern = pattern


class CommandMisused(AutograderError):
    """A command can't do what it was given: says what to change. Nothing was done."""


class SubmissionRefused(AutograderError):
    """What was handed in can't be graded at all. The message is for the student."""


class SandboxError(AutograderError):
    """Our sandbox failed. Nobody's points depend on it."""


class Ours(str):
    """A sentence that was put together, but of nothing that a submission can choose."""

    __slots__ = ()


class CheckFailed(AutograderError):
    """An answer is not what it should be. The message is for staff, `told` for the student.

    `share` is the part of the case's points that it earns all the same.
    """

    status = Status.WRONG
    untold = "The answer is not what it should be."

    def __init__(self, message: str, *, told: str = "", share: float = 0.0) -> None:
        super().__init__(message)
        self.told = told or (message if isinstance(message, Ours) else "")
        self.share = share


class StudentError(AutograderError):
    """The student's code did not answer. The message is for staff, `told` for the student.

    `place` is the line of the student's where it ended, if there is such a line.
    """

    status = Status.CRASHED
    untold = "The code did not answer."

    def __init__(self, message: str, *, told: str = "", place: Place | None = None) -> None:
        super().__init__(message)
        self.told = told or (message if isinstance(message, Ours) else "")
        self.place = place


class StudentRaised(StudentError):
    """The student's code raised an exception.

    `type_names` are the names of the exception's class and of its bases, nearest first; `text` is
    what it says, in the student's words.
    """

    def __init__(
        self,
        message: str,
        *,
        told: str = "",
        place: Place | None = None,
        type_names: tuple[str, ...] = (),
        text: str = "",
    ) -> None:
        super().__init__(message, told=told, place=place)
        self.type_names, self.text = type_names, text


class StudentExited(StudentError):
    """The student's code asked Python to exit."""


class StudentNotLoaded(StudentError):
    """The student's module can't be imported, so that nothing in it can be asked."""


class StudentUnfinished(StudentRaised):
    """A stub was reached that is still to be written, or something was not handed in."""

    status = Status.UNFINISHED
    untold = "This is still to do."


class StudentForbidden(StudentRaised):
    """The student's code ran an operation that the task does not allow."""

    status = Status.FORBIDDEN
    untold = "The code ran an operation that this task does not allow."


class StudentDied(StudentError):
    """The student's process ended instead of answering."""


class StudentOutOfMemory(StudentError):
    """The student's code used more memory than it may. Its process may live on, or be gone."""


class StudentTimeout(StudentError):
    """The student's code used up its time."""

    status = Status.TIMED_OUT
    untold = "The code used up its time."


class AnswerRefused(StudentError):
    """The student's process sent something that is no answer in our protocol."""

    status = Status.REFUSED
    untold = "What came back is not an answer in the grader's protocol."
