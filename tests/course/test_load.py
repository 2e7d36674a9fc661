"""Tests loading a course: what is read, what gets a default, and that every fault has its line."""

from __future__ import annotations

import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from pydantic import ValidationError
from support.paths import TOY_COURSE

from autograder.course import fingerprints
from autograder.course.load import load_course
from autograder.course.schema import Limits
from autograder.errors import CourseError

GRADING = (TOY_COURSE / "grading.yml").read_text()


@pytest.fixture
def root(tmp_path):
    """A copy of the toy course that a test may change."""
    return Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))


def faults(root):
    """The lines of the error that loading raises."""
    with pytest.raises(CourseError) as caught:
        load_course(root)
    return str(caught.value).splitlines()


def rewrite(root, old, new):
    """Replace text in grading.yml; returns the line where the new text begins."""
    assert GRADING.count(old) == 1
    (root / "grading.yml").write_text(GRADING.replace(old, new))
    return GRADING[: GRADING.index(old)].count("\n") + 1


def test_the_toy_course_is_read():
    course = load_course(TOY_COURSE)

    counting = course.assignment("counting")
    vowels, shares, reflection = counting.tasks

    assert (course.root, course.title) == (TOY_COURSE, "Counting things")
    assert (counting.title, counting.forbidden) == ("Letters and shares", ("cumsum*",))
    assert (vowels.name, vowels.points, vowels.file) == ("vowels", 2.0, "vowels.py")
    assert vowels.options == {"letter_y": "vowel"}
    assert (reflection.graded_by, reflection.file) == ("person", "reflection.md")
    assert counting.checked_tasks() == (vowels, shares)
    assert counting.task_files == ("vowels.py", "shares.py", "reflection.md")


def test_what_is_left_out_has_defaults(root):
    rewrite(root, "limits:\n  call_seconds: 5\n  submission_seconds: 30\n", "")

    course = load_course(root)

    assert course.limits == Limits()
    assert (course.limits.memory_mb, course.limits.output_kb) == (1024, 64)
    assert (course.intake.files, course.intake.file_mb, course.intake.total_mb) == (200, 16, 64)


def test_an_option_that_is_left_out_takes_its_first_choice(root):
    rewrite(root, "        options:\n          letter_y: vowel\n", "")

    task = load_course(root).assignment("counting").task("vowels")

    assert task.options == {"letter_y": "vowel"}


def test_a_task_inherits_what_is_forbidden_unless_it_says_otherwise(root):
    rewrite(root, 'forbidden:\n          - "*softmax*"', "forbidden: []")

    vowels, shares, _ = load_course(root).assignment("counting").tasks

    assert vowels.forbidden == ("cumsum*",)
    assert shares.forbidden == ()


def test_a_task_may_be_worth_nothing(root):
    rewrite(root, "points: 4", "points: 0")

    assert load_course(root).assignment("counting").task("shares").points == 0


def test_paths_lead_to_the_files(root):
    course = load_course(root)
    counting = course.assignment("counting")
    vowels = counting.task("vowels")

    assert course.grader_file(counting, vowels).is_file()
    assert course.solution_file(counting, vowels).is_file()
    assert course.visible_folder(counting).is_dir()
    assert course.given_folder(counting).is_dir()
    assert course.template_folder(counting).is_dir()
    assert course.shown(course.solution_folder(counting)) == "solutions/counting"
    assert course.right_answers_folder(counting).parent == course.assignment_folder(counting)


def test_nothing_can_be_changed():
    course = load_course(TOY_COURSE)
    task = course.assignment("counting").task("vowels")

    with pytest.raises(FrozenInstanceError):
        course.title = "Other"
    with pytest.raises(FrozenInstanceError):
        task.points = 100.0
    with pytest.raises(ValidationError):
        course.limits.memory_mb = 1
    with pytest.raises(TypeError):
        task.options["letter_y"] = "consonant"
    with pytest.raises(TypeError):
        course.assignments["other"] = course.assignment("counting")


def test_unknown_names_are_answered_with_known_ones():
    course = load_course(TOY_COURSE)

    with pytest.raises(
        CourseError, match="no assignment called 'countin'; did you mean 'counting'"
    ):
        course.assignment("countin")
    with pytest.raises(CourseError, match="there are: vowels, shares, reflection"):
        course.assignment("counting").task("zzz")


