"""Tests a course whose tasks are classes: what is wrong with their objects is named, shown to
students, and judged anew by what was recorded.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from support.paths import TESTS
from support.regrading import replaced, without_durations

from autograder.course.load import load_course
from autograder.grading.batch import warm_graders
from autograder.grading.context import Graded, GradingContext, ToGrade
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.recording import encoded, opened
from autograder.grading.session import run_checks
from autograder.grading.submission_run import grade
from autograder.results import CheckResult, Report, Status
from autograder.sandbox.launcher import Zygotes
from autograder.submission import intake
from autograder.template.stubs import as_given
from autograder.verification.verify import verify_course

pytestmark = [pytest.mark.slow(60), pytest.mark.torch]

COURSE = TESTS / "optimisers_course"
GRADERS = "assignments/objects/graders"
STEP = "            velocity.mul_(self.momentum).add_(gradient)\n"
ONE_STEP = "    optimiser.step([torch.tensor([1.0])])\n"
VARIANTS = {
    "right": {},
    "forgets": {STEP: "            velocity = gradient\n"},
    "damps": {
        STEP: "            rest = 1 - self.momentum\n"
        "            velocity.mul_(self.momentum).add_(rest * gradient)\n"
    },
    "two_mistakes": {
        STEP: "            velocity = -gradient.clone()\n",
        "if not 0 <= momentum < 1": "if not 0 <= momentum <= 1",
    },
    "unforeseen": {
        STEP: "            velocity.mul_(self.momentum).add_(gradient * gradient.abs())\n"
    },
    "of_the_class": {
        "        self._steps = 0\n": "",
        "    def step(self,": "    _steps = [0]\n\n    def step(self,",
        "        self._steps += 1\n": "        self._steps[0] += 1\n",
        "        return self._steps\n": "        return self._steps[0]\n",
    },
    "of_a_default": {
        "momentum: float = 0.0) -> None": "momentum: float = 0.0, kept=[]) -> None",
        "        self.velocities = [torch.zeros_like(each) for each in parameters]\n": (
            "        kept.extend(torch.zeros_like(each) for each in parameters[len(kept) :])\n"
            "        self.velocities = kept[: len(parameters)]\n"
        ),
    },
    "of_all_models": {
        "    def fit(self": "    seen = []\n\n    def fit(self",
        "        self.inputs, self.targets = inputs, targets\n        return": (
            "        self.seen.append((inputs, targets))\n"
            "        if all(each.shape[1:] == inputs.shape[1:] for each, _ in self.seen):\n"
            "            inputs, targets = map(torch.cat, zip(*self.seen, strict=True))\n"
            "        self.inputs, self.targets = inputs, targets\n        return"
        ),
    },
    "without_step": {"    def step(self,": "    def stride(self,"},
    "crashes": {STEP: "            velocity.mul_(self.moment)\n"},
    "prints": {"        self._steps += 1\n": "        self._steps += 1\n        print('a step')\n"},
    "keeps_the_old": {
        "        self.inputs, self.targets = inputs, targets\n        return": (
            "        if len(self):\n"
            "            inputs = torch.cat((self.inputs, inputs))\n"
            "            targets = torch.cat((self.targets, targets))\n"
            "        self.inputs, self.targets = inputs, targets\n        return"
        )
    },
    "sums_the_errors": {"square().mean()\n": "square().sum()\n"},
}  # fmt: skip


def handed_in(name: str, place: Path) -> Path:
    """The solution with the variant's changes."""
    folder, left = place / name, dict(VARIANTS[name])
    folder.mkdir(parents=True)
    for path in (COURSE / "solutions" / "objects").glob("*.py"):
        text = path.read_text()
        for old, new in VARIANTS[name].items():
            if old in text:
                assert text.count(old) == 1, old
                text = text.replace(old, new)
                del left[old]
        (folder / path.name).write_text(text)
    assert not left
    return folder


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, tier: str) -> dict[str, Report]:
    place = tmp_path_factory.mktemp("class")
    paths = [str(handed_in(name, place)) for name in VARIANTS]
    with warm_graders(COURSE, "objects", tier) as graders:
        found = graders.grade_paths(paths, jobs=1, on_outcome=lambda _: None)
    graded = [outcome.report for outcome in found]
    assert None not in graded
    return dict(zip(VARIANTS, graded, strict=True))


def checks(report: Report) -> dict[str, CheckResult]:
    return {check.check: check for task in report.tasks for check in task.checks}


def names(report: Report) -> set[str]:
    return {name for check in checks(report).values() for name in check.mistakes}


NAMED = {
    "forgets": {"forgets_the_velocity"},
    "damps": {"damps_the_gradient"},
    "two_mistakes": {"forgets_the_velocity", "goes_uphill", "takes_any_momentum"},
    "keeps_the_old": {"keeps_the_old_examples"},
    "sums_the_errors": {"sums_the_errors"},
    "prints": set(),
    "unforeseen": set(),
}


@pytest.mark.parametrize("variant", NAMED)
def test_mistakes_in_another_style_are_named(reports, variant):
    assert names(reports[variant]) == NAMED[variant]


