"""Where a student's function is right: asked, confirmed, and said in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.diagnosis.asking import MAX_CALLS, Asking
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer, of_student
from autograder.diagnosis.sufficient import where_right
from autograder.errors import CourseError

SOLUTION = '''
def pool(images, kernel_size, stride=1):
    """Sums of windows."""
    down, right = (stride, stride) if isinstance(stride, int) else stride
    rows = images.unfold(2, kernel_size, down)
    return rows.unfold(3, kernel_size, right).sum((-2, -1))
'''
CATALOGUE = """
AXES = {"images": ("picture", "channel", "row", "column")}


def _call(numbers, pictures, sides, kernel_size, stride):
    images = numbers(pictures, 2, *sides)
    return {"images": images, "kernel_size": kernel_size, "stride": stride}


PROBES = {
    "pool": (
        _call,
        {
            "pictures": (2, 1),
            "sides": ((5, 5), (5, 6), (6, 5)),
            "kernel_size": (2, 1, 3),
            "stride": (1, 2, (1, 2), (2, 1), (1, 1)),
        },
    )
}
"""
Student = Callable[..., Tensor]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "pooling.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(CATALOGUE)
    return Catalogue(tmp_path / "pooling.py", tmp_path / "mistakes.py")


@pytest.fixture
def oracle(catalogue: Catalogue) -> Iterator[Oracle]:
    replayer = Replayer()
    yield Oracle(catalogue, replayer)
    replayer.close()


def where(
    catalogue: Catalogue, oracle: Oracle, student: Student, recorded: Sequence[RecordedCall] = ()
) -> tuple[tuple[str, ...], int]:
    """Where the student's function is right, and how often it was asked beside what is recorded."""
    asked: list[RecordedCall] = []

    def ask(call: RecordedCall) -> CallOutcome | None:
        asked.append(call)
        try:
            answer = student(*call.args, **call.kwargs)
        except IndexError:
            return CallOutcome(error=("IndexError",))
        return of_student(RecordedCall(call.function, call.args, call.kwargs, answer))

    probes = probes_of(catalogue.probes, "pool", [])
    assert probes is not None
    seen = Asking(ask, oracle).each(recorded, most=len(recorded)) if recorded else []
    asked.clear()
    return where_right(probes, seen, Asking(ask, oracle), catalogue).words, len(asked)


def test_crashes_count_as_wrong(catalogue, oracle):
    def only_squares(images: Tensor, kernel_size: int, stride: Any = 1) -> Tensor:
        if images.shape[2] != images.shape[3]:
            raise IndexError
        return catalogue.right.pool(images, kernel_size, stride)

    found, _ = where(catalogue, oracle, only_squares)

    assert found == ("`images` has as many rows as columns",)


def test_the_weakest_property_is_found(catalogue, oracle):
    def strides_the_same_way(images: Tensor, kernel_size: int, stride: Any = 1) -> Tensor:
        first = stride[0] if isinstance(stride, tuple) else stride
        return catalogue.right.pool(images, kernel_size, first)

    found, _ = where(catalogue, oracle, strides_the_same_way)

    # It is right whenever `stride` is a single number, too; more calls have equal parts.
    assert found == ("both parts of `stride` are equal",)


def test_two_properties_together_may_suffice(catalogue, oracle):
    def one_small_case(images: Tensor, kernel_size: int, stride: Any = 1) -> Tensor:
        answer = catalogue.right.pool(images, kernel_size, stride)
        is_right = len(images) == 1 and stride in (1, (1, 1))
        return answer if is_right else answer + 1

    found, _ = where(catalogue, oracle, one_small_case)

    assert sorted(found) == ["`images` has a single picture", "`stride` is 1"]


def test_what_the_numbers_decide_is_not_told_of_the_settings(catalogue, oracle):
    def means_of_what_is_not_zero(images: Tensor, kernel_size: int, stride: Any = 1) -> Tensor:
        return catalogue.right.pool(images + (images == 0), kernel_size, stride)

    # Nothing that is drawn at random holds a zero; this call has a stride of its own besides.
    images = (torch.arange(50.0) % 3).reshape(1, 2, 5, 5)
    zeros = RecordedCall("pool", (images, 2), {"stride": 2})
    found, _ = where(catalogue, oracle, means_of_what_is_not_zero, [zeros])

    assert found == ()


def test_settings_in_another_order_are_right_where_they_are_named(catalogue, oracle):
    def as_given(images: Tensor, *settings: Any, **named: Any) -> Tensor:
        if len(settings) < 2:
            return catalogue.right.pool(images, *settings, **named)
        stride, kernel_size = settings  # the other way round
        if not isinstance(kernel_size, int):
            raise IndexError
        return catalogue.right.pool(images, kernel_size, stride)

    by_place = RecordedCall("pool", (torch.arange(72.0).reshape(1, 2, 6, 6), 1, 3), {})
    found, _ = where(catalogue, oracle, as_given, [by_place])

    assert found == ("no setting is given by its place",)


def test_what_fresh_calls_do_not_confirm_is_not_said(catalogue, oracle):
    times = iter(range(1000))

    def right_for_a_while(images: Tensor, kernel_size: int, stride: Any = 1) -> Tensor:
        answer = catalogue.right.pool(images, kernel_size, stride)
        late = next(times) > 33
        return answer + 1 if late or images.shape[2] != images.shape[3] else answer

    assert where(catalogue, oracle, right_for_a_while)[0] == ()


def test_nothing_is_said_where_all_is_wrong(catalogue, oracle):
    found, asked = where(catalogue, oracle, lambda *args, **kwargs: args[0])

    assert found == ()
    assert asked <= MAX_CALLS


def test_a_property_is_true_of_all_numbers_of_axes(tmp_path):
    (tmp_path / "scores.py").write_text("""
def scores(queries, keys):
    return queries @ keys.transpose(-2, -1)
""")
    (tmp_path / "mistakes.py").write_text("""
AXES = {"queries": ("query", "feature"), "keys": ("key", "feature")}


def _call(numbers, before, queries, keys, features):
    shapes = (*before, queries, features), (*before, keys, features)
    return {"queries": numbers(*shapes[0]), "keys": numbers(*shapes[1])}


SETTINGS = {"before": ((), (2,), (1,)), "queries": (2, 1, 3), "keys": (3, 1, 2), "features": (4, 2)}
PROBES = {"scores": (_call, SETTINGS)}
""")
    catalogue = Catalogue(tmp_path / "scores.py", tmp_path / "mistakes.py")
    replayer = Replayer()

    def ask(call: RecordedCall) -> CallOutcome | None:
        queries, keys = call.args
        try:
            answer = queries @ keys.permute(*reversed(range(keys.ndim)))
        except RuntimeError:
            return CallOutcome(error=("RuntimeError",))
        return of_student(RecordedCall(call.function, call.args, call.kwargs, answer))

    like = RecordedCall("scores", (None, None), {})
    probes = probes_of(catalogue.probes, "scores", [like])
    assert probes is not None
    found = where_right(probes, [], Asking(ask, Oracle(catalogue, replayer)), catalogue)
    replayer.close()

    assert found.words == ("`keys` has 2 axes",)


def test_right_functions_have_no_property(catalogue, oracle):
    assert where(catalogue, oracle, catalogue.right.pool)[0] == ()


def test_probes_that_do_not_fit_their_function_are_the_courses_fault(tmp_path):
    (tmp_path / "pooling.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(CATALOGUE.replace('"pictures": (2, 1)', '"photos": (2,)'))

    with pytest.raises(CourseError, match="PROBES"):
        Catalogue(tmp_path / "pooling.py", tmp_path / "mistakes.py")
