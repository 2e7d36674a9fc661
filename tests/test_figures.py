"""Tests that documents state no time, size or ratio that was not measured, and that is not set."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from support.paths import PROJECT

sys.path.append(str(PROJECT))  # for `benchmarks`, which is no part of the package

from benchmarks import classes, documents, results

RESULTS = {"figures": {"warm": {"shown": "0.49 s"}}}


@pytest.mark.parametrize(
    "document", documents.documents(), ids=lambda path: path.relative_to(PROJECT).as_posix()
)
def test_each_figure_is_measured_or_set(document):
    assert list(documents.faults(document.read_text(), results.committed())) == []


@pytest.mark.parametrize(
    "claim",
    [
        "A submission takes 0.49 s.",
        "It takes about 26 ms.",
        "Grading is 24 × cheaper.",
        "It is ten times faster than others.",
        "It needs 0.8 GB of memory.",
        "Ctrl-C ends a run within two seconds.",
        "That takes a few minutes.",
        "An answer within half a second.",
        "It takes <!-- figure: warm -->0.50 s<!-- end -->.",
        "It takes <!-- figure: cold -->5.6 s<!-- end -->.",
        "It ends within <!-- set: Makefile: no such words -->2 s<!-- end -->.",
        "It ends within <!-- set: no/such/file: words -->2 s<!-- end -->.",
        "| `wide` | 12 s |",
    ],
)
def test_a_figure_that_nothing_holds_is_found(claim):
    assert list(documents.faults(claim, RESULTS))


@pytest.mark.parametrize(
    "sentence",
    [
        "It takes <!-- figure: warm -->0.49 s<!-- end --> on two cores.",
        "`make` is needed: <!-- set: Makefile: make test -->2 s<!-- end -->.",
        "It costs 3 points, and 2 of 4 submissions are wrong.",
        '`--until "3 days"` and `call_seconds: 10 s`',
        "```\ntakes 5 s\n```",
        "[a link](docs/5s.md) leads to 306 mistakes.",
    ],
)
def test_what_is_no_figure_or_is_founded_is_left_alone(sentence):
    assert list(documents.faults(sentence, RESULTS)) == []


def test_documents_are_written_anew_from_what_was_measured():
    before = "It takes <!-- figure: warm -->1 s<!-- end -->.\n<!-- table -->\nold\n<!-- end -->\n"

    after = documents.written_anew(before, RESULTS, {"table": "| new |"})

    assert after == (
        "It takes <!-- figure: warm -->0.49 s<!-- end -->.\n<!-- table -->\n| new |\n<!-- end -->\n"
    )


def test_the_committed_documents_are_those_of_the_committed_results(tmp_path):
    measured = results.committed()
    blocks = {"table": results.table(measured), "about": results.about(measured)}
    for path in [PROJECT / "benchmarks" / "README.md", *documents.documents()]:
        text = path.read_text()
        assert documents.written_anew(text, measured, blocks) == text, path


@pytest.mark.slow(130, per="test")
@pytest.mark.torch
def test_a_quick_run_measures_all_that_the_committed_results_hold(tmp_path):
    # Its figures mean nothing, so its grader processes may be forked from a warm one.
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--to", str(tmp_path)],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=800,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr[-3000:]
    quick, committed = results.read(tmp_path / "results.json"), results.read(results.FILE)
    assert without_sizes(quick) == without_sizes(committed)
    assert quick.keys() == committed.keys()
    assert (tmp_path / "results.svg").read_text().count("<svg") == 1
    assert "challenge: round 1 of 1" in ran.stderr


def test_a_single_step_between_sizes_is_straight_whatever_it_takes():
    for cost in (3.0, 2.0):
        figures = classes._straightness([(2, 2.0), (4, cost)])

        assert figures["sizes.straight"].values == (1.0,)
    assert classes._straightness([(1, 1.0), (2, 2.0), (3, 4.0)])["sizes.straight"].values == (2.0,)


def without_sizes(measured):
    """The keys of the figures; how large the classes are is another thing in a quick run."""
    return {key for key in measured["figures"] if not key.startswith("size_")}


@pytest.mark.slow(100, per="test")
@pytest.mark.torch
@pytest.mark.skipif(shutil.which("bash") is None, reason="It is a script for bash.")
def test_the_script_for_gpus_runs_without_one():
    import json  # noqa: PLC0415 - only here

    ran = subprocess.run(
        [str(PROJECT / "benchmarks" / "cuda.sh"), "--quick"],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=800,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr[-3000:]
    found = json.loads(ran.stdout)
    networks = found["networks"]
    assert networks["reference"]["points"] == networks["reference"]["of"]
    assert networks["failing"]["points"] < networks["failing"]["of"]
    assert abs(found["difference"]) < 0.1
    assert found["self_check"]["broken"] == {}
    assert found["visible"]["of_any_other"] is False
    assert found["visible"]["of_a_training"] is (found["gpu"] is not None)
