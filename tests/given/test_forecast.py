"""What the visible tests let expect, what is not allowed at home, and the hints to the tests."""

from __future__ import annotations

import ast
import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from support.at_home import FACTS, RIGHT, run
from support.given_modules import given
from support.paths import PROJECT
from torch.nn import functional as F

forecast, forbidden, hints = given("forecast"), given("forbidden"), given("hints")
TASK = {"name": "pooling", "points": 4}
OPERATORS = ["*convolution*", "*_pool[123]d*", "im2col*"]
VISIBLE = sorted(PROJECT.glob("assignments/*/visible/test_*.py"))


def found(test, state, weight=1.0, **more):
    return SimpleNamespace(test=test, state=state, weight=weight, is_whole=False, **more)


def test_a_test_counts_by_its_weight_and_its_cases_in_proportion():
    tests = [found("a", "passed", 3), found("a", "wrong", 3), found("b", "passed")]

    assert forecast.share(TASK, tests) == (3 / 2 + 1) / 4


@pytest.mark.parametrize(
    ("task", "tests"),
    [
        (TASK, []),
        (TASK, [found("a", "passed"), found("", "stopped")]),
        ({**TASK, "training": {}}, [found("a", "passed")]),
    ],
)
def test_where_nothing_is_known_nothing_is_said(task, tests):
    share = forecast.share(task, tests)

    assert share is None
    assert "points" not in " ".join(forecast.in_words([task], [share])).replace("its points", "")


def test_points_have_two_decimals():
    said = list(forecast.in_words([TASK, {**TASK, "name": "other"}], [0.3333, None]))

    assert said[0] == "Forecast for pooling: 1.33 of 4.00 points."
    assert said[-1].startswith("other: no forecast")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda images: F.conv2d(images, torch.ones(1, 1, 2, 2)),
        lambda images: F.max_pool2d(images, 2),
        lambda images: F.avg_pool2d(images, 2),
        lambda images: F.adaptive_avg_pool2d(images, 2),
        lambda images: F.unfold(images, 2),
        lambda images: torch.nn.Conv2d(1, 1, 2)(images),
    ],
)
def test_a_forbidden_operator_is_noticed(wrong):
    watch = forbidden.Watch(OPERATORS)

    with pytest.raises(forbidden.NotAllowed, match="not allowed"), watch.on():
        wrong(torch.ones(1, 1, 4, 4))

    assert "torch's own operator" in watch.seen


def test_windows_sums_and_products_are_allowed():
    images = torch.ones(1, 1, 4, 4, requires_grad=True)

    with forbidden.Watch(OPERATORS).on():
        windows = F.pad(images, (1, 1, 1, 1)).unfold(2, 2, 1).unfold(3, 2, 1)
        torch.einsum("nchwij,ocij->nohw", windows, torch.ones(1, 1, 2, 2)).sum().backward()


def test_what_a_module_only_imports_is_not_meant():
    numpy_fft = "numpy.fft._pocketfft.[!_]*"
    before = np.asarray, np.sqrt

    with forbidden.Watch([numpy_fft]).on():
        found = {name for _, name, _ in forbidden._places([numpy_fft])}

    assert {"fft", "rfft2"} <= found
    assert not {"asarray", "sqrt", "conjugate"} & found
    assert (np.asarray, np.sqrt) == before


def test_what_is_forbidden_and_caught_does_not_pass(home):
    facts = {**FACTS, "forbidden": ["numpy.convolve"]}
    (home / "assignment.json").write_text(json.dumps(facts))
    caught = (
        "import numpy as np\n\n\ndef double(number):\n    try:\n        np.convolve([1], [1])\n"
    )
    caught += "    except BaseException:\n        pass\n    return 2 * number\n"
    (home / "numbers_.py").write_text(caught + RIGHT[RIGHT.index("\n\ndef half") :])

    _, said = run(home, "numbers_")

    assert "`numpy.convolve` runs here, which is not allowed" in said
    assert "Forecast: 2.00 of 4.00 points." in said
    assert np.convolve([1], [1])[0] == 1


@pytest.mark.parametrize("path", VISIBLE, ids=lambda path: path.stem)
def test_every_visible_test_has_a_hint_and_every_hint_a_test(path):
    names = {node.name for node in ast.parse(path.read_text()).body
             if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}  # fmt: skip
    hints.TESTS, task = path.parent, path.stem.removeprefix("test_")
    headings = [line for line in (path.parent / f"hints_{task}.md").read_text().splitlines()
                if line.startswith("## ")]  # fmt: skip
    hinted = {f"test_{name.strip()}" for line in headings for name in line[3:].split(",")}

    assert hinted == names
    assert all(1 <= len(hints.hints_of(task, name)) <= 3 for name in names)


def test_the_examples_of_docstrings_are_run(home):
    right = RIGHT.replace(
        "    return 2", '    """Twice.\n\n    >>> double(2)\n    5\n    """\n    return 2'
    )
    (home / "numbers_.py").write_text(right)

    _, said = run(home, "numbers_")

    assert "the example of double\n  The example says:\n      >>> double(2)\n      5\n" in said
    assert "Yours gives:\n      4\n" in said
    assert "Forecast: 4.00 of 4.00" in said
    assert "started    4 points   2 of 2 visible tests pass, 1 example does not\n" in said


def test_a_task_has_as_many_tests_whether_its_examples_are_right_or_wrong(home):
    example = '"""Twice.\n\n    >>> double(2)\n    4\n    """\n    return 2'
    for number, passing in (("2", "2 of 2"), ("3", "1 of 2")):
        right = RIGHT.replace("return 2", example).replace("2 * number", f"{number} * number")
        (home / "numbers_.py").write_text(right)

        assert f" {passing} visible tests pass" in run(home, "numbers_", "--all")[1]


def test_a_file_is_brought_back_and_the_old_one_is_kept(home):
    facts = {**FACTS, "tasks": [{**FACTS["tasks"][0], "stub": "# as given\n"}, FACTS["tasks"][1]]}
    (home / "assignment.json").write_text(json.dumps(facts))
    for number, text in enumerate(("mine\n", "mine again\n"), start=1):
        (home / "numbers_.py").write_text(text)
        code, said = run(home, "--reset", "numbers_")
        assert code == 0, said
        assert (home / f"numbers_.py.old{number}").read_text() == text
    assert (home / "numbers_.py").read_text() == "# as given\n"
    assert run(home, "--reset", "words")[0] == 1


def test_one_function_is_looked_at(home):
    (home / "numbers_.py").write_text(RIGHT.replace("2 * number", "3 * number"))

    assert "1 of 1 visible tests pass" in run(home, "numbers_.half")[1]
    missing = "No test of numbers_ uses a function halve; there are: double, half.\n"
    assert run(home, "numbers_.halve") == (1, missing)
    assert "     double                                0 of 1 visible" in run(home, "--all")[1]


def test_a_bonus_is_not_forecast_and_not_missed():
    bonus = {"name": "extra", "points": 2, "bonus": True}

    shares = [1.0, forecast.share(bonus, [found("a", "passed")])]

    assert shares[1] is None
    assert next(iter(forecast.in_words([TASK, bonus], shares))) == "Forecast: 4.00 of 4.00 points."


def test_what_a_person_gives_is_named_beside_what_is_forecast():
    said = next(iter(forecast.in_words([TASK], [1.0], 2.0)))

    assert said == "Forecast: 4.00 of 4.00 points, 2 more by a person."
