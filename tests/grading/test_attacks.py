"""Every attempt of `attacks/` is graded beside innocents. None gains, learns, or harms anybody."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from attacks.attempts import Attempt, all_attempts, hand_in
from attacks.machine import Machine, grader_processes, limits_of, workers_of
from support.load import slowdown

from autograder.grading.batch import GradedSubmission, warm_graders
from autograder.results import Report

pytestmark = [pytest.mark.slow(150, per="parameter"), pytest.mark.cold_start]  # the front

ATTEMPTS = {attempt.name: attempt for attempt in all_attempts()}
JOBS = 2
INNOCENT_AFTER_EACH = 5
LOOK_SECONDS = 0.05  # of processor time, after each, to find out how busy the machine is
LOOKS_LATER = "_2_"  # in the names of attempts that look for what another one has left
# Fought one after the other, or side by side; each with grader processes of its own, whose start
# takes longer than most attempts.
FRONTS = {
    assignment: [each for each in ATTEMPTS.values() if each.assignment == assignment]
    for assignment in ("workbook", "counting")
}
# Attempts that contain a right answer as well: what that alone earns.
EARNED = {
    "shares/frame_forged_changes": 3.333333,  # it shares rightly, but refuses nothing
    "patterns/kernel_by_turns": 0.428571,  # each of its kernels tells one kind of stripes apart
}
MAX_MESSAGE = 1500
MAX_REPORT = 256 << 10
# Printed by an attempt that has seen itself succeed.
ESCAPED = "ESCAPED"


@dataclass
class Battle:
    """Attempts on one assignment, graded in one tier by the same grader processes."""

    front: str
    token: str = ""
    outcomes: dict[str, GradedSubmission] = field(default_factory=dict)
    innocents: list[GradedSubmission] = field(default_factory=list)
    alone: Report | None = None
    harm: list[str] = field(default_factory=list)
    slowdown: float = 1.0
    grader_processes: set[int] = field(default_factory=set)
    crowds: list[set[int]] = field(default_factory=list)
    left: set[int] = field(default_factory=set)

    def report(self, attempt: str) -> Report:
        outcome = self.outcomes[attempt]
        assert outcome.report is not None, outcome.problem
        return outcome.report


@pytest.fixture(scope="module")
def battles(request: pytest.FixtureRequest, tier: str) -> Iterator[Callable[[str], Battle]]:
    """The battle at a front, fought when first asked for; tells at the end what came of each."""
    fought: dict[str, Battle] = {}

    def at(front: str) -> Battle:
        if front not in fought:
            fought[front] = _fought(front, tier)
        return fought[front]

    yield at
    for battle in fought.values():
        _show_table(request.config, tier, battle)


@pytest.fixture
def battle(battles: Callable[[str], Battle], request: pytest.FixtureRequest) -> Battle:
    """The battle at the front that is the test's parameter."""
    return battles(request.param)


def _fought(front: str, tier: str) -> Battle:
    machine = Machine(tier)
    battle = Battle(front, machine.token, slowdown=slowdown())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATTACKED_SECRET", machine.token)
        _fight(battle, machine, tier)
        battle.harm = machine.harm()
    machine.close()
    battle.slowdown = max(battle.slowdown, slowdown())
    return battle


def _fight(battle: Battle, machine: Machine, tier: str) -> None:
    """Grade the attempts at a front, with an innocent after each few."""
    attempts = FRONTS[battle.front]
    assignment = attempts[0].assignment
    root, innocent = machine.courses[assignment], str(machine.innocents[assignment])
    others, seen = grader_processes(), battle.grader_processes

    def look(_: GradedSubmission) -> None:
        # Other tests come and go while these fight.
        battle.slowdown = max(battle.slowdown, slowdown(LOOK_SECONDS))
        seen.update(grader_processes() - others)
        battle.crowds.extend(workers_of(grader_process) for grader_process in seen)

    names: list[str | None] = []
    for attempt in attempts:
        names += [None] if len(names) % (INNOCENT_AFTER_EACH + 1) == 0 else []
        names.append(attempt.name)
    # What looks for leftovers comes when all that may leave something has ended.
    later = [name for name in names if name and LOOKS_LATER in name]
    names = [name for name in names if name not in later]
    first = [_path(ATTEMPTS[name], machine) if name else innocent for name in [*names, None]]
    then = [_path(ATTEMPTS[name], machine) for name in later if name]
    with warm_graders(root, assignment, tier) as graders:
        [alone] = graders.grade_paths([innocent], jobs=1, on_outcome=look)
        assert alone.report is not None, alone.problem
        battle.alone = alone.report
        outcomes = graders.grade_paths(first, jobs=JOBS, on_outcome=look)
        outcomes += graders.grade_paths(then, jobs=JOBS, on_outcome=look)
    for name, outcome in zip([*names, None, *later], outcomes, strict=True):
        if name:
            battle.outcomes[name] = outcome
        else:
            battle.innocents.append(outcome)
    battle.left = {user for grader_process in seen for user in workers_of(grader_process)}


