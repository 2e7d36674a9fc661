"""Tests of `vowels` that you may see and run."""

from vowels import count_vowels


def test_one_word():
    assert count_vowels("kiwi") == 2


def test_capital_letters():
    assert count_vowels("Otto") == 2
