"""How a behaviour is judged: each function makes a judge, which gives '' where the wall holds."""

from __future__ import annotations

from collections.abc import Callable

from autograder.errors import (
    StudentDied,
    StudentError,
    StudentForbidden,
    StudentOutOfMemory,
    StudentTimeout,
)
from autograder.self_check.trial import Trial

Judge = Callable[[Trial], str]
REACHING = "attempts_to_reach"
MOST_SHOWN = 4


def nothing_works(attempt: str, module: str = REACHING) -> Judge:
    """No way of an attempt works, and nothing on the machine was reached or changed."""

    def judge(trial: Trial) -> str:
        trial.start(module)
        try:
            worked = trial.ask(attempt, trial.machine.places())
        except StudentDied:  # a wall has ended the process
            worked = []
        return _listed([*worked, *trial.machine.harm()])

    return judge


def not_granted(attempt: str) -> Judge:
    """The same, of what it tries to be allowed."""
    return nothing_works(attempt, "attempts_to_be_allowed")


def leaves_no_files(trial: Trial) -> str:
    """What it writes into shared folders is not there for others, or not there any more."""
    trial.start(REACHING)
    trial.ask("leave_files", trial.machine.places())
    trial.end()
    return _listed(trial.machine.left_files())


def next_finds_nothing(trial: Trial) -> str:
    """What it writes is not found by the next submission."""
    trial.start(REACHING)
    trial.ask("leave_files", trial.machine.places())
    trial.start(REACHING)
    found = trial.ask("find_files", trial.machine.places())
    trial.end()
    trial.machine.left_files()
    return _listed(found)


def ends_as(kind: type[StudentError], function: str, *arguments: object, **limits: float) -> Judge:
    """The call of `excesses` ends in a sentence of this kind; the next submission is answered."""

    def judge(trial: Trial) -> str:
        trial.start("excesses", limits=limits)
        ended = trial.ending(function, *arguments)
        if not isinstance(ended, kind):
            return f"it ended as {type(ended).__name__}: {ended}" if ended else "it was answered"
        trial.start("excesses")
        return "" if trial.ask("answer") == 1 else "the next submission is not answered"

    return judge


def all_ends(function: str, kind: type[StudentError] | None) -> Judge:
    """No process that the call has started is there after the worker's end."""

    def judge(trial: Trial) -> str:
        trial.start("excesses", limits={"call_seconds": 1.0})
        ended = trial.ending(function, trial.machine.token)
        if kind is not None and not isinstance(ended, kind):
            return f"it ended as {type(ended).__name__}: {ended}"
        return _listed([f"process {pid} lives on" for pid in trial.lives_on()])

    return judge


def at_most(most: int, function: str, *arguments: object, **limits: float) -> Judge:
    """The call is ended, or tells of no more than `most`."""

    def judge(trial: Trial) -> str:
        trial.start("excesses", limits=limits)
        try:
            count = trial.ask(function, *arguments)
        except (StudentDied, StudentOutOfMemory, StudentTimeout):
            return ""
        return "" if count <= most else f"{count} where {most} are allowed"

    return judge


def processes_at_most(most: int, tried: int) -> Judge:
    """It can't fork more often, and all that it has forked ends."""

    def judge(trial: Trial) -> str:
        too_many = at_most(most, "make_processes", tried, trial.machine.token)(trial)
        return too_many or _listed([f"process {pid} lives on" for pid in trial.lives_on()])

    return judge


def output_is_cut(trial: Trial) -> str:
    """Of much that is printed, only the limit is kept."""
    trial.start("excesses")
    trial.ask("print_much", 4)
    kept = len(trial.printed())
    return "" if 0 < kept <= 32 << 10 else f"{kept} characters are kept"


def objects_stay_out(trial: Trial) -> str:
    """An object is described in words, and never made anew here."""
    trial.start("excesses")
    answer = trial.ask("answer_an_object")
    return "" if type(answer).__module__.startswith("autograder.") else f"it came as {type(answer)}"


def not_allowed(*functions: str, forbidden: tuple[str, ...]) -> Judge:
    """What a task forbids is not done, whichever way it is asked for."""

    def judge(trial: Trial) -> str:
        done = []
        for function in functions:
            trial.start("convolutions", forbidden=forbidden)
            try:
                if trial.ask(function) != 0.0:
                    done.append(function)
            except StudentForbidden:
                continue
        return _listed(done)

    return judge


def _listed(found: list[str]) -> str:
    shown = ", ".join(found[:MOST_SHOWN])
    more = len(found) - MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
