"""Tests which places of an answer are asked about, and in which words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch

from autograder.diagnosis.asking import Ask
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import Described
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.scripts import OBJECT
from autograder.viva.places import MAX_PLACES, behind, places_in
from autograder.viva.questions import Question, questions_of

SOLUTION = """
import torch


class Kept:
    pass


def two_means(batch):
    return batch.mean(dim=0), batch.mean(dim=1)


def report(batch):
    return {"mean": batch.mean(dim=0), "name": "a batch", "is_square": len(set(batch.shape)) == 1}


def repeated(rows):
    return "ab" * rows


def with_an_object(batch):
    return Kept(), batch.sum()


def only_an_object(batch):
    return Kept()
"""
PROBES = """
def _call(numbers, rows, columns):
    return {"batch": numbers(rows, columns)}


SIZES = {"rows": (3, 1, 2), "columns": (2, 1, 3)}
PROBES = {
    name: (_call, SIZES) for name in ("two_means", "report", "with_an_object", "only_an_object")
}
PROBES["repeated"] = (lambda numbers, rows: {"rows": rows}, {"rows": (3, 1, 2)})
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "many.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(PROBES)
    return Catalogue(tmp_path / "many.py", tmp_path / "mistakes.py")


@contextmanager
def opened(source: str) -> Iterator[Ask]:
    """A file of a student's, in this process."""
    module, replayer = ModuleType("many"), Replayer()
    exec(source, vars(module))  # noqa: S102 - it stands above
    yield lambda call: replayer.replay(call, module)
    replayer.close()


def about(catalogue: Catalogue, function: str, source: str = SOLUTION) -> list[Question]:
    """Questions about one function, of several draws."""
    drawn = [questions_of("many.py", source, catalogue, opened, random.Random(n)) for n in range(8)]  # noqa: S311 - no secret
    return [each for those in drawn for each in those if f"Your `{function}`," in each.words]


def ran(code: str) -> object:
    """What the code of a question makes, when it stands in the same file."""
    known: dict[str, object] = {}
    exec(SOLUTION + code.replace("from many", "# from many").replace("print(", "found = ("), known)  # noqa: S102 - ours
    return known["found"]


@pytest.mark.parametrize("function", ["two_means", "report"])
def test_a_place_stands_as_python_reads_it(catalogue, function):
    asked = about(catalogue, function)

    assert asked
    for each in asked:
        at = re.search(r"(Which number|What) stands at (\S.*) of what it returns, and", each.words)
        value = eval(f"found{at[2]}", {"found": ran(each.code)})  # noqa: S307 - a place of ours
        value = value.item() if isinstance(value, torch.Tensor) else value
        says, _, rest = each.answer.partition(", in a ")
        assert rest == ("tuple of 2" if function == "two_means" else "dict of 3")
        if isinstance(value, float):
            assert at[1] == "Which number"
            assert float(says) == pytest.approx(value, rel=1e-4)
        else:
            assert (at[1], says) == ("What", repr(value))
        assert not each.remark


def test_a_text_is_asked_for_as_it_is(catalogue):
    (first, *_) = about(catalogue, "repeated")

    assert first.words == "Your `repeated`, this call. What does it return, and how do you get it?"
    assert first.answer == repr(ran(first.code))


def test_objects_in_an_answer_are_passed_over(catalogue):
    asked = about(catalogue, "with_an_object")

    assert asked
    assert all("Which number stands at [1] of what it returns" in each.words for each in asked)
    assert not any(each.remark for each in asked)  # the solution gives such an object, too
    assert not about(catalogue, "only_an_object")


def test_whoever_asks_is_told_that_one_part_of_a_tuple_is_wrong(catalogue):
    wrong = SOLUTION.replace("batch.mean(dim=1)", "batch.sum(dim=1)")

    remarks = {each.remark for each in about(catalogue, "two_means", wrong)}

    assert "The solution gives another answer." in remarks


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (torch.tensor([[1.0, 2.5]]), [("[0, 0]", "1"), ("[0, 1]", "2.5")]),
        (torch.tensor(3), [("", "3")]),
        (np.float32(0.5), [("", "0.5")]),
        (True, [("", "True")]),
        ((1, "a\nb"), [("[0]", "1"), ("[1]", repr("a b"))]),
        ({"a": [torch.ones(1)], 'b"': 2}, [('["a"][0][0]', "1"), (r'["b\""]', "2")]),
        (torch.tensor([1 + 2j]), [("[0]", "(1+2j)")]),
        ([[1], [2, 3]], [("[0][0]", "1"), ("[1][0]", "2"), ("[1][1]", "3")]),
        ((OBJECT, None, 4), [("[2]", "4")]),
        (OBJECT, []),
        (Described("an object"), []),
        (None, []),
        ([], []),
        (list(range(MAX_PLACES + 1)), []),
        (torch.zeros(MAX_PLACES + 1), []),
    ],
)
def test_all_that_a_person_can_say_has_a_place(answer, wanted):
    assert [(place.at, place.words) for place in places_in(answer)] == wanted


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (torch.zeros(2, 3), ", in an answer of shape (2, 3)"),
        ([1, 2], ", in a list of 2"),
        ((1,), ", in a tuple of 1"),
        ({"a": 1}, ", in a dict of 1"),
        (torch.tensor(1.0), ""),
        (7, ""),
        ("text", ""),
    ],
)
def test_what_a_place_is_in_is_said(answer, words):
    assert behind(answer) == words
