"""Tests what `autograder calibrate` says where it has nothing to measure."""

from __future__ import annotations

import pytest
from support.paths import PROJECT

from autograder import cli


def run(*more: str) -> int:
    return cli.main(["calibrate", "--course", str(PROJECT), *more])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("chalenge", "did you mean 'challenge'"),
        ("workbook", "No task of workbook trains a network."),
    ],
)
def test_a_name_that_does_not_fit_is_no_fault_of_the_course(name, sentence, capsys):
    assert run("--assignment", name) == 1

    said = capsys.readouterr().err
    assert sentence in said
    assert "at fault" not in said


def test_no_network_is_trained_no_time(capsys):
    with pytest.raises(SystemExit):
        run("--seeds", "0")

    assert "'0' should be a number, 1 or more" in capsys.readouterr().err
