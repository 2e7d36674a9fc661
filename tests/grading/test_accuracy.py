"""Tests the accuracy bar: results near a level are measured again, and the best run counts."""

from __future__ import annotations

import pytest

from autograder.course.schema import AccuracyLevel, Training
from autograder.errors import StudentError
from autograder.grading.accuracy import Measured, false_fail_rate, is_near, judge, missed, reached

TRAINING = Training(
    levels=(
        AccuracyLevel(accuracy=0.45, share=0.5),
        AccuracyLevel(accuracy=0.60, share=1),
        AccuracyLevel(accuracy=0.90, share=1, title="Honours"),
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
