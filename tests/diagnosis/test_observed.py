"""What is observed is not compared with the solution; the rest of a task is, as ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from autograder.diagnosis.diagnose import diagnosed
from autograder.diagnosis.examples import examples_of
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.scripts import Made, Script, Step
from autograder.diagnosis.work import MILLION, WorkBudget
from autograder.errors import CourseError, StudentRaised
from autograder.results import Status
from autograder.scoring import CaseOutcome

SOLUTION = """
def drawn(numbers):
    return numbers.flip(0)

def doubled(numbers):
    return 2 * numbers
"""
MISTAKES = """
OBSERVED = {observed}

def draws_the_first(drawn):
    '''You draw the first each time.'''
    return lambda numbers: drawn(numbers)[:1].expand(len(numbers))

def squares(doubled):
    '''You square.'''
    return lambda numbers: numbers**2
"""
INPUTS = [torch.arange(3.0, 9.0) + shift for shift in range(4)]
Read = Callable[[str], Catalogue]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def made(observed: str) -> Catalogue:
        (tmp_path / "drawing.py").write_text(SOLUTION)
        (tmp_path / "mistakes.py").write_text(MISTAKES.format(observed=observed))
        return Catalogue(tmp_path / "drawing.py", tmp_path / "mistakes.py")

    return made


def outcome(mistakes: tuple[str, ...] = (), diagnosis: str = "") -> CaseOutcome:
    return CaseOutcome(
        "test_it", "It is so.", 1.0, Status.WRONG, mistakes=mistakes, diagnosis=diagnosis
    )


def calls(
    function: str, answer: Callable[[torch.Tensor], torch.Tensor]
) -> list[list[RecordedCall]]:
    return [[RecordedCall(function, (each,), {}, answer=answer(each))] for each in INPUTS]


def found(
    catalogue: Catalogue, made: list[list[RecordedCall]], before: CaseOutcome | None = None
) -> list[CaseOutcome]:
    outcomes = [before or outcome() for _ in made]
    return diagnosed(catalogue, outcomes, made, WorkBudget(MILLION), lambda call: None)


def first(numbers: torch.Tensor) -> torch.Tensor:
    """What the known mistake of `drawn` makes of numbers."""
    return numbers.flip(0)[:1].expand(len(numbers))


def test_another_answer_of_what_is_observed_is_explained_by_nothing(read: Read) -> None:
    made = calls("drawn", first)

    assert {each.mistakes for each in found(read("()"), made)} == {("draws_the_first",)}
    assert {(e.mistakes, e.diagnosis) for e in found(read("('drawn',)"), made)} == {((), "")}


def test_no_number_is_expected_of_what_is_observed(read: Read) -> None:
    made = calls("drawn", first)
    outcomes = [outcome() for _ in made]

    def fresh():
        raise InterruptedError("the student's code is asked")

    with pytest.raises(InterruptedError):
        examples_of(read("()"), outcomes, made, fresh)
    assert examples_of(read("('drawn',)"), outcomes, made, fresh) == ()


def test_other_functions_of_the_task_are_compared_as_ever(read: Read) -> None:
    made = calls("doubled", lambda numbers: numbers**2)

    assert {each.mistakes for each in found(read("('drawn',)"), made)} == {("squares",)}


def test_what_a_check_has_observed_stays(read: Read) -> None:
    said = outcome(("draws_the_first",), "You draw the first each time.")

    for each in found(read("('drawn',)"), calls("drawn", first), said):
        assert each == said


def test_exceptions_of_what_is_observed_are_explained(read: Read) -> None:
    names = tuple(kind.__name__ for kind in NameError.__mro__)
    error = StudentRaised("It crashed.", type_names=names, text="name 'x' is not defined")
    made = [[RecordedCall("drawn", (each,), {}, error=error)] for each in INPUTS]

    for each in found(read("('drawn',)"), made):
        assert each.mistakes == ("drawn:raises:undefined_name",)
        assert "Is it spelt as where it is made?" in each.diagnosis


def test_what_an_observed_function_has_made_is_not_compared_either(read: Read) -> None:
    observed = read("('drawn',)").observed
    script = Script((Step(0, "drawn", (), {}),))
    call = RecordedCall("doubled", (Made(0),), {}, made=script, asked="member")

    assert observed.asks(call)
    assert not observed.asks(RecordedCall("doubled", (), {}))


def test_a_check_can_name_mistakes_of_what_is_observed_alone(read: Read) -> None:
    catalogue = read("('drawn',)")

    assert "You draw the first" in catalogue.in_words(("draws_the_first",))
    with pytest.raises(CourseError, match=r'OBSERVED = \("doubled",\)'):
        catalogue.in_words(("squares",))
    assert read("True").in_words(("squares",))


@pytest.mark.parametrize(
    ("observed", "words"),
    [("'drawn'", "names functions and classes"), ("('torn',)", "'torn', which the solution")],
)
def test_a_misspelt_declaration_is_told(read: Read, observed: str, words: str) -> None:
    with pytest.raises(CourseError, match=words):
        read(observed)