WRONG_ENTRIES = {
    "negative points": (
        "points: 4",
        "points: -1",
        "points of task 'shares' is -1; it should be 0 or more.",
    ),
    "an address that no notebook should open": (
        "title: Letters and shares",
        'title: Letters\n    starter_url: "file:///etc/passwd"',
        "'file:///etc/passwd' is no address of a zip or a repository; "
        "it should start with https://.",
    ),
    "points as text": (
        "points: 4",
        'points: "3"',
        "points of task 'shares' is text; it should be a number.",
    ),
    "true for points": (
        "points: 4",
        "points: true",
        "points of task 'shares' is true or false; it should be a number.",
    ),
    "endless points": (
        "points: 4",
        "points: .inf",
        "points of task 'shares' is a number; it should be a finite number.",
    ),
    "empty points": (
        "points: 4",
        "points:",
        "points of task 'shares' is empty; it should be a number.",
    ),
    "misspelt key": (
        "points: 4",
        "points: 4\n        ponts: 4",
        "unknown key 'ponts' of task 'shares'; did you mean 'points'?",
    ),
    "misspelt limit": (
        "call_seconds",
        "cal_seconds",
        "unknown key 'cal_seconds' of limits; did you mean 'call_seconds'?",
    ),
    "unknown key": (
        "title: Counting things",
        "title: Counting things\nzzz: 1",
        "unknown key 'zzz'; known here are title, seed, check_py, axes, limits, intake, policy, "
        "assignments.",
    ),
    "key of another room": (
        "title: Letters and shares",
        "title: Letters and shares\n    points: 3",
        "unknown key 'points' of assignment 'counting'; "
        "known here are title, starter_url, seed, forbidden, visibility, policy, tasks.",
    ),
    "limit of zero": (
        "call_seconds: 5",
        "call_seconds: 0",
        "call_seconds of limits is 0; it should be more than 0.",
    ),
    "half a process": (
        "call_seconds: 5",
        "processes: 1.5",
        "processes of limits is a number; it should be a whole number.",
    ),
    "empty limits": (
        "limits:\n  call_seconds: 5\n  submission_seconds: 30",
        "limits:",
        "limits is empty; it should be a section of `key: value` lines.",
    ),
    "seed as number": (
        "seed: not so secret in a test",
        "seed: 123456",
        "seed is a number; it should be text; put it in quotes.",
    ),
    "seed as date": (
        "seed: not so secret in a test",
        "seed: 2026-11-01",
        "seed is a date; it should be text; put it in quotes.",
    ),
    "empty seed": (
        "seed: not so secret in a test",
        'seed: " "',
        "seed is empty; fill it in.",
    ),
    "unknown judge": (
        "graded_by: person",
        "graded_by: persn",
        "graded_by of task 'reflection' is 'persn'; it should be 'checks' or 'person'.",
    ),
    "forbidden as text": (
        'forbidden:\n      - "cumsum*"',
        "forbidden: cumsum*",
        (
            "forbidden of assignment 'counting' is text; it should be a list, each item "
            "after a dash."
        ),
    ),
    "forbidden number": (
        '- "cumsum*"',
        "- 7",
        (
            "item 1 of forbidden of assignment 'counting' is a number; it should be text; "
            "put it in quotes."
        ),
    ),
    "a name with a dash": (
        "shares:",
        "my-shares:",
        ("'my-shares' is not a plain name; use letters, digits and underscores, a letter first."),
    ),
    "a keyword": (
        "shares:",
        "class:",
        ("'class' is not a plain name; use letters, digits and underscores, a letter first."),
    ),
    "a number as name": (
        "shares:",
        "7:",
        "a key should be text; put it in quotes.",
    ),
    "a file elsewhere": (
        "file: reflection.md",
        "file: ../reflection.md",
        ("'../reflection.md' is not a plain file name; write it without folders: `answers.md`."),
    ),
    "a key twice": (
        "points: 4",
        "points: 4\n        points: 4",
        "'points' is written twice (first in line 22); keep one.",
    ),
    "a value that is none": (
        "points: 4",
        "points: !!python/none",
        "'' can't be read; put it in quotes if it is text.",
    ),
    "an impossible date": (
        "title: Counting things",
        "title: 2026-99-99",
        "'2026-99-99' can't be read; put it in quotes if it is text.",
    ),
    "an alias in itself": (
        "title: Counting things",
        "title: &me [*me]",
        "this alias contains itself; write the values out.",
    ),
    "a control character": (
        "title: Counting things",
        "title: \x07",
        "this is not YAML (a forbidden character); check indentation, quotes and colons.",
    ),
    "an unknown option": (
        "letter_y: vowel",
        "letter_x: vowel",
        "task 'vowels' has no option 'letter_x'; it has: letter_y.",
    ),
    "an unknown choice": (
        "letter_y: vowel",
        "letter_y: maybe",
        "option 'letter_y' is 'maybe'; it should be vowel or consonant.",
    ),
    "a choice that is no text": (
        "letter_y: vowel",
        "letter_y: yes",
        "letter_y of task 'vowels' is true or false; it should be text; put it in quotes.",
    ),
    "an option for a person": (
        "file: reflection.md",
        "options: {strict: really}",
        "task 'reflection' has no option 'strict'; it has: none.",
    ),
}


