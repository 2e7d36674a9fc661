"""The recording of one graded submission: what its code was asked, and what came of it.

It is as secret as the hidden checks, since answers tell of hidden inputs. Inputs themselves are not
in it: what was asked is known by the hash of its request. Much of it was chosen by a student's
code, so `decoded` believes nothing: each length is checked before anything is allocated, the schema
is one of closed unions, and nothing is unpickled or evaluated. Not covered: whether an answer is
the one that came; who can change the file can change grades.
"""

from __future__ import annotations

import zlib
from typing import Annotated, Any, Literal

import msgspec
import numpy as np

from autograder import errors
from autograder.errors import StudentError
from autograder.results import Example
from autograder.sandbox.inside import messages, wire
from autograder.scoring import CaseOutcome
from autograder.submission.intake import Submission

MAGIC = b"autograder recording 1\n"
MAX_BYTES = 256 << 20  # of one recording, uncompressed
MAX_TASK_BYTES = 64 << 20  # of one task's replies; what is larger is not recorded
MAX_FILES_BYTES = 4 << 20  # of the submission; a larger one is read again at its path
LEVEL = 3  # higher ones cost more time than they save space
KEY_BYTES = 16

Key = Annotated[bytes, msgspec.Meta(min_length=1, max_length=KEY_BYTES)]
FailureKind = Literal["StudentTimeout", "StudentDied", "StudentOutOfMemory", "AnswerRefused"]
PRINTED: Key = b"printed"
LOADING: Key = b"loading"


class RecordingUnreadable(Exception):
    """The bytes are no recording, of this version or at all."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Failure(_Part, frozen=True, tag="failure"):
    """A call that ended without a reply: the type of the exception, and its two sentences."""

    kind: FailureKind
    message: str
    told: str

    def error(self) -> StudentError:
        """The exception that it was."""
        kinds: dict[str, type[StudentError]] = {
            "StudentTimeout": errors.StudentTimeout,
            "StudentDied": errors.StudentDied,
            "StudentOutOfMemory": errors.StudentOutOfMemory,
            "AnswerRefused": errors.AnswerRefused,
        }
        return kinds[self.kind](self.message, told=self.told)


class Exchange(_Part, frozen=True):
    """A request, by its hash, and what came of it.

    `arrays` are places in the task's `arrays`, in the reply's order; `seconds` the wall time that
    it took; `scratch` the worker's scratch folder, where files were given; `alive` whether the
    worker could be asked again.
    """

    key: Key
    reply: messages.Returned | messages.Raised | Failure
    arrays: list[int] = []
    seconds: float = 0.0
    scratch: str = ""
    alive: bool = True


class Case(_Part, frozen=True):
    """One case of a check: what it asked, in order, and how it was judged when it was recorded.

    `seed` is that of the student's generators. `outcome` is the one after diagnosis; `output` is
    what the code printed meanwhile. `judged_by` names what judged this case alone; '' if that
    can't be told apart from the task's other checks. `said` is a sentence that students read only
    if the course contains it; `looks` are the mistakes that the check itself has named.
    """

    name: str
    seed: int
    exchanges: list[Exchange]
    outcome: CaseOutcome
    notes: list[str] = []
    data: dict[str, Any] = {}
    output: str = ""
    judged_by: str = ""
    said: str | None = None
    looks: list[str] = []


class TaskRecording(_Part, frozen=True):
    """One task of one submission.

    `conditions` are what its answers depend on, beside what was asked: name → value. `judged_by`
    names what judged them. `loading` tells how the module's import failed, if it did. `asked` are
    the calls of the diagnosis. `output` is all that was printed, cut at a limit; `loading_output`
    and `asked_output` are its parts that belong to no case, from the import and the diagnosis. The
    notes are as the report has them, those of a case as its check left them. `work` is what the
    diagnosis took: a regrade leaves as much for the other tasks.
    """

    task: str
    conditions: dict[str, str]
    judged_by: dict[str, str]
    cases: list[Case]
    asked: list[Exchange] = []
    loading: Exchange | None = None
    output: str = ""
    loading_output: str = ""
    asked_output: str = ""
    notes: list[str] = []
    notes_for_staff: list[str] = []
    arrays: list[bytes] = []
    examples: tuple[Example, ...] = ()
    work: int = 0


class Recording(_Part, frozen=True):
    """One submission: its path as it was given, and what was read there.

    `files` are the files that were graded, so that some can be run again when nothing is left at
    the path; None if they are too large to be kept.
    """

    assignment: str
    submission: str
    tasks: list[TaskRecording] = []
    files: dict[str, bytes] | None = None
    notes: list[str] = []
    folder: str = ""

    def of(self, task: str) -> TaskRecording | None:
        """The recording of a task; None if there is none."""
        return next((each for each in self.tasks if each.task == task), None)

    def handed_in(self) -> Submission | None:
        """The submission; None if it has to be read again at its path."""
        if self.files is None:
            return None
        return Submission(self.submission, self.files, tuple(self.notes), self.folder)


def recording_of(submission: Submission, assignment: str, tasks: list[TaskRecording]) -> Recording:
    """The recording of a submission's tasks, with the submission if it is small."""
    files = dict(submission.files)
    is_small = sum(map(len, files.values())) <= MAX_FILES_BYTES
    return Recording(
        assignment,
        submission.name,
        tasks,
        files if is_small else None,
        list(submission.notes),
        submission.folder,
    )


