"""Tests that templates contain the stubs, and never a line of a solution."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.errors import CourseError
from autograder.template import build


@pytest.fixture
def course(tmp_path):
    """A copy of the toy course that a test may change."""
    return load_course(Path(shutil.copytree(TOY_COURSE, tmp_path / "course")))


@pytest.fixture
def counting(course):
    return course.assignment("counting")


def render(source, name="solutions/counting/vowels.py"):
    return build.render(dedent(source), name)


def error_of(source, name="vowels.py"):
    with pytest.raises(CourseError) as caught:
        render(source, name)
    return str(caught.value)


def ruff(*arguments, text):
    command = [sys.executable, "-m", "ruff", *arguments, "--stdin-filename", "stub.py", "-"]
    return subprocess.run(command, input=text, text=True, capture_output=True, check=False)


def test_a_function_becomes_a_todo():
    stub = render('''
        def output_size(size):
            """How many windows fit."""
            # BEGIN SOLUTION: return the number of windows.
            answer = size + 1
            return answer
            # END SOLUTION
    ''')

    assert stub == dedent('''
        def output_size(size):
            """How many windows fit."""
            # TODO: return the number of windows.
            raise NotImplementedError("output_size is still to do")
    ''')


def test_names_are_qualified():
    stub = render("""
        class Conv2d:
            def __init__(self):
                # BEGIN SOLUTION: make the parameters.
                self.weight = 1
                # END SOLUTION

            async def forward(self, images):
                def inner():
                    # BEGIN SOLUTION: think.
                    def helper(): ...
                    # END SOLUTION
                if images:
                    # BEGIN SOLUTION: convolve.
                    return images
                    # END SOLUTION
    """)

    assert 'NotImplementedError("Conv2d.__init__ is still to do")' in stub
    assert 'NotImplementedError("Conv2d.forward.inner is still to do")' in stub
    assert (
        '        # TODO: convolve.\n            raise NotImplementedError("Conv2d.forward' in stub
    )


def test_markers_in_strings_are_text():
    stub = render('''
        TEXT = """
        # BEGIN SOLUTION
        kept
        # END SOLUTION
        """


        # BEGIN SOLUTION
        SECRET = 1


        # END SOLUTION
        def f(): ...
    ''')

    assert "kept" in stub
    assert "SECRET" not in stub


LAYOUTS = {
    "a constant above a function": '''
        """Docstring."""

        # BEGIN SOLUTION
        SECRET = 1


        # END SOLUTION
        def f():
            return 1
    ''',
    "an import among imports": """
        import ast

        # BEGIN SOLUTION
        import secret

        # END SOLUTION
        KEPT = ast
    """,
    "a helper between functions": """
        def f():
            return 1


        # BEGIN SOLUTION
        def secret():
            return 2


        # END SOLUTION


        def g():
            return 3
    """,
    "a method at the end of a class": '''
        class A:
            """A."""

            def f(self):
                return 1

            # BEGIN SOLUTION
            def secret(self):
                return 2

            # END SOLUTION


        def g():
            return 3
    ''',
    "a helper at the end of the file": """
        def f():
            return 1


        # BEGIN SOLUTION
        def secret():
            return 2


        # END SOLUTION
    """,
    "two regions one after the other": """
        import ast

        # BEGIN SOLUTION
        SECRET = 1
        # END SOLUTION
        # BEGIN SOLUTION
        SECRETS = 2
        # END SOLUTION

        KEPT = ast
    """,
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_outside_functions_regions_vanish_and_the_stub_stays_formatted(case):
    source = dedent(LAYOUTS[case]).lstrip("\n")
    assert ruff("format", "--check", text=source).returncode == 0

    stub = render(source)

    assert "secret" not in stub.lower()
    assert "SOLUTION" not in stub
    assert ruff("format", "--check", text=stub).returncode == 0


def test_line_ends_of_other_systems_are_the_same():
    source = "def f():\n    # BEGIN SOLUTION: answer.\n    return 1\n    # END SOLUTION\n"

    assert render(source.replace("\n", "\r\n")) == render(source)


def test_markdown_asks_for_an_answer():
    stub = render(
        """
        Why?

        <!-- BEGIN SOLUTION -->
        Because.

        And so on.
        <!-- END SOLUTION -->

        End.
        """,
        "answers.md",
    )

    assert stub == "\nWhy?\n\n*Your answer:*\n\nEnd.\n"


WRONG_SOURCES = {
    "no region": ("x = 1\n", 1, "students would receive the whole solution"),
    "never ends": ("x = 1\n# BEGIN SOLUTION\ny = 1\n", 2, "never ends"),
    "never began": ("x = 1\n# END SOLUTION\n", 2, "never began"),
    "nested": ("# BEGIN SOLUTION\n# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n", 2, "line 1; end it"),
    "nothing to do": (
        "def f():\n    # BEGIN SOLUTION\n    pass\n    # END SOLUTION\n",
        2,
        "the region in f doesn't say what to do",
    ),
    "text outside": ("# BEGIN SOLUTION: go.\nx = 1\n# END SOLUTION\n", 1, "take the text away"),
    "empty": ("def f():\n    # BEGIN SOLUTION: a.\n    # END SOLUTION\n    pass\n", 2, "hold code"),
    "indented otherwise": (
        "def f():\n    pass\n# BEGIN SOLUTION: a.\n    return 1\n# END SOLUTION\n",
        3,
        "indented like its markers",
    ),
    "half a statement": (
        "def f():\n    # BEGIN SOLUTION: a.\n    if f:\n        pass\n"
        "    # END SOLUTION\n    else:\n        pass\n",
        2,
        "mark whole statements",
    ),
    "beside code": ("x = 1  # BEGIN SOLUTION\n# END SOLUTION\n", 1, "a line of its own"),
    "small letters": ("# begin solution\nx = 1\n# end solution\n", 1, "almost a marker"),
    "no space": ("#BEGIN SOLUTION\nx = 1\n#END SOLUTION\n", 1, "almost a marker"),
    "text at the end": ("# BEGIN SOLUTION\nx = 1\n# END SOLUTION: x\n", 3, "almost a marker"),
    "not Python": ("x = 1\ny = = 2\n", 2, "this is not Python"),
    "null bytes": ("x = 1\0", 1, "this is not Python"),
}


@pytest.mark.parametrize("case", WRONG_SOURCES)
def test_a_wrong_region_is_named_with_file_and_line(case):
    source, line, words = WRONG_SOURCES[case]

    message = error_of(source)

    assert message.startswith(f"vowels.py:{line}: ")
    assert words in message


@pytest.mark.parametrize(
    ("source", "name", "start"),
    [
        ("All is told.\n", "a.md", "a.md:1: this has no region"),
        ("\n<!--BEGIN SOLUTION-->\n", "a.md", "a.md:2: '<!--BEGIN SOLUTION-->' is almost a marker"),
        ("<!-- END SOLUTION -->\n", "a.md", "a.md:1: a region ends here"),
        ("1, 2\n", "a.csv", "a.csv:1: only .py and .md have stubs"),
    ],
)
def test_other_files_never_reach_students_whole(source, name, start):
    assert error_of(source, name).startswith(start)


def test_the_toy_template_is_in_step():
    course = load_course(TOY_COURSE)

    assert build.differences(course, course.assignment("counting")) == ()


def test_students_get_stubs_given_files_and_visible_tests(course, counting):
    files = build.template(course, counting)

    assert list(files) == [
        "assignment.json",
        "example.txt",
        "reflection.md",
        "shares.py",
        "tests/test_shares.py",
        "tests/test_vowels.py",
        "vowels.py",
    ]
    assert b"whole" not in files["reflection.md"].split(b"*Your answer:*")[1]
    assert b"aeiouy" not in files["vowels.py"]


def test_what_all_assignments_share_gives_way_to_an_assignments_own(course, counting):
    shared = course.shared_given_folder()
    (shared / ".github").mkdir(parents=True)
    (shared / ".github" / "check.yml").write_text("on: push\n")
    (shared / ".gitignore").write_text(".venv/\n")
    (shared / ".DS_Store").write_text("left behind")
    (shared / "example.txt").write_text("of all")

    files = build.template(course, counting)

    assert files[".github/check.yml"] == b"on: push\n"
    assert files[".gitignore"] == b".venv/\n"
    assert ".DS_Store" not in files
    assert files["example.txt"] != b"of all"


def test_students_get_the_facts_that_are_no_secret(course, counting):
    files = build.template(course, counting)
    facts = json.loads(files["assignment.json"])

    assert facts["tasks"][0] == {
        "name": "vowels", "file": "vowels.py", "points": 2, "graded_by": "checks", "questions": 0,
        "asked": [], "stub": files["vowels.py"].decode(),
        "given_as": hashlib.sha256(files["vowels.py"]).hexdigest()[:16],
    }  # fmt: skip
    assert facts["tasks"][2]["questions"] == 1
    assert facts["tasks"][2]["asked"][0].startswith("# Reflection\n\nWhy do the shares")
    assert facts["given"][0] == "assignment.json"
    assert "vowels.py" not in facts["given"]
    assert course.seed not in json.dumps(facts)


def test_stubs_are_unfinished_when_called(course, counting):
    source = build.template(course, counting)["vowels.py"]

    command = [sys.executable, "-c", source.decode() + "\n\ncount_vowels('a')"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.stderr.endswith("NotImplementedError: count_vowels is still to do\n")


def test_every_difference_is_reported(course, counting):
    folder = course.template_folder(counting)
    (folder / "example.txt").unlink()
    (folder / "solution.py").write_text("x = 1\n")
    (folder / "shares.py").write_bytes(b"\xff")
    (folder / "vowels.py").write_text(
        (folder / "vowels.py").read_text().replace("still to do", "done")
    )
    with (folder / "reflection.md").open("a") as file:
        file.write("More.\n")

    assert build.differences(course, counting) == (
        "student_template/counting/example.txt is missing.",
        "student_template/counting/reflection.md differs: line 6 is 'More.'; it should be ''.",
        "student_template/counting/shares.py differs: its bytes are others.",
        "student_template/counting/solution.py is superfluous: nothing in the course makes it.",
        "student_template/counting/vowels.py differs: line 14 is "
        "'    raise NotImplementedError(\"count_vowels is done\")'; it should be "
        "'    raise NotImplementedError(\"count_vowels is still to do\")'.",
    )


def test_writing_corrects_every_difference_and_nothing_else(course, counting):
    folder = course.template_folder(counting)
    (folder / "vowels.py").write_text("x = 1\n")
    (folder / "old" / "deep").mkdir(parents=True)
    (folder / "old" / "deep" / "solution.py").write_text("x = 1\n")
    (folder / "tests" / "__pycache__").mkdir(exist_ok=True)
    (folder.parent / "other.txt").write_text("kept")

    build.write(course, counting)

    assert build.differences(course, counting) == ()
    assert not (folder / "old").exists()
    assert (folder / "tests" / "__pycache__").is_dir()
    assert (folder.parent / "other.txt").read_text() == "kept"


def test_writing_makes_the_folder(course, counting):
    shutil.rmtree(course.root / "student_template")

    build.write(course, counting)

    assert build.differences(course, counting) == ()


def test_two_files_of_one_name_are_a_fault(course, counting):
    (course.given_folder(counting) / "vowels.py").write_text("x = 1\n")

    with pytest.raises(CourseError, match=r"given/vowels.py:1: students already get another"):
        build.template(course, counting)


def test_a_solution_in_another_encoding_is_a_fault(course, counting):
    (course.solution_folder(counting) / "vowels.py").write_bytes(b"# \xe4\n")

    with pytest.raises(CourseError, match=r"^solutions/counting/vowels.py:1: this is not UTF-8"):
        build.template(course, counting)
