"""Tests `expect`: its sentences, and that no unusual answer passes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder import expect
from autograder.errors import CheckFailed, StudentRaised, StudentUnfinished
from autograder.text.axes import axes_named


@pytest.fixture(autouse=True)
def words_of_a_course():
    """A course's words for four axes."""
    with axes_named({4: ("picture", "channel", "row", "column")}):
        yield


WANTED = torch.arange(24.0).reshape(1, 2, 3, 4) / 7


def failure(answer, wanted=WANTED, **more) -> str:
    with pytest.raises(CheckFailed) as failed:
        expect.close(answer, wanted, **more)
    return str(failed.value)


def test_equal_within_tolerance_passes():
    expect.close(WANTED * (1 + 9e-5), WANTED)
    expect.close(WANTED.double() * (1 + 9e-10), WANTED.double())
    expect.close(np.float64(WANTED.numpy()), WANTED.double().numpy())


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "The result should be a tensor; it is None."),
        ([1.0], "The result should be a tensor; it is a list."),
        (WANTED.numpy(), "The result should be a tensor; it is a numpy array."),
        (WANTED[0], "The result has shape (2, 3, 4); it should be (1, 2, 3, 4)."),
        (WANTED.double(), "The result has dtype float64; it should be float32."),
        (WANTED.bfloat16(), "The result has dtype bfloat16; it should be float32."),
        (WANTED * torch.nan, "The result contains NaN, which is not a number."),
        (
            WANTED + torch.eye(4)[1:].expand(1, 2, 3, 4),
            "The result has the right shape, but 6 of its 24 numbers are wrong; "
            "the first is at picture 0, channel 0, row 0, column 1.",
        ),
        (
            WANTED * torch.inf,
            "The result contains NaN, which is not a number.",
        ),
    ],
)
def test_what_is_wrong_is_said_without_giving_the_truth_away(answer, sentence):
    assert failure(answer) == sentence


def test_sentences_have_no_holes():
    one, two = torch.tensor(1.0), torch.tensor([1.0, 2.0])
    only = "The result has the right shape, but the only number is wrong."

    assert failure(one, one + 1) == "The result is not the right number."
    assert failure(one[None], one[None] + 1) == only
    assert failure(two, two + torch.tensor([0.0, 1.0]), name="The targets") == (
        "The targets have the right shape, but 1 of their 2 numbers is wrong; "
        "the first is at index [1]."
    )
    assert failure(two[:1], two, name="The targets").startswith("The targets have shape (1,); it ")
    assert failure(two.int(), two, name="The bias").startswith("The bias has dtype int32; it ")
    assert failure(two * torch.nan, two, name="The shares").startswith("The shares contain NaN")


def test_infinity_is_not_close_to_anything():
    assert "24 of its 24 numbers are wrong" in failure(torch.full_like(WANTED, torch.inf))
    assert "wrong" in failure(torch.full((1,), torch.inf), torch.full((1,), torch.inf))


@pytest.mark.parametrize("relative", [2e-4, 1e-8])
def test_outside_tolerance_fails(relative):
    wanted = WANTED if relative > 1e-6 else WANTED.double()

    assert "numbers are wrong" in failure(wanted * (1 + relative), wanted)


def test_axes_name_the_place():
    answer = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
    wanted = torch.tensor([[1.0, 2.0], [3.0, 4.0]])

    assert failure(answer, wanted).endswith("the first is at row 1, column 1.")
    assert failure(answer, wanted, axes=("picture", "number")).endswith("picture 1, number 1.")
    assert failure(answer[1], wanted[1]).endswith("at index [1].")


@pytest.mark.parametrize("answer", [7, np.int64(7), torch.tensor(7), True + 6])
def test_integers_of_any_kind_pass(answer):
    expect.integer(answer, 7)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (7.0, "The result should be an int; it is a float."),
        ("7", "The result should be an int; it is a str."),
        (6, "The result is smaller than it should be."),
        (8, "The result is larger than it should be."),
    ],
)
def test_wrong_integers(answer, sentence):
    with pytest.raises(CheckFailed, match=f"^{sentence}$"):
        expect.integer(answer, 7)


def test_a_wanted_exception_passes():
    with expect.raises(ValueError, when="the stride is 0"):
        raise StudentRaised("…", type_names=("MyError", "ValueError", "Exception"))


def test_another_exception_fails():
    with (
        pytest.raises(CheckFailed, match="ValueError should be raised; KeyError was raised"),
        expect.raises(ValueError, when="the stride is 0"),
    ):
        raise StudentRaised("…", type_names=("KeyError", "LookupError"))


