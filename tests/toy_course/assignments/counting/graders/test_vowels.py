"""Hidden checks of `vowels.count_vowels`."""

from __future__ import annotations

import pytest
import torch

from autograder import expect

OPTIONS = {"letter_y": ("vowel", "consonant")}


@pytest.mark.parametrize(
    ("text", "count"), [("banana", 3), ("queue", 4), ("Odd Even Idea", 6), ("vowel", 2)]
)
def test_vowels_are_counted(student, text, count):
    """Each a, e, i, o and u counts, capital letters too."""
    expect.integer(student.count_vowels(text), count)


def test_letter_y_counts_as_the_course_says(student, options):
    """The letter y is a vowel or a consonant, as the course says."""
    wanted = 6 if options["letter_y"] == "vowel" else 4

    expect.integer(student.count_vowels("Yellow eyes"), wanted)


def test_long_texts(student, reference, rng):
    """A long text of letters and spaces is counted like a short one."""
    letters = "abcdefghijklmnopqrstuvwxz "
    text = "aeiou" + "".join(letters[i] for i in torch.randint(len(letters), (300,), generator=rng))

    expect.integer(student.count_vowels(text), reference.count_vowels(text))
