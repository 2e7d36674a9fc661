"""The smallest call that goes wrong: the student's function is asked again, about less."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.diagnosis import error_patterns, shrinking
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CaseEvidence, Evidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.replay import Replayer, of_student
from autograder.text.axes import axes_named

SOLUTION = '''
import torch


def mix(images, weight, step=1):
    """Channels mixed by weights (O, C), then every so many columns."""
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels do not match")
    return torch.einsum("nchw,oc->nohw", images, weight)[..., ::step]
'''


@pytest.fixture(autouse=True)
def words_of_a_course() -> Iterator[None]:
    """A course's words for four axes."""
    with axes_named({4: ("picture", "channel", "row", "column")}):
        yield


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "mixing.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text("")
    return Catalogue(tmp_path / "mixing.py", tmp_path / "mistakes.py")


@pytest.fixture
def oracle(catalogue: Catalogue) -> Iterator[Oracle]:
    replayer = Replayer()
    yield Oracle(catalogue, replayer)
    replayer.close()


def evidence_of(oracle: Oracle, student: Callable[..., Tensor], *, step: int) -> Evidence:
    chance = torch.Generator().manual_seed(0)
    images = torch.randn(2, 3, 5, 8, generator=chance)
    weight = torch.randn(4, 3, generator=chance)
    call = RecordedCall("mix", (images, weight), {"step": step}, student(images, weight, step))
    case = CaseEvidence([call], is_passed=False, is_diagnosable=True)
    (group,) = gather([case], oracle)
    return group.wrong[0]


def shrunk(oracle: Oracle, student: Callable[..., Any], *, step: int = 3) -> Evidence:
    def ask(call: RecordedCall) -> CallOutcome | None:
        try:
            answer = student(*call.args, **call.kwargs)
        except ValueError:
            return None
        return of_student(RecordedCall(call.function, call.args, call.kwargs, answer))

    return shrinking.shrunk(evidence_of(oracle, student, step=step), Asking(ask, oracle))


def test_two_arguments_that_have_to_fit_shrink_together(oracle):
    def forgets_all_channels_but_one(images, weight, step=1):
        return images[:, :1] * weight[:, 0].reshape(1, -1, 1, 1).repeat(1, 1, 1, 1)[..., ::step]

    found = shrunk(oracle, forgets_all_channels_but_one, step=1)

    assert [tuple(value.shape) for value in found.call.args] == [(1, 2, 1, 1), (1, 2)]


def test_settings_shrink_as_far_as_it_stays_wrong(oracle, catalogue):
    found = shrunk(oracle, lambda images, weight, step=1: catalogue.right.mix(images, weight))

    assert found.call.kwargs == {"step": 2}
    assert tuple(found.call.args[0].shape) == (1, 1, 1, 2)


def test_where_the_student_gives_no_answer_nothing_shrinks(oracle, catalogue):
    def refuses_small_pictures(images, weight, step=1):
        if images.shape != (2, 3, 5, 8) or weight.shape != (4, 3) or step != 3:
            raise ValueError("too small")
        return catalogue.right.mix(images, weight, step) + 1

    found = shrunk(oracle, refuses_small_pictures)

    assert tuple(found.call.args[0].shape) == (2, 3, 5, 8)


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [
        (lambda state, steps: state + 1, "Recurrent(1, 1)(float32 (1, 1, 1), float32 (1, 1))"),
        (
            lambda state, steps: state + (len(steps) > 1),
            "Recurrent(1, 1)(float32 (2, 1, 1), float32 (1, 1))",
        ),
        (
            lambda state, steps: state + (state.shape[1] > 2),
            "Recurrent(1, 3)(float32 (1, 1, 1), float32 (1, 3))",
        ),
    ],
)
def test_a_layer_of_two_sizes_shrinks_in_both(tmp_path, wrong, shown):
    (tmp_path / "recurrent.py").write_text(RECURRENT)
    (tmp_path / "mistakes.py").write_text("")
    catalogue = Catalogue(tmp_path / "recurrent.py", tmp_path / "mistakes.py")

    def student(call: RecordedCall) -> Tensor:
        made = call.made
        assert isinstance(made, LayerConstruction)
        layer = catalogue.right.Recurrent(*made.args)
        layer.load_state_dict(made.state)
        return wrong(layer(*call.args), call.args[0])

    made = LayerConstruction((8, 16), {}, catalogue.right.Recurrent(8, 16).state_dict())
    call = RecordedCall("Recurrent", (torch.randn(7, 3, 8), torch.randn(3, 16)), {}, made=made)
    replayer = Replayer()
    oracle = Oracle(catalogue, replayer)
    evidence = Evidence(
        0,
        call,
        CallOutcome(student(call).detach()),
        oracle.right(call),
        is_accepted=False,
        is_wrong=True,
    )

    def ask(call: RecordedCall) -> CallOutcome | None:
        return CallOutcome(student(call).detach())

    found = shrinking.shrunk(evidence, Asking(ask, oracle), catalogue.right)
    unknown = shrinking.shrunk(evidence, Asking(ask, oracle))
    replayer.close()

    assert str(found.call) == shown
    assert unknown.call is call