def test_no_exception_fails():
    with (
        pytest.raises(CheckFailed, match="ValueError should be raised; nothing was raised"),
        expect.raises(ValueError, when="the stride is 0"),
    ):
        pass


def test_unfinished_stays_unfinished():
    with pytest.raises(StudentUnfinished), expect.raises(RuntimeError, when="there is nothing"):
        raise StudentUnfinished("f is still to do.", type_names=("NotImplementedError",))


def gradient_failure(answer) -> str:
    x = LEAF
    with pytest.raises(CheckFailed) as failed:
        expect.gradients(answer(x), x * x, of={"x": x})
    return str(failed.value)


LEAF = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
OTHER_LEAF = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)


def test_equal_gradients_pass():
    expect.gradients(LEAF.pow(2), LEAF * LEAF, of={"x": LEAF})


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: x.detach() ** 2, "is cut off from its inputs"),
        (lambda x: x.detach() * x, "The gradient of `x` has the right shape, but 3 of its 3"),
        (lambda x: torch.zeros(3, requires_grad=True) + 1, "No gradient flows back to `x`."),
        (lambda x: x.sum(), "has shape ()"),
        (lambda x: None, "should be a tensor; it is None"),
    ],
)
def test_wrong_gradients(answer, sentence):
    assert sentence in gradient_failure(answer)


@pytest.mark.parametrize(
    ("wanted", "of", "sentence"),
    [
        (LEAF * 2, [LEAF], "`of` maps names to tensors that require gradients"),
        (LEAF * 2, {}, "`of` maps names to tensors that require gradients"),
        (LEAF * 2, LEAF, "`of` maps names to tensors that require gradients"),
        (LEAF * 2, {"x": "x"}, "`of` maps names to tensors that require gradients"),
        ([2.0], {"x": LEAF}, "`wanted` was computed of nothing that requires gradients"),
        (OTHER_LEAF * 2, {"x": LEAF}, "`wanted` was not computed of `x`, which is in `of`"),
        (LEAF * 2, {"x": LEAF.detach()}, "`of` maps names to tensors that require gradients"),
        (LEAF.detach(), {"x": LEAF}, "`wanted` was computed of nothing that requires gradients"),
    ],
)
def test_gradients_of_nothing_are_the_checks_fault(wanted, of, sentence):
    with pytest.raises(ValueError, match=sentence):
        expect.gradients(LEAF * 2, wanted, of=of)


PLAIN = {"ids": [3, 1, 2], "text": "a cat", "loss": 0.1 + 0.2, "pair": (1, None, True)}


def test_equal_plain_data_passes():
    expect.equal({"ids": [3, 1, 2], "text": "a cat", "loss": 0.3, "pair": (1, None, True)}, PLAIN)
    expect.equal(2, 2.0)
    expect.equal([], [])


@pytest.mark.parametrize(
    ("answer", "wanted", "sentence"),
    [
        (None, [1, 2], "The line should be a list; it is None."),
        ((1, 2), [1, 2], "The line should be a list; it is a tuple."),
        ([1, 7], [1, 2], "Entry 1 of the line is not the right number."),
        ([1, 2, 3], [1, 2], "The line is longer than it should be."),
        ([1], [1, 2], "The line is shorter than it should be."),
        ([[1], [2, 3]], [[1], [2, 4]], "Entry 1 of entry 1 of the line is not the right number."),
        ([1.0], [1], "Entry 0 of the line should be an int; it is a float."),
        ([True], [1], "Entry 0 of the line should be an int; it is a bool."),
        ([torch.tensor(1)], [1], "Entry 0 of the line should be an int; it is a tensor."),
        ("a cap", "a cat", "The line is not the right text from character 4 on."),
        ("a", "a cat", "The line is shorter than it should be."),
        ({"a": 1}, {"a": 1, "b": 2}, "The line lacks a key."),
        ({"a": 1, "b": 2}, {"a": 1}, "The line has a key too many."),
        (
            {"a": [2]},
            {"a": [1]},
            "Entry 0 of the value of a key of the line is not the right number.",
        ),
        (float("nan"), 1.0, "The line is not the right number."),
    ],
)
def test_what_differs_in_plain_data_is_said_without_showing_it(answer, wanted, sentence):
    with pytest.raises(CheckFailed) as failed:
        expect.equal(answer, wanted, name="The line")

    assert str(failed.value) == sentence


def test_several_things_have_the_verb_of_several():
    with pytest.raises(CheckFailed) as failed:
        expect.equal([1, 2], [1], name="The ids")

    assert str(failed.value) == "The ids are longer than they should be."


def test_tensors_are_not_plain_data():
    with pytest.raises(TypeError, match="no plain data"):
        expect.equal([torch.zeros(2)], [torch.zeros(2)])