def test_the_right_one_has_full_points(reports):
    for variant in ("right", "prints"):
        assert reports[variant].score == reports[variant].points == 8


def test_what_is_of_the_class_is_said_to_be_left_from_before(reports):
    check = checks(reports["of_the_class"])["test_steps_are_counted"]

    assert check.message == "The number of steps is larger than it should be."
    assert "each time that it is made anew and asked the very same." in check.diagnosis
    assert "left over from the object before (in the class itself, or in a" in check.diagnosis


@pytest.mark.parametrize("variant", ["of_a_default", "of_all_models"])
def test_what_is_shared_by_all_objects_is_said_where_it_shows(reports, variant):
    failed = [check for check in checks(reports[variant]).values() if check.score < check.points]

    assert len(failed) > 2
    for check in failed:
        assert "is right when its first object is asked, and wrong when the very same" in (
            check.diagnosis
        )
        assert "kept from object to object (in the class itself, a default arg" in check.diagnosis


@pytest.mark.parametrize("variant", ["of_the_class", "of_all_models"])
def test_no_example_is_shown_that_is_right_where_a_student_tries_it(reports, variant):
    assert all(task.examples == () for task in reports[variant].tasks)


def test_what_is_lacking_is_said(reports):
    check = checks(reports["without_step"])["test_one_step_goes_downhill"]

    assert check.told == "`SGD` has neither a method nor an attribute `step`."
    crashed = checks(reports["crashes"])["test_one_step_goes_downhill"]
    assert crashed.told == "`SGD.step` raised AttributeError (momentum.py, line 37)."


def test_students_see_the_calls_that_led_there(reports):
    (example,) = reports["unforeseen"].tasks[0].examples

    lines = example.code.split("\n")
    assert "from momentum import SGD" in lines
    assert any(line.startswith("sgd = SGD([parameters], lr=") for line in lines)
    assert "sgd.step([gradients])" in lines
    assert lines[-1] == "print(sgd.parameters)"
    assert example.line.startswith("sgd = SGD([")


def test_the_course_holds_what_it_promises(tier, capsys):
    assert verify_course(load_course(COURSE), tier=tier), capsys.readouterr().out