@pytest.mark.parametrize("case", WRONG_ENTRIES)
def test_a_wrong_entry_is_named_with_its_line(root, case):
    old, new, sentence = WRONG_ENTRIES[case]
    line = rewrite(root, old, new) + new.count("\n")

    assert f"grading.yml:{line}: {sentence}" in faults(root)


@pytest.mark.parametrize(
    "new", ['title: "open', "title: a\n\tb: c", "title: [1", "title: 1\n---\n"]
)
def test_what_is_not_yaml_is_said_so(root, new):
    rewrite(root, "title: Counting things", new)

    [message] = faults(root)

    assert message.startswith("grading.yml:")
    assert "this is not YAML" in message


def test_no_assignment_has_the_name_of_the_folder_that_all_share(root):
    rewrite(root, "  counting:", "  given:")

    assert any("assignments/given is for files of every" in message for message in faults(root))


def test_checks_need_a_module(root):
    rewrite(root, "points: 4", "points: 4\n        file: shares.md")

    assert any("its file should be a module: shares.py." in message for message in faults(root))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "grading.yml:1: the file is empty; give it title, seed and assignments."),
        ("# nothing\n", "grading.yml:1: the file is empty; give it title, seed and assignments."),
        (
            "- 1\n",
            "grading.yml:1: grading.yml is a list; it should be a section of `key: value` lines.",
        ),
        (
            "title: T\nseed: s\nassignments: {}\n",
            "grading.yml:3: assignments is empty; fill it in.",
        ),
        (
            "title: T\nassignments:\n  a:\n    title: A\n    tasks: {b: {points: 1}}\n",
            "grading.yml:1: seed is missing; add it.",
        ),
        (
            "title: T\nseed: s\nassignments:\n  a:\n    title: A\n    tasks:\n      b: {}\n",
            "grading.yml:7: points of task 'b' is missing; add it.",
        ),
        (
            "title: T\nseed: s\nassignments:\n  a:\n    title: A\n    tasks:\n      b:\n",
            "grading.yml:7: task 'b' is empty; it should be a section of `key: value` lines.",
        ),
    ],
)
def test_the_line_is_exact(tmp_path, text, message):
    (tmp_path / "grading.yml").write_text(text)

    assert faults(tmp_path) == [message]


def test_a_missing_file_is_a_fault_of_the_course(tmp_path):
    [message] = faults(tmp_path)

    assert message.startswith(f"grading.yml: can't be read in {tmp_path} (No such file")


def test_a_file_in_another_encoding_is_a_fault(root):
    (root / "grading.yml").write_bytes(b"# one\ntitle: \xe4\n")

    assert faults(root) == ["grading.yml:2: this is not UTF-8; save the file as UTF-8."]


def test_every_fault_is_reported_in_the_order_of_lines(root):
    text = GRADING.replace("points: 4", "points: -4").replace("points: 2", "punts: 2")
    (root / "grading.yml").write_text(text.replace("call_seconds: 5", "call_seconds: x"))

    found = faults(root)

    lines = [int(mistake.split(":")[1]) for mistake in found]
    assert len(found) == 4
    assert lines == sorted(lines)


def test_no_message_shows_the_seed(root):
    rewrite(root, "seed: not so secret in a test", "seed: [hush-hush]")

    assert "hush" not in "".join(faults(root))


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (
            "assignments/counting/graders/test_shares.py",
            "task 'shares' has no graders/test_shares.py; write it or remove the task.",
        ),
        (
            "solutions/counting/shares.py",
            "task 'shares' has no solutions/counting/shares.py; write it or remove the task.",
        ),
        (
            "solutions/counting/reflection.md",
            "task 'reflection' has no solutions/counting/reflection.md; "
            "write it or remove the task.",
        ),
    ],
)
def test_a_missing_file_of_a_task_is_named(root, path, sentence):
    (root / path).unlink()
    task = sentence.split("'")[1]
    line = GRADING[: GRADING.index(f"      {task}:")].count("\n") + 1

    assert faults(root) == [f"grading.yml:{line}: {sentence}"]


def test_a_missing_folder_of_an_assignment_is_named(root):
    shutil.rmtree(root / "assignments" / "counting")

    [message] = faults(root)

    assert message.endswith(
        "assignment 'counting' has no folder assignments/counting; "
        "make it or remove the assignment."
    )


def test_a_grader_without_a_task_is_named(root):
    graders = root / "assignments" / "counting" / "graders"
    (graders / "test_consonants.py").write_text("")
    (graders / "test_reflection.py").write_text("")

    person, unknown = sorted(faults(root), key=lambda message: "unknown" in message)

    assert "test_consonants.py is for an unknown task 'consonants'; add the task" in unknown
    assert "task 'reflection' is graded by a person, but there is" in person


