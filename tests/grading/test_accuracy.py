"""Tests the accuracy bar: results near a level are measured again, and the best run counts."""

from __future__ import annotations

import pytest
import torch
from pydantic import ValidationError

from autograder.course.training import Level, Training
from autograder.errors import StudentError
from autograder.grading.accuracy import (
    Measured,
    MeasuredError,
    MeasuredLoss,
    false_fail_rate,
    is_near,
    is_stuck,
    judge,
    missed,
    reached,
)

TRAINING = Training(
    levels=(
        Level(accuracy=0.45, share=0.5),
        Level(accuracy=0.60, share=1),
        Level(accuracy=0.90, share=1, title="Honours"),
    ),
    spread=0.02,
)


CHANCE = 0.1


class Runs:
    """Stands in for a network: each run has a fixed share of right pictures."""

    def __init__(self, *accuracies: float) -> None:
        self.accuracies, self.asked = accuracies, []

    def __call__(self, run: int, pictures: int) -> Measured:
        self.asked.append((run, pictures))
        return Measured(round(self.accuracies[run] * pictures), pictures)


def test_wilsons_interval_of_a_textbook_example():
    low, high = Measured(81, 263).interval()

    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_the_interval_of_a_perfect_run_has_room_below():
    low, high = Measured(2500, 2500).interval()

    assert high == pytest.approx(1.0)
    assert 0.998 < low < 1.0


@pytest.mark.parametrize(("right", "pictures"), [(-1, 10), (11, 10), (0, 0)])
def test_impossible_counts(right, pictures):
    with pytest.raises(ValueError, match="impossible"):
        Measured(right, pictures)


@pytest.mark.parametrize(
    ("accuracy", "share", "next_bar"),
    [(0.2, 0, 0.45), (0.45, 0.5, 0.60), (0.6, 1, None), (0.95, 1, None)],
)
def test_levels(accuracy, share, next_bar):
    level, above = reached(TRAINING, accuracy), missed(TRAINING, accuracy)

    assert (level.share if level else 0) == share
    assert (above.accuracy if above else None) == next_bar


def test_a_clear_run_is_measured_once():
    runs = Runs(0.97)
    verdict = judge(TRAINING, runs, chance=CHANCE)

    assert runs.asked == [(0, 2500)]
    assert verdict.share == 1
    assert verdict.level.title == "Honours"


def test_near_a_level_that_earns_no_more_nothing_is_repeated():
    assert not is_near(TRAINING, Measured(2250, 2500))


def test_just_above_the_bar_more_pictures_are_drawn_but_nothing_is_trained_again():
    runs = Runs(0.61)

    assert judge(TRAINING, runs, chance=CHANCE).share == 1
    assert runs.asked == [(0, 2500), (0, 5000)]


def test_just_below_the_bar_a_second_training_may_save_it():
    runs = Runs(0.58, 0.63)
    verdict = judge(TRAINING, runs, chance=CHANCE)

    assert verdict.share == 1
    assert [run for run, _ in runs.asked] == [0, 0, 1, 1]
    assert verdict.in_words().endswith("the better of two runs")


def test_the_better_run_counts_even_if_it_was_the_first():
    verdict = judge(TRAINING, Runs(0.58, 0.50), chance=CHANCE)

    assert verdict.share == 0.5
    assert verdict.best.accuracy == pytest.approx(0.58)


def test_far_below_a_bar_nothing_is_repeated():
    runs = Runs(0.29)

    assert judge(TRAINING, runs, chance=CHANCE).share == 0
    assert runs.asked == [(0, 2500)]


def test_a_checkpoint_has_one_run_only():
    runs = Runs(0.58)

    assert judge(TRAINING, runs, chance=CHANCE, could_differ=lambda: False).share == 0.5
    assert {run for run, _ in runs.asked} == {0}


@pytest.mark.parametrize("accuracies", [(0.1, 0.76), (0.1, 0.27, 0.76)])
def test_a_run_that_got_stuck_near_chance_is_repeated(accuracies):
    runs = Runs(*accuracies)
    verdict = judge(TRAINING, runs, chance=CHANCE)

    assert verdict.share == 1
    assert verdict.best.accuracy == pytest.approx(0.76)
    assert runs.asked == [(run, 2500) for run in range(len(accuracies))]


def test_what_stays_at_chance_is_trained_three_times():
    runs = Runs(0.1, 0.1, 0.12)
    verdict = judge(TRAINING, runs, chance=CHANCE)

    assert (verdict.share, len(verdict.runs)) == (0, 3)
    assert verdict.in_words().endswith("the best of 3 runs")


def test_stuck_runs_do_not_count_as_runs_near_a_level():
    verdict = judge(TRAINING, Runs(0.1, 0.59, 0.63), chance=CHANCE)

    assert (verdict.share, len(verdict.runs)) == (1, 3)


