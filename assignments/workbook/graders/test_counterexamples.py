"""Hidden checks of `counterexamples`: a call is tried on a wrong function that nobody has seen.

The wrong functions run here, on arguments that `break_it` has checked, and never in the student's
process: nothing that the student's code could read knows them.
"""

import pytest
import wrong_ones

from autograder import expect

# What a call on which all is well looks like: the known mistake that its student makes.
WHERE_ALL_IS_WELL = {
    "padding": "pads_nothing",
    "stride": "moves_by_one_pixel",
    "weights": "takes_equal_weights",
    "channels": "takes_one_channel",
    "pictures": "takes_one_picture",
    "sides": "takes_squares_only",
    "signs": "takes_no_negative_number",
    "steps": "leaves_the_windows_side_by_side",
}


@pytest.fixture
def exposes(given, rng, looks_like):
    """Judges a call: fails unless it exposes the wrong function behind a report and is small."""
    break_it = given("break_it")

    def judge(name, call):
        report = break_it.REPORTS[name]
        try:
            asked = break_it.arguments(report.function, call)
        except break_it.CannotBeAsked as refusal:
            looks_like("asks_for_the_impossible")
            expect.that(False, expect.ours(f"The right `{report.function}` refuses it: {refusal}"))
        except ValueError as fault:
            expect.that(False, expect.ours(str(fault)))
        if report.is_well(asked):
            looks_like(WHERE_ALL_IS_WELL[name])
            where = f"In this call, {report.where}: there the report says that all is well."
            expect.that(False, expect.ours(where))
        right = break_it.RIGHT[report.function]
        wrong = wrong_ones.made(wrong_ones.drawn(name, rng), right)
        is_exposed = break_it.exposes(call, report.function, wrong)
        if not is_exposed and name == "signs" and bool((right(**asked) >= 0).all()):
            looks_like("hides_the_negative_numbers")
        expect.that(is_exposed, "The wrong function gives the right answer to this call.")
        numbers = break_it.count(call)
        if numbers > report.enough:
            looks_like("is_larger_than_needed")
        size = f"It is exposed, by a call of {numbers} numbers; {report.enough} can be enough."
        expect.partly(break_it.worth(numbers, report.enough), expect.ours(size))

    return judge


def test_padding_is_exposed(student, exposes):
    """A call shows that something goes wrong where pictures are padded."""
    exposes("padding", student.padding())


def test_stride_is_exposed(student, exposes):
    """A call shows that something goes wrong where the stride is not 1."""
    exposes("stride", student.stride())


def test_weights_are_exposed(student, exposes):
    """A call shows that something goes wrong where the weights of a kernel differ."""
    exposes("weights", student.weights())


def test_channels_are_exposed(student, exposes):
    """A call shows that something goes wrong where there are several channels."""
    exposes("channels", student.channels())


def test_pictures_are_exposed(student, exposes):
    """A call shows that something goes wrong where there are several pictures."""
    exposes("pictures", student.pictures())


def test_sides_are_exposed(student, exposes):
    """A call shows that something goes wrong where not everything is as high as it is wide."""
    exposes("sides", student.sides())


def test_signs_are_exposed(student, exposes):
    """A call shows that something goes wrong where numbers are negative."""
    exposes("signs", student.signs())


def test_steps_are_exposed(student, exposes):
    """A call shows that something goes wrong where windows overlap or leave gaps."""
    exposes("steps", student.steps())
