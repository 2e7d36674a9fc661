"""What exceptions are said in our words, and which of them name a mistake."""

from __future__ import annotations

import re

import pytest
import torch

from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.exceptions_in_words import ADVICE, OWN, common, named
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.errors import StudentRaised

GENERAL = ("IndexError", "KeyError", "AssertionError")  # may come of anything


def crash(kind: type[BaseException], text: str, *, is_own: bool = False) -> Evidence:
    names = tuple(each.__name__ for each in kind.__mro__)
    error = StudentRaised("It crashed.", type_names=names, text=text, is_own=is_own)
    call = RecordedCall("f", (torch.ones(2),), {}, error=error)
    right = CallOutcome(torch.ones(2))
    return Evidence(0, call, CallOutcome(error=names), right, is_accepted=False, is_wrong=True)


def raised(code: str) -> Evidence:
    """What really comes of a line."""
    import numpy as np  # noqa: PLC0415

    try:
        exec(code, {"torch": torch, "np": np})  # noqa: S102 - lines of this file
    except Exception as error:  # noqa: BLE001 - any is wanted
        return crash(type(error), str(error))
    raise AssertionError(code)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("np.ones((2, 3)).permute(1, 0)", "torch_method_on_array"),
        ("torch.ones(2).astype('float32')", "array_method_on_tensor"),
        ("torch.from_numpy([1, 2])", "from_numpy_of_no_array"),
        ("torch.from_numpy(np.ones(3)[::-1])", "negative_strides"),
        ("torch.ones(2, requires_grad=True).numpy()", "numpy_of_what_wants_a_gradient"),
        ("a = torch.ones(2, requires_grad=True); a += 1", "changed_in_place"),
        ("torch.ones(2, 3).t().view(6)", "view_of_what_is_not_in_order"),
        ("max(torch.ones(2), torch.ones(2))", "several_numbers_for_one_truth"),
        ("a, b = 2", "number_for_a_pair"),
        ("range((1, 2))", "pair_for_a_number"),
        ("not_there + 1", "undefined_name"),
        ("torch.ones(2, 3).max(-1).sum()", "values_and_places_for_one"),
        ("torch.zeros(2)[0] = torch.ones(2, 3).min(dim=0)", "values_and_places_for_one"),
        ("torch.stack([torch.ones(2, 3).sort(-1)])", "values_and_places_for_one"),
    ],
)
def test_what_an_exception_says_plainly_is_named(code: str, name: str) -> None:
    crashes = [raised(code), raised(code)]

    assert named("f", crashes) == f"f:raises:{name}"
    assert common(crashes)


@pytest.mark.parametrize(
    "code", ["np.ones(2)[5]", "{}['a']", "torch.ones(2) + torch.ones(3)", "np.ones(-1)"]
)
def test_what_may_come_of_anything_names_no_mistake(code: str) -> None:
    assert not named("f", [raised(code), raised(code)])


def test_a_single_crash_or_two_kinds_of_them_name_nothing() -> None:
    one, other = raised("range((1, 2))"), raised("not_there + 1")

    assert not named("f", [one])
    assert not named("f", [one, other, other])


@pytest.mark.parametrize(
    ("kind", "words"), [(ValueError, "Which condition"), (AssertionError, "Your own assertion")]
)
def test_a_condition_is_asked_for_only_where_the_students_own_raise_was_reached(
    kind: type[BaseException], words: str
) -> None:
    own, of_torch = (crash(kind, "Too large", is_own=each) for each in (True, False))

    assert words in common([own])
    assert common([of_torch]) == ""
    assert named("f", [own, own]) == named("f", [of_torch, of_torch]) == ""


def test_advice_is_in_whole_sentences_and_names_are_names() -> None:
    for kind, pattern, name, advice in ADVICE:
        re.compile(pattern)
        assert advice[0] == "`" or advice[0].isupper() or advice.startswith("torch ")
        assert advice[-1] in ".?"
        assert re.fullmatch(r"[a-z_]*", name)
        assert not (name and name != OWN and kind in GENERAL)
