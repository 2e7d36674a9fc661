"""Tests the bytes of a recording: they lose nothing, and a stranger's bytes do no harm."""

from __future__ import annotations

import zlib

import msgspec
import numpy as np
import pytest

from autograder.errors import Ours, StudentTimeout
from autograder.grading.came_of_it import CameOfIt, TaskRun
from autograder.grading.recorder import Recorder
from autograder.grading.recording import (
    MAGIC,
    MAX_BYTES,
    MAX_TASK_BYTES,
    Case,
    Exchange,
    Failure,
    Recording,
    RecordingUnreadable,
    TaskRecording,
    arrays_of,
    decoded,
    encoded,
    opened,
)
from autograder.grading.request_keys import key_of
from autograder.results import Place, Status
from autograder.sandbox.inside import messages
from autograder.sandbox.inside.packing import pack
from autograder.scoring import CaseOutcome

OUTCOME = CaseOutcome(
    "test_a", "A title.", 2.0, Status.WRONG, message="No.", place=Place("a.py", 3), share=0.5
)
RAN = TaskRun([OUTCOME], [], [], {})
NUMBERS = np.arange(6, dtype=np.float32)
ARRAY = messages.Array("float32", [2, 3])


def recording(*exchanges: Exchange, arrays: list[bytes]) -> Recording:
    case = Case("test_a[1]", 7, list(exchanges), OUTCOME, ["note"], {"accuracy": 0.5}, "printed")
    task = TaskRecording("shares", {"torch": "2"}, {"engine": "e"}, [case], arrays=arrays)
    return Recording("counting", "ada", [task], {"shares.py": b"x = 1"})


WHOLE = recording(
    Exchange(b"1", messages.Returned(ARRAY, ["numbers"]), [0], 0.25),
    Exchange(b"2", messages.Raised(["ValueError", "Exception"], "no", [], kind="error")),
    Exchange(b"3", Failure("StudentTimeout", "Too late, said it.", "Too late."), alive=False),
    Exchange(b"4", messages.Returned(messages.Items([ARRAY, 3, ARRAY], True)), [0, 0]),
    arrays=[NUMBERS.tobytes()],
)


def test_a_recording_comes_back_as_it_was():
    assert decoded(encoded(WHOLE)) == WHOLE


def test_a_sentence_of_ours_is_a_text_like_any_other():
    case = msgspec.structs.replace(WHOLE.tasks[0].cases[0], notes=[Ours("note")])
    task = msgspec.structs.replace(WHOLE.tasks[0], cases=[case])

    assert decoded(encoded(msgspec.structs.replace(WHOLE, tasks=[task]))) == WHOLE


def test_a_failure_is_the_exception_that_it_was():
    error = Failure("StudentTimeout", "Too late, said it.", "Too late.").error()

    assert type(error) is StudentTimeout
    assert (str(error), error.told) == ("Too late, said it.", "Too late.")


def test_arrays_may_be_written_into():
    exchange = WHOLE.tasks[0].cases[0].exchanges[0]

    arrays_of(exchange, WHOLE.tasks[0])[0][:] = 0

    again = arrays_of(exchange, WHOLE.tasks[0])[0].view(np.float32)
    assert again.tolist() == NUMBERS.tolist()


