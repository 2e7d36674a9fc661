"""Tests the calls that led to an object: which belong together, and what comes of them again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.diagnosis import redrawing, simple_floats
from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.fresh_calls import fresh_calls
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer, of_student
from autograder.diagnosis.retelling import NotReplayable
from autograder.diagnosis.scripts import MOST_STEPS, OBJECT, Made, Script, Step, Story
from autograder.diagnosis.shrinking import smaller_scripts
from autograder.diagnosis.written_calls import written


class Total:
    """Adds up what it is given."""

    def __init__(self, start: Any, factor: float = 1.0) -> None:
        self.numbers = start.clone()
        self.factor = factor

    def add(self, numbers):
        if numbers[0].isnan().any():
            raise ValueError("no numbers")
        self.numbers += self.factor * numbers[0]

    def add_all(self, other):
        self.numbers += other.numbers
        return self

    def spoil(self, numbers):
        numbers[0].zero_()


def total_of(total):
    return total.numbers.sum()


MODULE: Any = SimpleNamespace(Total=Total, total_of=total_of, __name__="totals")
ONE, TWO = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])


def told(story: Story, *steps: tuple[Any, ...]) -> None:
    for function, of, member, *args in steps:
        story.add(Step(-1, function, tuple(args), {}, of, member))


def asked(
    story: Story, function: str, of: Made | None, member: str, *args: Any, **more: Any
) -> Any:
    step = Step(-1, function, args, {}, of, member, **more)
    return RecordedCall(function, args, {}, made=story.script(step), asked="member")


@pytest.fixture
def story() -> Story:
    """Three objects, of which the first two have to do with each other."""
    story = Story()
    told(
        story,
        ("Total", None, "", ONE),
        ("Total", None, "", TWO),
        ("Total", None, "", ONE, 0.37),
        ("Total", Made(0), "add", [TWO]),
        ("Total", Made(2), "add", [TWO]),
        ("Total", Made(0), "add_all", Made(1)),
    )
    return story


def outcome(call: RecordedCall) -> CallOutcome:
    replayer = Replayer()
    try:
        return replayer.replay(call, MODULE)
    finally:
        replayer.close()


def test_only_what_has_to_do_with_an_object_belongs_to_its_script(story):
    numbers = [
        [step.number for step in asked(story, "Total", Made(at), "numbers").made.steps]
        for at in range(3)
    ]

    assert numbers == [[0, 1, 3, 5], [0, 1, 3, 5], [2, 4]]


def test_an_object_is_asked_after_all_that_came_before(story):
    mine = outcome(asked(story, "Total", Made(5), "numbers", is_read=True))

    assert torch.equal(mine.answer, torch.tensor([7.0, 12.0]))
    assert torch.equal(
        outcome(asked(story, "total_of", None, "", Made(2))).answer, ONE.sum() + 2.96
    )
    assert torch.equal(ONE, torch.tensor([1.0, 2.0]))


def test_an_object_is_compared_as_an_object(story):
    call = asked(story, "Total", Made(0), "add_all", Made(1))

    assert outcome(call).answer == of_student(RecordedCall("f", (), {}, answer=OBJECT)).answer
    assert not outcome(call).is_changed
    assert outcome(asked(story, "Total", Made(0), "spoil", [ONE.clone()])).is_changed


def test_a_step_that_fails_leaves_the_object_as_it_was(story):
    told(story, ("Total", Made(2), "add", [TWO * float("nan")]), ("Total", None, ""))

    assert outcome(asked(story, "total_of", None, "", Made(2))).error is None
    made = outcome(asked(story, "total_of", None, "", Made(7)))
    assert made.error[0] == "TypeError"
    assert outcome(asked(story, "total_of", None, "", Made(5, (3,)))).error[0] == "NoSuchPart"


def test_too_long_a_story_is_not_made_again(story):
    told(story, *[("Total", Made(2), "add", [ONE])] * MOST_STEPS)

    call = asked(story, "Total", Made(2), "numbers", is_read=True)

    assert call.made.steps == ()
    with pytest.raises(NotReplayable):
        outcome(call)
    with pytest.raises(NotReplayable):
        outcome(asked(story, "Total", Made(99), "numbers", is_read=True))


def test_a_script_in_one_line_shows_no_numbers(story):
    call = asked(story, "Total", Made(5), "numbers", is_read=True)

    assert str(call) == (
        "total = Total(float32 (2,)); …; add_all = total.add_all(total_2); add_all.numbers"
    )
    assert str(asked(story, "total_of", None, "", Made(2))) == (
        "total = Total(float32 (2,), 0.37); total.add([float32 (2,)]); total_of(total)"
    )


def test_other_numbers_are_drawn_for_all_that_came_before(story):
    call = asked(story, "Total", Made(2), "add", [TWO])
    draw = torch.Generator().manual_seed(1)

    drawn = redrawing.redrawn(next(simple_floats.with_simple_floats(call)), draw)

    assert drawn is not None
    assert isinstance(drawn.made, Script)
    made, added = drawn.made.steps
    assert made.args[1] == 0.5
    assert torch.equal(added.args[0][0], drawn.args[0][0])  # it was the same one
    assert not torch.equal(made.args[0], ONE)
    assert redrawing.is_plain(drawn)
    assert redrawing.has_arrays(asked(story, "total_of", None, "", Made(2)))
    told(story, ("Total", Made(2), "add", "a text"))
    assert not redrawing.is_plain(asked(story, "total_of", None, "", Made(2)))


def test_less_is_asked_before_where_nothing_needs_it(story):
    call = asked(story, "Total", Made(0), "add_all", Made(1))

    steps = [[s.number for s in each.made.steps] for each in smaller_scripts(call)]

    assert steps == [[0, 1, 3], [0, 1, 5]]


def test_a_script_is_written_so_that_it_runs(story):
    call = asked(story, "total_of", None, "", Made(0))

    text = written(call, MODULE).text

    assert text == (
        "import torch\n"
        "\n"
        "from totals import Total, total_of\n"
        "\n"
        "start = torch.tensor([1.0, 2.0])\n"
        "start_2 = torch.tensor([3.0, 5.0])\n"
        "total = Total(start)\n"
        "total_2 = Total(start_2)\n"
        "total.add([start_2])\n"
        "total.add_all(total_2)\n"
        "print(total_of(total))"
    )
    exec(text.replace("from totals import Total, total_of", ""), dict(vars(MODULE)))  # noqa: S102 - of our own making


def test_fresh_calls_have_other_numbers_in_all_that_came_before(story):
    call = asked(story, "Total", Made(2), "numbers", is_read=True)
    told(story, ("Total", Made(1), "add", ["a text"]))
    with_text = asked(story, "Total", Made(1), "numbers", is_read=True)
    wrong = CallOutcome(ONE)
    group = CallGroup(
        "Total",
        refuses=False,
        evidence=tuple(
            Evidence(0, each, wrong, wrong, is_accepted=False, is_wrong=True)
            for each in (call, with_text)
        ),
    )

    (fresh,) = fresh_calls(group, SimpleNamespace(probes={}))

    assert isinstance(fresh.made, Script)
    assert fresh.made.steps[0].args[1] == 0.37
    before = outcome(call).answer
    assert outcome(fresh).answer.shape == before.shape
    assert not torch.equal(outcome(fresh).answer, before)
