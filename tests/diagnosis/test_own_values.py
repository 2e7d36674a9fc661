"""Small calls about lists of whole numbers and texts: shown are values of ours, never a check's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.diagnosis import contrast, own_values, shrinking
from autograder.diagnosis.asking import MAX_CALLS, Asking
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer, of_student
from autograder.errors import StudentRaised

SOLUTION = """
def encode(text):
    return [ord(character) for character in text]


def decode(ids):
    return "".join(chr(97 + each) for each in ids)


def padded(rows, size):
    return [(row + [0] * size)[:size] for row in rows]


def both(ids, words):
    if len(ids) != len(words):
        raise ValueError("as many")
    return [number + len(word) for number, word in zip(ids, words)]


def scaled(ids, rate):
    return [number * rate for number in ids]


def summed(tensors, step):
    return [tensor * step for tensor in tensors]


def known(text):
    return [{"secret": 1, "hidden!": 2}[text]]
"""
SECRET = ("secret", "Geheimnis", "4711", "815")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "listing.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text("")
    return Catalogue(tmp_path / "listing.py", tmp_path / "mistakes.py")


@pytest.fixture
def oracle(catalogue: Catalogue) -> Iterator[Oracle]:
    replayer = Replayer()
    yield Oracle(catalogue, replayer)
    replayer.close()


@pytest.fixture
def said(catalogue: Catalogue, oracle: Oracle) -> Callable[..., str]:
    """What is said of a student's function that a check asked one call."""

    def said(student: Callable[..., Any], *args: Any, function: str) -> str:
        asked = 0

        def made(call: RecordedCall) -> RecordedCall:
            try:
                return replace(call, answer=student(*call.args))
            except TypeError as error:
                return replace(call, error=StudentRaised(str(error), type_names=("TypeError",)))

        def ask(call: RecordedCall) -> CallOutcome | None:
            nonlocal asked
            asked += 1
            assert asked <= MAX_CALLS
            return of_student(made(call))

        call = made(RecordedCall(function, args, {}))
        case = CaseEvidence([call], is_passed=False, is_diagnosable=True)
        (group,) = gather([case], oracle)
        asking = Asking(ask, oracle)
        words = contrast.sentence(group, catalogue, lambda each: shrinking.shrunk(each, asking))
        assert not any(secret in words for secret in SECRET), words
        return words

    return said


@pytest.mark.parametrize(
    ("function", "student", "args", "call"),
    [
        ("encode", lambda text: [ord(c) + 1 for c in text], ("Geheimnis",), "encode('a')"),
        ("decode", lambda ids: "".join(chr(65 + i) for i in ids), ([4711, 815],), "decode([0])"),
        ("padded", lambda rows, size: [[7, *row] for row in rows], ([[4711] * 3] * 4, 5), "[[0]]"),
        (
            "both",
            lambda ids, words: [0] * len(ids),
            ([4711, 815], ["secret"] * 2),
            "both([0], ['a'",
        ),
        (
            "scaled",
            lambda ids, rate: [i + 9 for i in ids],
            ([4711, 3, 815], 0.3),
            "scaled([0], ",
        ),
        (
            "summed",
            lambda tensors, step: [-tensor for tensor in tensors],
            ([torch.ones(3, 2)] * 3, 4),
            "summed([float32 (1, 1)], 0)",
        ),
    ],
)
def test_the_smallest_call_has_values_of_ours(said, function, student, args, call):
    assert call in said(student, *args, function=function)


def test_an_error_that_needs_two_entries_keeps_two(said):
    words = said(lambda text: [ord(c) for c in text][::-1], "Geheimnis", function="encode")

    assert "`encode('ab')`" in words


def test_a_mistake_at_the_end_is_found_there(said):
    def forgets_the_last(ids):
        return "".join(chr(97 + each) for each in ids[:-1])

    assert "`decode([" in said(forgets_the_last, [4711] * 40, function="decode")


def test_a_call_that_ends_in_an_exception_becomes_small_too(said):
    assert "exception is `decode([0])`" in said(
        lambda ids: ids["no"], [4711, 815], function="decode"
    )


def test_what_goes_wrong_with_the_checks_own_values_alone_is_not_shown(said):
    words = said(lambda text: [5, 5], "secret", function="known")

    assert "`known(text of 6 characters)`" in words
    assert "first" not in words


def test_nothing_of_ours_depends_on_the_checks_values():
    def call(*args: object) -> RecordedCall:
        return RecordedCall("f", args, {"more": ["a"]})

    first = call([4711, [815, True]], "secret", ("Geheimnis", 3), [torch.ones(2)])
    other = call([1, [2, False]], "hidden", ("Gedaechtn", 3), [torch.ones(2)])

    assert list(map(str, own_values.with_own_values(first))) == list(
        map(str, own_values.with_own_values(other))
    )
    assert str(own_values.with_hidden_values(first)) == str(own_values.with_hidden_values(other))
    assert own_values.hides(own_values.with_hidden_values(first))


def test_paths_of_files_and_settings_stay():
    call = RecordedCall("f", ("a.png", (3, 3), None, [torch.ones(2)]), {}, files={"a.png": b""})

    assert not own_values.has_values(call)


@pytest.mark.parametrize("answer", [[4711, 815], ([4711, 815], 1), [1, 4711, 815], [4711, 815, 3]])
def test_a_list_that_a_submission_may_have_chosen_is_not_counted(oracle, catalogue, answer):
    def wrong(function: str, args: tuple[Any, ...], result: object) -> RecordedCall:
        return RecordedCall(function, args, {}, result)

    chosen = wrong("encode", ("secret",), answer)
    given = wrong("decode", ([4711, 815],), "no")
    case = CaseEvidence([chosen, given], is_passed=False, is_diagnosable=True)
    groups = {group.function: group for group in gather([case], oracle)}

    said = contrast.sentence(
        groups["decode"], catalogue, lambda each: each, None, [groups["encode"]]
    )

    assert "smallest" not in said


def test_texts_that_differ_stay_two_and_equal_ones_one():
    call = RecordedCall("distance", ("kitten", "mitten", "kitten"), {})

    for ours in own_values.with_own_values(call):
        one, other, again = ours.args
        assert one == again != other
        assert not {one, other} & {"kitten", "mitten"}


@pytest.mark.parametrize(
    "hidden",
    [
        ("p", "q", "r", "s", "t", "p"),
        ("ab", "cd", "ef", "gh", "ij", "ab"),
        ("kitten", "sitting", "kitten", "mitten", "bitten", "smitten"),
    ],
)
@pytest.mark.parametrize("is_list", [False, True])
def test_as_many_texts_differ_as_hidden_ones_do(hidden, is_list):
    args = (list(hidden),) if is_list else hidden

    for ours in own_values.with_own_values(RecordedCall("f", args, {})):
        texts = ours.args[0] if is_list else ours.args
        pairs = set(zip(hidden, texts, strict=True))
        assert len(pairs) == len(set(hidden)) == len(set(texts))


def test_so_many_short_texts_that_there_are_not_enough_of_ours():
    hidden = tuple(map(chr, range(200, 300)))

    for ours in own_values.with_own_values(RecordedCall("f", hidden, {})):
        assert [len(each) for each in ours.args] == [1] * 100
        assert len(set(ours.args)) >= 26