HOSTILE = {
    "has_everything": """
class SGD:
    def __init__(self, *args, **kwargs): pass
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __getitem__(self, place): return self
    def __eq__(self, other): return True
    def __len__(self): return 10**9
    def __iter__(self): return iter([self] * 10**9)
    def __index__(self): return 3
""",
    "claims_to_be_a_tensor": """
import torch
class SGD:
    __class__ = property(lambda self: torch.Tensor)
    def __init__(self, *args, **kwargs): pass
    def __getattr__(self, name): raise KeyError(name)
""",
    "leaves": """
import os
class SGD:
    def __init__(self, *args, **kwargs): pass
    def step(self, gradients): os._exit(0)
    parameters = property(lambda self: exit())
    steps = property(lambda self: exit())
""",
    "makes_millions": """
class SGD:
    def __init__(self, *args, **kwargs): pass
    def step(self, gradients): return [SGD() for _ in range(200_000)]
    @property
    def parameters(self): return [SGD() for _ in range(2000)]
    steps = property(lambda self: SGD())
""",
    "replaces_everything": """
import sys, types
class SGD:
    def __init__(self, *args, **kwargs): pass
    def step(self, gradients):
        sys.modules[__name__] = types.ModuleType("other")
        globals()["SGD"] = 7
        SGD_.step = SGD_.parameters = SGD_.steps = 5
SGD_ = SGD
""",
    "patches_the_worker": """
import sys
class SGD:
    def __init__(self, *args, **kwargs):
        for name, module in list(sys.modules.items()):
            if name.endswith("members"):
                module.read = module.ask = lambda *args, **kwargs: None
                module.methods_of = lambda kind: ["__class__", "_private", "a b", 7]
""",
    "sends_many_methods": """
SGD = type("S" * 10_000, (), {f"method_{n}" * 9: (lambda self: 1) for n in range(3000)}
    | {"__init__": lambda self, *args, **kwargs: None})
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, tier: str) -> dict[str, Report]:
    place = tmp_path_factory.mktemp("hostile")
    for name, source in HOSTILE.items():
        handed_in("right", place / name)
        (place / name / "right" / "momentum.py").write_text(source)
    paths = [str(place / name / "right") for name in HOSTILE]
    with warm_graders(COURSE, "objects", tier) as graders:
        found = graders.grade_paths(paths, jobs=1, on_outcome=lambda _: None)
    graded = [outcome.report for outcome in found]
    assert None not in graded, [outcome.problem for outcome in found]
    return dict(zip(HOSTILE, graded, strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_whoever_lies_earns_nothing_and_harms_only_itself(hostile, name):
    lying, honest = hostile[name].tasks

    assert lying.score == 0
    assert honest.score == honest.points
    for check in lying.checks:
        assert check.status not in (Status.BROKEN, Status.PASSED)
        assert check.message.endswith((".", "…")), check.message
        assert check.told.endswith("."), check.told
        assert len(check.told) < 300
        assert "SSSS" not in check.told


def test_a_check_that_asks_for_a_private_name_is_at_fault(class_, zygotes, tmp_path):
    changed = shutil.copytree(COURSE, tmp_path / "course")
    replaced(f"{GRADERS}/test_momentum.py", "one.steps, 3", "one._steps, 3")(changed)

    (found,) = graded(changed, {"right": class_["right"]}, zygotes, [{}])

    line = (changed / GRADERS / "test_momentum.py").read_text().split("one._steps")[0].count("\n")
    (broken,) = found["right"].report.broken_checks()
    assert broken.fault == (
        f"{GRADERS}/test_momentum.py:{line + 1}: test_steps_are_counted: "
        "A check asks `SGD._steps`, which is no public name."
    )


# What these keep, they keep from check to check: a regrade runs all checks, or none.
OF_THE_CLASS = ("of_the_class", "of_a_default", "of_all_models")
CHANGES = {
    # A change of a check → the cases that ask what was never asked, and so run again.
    "a sentence": (
        replaced(f"{GRADERS}/test_momentum.py", 'name="The number of steps"', 'name="It"'),
        set(),
    ),
    "what is wanted": (
        replaced(f"{GRADERS}/test_momentum.py", "torch.tensor([0.0, -2.5])", "torch.ones(2)"),
        set(),
    ),
    "another step before": (
        replaced(
            f"{GRADERS}/test_momentum.py",
            "    optimiser.step([torch.tensor([4.0, 2.0])])\n",
            "    optimiser.step([torch.tensor([4.0, 3.0])])\n",
        ),
        {"test_one_step_goes_downhill"},
    ),
    "one step fewer": (
        replaced(
            f"{GRADERS}/test_momentum.py",
            f"{ONE_STEP}    optimiser.step([torch.tensor([2.0])])\n",
            "    optimiser.step([torch.tensor([2.0])])\n",
        ),
        {"test_gradients_are_left_as_they_were"},
    ),
    "other examples seen": (
        replaced(
            f"{GRADERS}/test_neighbours.py",
            "    model.fit(INPUTS, TARGETS)\n    model.fit(",
            "    model.fit(",
        ),
        {"test_new_examples_replace_the_old"},
    ),
    "one check fewer": (
        replaced(f"{GRADERS}/test_momentum.py", "def test_the_speed", "def the_speed"),
        set(),
    ),
    "one mistake fewer": (
        replaced(
            "assignments/objects/misconceptions/momentum.py", "def damps_the", "def _damps_the"
        ),
        set(),
    ),
}


KEEPS = "its code may keep something from check to check"
OF_ALL = ("a sentence", "what is wanted", "one check fewer", "one mistake fewer")


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("regraded")
    chosen = ("right", "forgets", "damps", "keeps_the_old", "unforeseen")
    chosen += OF_THE_CLASS
    return {name: handed_in(name, place) for name in chosen}


@pytest.fixture(scope="module")
def recorded(class_: dict[str, Path], zygotes: Zygotes) -> dict[str, Graded]:
    (found,) = graded(COURSE, class_, zygotes, [{}])
    return found


def graded(
    root: Path, class_: dict[str, Path], zygotes: Zygotes, known: list[dict[str, Graded]]
) -> list[dict[str, Graded]]:
    """The class, graded with each of these earlier gradings."""
    for name in ("test_momentum", "test_neighbours", "momentum", "neighbours"):
        sys.modules.pop(name, None)
    course = load_course(root)
    assignment = course.assignment("objects")
    found: list[dict[str, Graded]] = []

    def work(plugin: ChecksPlugin) -> None:
        plugin.try_out()
        context = GradingContext(course, assignment, plugin, zygotes, print)
        for earlier in known:
            found.append({name: grade(context, asked(name, earlier)) for name in class_})

    def asked(name: str, earlier: dict[str, Graded]) -> ToGrade:
        submission = intake.read(class_[name], as_given(course, assignment), course.intake)
        before = earlier.get(name)
        data = encoded(before.recording) if before and before.recording else None
        return ToGrade(submission, is_recorded=True, recording=opened(data))

    run_checks(course, assignment, work)
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_a_regrade_reads_no_answer_of_an_object_in_another_state(
    name, class_, recorded, zygotes, tmp_path
):
    changed = shutil.copytree(COURSE, tmp_path / "course")
    edit, runs = CHANGES[name]
    edit(changed)

    full, again = graded(changed, class_, zygotes, [{}, recorded])

    for each in class_:
        assert without_durations(again[each].report) == without_durations(full[each].report), each
    ran = {case for each in again.values() for ran in each.ran_again for case in ran.cases}
    assert ran == runs
    because = {name: {r.because for r in each.ran_again} - {""} for name, each in again.items()}
    for each, found in because.items():
        assert found <= ({KEEPS} if each in OF_THE_CLASS else set())
    assert any(because.values()) == (runs != set() or name in OF_ALL)