def _path(attempt: Attempt, machine: Machine) -> str:
    return str(hand_in(attempt, machine.attempts, machine.places(attempt.assignment)))


def _score(report: Report, attempt: Attempt) -> float:
    """The points of the attacked task; an archive attacks all."""
    if attempt.task == "archives":
        return report.score
    return next(task.score or 0.0 for task in report.tasks if task.task == attempt.task)


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a report, with the name of its field."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield place, key
            yield from _texts(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, place)


each_attempt = pytest.mark.parametrize(
    ("battle", "name"),
    [
        pytest.param(front, attempt.name, id=f"{front}-{attempt.name}")
        for front, attempts in FRONTS.items()
        for attempt in attempts
    ],
    indirect=["battle"],
)
each_battle = pytest.mark.parametrize("battle", FRONTS, indirect=True)


@each_attempt
def test_nothing_is_gained(battle: Battle, name: str) -> None:
    report = battle.report(name)

    assert _score(report, ATTEMPTS[name]) == pytest.approx(EARNED.get(name, 0.0))
    assert report.points == battle.alone.points


@each_attempt
def test_nothing_is_learnt(battle: Battle, name: str) -> None:
    text = msgspec.json.encode(battle.report(name)).decode()

    assert battle.token not in text
    assert ESCAPED not in text, text[text.index(ESCAPED) :][:200]


@each_attempt
def test_what_is_said_can_be_shown(battle: Battle, name: str) -> None:
    report = battle.report(name)
    encoded = msgspec.json.encode(report)

    assert len(encoded) < MAX_REPORT
    for place, text in _texts(msgspec.json.decode(encoded)):
        # `code` is ours, of several lines, with our own numbers in it.
        allowed = {"output": "\n\t", "code": "\n"}.get(place, "")
        shown = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert not set(shown) - set(allowed), f"{place}: {text[:200]!r}"
        assert place == "output" or len(text) < MAX_MESSAGE, f"{place}: {text[:200]!r}"


@each_attempt
def test_nobody_waits_for_it(battle: Battle, name: str) -> None:
    limits = limits_of(ATTEMPTS[name].assignment)

    assert battle.report(name).seconds < 2 * limits["submission_seconds"] * battle.slowdown


@each_battle
def test_innocents_are_graded_as_if_alone(battle: Battle) -> None:
    assert len(battle.innocents) > len(battle.outcomes) / (INNOCENT_AFTER_EACH + 1)
    for outcome in battle.innocents:
        assert outcome.report is not None, outcome.problem
        assert _verdict(outcome.report) == _verdict(battle.alone)
        assert outcome.report.score == outcome.report.points


@each_battle
def test_the_machine_is_as_it_was(battle: Battle) -> None:
    assert battle.harm == []


@each_battle
def test_no_process_outlives_its_submission(battle: Battle) -> None:
    assert max(len(crowd) for crowd in battle.crowds) <= 1
    assert battle.left == set()


@each_battle
def test_no_grader_process_is_lost(battle: Battle) -> None:
    assert len(battle.grader_processes) == JOBS


def test_every_attempt_says_what_it_tries() -> None:
    assert all(attempt.intention() for attempt in ATTEMPTS.values())
    assert len(ATTEMPTS) >= 150
    assert sorted(each.name for front in FRONTS.values() for each in front) == sorted(ATTEMPTS)


def _verdict(report: Report) -> list[tuple[str, float, list[tuple[str, str, float]]]]:
    return [
        (task.task, task.score or 0.0, [(c.check, c.status, c.score) for c in task.checks])
        for task in report.tasks
    ]


def _show_table(config: pytest.Config, tier: str, battle: Battle) -> None:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    capture = config.pluginmanager.getplugin("capturemanager")
    if reporter is None:  # a worker of pytest-xdist
        return
    with capture.global_and_fixture_disabled():
        reporter.ensure_newline()
        reporter.section(f"attempts at {battle.front} in the tier {tier}, and what came of them")
        for name, outcome in battle.outcomes.items():
            said = " ".join(_summary(outcome, ATTEMPTS[name]).split())
            shown = "".join(c if c.isprintable() else "?" for c in said)
            reporter.write_line(f"{name:40} {shown}"[:150])


def _summary(outcome: GradedSubmission, attempt: Attempt) -> str:
    report = outcome.report
    if report is None:
        return f"NOT GRADED: {outcome.problem}"
    if report.refused:
        return f"0  refused    {report.refused}"
    checks = [c for t in report.tasks if attempt.task in ("archives", t.task) for c in t.checks]
    statuses = "/".join(dict.fromkeys(str(c.status) for c in checks))
    message = next((c.message for c in checks if c.message), "")
    return f"{_score(report, attempt):g}  {statuses}  {report.seconds:.1f} s  {message}"