@pytest.mark.parametrize(
    ("source", "line", "sentence"),
    [
        ("\nOPTIONS = dict(letter_y=('a', 'b'))\n", 2, "OPTIONS should be a literal"),
        ("OPTIONS = {'letter_y': 'vowel'}\n", 1, "OPTIONS should be a literal"),
        ("OPTIONS = {'letter_y': ()}\n", 1, "OPTIONS should be a literal"),
        ("OPTIONS = {'letter_y': (1, 2)}\n", 1, "OPTIONS should be a literal"),
        ("OPTIONS = {[]: ('a',)}\n", 1, "OPTIONS should be a literal"),
        ("x = 1\ndef broken(:\n", 2, "this is not Python"),
        ("\0", 1, "this is not Python"),
    ],
)
def test_a_bad_declaration_of_options_is_named_with_file_and_line(root, source, line, sentence):
    grader = root / "assignments/counting/graders/test_vowels.py"
    grader.write_text(source)

    [message] = faults(root)

    assert message.startswith(f"assignments/counting/graders/test_vowels.py:{line}: {sentence}")


def test_graders_are_read_but_never_run(root):
    grader = root / "assignments/counting/graders/test_vowels.py"
    grader.write_text('OPTIONS: dict = {"letter_y": ("vowel",)}\nraise SystemExit("was run")\n')

    task = load_course(root).assignment("counting").task("vowels")

    assert task.options == {"letter_y": "vowel"}


@pytest.mark.parametrize(
    "path",
    ["solutions/counting/vowels.py", "assignments/counting/graders/test_vowels.py"],
)
def test_the_fingerprint_changes_with_what_decides_a_grade(root, path):
    course = load_course(root)
    before = fingerprints.fingerprint(course, course.assignment("counting"))

    with (root / path).open("a") as file:
        file.write("# changed\n")

    assert fingerprints.fingerprint(course, course.assignment("counting")) != before


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("points: 4", "points: 5", True),
        ("call_seconds: 5", "call_seconds: 6", True),
        ("letter_y: vowel", "letter_y: consonant", True),
        ("title: Counting things", "title: Counting", False),
        ("seed: not so secret", "seed: other", False),
    ],
)
def test_the_fingerprint_knows_what_of_grading_yml_decides(root, old, new, changes):
    before = load_course(root)

    rewrite(root, old, new)

    after = load_course(root)
    pair = [fingerprints.fingerprint(each, each.assignment("counting")) for each in (before, after)]
    assert (pair[0] != pair[1]) == changes


def test_an_assignment_has_a_seed_of_its_own_unless_one_is_written(root):
    derived = load_course(root).assignment("counting").seed
    rewrite(root, "    title: Letters and shares", "    title: Letters and shares\n    seed: mine")

    assert derived not in (load_course(root).seed, "mine")
    assert load_course(root).assignment("counting").seed == "mine"


def test_the_fingerprint_ignores_what_python_leaves_behind(root):
    course = load_course(root)
    counting = course.assignment("counting")
    before = fingerprints.fingerprint(course, counting)
    cache = root / "assignments/counting/graders/__pycache__"

    cache.mkdir()
    (cache / "test_vowels.cpython-311.pyc").write_bytes(b"x")
    (root / "solutions/counting/.DS_Store").write_bytes(b"x")

    assert fingerprints.fingerprint(course, counting) == before
    assert len(before) == 12


def test_the_fingerprint_does_not_depend_on_where_the_course_lies(root):
    here, there = load_course(TOY_COURSE), load_course(root)

    assert fingerprints.fingerprint(here, here.assignment("counting")) == fingerprints.fingerprint(
        there, there.assignment("counting")
    )


def test_the_seed_has_a_fingerprint_and_is_not_shown(root):
    rewrite(root, "not so secret in a test", "another one")
    toy, other = (load_course(each).assignment("counting") for each in (TOY_COURSE, root))

    assert fingerprints.seed_fingerprint(toy) != fingerprints.seed_fingerprint(other)
    assert fingerprints.seed_fingerprint(toy).startswith("sha256:")
    assert toy.seed not in repr(toy)
    assert load_course(TOY_COURSE).seed not in repr(load_course(TOY_COURSE))


def test_a_bonus_comes_on_top_of_the_points(root):
    rewrite(root, "points: 4", "points: 4\n        bonus: true")

    counting = load_course(root).assignment("counting")

    assert (counting.points, counting.task("shares").points) == (2, 4)
    assert [task.name for task in counting.tasks if task.bonus] == ["shares"]


def test_what_a_person_grades_may_be_a_bonus(root):
    rewrite(root, "graded_by: person", "graded_by: person\n        bonus: true")

    counting = load_course(root).assignment("counting")
    assert [task.name for task in counting.tasks if task.bonus] == ["reflection"]