BOMB = zlib.compressobj()
REFUSED = {
    "nothing": b"",
    "another file": b"PK\x03\x04",
    "another version": encoded(WHOLE).replace(b"recording 1", b"recording 2"),
    "cut": encoded(WHOLE)[:-3],
    "more behind it": encoded(WHOLE) + b"more",
    "no MessagePack": MAGIC + zlib.compress(b"\xc1"),
    "another schema": MAGIC + zlib.compress(msgspec.msgpack.encode({"assignment": 3})),
    "an unknown field": MAGIC
    + zlib.compress(msgspec.msgpack.encode({"assignment": "a", "submission": "b", "more": 1})),
    "deeply nested": MAGIC + zlib.compress(b"\x91" * 1_000_000),
    "a bomb": MAGIC
    + b"".join(BOMB.compress(bytes(1 << 20)) for _ in range((MAX_BYTES >> 20) + 1))
    + BOMB.flush(),
    "no such array": encoded(
        recording(Exchange(b"1", messages.Returned(ARRAY), [1]), arrays=[NUMBERS.tobytes()])
    ),
    "a place before the first": encoded(
        recording(Exchange(b"1", messages.Returned(ARRAY), [-1]), arrays=[NUMBERS.tobytes()])
    ),
    "an array too short": encoded(
        recording(Exchange(b"1", messages.Returned(ARRAY), [0]), arrays=[bytes(23)])
    ),
    "an array too many": encoded(
        recording(Exchange(b"1", messages.Returned(3), [0]), arrays=[bytes(24)])
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_recording_is_refused(name):
    with pytest.raises(RecordingUnreadable):
        decoded(REFUSED[name])

    assert opened(REFUSED[name]) == Recording("", "")


def test_a_task_that_answers_too_much_is_not_recorded():
    recorder, many = Recorder(), np.zeros(MAX_TASK_BYTES // 4, np.uint8)
    recorder.begin("test_a", 1)
    for number in range(5):
        recorder.add(Exchange(b"1", messages.Returned()), [many + np.uint8(number)])
    recorder.end(OUTCOME, CameOfIt("", [], {}))

    assert (
        recorder.recording("shares", RAN, conditions={}, judged_by={}, each_judged_by={}, output="")
        is None
    )


def test_a_task_of_long_texts_is_not_recorded():
    recorder = Recorder()
    recorder.begin("test_a", 1)
    for number in range(80):
        recorder.add(Exchange(b"1", messages.Raised(["ValueError"], f"{number}" * (1 << 19))), [])
    recorder.end(OUTCOME, CameOfIt("", [], {}))

    assert (
        recorder.recording("shares", RAN, conditions={}, judged_by={}, each_judged_by={}, output="")
        is None
    )


def test_equal_arrays_are_kept_once():
    recorder = Recorder()
    recorder.begin("test_a", 1)
    for _ in range(3):
        recorder.add(Exchange(b"1", messages.Returned(ARRAY)), [NUMBERS.view(np.uint8)])
    recorder.end(OUTCOME, CameOfIt("", [], {}))

    made = recorder.recording(
        "shares", RAN, conditions={}, judged_by={}, each_judged_by={}, output=""
    )

    assert made is not None
    assert made.arrays == [NUMBERS.tobytes()]
    assert [each.arrays for each in made.cases[0].exchanges] == [[0]] * 3


def test_changed_bytes_are_refused_or_read():
    plain = zlib.decompress(encoded(WHOLE)[len(MAGIC) :])
    chance = np.random.default_rng(3)
    refused = 0
    for _ in range(3000):
        changed = bytearray(plain)
        for place in chance.integers(len(changed), size=chance.integers(1, 5)):
            changed[place] = chance.integers(256)
        try:
            decoded(MAGIC + zlib.compress(bytes(changed)))
        except RecordingUnreadable:
            refused += 1

    assert 0 < refused < 3000


def test_a_request_is_known_by_all_that_its_answer_depends_on():
    def key(*args: object, seeded: bool = True, **more: object) -> bytes:
        body: list[messages.Bytes] = []
        packed = pack(args, body, str)  # type: ignore[arg-type]  # nothing is kept
        request = messages.Call("f", packed, messages.Table({}), **more)  # type: ignore[arg-type]
        return key_of(request, body, seeded=seeded)

    numbers = np.arange(4.0)
    same = key(numbers, 2)

    assert key(numbers.copy(), 2) == same
    assert key(numbers, 2, forget=[1, 2]) == same
    others = [
        key(numbers + 1e-12, 2),
        key(numbers.astype(np.float32), 2),
        key(numbers.reshape(2, 2), 2),
        key(numbers, 3),
        key(numbers, 2.0),
        key(numbers, 2, seed=5),
        key(numbers, 2, how=messages.CallOptions(inference=True)),
    ]
    assert len({same, *others}) == len(others) + 1
    assert key(numbers, 2, seed=5, seeded=False) == same
