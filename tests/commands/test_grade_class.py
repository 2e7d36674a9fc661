"""Tests a class from its download to its gradebook: resumed, killed, stopped, shared, merged."""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from support.class_downloads import case
from support.classes import (
    autograder,
    graders_of,
    grading,
    interrupted,
    killed,
    shown,
    started,
)
from support.paths import TOY_COURSE

pytestmark = pytest.mark.slow(40, per="file")

# How often the long test kills a run; CI sets more.
KILLS = int(os.environ.get("AUTOGRADER_TEST_KILLS", "4"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return case("canvas_small").build(tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def whole(built, tmp_path_factory):
    """The gradebook of an undisturbed run, what it printed, and how many seconds it took."""
    path = tmp_path_factory.mktemp("whole") / "grades.sqlite"
    begin = time.monotonic()
    ran = autograder(*grading(built, path, "--jobs", 1))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return path, ran.stdout, time.monotonic() - begin


def test_a_line_for_each_student_and_what_to_do_are_printed(built, whole):
    _, printed, _ = whole

    count = len(shown(whole[0])["attempts"])
    assert f"counting: {count} submissions." in printed
    assert len(re.findall(rf"^\[\d+ of {count}\] ", printed, re.MULTILINE)) == count
    assert " left, " in printed
    assert " a minute" in printed
    assert "ambiguous, several people have this name: Kim Lee" in printed
    assert f"{count} graded now." in printed


def test_everybody_is_there_who_is_on_the_roster(built, whole):
    students = {student for student, _ in (k for k in shown(whole[0]) if isinstance(k, tuple))}

    assert students == {person.id for person in built.people} & students
    assert set(built.expected.nothing) <= students


def test_the_same_command_again_grades_nothing(built, whole, tmp_path):
    copy = Path(shutil.copy(whole[0], tmp_path / "grades.sqlite"))
    before = shown(copy)

    ran = autograder(*grading(built, copy))

    assert "are graded already" in ran.stdout
    assert "0 graded now" in ran.stdout
    assert shown(copy) == before


def test_changed_checks_are_graded_again_and_a_changed_policy_is_not(built, whole, tmp_path):
    copy = Path(shutil.copy(whole[0], tmp_path / "grades.sqlite"))
    course = Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))
    grading_yml = course / "grading.yml"
    text = grading_yml.read_text()
    with_policy = "counting:\n    policy: {dropped: [reflection], round_to: 1}\n"
    grading_yml.write_text(text.replace("counting:\n", with_policy))
    arguments = [str(a) if a != TOY_COURSE else str(course) for a in grading(built, copy)]

    same = autograder(*arguments)
    table = autograder("gradebook", "show", "--course", course, "--gradebook", copy)
    grading_yml.write_text(grading_yml.read_text().replace("points: 2\n", "points: 3\n"))
    stale = autograder("gradebook", "show", "--course", course, "--gradebook", copy)
    changed = autograder(*arguments)

    assert "0 graded now" in same.stdout
    assert re.search(r"\d of 6$", table.stdout, re.MULTILINE)
    assert "were made with other checks" in stale.stdout
    count = len(shown(copy)["attempts"])
    assert f"{count} graded now" in changed.stdout


def test_shards_merged_in_any_order_are_one_undisturbed_run(built, whole, tmp_path):
    parts = [tmp_path / f"part-{number}.sqlite" for number in (1, 2)]
    for number, part in enumerate(parts, start=1):
        ran = autograder(*grading(built, part, "--shard", f"{number}/2", "--jobs", 4))
        assert ran.returncode == 0, ran.stderr
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"

    half = autograder("gradebook", "merge", one, parts[0])
    show = autograder("gradebook", "show", "--course", TOY_COURSE, "--gradebook", one)
    for _ in range(2):
        autograder("gradebook", "merge", one, *parts)
    autograder("gradebook", "merge", two, *reversed(parts))

    assert half.returncode == 0
    assert "since shards 2 of 2 are missing" in show.stdout
    assert shown(one) == shown(two) == shown(whole[0])


def test_killed_at_random_moments_it_ends_as_if_undisturbed(built, whole, tmp_path):
    chance = random.Random(20261129)  # noqa: S311 - moments
    path, runs, kills = tmp_path / "grades-0.sqlite", 0, 0
    while kills < KILLS:
        has_ended = killed(built, path, chance, longest=whole[2])
        kills += not has_ended
        if has_ended:
            assert shown(path) == shown(whole[0])
            runs += 1
            path = tmp_path / f"grades-{runs}.sqlite"

    assert autograder(*grading(built, path)).returncode == 0

    assert shown(path) == shown(whole[0])


def test_ctrl_c_ends_within_two_seconds_and_leaves_nothing(built, tmp_path):
    path = tmp_path / "grades.sqlite"
    command = started(*grading(built, path, "--jobs", 2))
    for line in command.stdout:
        if line.startswith("[1 of"):
            break
    children = graders_of(command)

    seconds = interrupted(command)
    said = command.stdout.read()
    command.stdout.close()

    assert command.returncode == 2
    assert seconds < 2.5  # two, and what a busy machine adds
    assert re.search(r"Stopped: [1-9]\d* of \d+ submissions are graded and kept", said)
    time.sleep(0.2)
    assert not [pid for pid in children if Path(f"/proc/{pid}/stat").exists() and _runs(pid)]
    folders = [each.name for each in Path(tempfile.gettempdir()).glob("autograder-*")]
    assert not [
        each for each in folders if each.split("-")[2] in map(str, [command.pid, *children])
    ]
    assert len(shown(path)["gradings"]) >= 1


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--shard", "3/2"], "should be like 3/40"),
        (["--from", "moodle"], "is not laid out as a download of moodle"),
        (["--assignment", "countin"], "did you mean 'counting'?"),
        (["--json", "r.json"], "--json goes without --gradebook"),
        (["--roster", "missing.csv"], "missing.csv can't be read: no such file"),
    ],
)
def test_what_can_not_be_is_told_before_anything_is_graded(built, tmp_path, arguments, sentence):
    ran = autograder(*grading(built, tmp_path / "grades.sqlite"), *arguments)

    assert ran.returncode == 1
    assert sentence in ran.stderr


def test_options_of_a_class_need_a_gradebook():
    ran = autograder("grade", "--course", TOY_COURSE, "somewhere", "--roster", "r.csv")

    assert ran.returncode == 1
    assert "need a --gradebook" in ran.stderr
