"""Tests what must be the same on a worker as here."""

from __future__ import annotations

from msgspec.structs import replace
from support.paths import TOY_COURSE

from autograder.cluster.site import Site, course_root, differences, site_of

HERE = Site(kit="k", versions={"Python": "3.11.7", "torch": "2.8.0+cpu"}, checks="c", seed="s")


def test_a_machine_is_like_itself():
    here = site_of(TOY_COURSE, "counting", isolates=False)

    assert here.checks
    assert differences(here, here) == []


def test_what_torch_was_built_for_is_no_difference():
    there = replace(HERE, versions={"Python": "3.11.7", "torch": "2.8.0+cu128"}, has_gpu=True)

    assert differences(HERE, there) == []


def test_a_gpu_that_comes_while_others_train_without_is_a_difference():
    there = replace(HERE, has_gpu=True)

    [sentence] = differences(HERE, there, on_processors=True)

    assert "it has a GPU, and networks are trained on processors" in sentence
    assert differences(HERE, HERE, on_processors=True) == []


def test_each_difference_is_a_sentence_that_names_both_sides():
    others = {
        "another version of the kit (its code is K, and k here)": replace(HERE, kit="K"),
        "torch none, and here it is 2.8.0+cpu": replace(HERE, versions={"Python": "3.11.7"}),
        "Python 3.12.1, and here it is 3.11.7": replace(
            HERE, versions={"Python": "3.12.1", "torch": "2.8.0"}
        ),
        "other checks (they are C, and c here)": replace(HERE, checks="C"),
        "another seed": replace(HERE, seed="S"),
        "it can't isolate.": replace(HERE, checks="", problem="it can't isolate"),
    }
    for words, there in others.items():
        [sentence] = differences(HERE, there)

        assert words in sentence


def test_a_course_that_is_not_there_is_a_problem_and_no_exception(tmp_path):
    there = site_of(tmp_path, "counting", isolates=False)

    assert there.problem.startswith("the course can't be read there: ")


def test_a_worker_finds_the_course_where_its_environment_says(monkeypatch):
    monkeypatch.delenv("AUTOGRADER_COURSE", raising=False)
    assert str(course_root("/told")) == "/told"

    monkeypatch.setenv("AUTOGRADER_COURSE", "/own")
    assert str(course_root("/told")) == "/own"
