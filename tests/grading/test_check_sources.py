"""Tests which code decides how a check judges."""

from __future__ import annotations

import pytest

from autograder.grading.check_sources import code_and_sentences, code_of_checks

FILE = '''
import torch
from autograder import expect

SIZES = [1, 2]
NAME = "picture"
torch.manual_seed(3)


def largest():
    return max(SIZES)


@pytest.fixture
def numbers():
    return torch.ones(largest())


@pytest.mark.parametrize("size", SIZES)
def test_size(student, size):
    """A title."""
    expect.integer(student.size(size), size)


@pytest.mark.weight(2)
def test_sum(student, numbers):
    """Another one."""
    expect.close(student.total(numbers), numbers.sum())


def test_name(student):
    expect.that(student.name() == "a", "It is another name.")


@pytest.mark.usefixtures("numbers")
def test_by_name(student):
    expect.that(student.name() == "a", "It is.")
'''
ALL = {"test_size", "test_sum", "test_name", "test_by_name"}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("It is another name.", "It is not that name.", {"test_name"}),
        ("max(SIZES)", "min(SIZES)", {"test_sum", "test_by_name"}),
        ("SIZES = [1, 2]", "SIZES = [1, 3]", {"test_size", "test_sum", "test_by_name"}),
        ('NAME = "picture"', 'NAME = "pixel"', set()),
        ("torch.manual_seed(3)", "torch.manual_seed(4)", ALL),
        ("SIZES = [1, 2]", "SIZES = list((1, 2))", ALL),
        ("import torch\n", "import torch as torch\n", ALL),
        ("A title.", "A better title.", set()),
        ("weight(2)", "weight(3)", set()),
        ('parametrize("size", SIZES)', 'parametrize("size", [1])', {"test_size"}),
        ("@pytest.mark.weight(2)\n", "@registered\n", ALL),
    ],
)
def test_a_check_depends_on_what_it_names(old, new, changed):
    assert FILE.count(old) == 1

    before, after = (code_of_checks(each.encode()) for each in (FILE, FILE.replace(old, new)))

    assert before.keys() == ALL
    assert {name for name in before if after.get(name) != before[name]} == changed


@pytest.mark.parametrize(
    "more",
    [
        "def test_more(shared):\n    pass\n",
        "def count():\n    global NAME\n",
        "def test_more(request):\n    pass\n",
        "@pytest.fixture(autouse=True)\ndef always():\n    pass\n",
        "@pytest.fixture(scope='module')\ndef once():\n    pass\n",
        "def anything(name):\n    return globals()[name]\n",
    ],
)
def test_checks_that_may_reach_each_other_are_not_told_apart(more):
    assert code_of_checks((FILE + more).encode()) == {}


MISTAKES = '''
def forgets(shares):
    """Have you forgotten one?"""
    return lambda numbers: shares(numbers[1:])


def doubles(shares):
    """Have you counted one twice?"""
    return lambda numbers: 2 * shares(numbers)
'''


def test_what_is_said_of_mistakes_is_told_from_what_they_do():
    code, sentences = code_and_sentences(MISTAKES.encode())
    other, said = code_and_sentences(MISTAKES.replace("Have you counted", "Did you count").encode())
    third, same = code_and_sentences(MISTAKES.replace("2 * ", "3 * ").encode())

    assert code == other != third
    assert sentences == same == {**said, "doubles": "Have you counted one twice?"}


def test_code_that_reads_its_sentences_is_not_told_from_them():
    code, sentences = code_and_sentences((MISTAKES + "print(forgets.__doc__)\n").encode())

    assert b"Have you forgotten one?" in code
    assert sentences == {}
