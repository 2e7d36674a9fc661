"""The exception tree: each type says whose fault a failure is, so that nobody else pays for it."""

from __future__ import annotations

from autograder.results import Status


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


class CheckFailed(AutograderError):
    """An answer is not what it should be. The message is for the student.

    `share` is the part of the case's points that it earns all the same.
    """

    status = Status.WRONG

    def __init__(self, message: str, *, share: float = 0.0) -> None:
        super().__init__(message)
        self.share = share


class StudentError(AutograderError):
    """The student's code did not answer. The message is for the student."""

    status = Status.CRASHED


class StudentRaised(StudentError):
    """The student's code raised an exception.

    `type_names` are the names of the exception's class and of its bases, nearest first.
    """

    def __init__(self, message: str, *, type_names: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.type_names = type_names


class StudentExited(StudentError):
    """The student's code asked Python to exit."""


class StudentNotLoaded(StudentError):
    """The student's module can't be imported, so that nothing in it can be asked."""


class StudentUnfinished(StudentRaised):
    """A stub was reached that is still to be written, or something was not handed in."""

    status = Status.UNFINISHED


class StudentForbidden(StudentRaised):
    """The student's code ran an operation that the task does not allow."""

    status = Status.FORBIDDEN


class StudentDied(StudentError):
    """The student's process ended instead of answering."""


class StudentTimeout(StudentError):
    """The student's code used up its time."""

    status = Status.TIMED_OUT


class AnswerRefused(StudentError):
    """The student's process sent something that is no answer in our protocol."""

    status = Status.REFUSED