def size_of(exchange: Exchange) -> int:
    """How many bytes an exchange takes, without its arrays."""
    return len(_ENCODER.encode(exchange))


def encoded(recording: Recording) -> bytes:
    """A recording as bytes: MessagePack, compressed. If it is too large, its first tasks only."""
    plain = _ENCODER.encode(recording)
    while len(plain) > MAX_BYTES and recording.tasks:
        recording = msgspec.structs.replace(recording, tasks=recording.tasks[:-1])
        plain = _ENCODER.encode(recording)
    return MAGIC + zlib.compress(plain, LEVEL)


def decoded(data: bytes) -> Recording:
    """Read what `encoded` has written. Raises RecordingUnreadable if it is anything else."""
    if not data.startswith(MAGIC):
        raise RecordingUnreadable("it is no recording of this version")
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(data[len(MAGIC) :], MAX_BYTES)
    except zlib.error as error:
        raise RecordingUnreadable(f"it is damaged ({error})") from None
    if not unpacker.eof or unpacker.unused_data:
        raise RecordingUnreadable("it is incomplete or too large")
    try:
        recording = msgspec.msgpack.decode(plain, type=Recording)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RecordingUnreadable(f"it is damaged ({type(error).__name__})") from None
    for task in recording.tasks:
        _require_arrays(task)
    return recording


def opened(data: bytes | None) -> Recording | None:
    """The recording, if there are bytes of one; one without any task if they can't be read."""
    if data is None:
        return None
    try:
        return decoded(data)
    except RecordingUnreadable:
        return Recording("", "")


def arrays_of(exchange: Exchange, task: TaskRecording) -> list[messages.Bytes]:
    """The bytes of a reply's arrays, copied: a check may write into them."""
    return [np.frombuffer(task.arrays[place], np.uint8).copy() for place in exchange.arrays]


def _as_text(value: object) -> str:
    """A sentence of ours as any other text: the code that judges decides what it is told for."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a {type(value).__name__} is no part of a recording")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_as_text)


def _require_arrays(task: TaskRecording) -> None:
    """Raises RecordingUnreadable unless each reply has the bytes of its arrays."""
    exchanges = [each for case in task.cases for each in case.exchanges] + task.asked
    for exchange in exchanges:
        if isinstance(exchange.reply, Failure):
            continue
        if not all(0 <= place < len(task.arrays) for place in exchange.arrays):
            raise RecordingUnreadable("it lacks numbers")
        there = [len(task.arrays[place]) for place in exchange.arrays]
        if there != [array.nbytes for array in wire.arrays_of(exchange.reply)]:
            raise RecordingUnreadable("its numbers do not fit")