HIDDEN = 0.37129


@pytest.mark.parametrize(
    ("factor", "shown"),
    [(lambda scale: 2 * scale, "0.5"), (lambda scale: scale + (scale == HIDDEN), "…")],
    ids=["wrong whatever it is", "wrong for the check's number alone"],
)
def test_a_float_of_a_check_is_not_shown(tmp_path, factor, shown):
    (tmp_path / "scaling.py").write_text("def scaled(batch, scale):\n    return batch * scale\n")
    (tmp_path / "mistakes.py").write_text("")
    catalogue = Catalogue(tmp_path / "scaling.py", tmp_path / "mistakes.py")

    def student(batch, scale):
        return batch * factor(scale)

    batch = torch.arange(1.0, 7).reshape(2, 3)
    call = RecordedCall("scaled", (batch, HIDDEN), {}, student(batch, HIDDEN))
    case = CaseEvidence([call], is_passed=False, is_diagnosable=True)
    replayer = Replayer()
    oracle = Oracle(catalogue, replayer)
    (group,) = gather([case], oracle)

    def ask(call: RecordedCall) -> CallOutcome | None:
        return of_student(RecordedCall(call.function, call.args, {}, student(*call.args)))

    found = shrinking.shrunk(group.wrong[0], Asking(ask, oracle))
    to_search_with = shrinking.smallest(group.wrong[0], Asking(ask, oracle))
    replayer.close()

    assert str(found.call) == f"scaled(float32 (1, 1), {shown})"
    assert to_search_with.call.args[1] == HIDDEN
    assert tuple(to_search_with.call.args[0].shape) == (1, 1)


def spoilt(place: tuple[object, ...]) -> Callable[..., Tensor]:
    def student(images, weight, step=1):
        answer = torch.einsum("nchw,oc->nohw", images, weight)[..., ::step].clone()
        answer[place] += 1  # type: ignore[index]  # places of all kinds
        return answer

    return student


@pytest.mark.parametrize(
    ("student", "words"),
    [
        (spoilt((0, 0, 0, 0)), "the size of the result is right, but already its first number"),
        (spoilt((0, 0, 2, 1)), "the first number of the result is right, but others beside it"),
        (spoilt((0, slice(1, None))), "the first channel of the result is right"),
        (spoilt((slice(1, None),)), "the first picture of the result is right"),
        (lambda i, w, step: torch.zeros(1, 1, 1, 1), "already the size of the result is wrong"),
    ],
)
def test_the_first_stage_that_fails_is_said(oracle, student, words):
    evidence = evidence_of(oracle, student, step=1)

    assert error_patterns.first_stage([evidence], ()).startswith(words)


RECURRENT = """
import torch
from torch import nn


class Recurrent(nn.Module):
    def __init__(self, inside, hidden):
        super().__init__()
        self.of_input = nn.Linear(inside, hidden)
        self.of_state = nn.Linear(hidden, hidden, bias=False)

    def forward(self, steps, state):
        for step in steps:
            state = torch.tanh(self.of_input(step) + self.of_state(state))
        return state


class Gated(nn.Linear):
    def __init__(self, size):
        super().__init__(size, size)

    def forward(self, one, other):
        return super().forward(one).sum(0) * super().forward(other).sum(0)
"""


def test_a_layer_is_made_smaller_together_with_all_that_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "recurrent.py").write_text(RECURRENT)
    (tmp_path / "mistakes.py").write_text("")
    right = Catalogue(tmp_path / "recurrent.py", tmp_path / "mistakes.py").right
    layer = right.Recurrent(3, 4)
    made = LayerConstruction((3, 4), {}, layer.state_dict())
    call = RecordedCall("Recurrent", (torch.ones(2, 5, 3),), {"state": torch.ones(5, 4)}, made=made)

    smaller = list(shrinking.smaller_layers(call, right))

    fitting = [
        (each.made.args, each.args[0].shape, each.kwargs["state"].shape)
        for each in smaller
        if isinstance(each.made, LayerConstruction)
        and each.args[0].shape[-1] == each.made.args[0]
        and each.kwargs["state"].shape[-1] == each.made.args[1]
    ]
    assert ((1, 4), (2, 5, 1), (5, 4)) in fitting
    assert ((3, 1), (2, 5, 3), (5, 1)) in fitting

    gated = LayerConstruction((3,), {}, right.Gated(3).state_dict())
    given = (torch.ones(2, 3), torch.ones(5, 3))
    call = RecordedCall("Gated", given, {}, made=gated)

    assert any(
        [tuple(array.shape) for array in each.args] == [(2, 1), (5, 1)]
        for each in shrinking.smaller_layers(call, right)
    )
