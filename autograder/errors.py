"""The exceptions: each type says whose fault a failure is, so that it costs nobody else points.

An exception about a student's code has two sentences, made at the same place: a message for staff,
and `told` for students. The message may quote the student's code, which has seen hidden inputs. So
if there is no `told`, students read the class's general sentence, `untold`.
"""

from __future__ import annotations

from autograder.results import Place, Status


class AutograderError(Exception):
    """A failure with a known owner. Its message is a full sentence for that owner."""


class CourseError(AutograderError):
    """The course is at fault. The message names the file, the line if there is one, and what to
    change.
    """


class CheckAtFault(CourseError):
    """A check asks or gives what no code can be asked or given. On the solution, this makes it
    broken, with its file and line in front of the message, and all others are graded.
    """


class ForbidsNothing(CourseError):
    """A forbidden pattern matches no operator and no function."""

    def __init__(self, pattern: str) -> None:
        super().__init__(f"the forbidden pattern {pattern!r} matches nothing in torch; correct it.")
        self.pattern = pattern


class CommandMisused(AutograderError):
    """A command can't do what it was asked. The message says what to change. Nothing was done."""


class SubmissionRefused(AutograderError):
    """The submission can't be graded at all. The message is for the student."""


class SandboxError(AutograderError):
    """Our sandbox failed. It costs nobody points."""


class Ours(str):
    """A sentence that contains nothing that a submission can choose, so students may read it."""

    __slots__ = ()


class CheckFailed(AutograderError):
    """An answer is not what it should be. The message is for staff, `told` for the student.

    `share` is the part of the case's points, from 0 to 1, that the answer still earns.
    """

    status = Status.WRONG
    untold = "The answer is not what it should be."

    def __init__(self, message: str, *, told: str = "", share: float = 0.0) -> None:
        super().__init__(message)
        self.told = told or (message if isinstance(message, Ours) else "")
        self.share = share


class StudentError(AutograderError):
    """The student's code did not answer. The message is for staff, `told` for the student.

    `place` is the line of the student's code where it failed, if known.
    """

    status = Status.CRASHED
    untold = "The code did not answer."

    def __init__(self, message: str, *, told: str = "", place: Place | None = None) -> None:
        super().__init__(message)
        self.told = told or (message if isinstance(message, Ours) else "")
        self.place = place


class StudentRaised(StudentError):
    """The student's code raised an exception.

    `type_names` are the names of the exception's class and its bases, in method resolution order.
    `text` is the exception's own text, which the student's code chooses. It `is_own` if a `raise`
    or `assert` of the student's code was reached, and not one of a library's. It `was_demanded` if
    a check has asked for it, and taken it for right.
    """

    def __init__(
        self,
        message: str,
        *,
        told: str = "",
        place: Place | None = None,
        type_names: tuple[str, ...] = (),
        text: str = "",
        is_own: bool = False,
    ) -> None:
        super().__init__(message, told=told, place=place)
        self.type_names, self.text, self.is_own = type_names, text, is_own
        self.was_demanded = False


class StudentExited(StudentError):
    """The student's code asked Python to exit."""


class StudentNotLoaded(StudentError):
    """The student's module can't be imported, so nothing in it can be called."""


class StudentUnfinished(StudentRaised):
    """A call reached a stub that is still to be written, or something was not submitted."""

    status = Status.UNFINISHED
    untold = "This is still to do."


class StudentLacks(StudentUnfinished, AttributeError):
    """An object of the student's has no member of this name. For `hasattr`, it has not."""


class StudentForbidden(StudentRaised):
    """The student's code ran an operation that the task does not allow."""

    status = Status.FORBIDDEN
    untold = "The code ran an operation that this task does not allow."


class StudentDied(StudentError):
    """The student's process ended instead of answering."""


class StudentOutOfMemory(StudentError):
    """The student's code used more memory than it may. Its process may still be running."""


class StudentTimeout(StudentError):
    """The student's code used up its time."""

    status = Status.TIMED_OUT
    untold = "The code used up its time."


class AnswerRefused(StudentError):
    """The student's process sent bytes that are not a valid message."""

    status = Status.REFUSED
    untold = "What came back is not an answer in the grader's protocol."