def test_there_are_no_more_runs_than_stated():
    verdict = judge(TRAINING, Runs(0.1, 0.1, 0.59), chance=CHANCE)

    assert (verdict.share, len(verdict.runs)) == (0.5, 3)


def test_nothing_is_repeated_that_can_not_differ():
    verdict = judge(TRAINING, Runs(0.1), chance=CHANCE, could_differ=lambda: False)

    assert len(verdict.runs) == 1


@pytest.mark.parametrize("first", [0.1, 0.58])
def test_a_repetition_that_fails_takes_nothing_away(first):
    def measure(run: int, pictures: int) -> Measured:
        if run:
            raise StudentError("It crashed.")
        return Measured(round(first * pictures), pictures)

    assert judge(TRAINING, measure, chance=CHANCE).best.accuracy == pytest.approx(first)


def test_a_first_run_that_fails_fails():
    def measure(run: int, pictures: int) -> Measured:
        raise StudentError("It crashed.")

    with pytest.raises(StudentError, match="It crashed"):
        judge(TRAINING, measure, chance=CHANCE)


def test_the_false_fail_rate_of_runs_around_the_bar_is_a_half():
    assert false_fail_rate([0.58, 0.60, 0.62], 0.60) == pytest.approx(0.5)


def test_the_false_fail_rate_of_runs_far_above_is_next_to_nothing():
    assert false_fail_rate([0.96, 0.97, 0.98], 0.60) < 1e-9


def test_the_false_fail_rate_of_runs_without_spread():
    assert false_fail_rate([0.5, 0.5], 0.6) == 1
    assert false_fail_rate([0.7, 0.7], 0.6) == 0


BY_LOSS = Training(
    levels=(Level(loss=2.2, share=0.5), Level(loss=1.8, share=1)),
    called="lines",
    spread=0.02,
)


def loss_of(*means: float) -> MeasuredLoss:
    return MeasuredLoss.of(torch.tensor(means))


def test_a_mean_loss_has_the_interval_of_a_textbook():
    measured = loss_of(1.0, 2.0, 3.0, 4.0)

    assert measured.value == 2.5
    assert measured.standard_error == pytest.approx((5 / 3 / 4) ** 0.5)
    low, high = measured.interval()
    assert (low, high) == pytest.approx((2.5 - 1.26517, 2.5 + 1.26517), abs=1e-4)
    parts = loss_of(1.0, 2.0) + loss_of(3.0, 4.0)
    assert parts == measured


def test_a_loss_is_better_when_it_is_lower():
    values = (2.5, 2.2, 1.9, 1.8, 1.0)

    assert [level.share if (level := reached(BY_LOSS, v)) else 0 for v in values] == [
        0, 0.5, 0.5, 1, 1,
    ]  # fmt: skip
    assert [above.loss if (above := missed(BY_LOSS, v)) else None for v in values] == [
        2.2, 1.8, 1.8, None, None,
    ]  # fmt: skip


def test_the_lower_loss_of_two_runs_counts():
    runs = [loss_of(*[mean - 0.2, mean + 0.2] * 500) for mean in (1.82, 1.79)]

    verdict = judge(BY_LOSS, lambda run, examples: runs[run], chance=3.3)

    assert (verdict.share, len(verdict.runs)) == (1, 2)
    assert verdict.in_words() == (
        "a loss of 1.790 on 2000 hidden lines (95 % confidence: 1.781 to 1.799), "
        "the better of two runs"
    )
    assert verdict.figures()["loss"] == pytest.approx(1.79)


def test_a_loss_near_chance_is_stuck():
    assert is_stuck(BY_LOSS, loss_of(3.2, 3.3), 3.3)
    assert not is_stuck(BY_LOSS, loss_of(2.3, 2.4), 3.3)


def test_a_loss_that_is_not_a_number_reaches_nothing():
    assert reached(BY_LOSS, loss_of(float("nan"), 1.0).value) is None


def test_an_error_rate_is_better_when_it_is_lower():
    training = Training(levels=(Level(error=0.4, share=1),), spread=0.02)

    assert judge(training, lambda run, n: MeasuredError(n // 10, n), chance=0.9).share == 1
    assert judge(training, lambda run, n: MeasuredError(n // 2, n), chance=0.9).share == 0


@pytest.mark.parametrize(
    "levels",
    [
        (Level(share=1),),
        (Level(accuracy=0.5, loss=2.0, share=1),),
        (Level(accuracy=0.5, share=0.5), Level(loss=2.0, share=1)),
        (Level(loss=1.8, share=0.5), Level(loss=2.2, share=1)),
        (Level(accuracy=0.6, share=0.5), Level(accuracy=0.5, share=1)),
    ],
)
def test_levels_of_two_metrics_or_in_the_wrong_order_are_refused(levels):
    with pytest.raises(ValidationError, match="should"):
        Training(levels=levels)
