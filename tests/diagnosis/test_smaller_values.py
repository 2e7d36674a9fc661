"""Tests that shorter lists and texts are few, and smaller in each step."""

from __future__ import annotations

from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.shrinking import smaller
from autograder.diagnosis.sizes import size


def arguments(*args: object) -> list[tuple[object, ...]]:
    return [each.args for each in smaller(RecordedCall("f", args, {}))]


def test_lists_and_texts_lose_their_ends_and_beginnings():
    assert arguments("abcd") == [("a",), ("d",), ("ab",), ("cd",), ("abc",), ("bcd",)]
    assert ([5],) in arguments([4, 5])
    assert ([4, 0],) in arguments([4, 5])


def test_lists_of_one_length_lose_together():
    assert ([1], ["x"]) in arguments([1, 2], ["x", "y"])


def test_lists_within_lists_become_shorter_all_at_once_and_one_by_one():
    found = arguments([[1, 1, 1], [1, 1, 1]])

    assert ([[1], [1]],) in found
    assert ([[1], [1, 1, 1]],) in found


def test_of_a_long_list_and_a_large_number_there_are_few():
    found = arguments([10**12] * 1000, 10**12)

    assert len(found) < 40
    assert all(size(RecordedCall("f", each, {})) <= 1001 for each in found)


def test_nothing_is_smaller_than_nothing():
    assert not arguments([0])
    assert not arguments("a", [])
