"""Tests commands with unusual input: they explain it before grading, and lose no report."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from support.load import slowdown
from support.paths import PROJECT, TOY_COURSE

from autograder.sandbox.watch import children_of

pytestmark = [pytest.mark.slow(8, per="test"), pytest.mark.warm_programs("autograder.cli")]

SOLUTIONS = TOY_COURSE / "solutions" / "counting"
COMMAND = [sys.executable, "-m", "autograder.cli"]


def run(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(os.fsencode, map(str, arguments))],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **more,
    )


def submission(folder: Path, name: str, more: str = "") -> Path:
    shutil.copytree(SOLUTIONS, folder / name)
    with (folder / name / "vowels.py").open("a") as file:
        file.write(more)
    return folder / name


def damaged_zip(folder: Path) -> Path:
    (folder / "a.zip").write_text("not a zip")
    return folder / "a.zip"


def nothing(folder: Path) -> Path:
    return folder / "no_such_file.zip"


def empty_folder(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


@pytest.mark.cold_start
def test_a_command_in_a_submissions_folder_runs_none_of_its_code(tmp_path):
    stranger = f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\n"
    folder = submission(tmp_path, "ada")
    for name in ("json", "random", "msgspec", "autograder"):
        (folder / f"{name}.py").write_text(stranger)

    options = ("--course", TOY_COURSE, "--json", tmp_path / "out.json", "--isolation", "process")
    command = [sys.executable, "-P", *COMMAND[1:], "grade", *map(str, options), "."]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    (report,) = read(tmp_path / "out.json")
    assert report["score"] == report["points"]
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("handed_in", "sentence"),
    [
        (damaged_zip, "damaged, or no zip at all"),
        (nothing, "There is no file or folder"),
        (empty_folder, "The submission is empty."),
    ],
)
def test_what_is_refused_alone_is_refused_and_the_course_not_blamed(tmp_path, handed_in, sentence):
    ran = run("grade", "--course", PROJECT, handed_in(tmp_path), "--json", tmp_path / "r.json")

    assert ran.returncode == 1
    assert "at fault" not in ran.stdout + ran.stderr
    assert sentence in " ".join(ran.stdout.split())
    (report,) = json.loads((tmp_path / "r.json").read_text())
    assert sentence in report["refused"]
    assert (report["assignment"], report["score"], report["tasks"]) == ("", 0, [])


def test_files_that_fit_several_assignments_are_no_fault_of_the_courses(tmp_path):
    for name in ("images.py", "model.py"):
        (tmp_path / name).write_text("")

    ran = run("grade", "--course", PROJECT, tmp_path)

    assert ran.returncode == 1
    assert "--assignment workbook or challenge" in ran.stderr
    assert "at fault" not in ran.stderr


def test_a_name_that_is_not_utf_8_ends_no_class(tmp_path):
    good = shutil.make_archive(str(tmp_path / "good"), "zip", SOLUTIONS)
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/M\xfcller.zip")
    shutil.copy(good, odd)

    ran = run("grade", "--course", TOY_COURSE, odd, good, "--json", tmp_path / "r.json")

    assert ran.returncode == 0, ran.stderr
    reports = json.loads((tmp_path / "r.json").read_text())
    assert [report["submission"] for report in reports] == [odd, good]
    assert [report["score"] for report in reports] == [6, 6]


def test_results_for_students_of_a_name_that_is_not_utf_8(tmp_path):
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/M\xfcller")
    shutil.copytree(SOLUTIONS, odd)

    ran = run("ci", "grade", odd, "--course", TOY_COURSE, "--results", tmp_path / "results")

    assert ran.returncode == 0, ran.stderr
    (shown,) = json.loads((tmp_path / "results" / "result.json").read_text())
    assert os.fsencode(shown["submission"]) == b"M\xfcller"


@pytest.mark.parametrize(
    "where",
    [
        ("grade", "--json", "folder"),
        ("grade", "--json", "file/r.json"),
        ("grade", "--json", "/proc/r.json"),
        ("grade", "--json", "text"),
        ("grade", "--sentences", "folder"),
        ("grade", "--sentences", "text"),
        ("grade", "--sentences", "file/r.txt"),
        ("grade", "--figures", "file"),
        ("grade", "--figures", "/proc/figures"),
        ("ci grade", "--results", "file"),
        ("ci grade", "--json", "folder"),
        ("bundle", "--to", "file/dist"),
    ],
    ids=" ".join,
)
def test_what_can_not_be_written_is_said_before_anything_is_graded(tmp_path, where):
    command, option, place = where
    (tmp_path / "folder").mkdir()
    for name in ("file", "text"):
        (tmp_path / name).write_text("mine")
    given = [] if command == "bundle" else [SOLUTIONS]
    if where[:2] == ("ci grade", "--json"):
        given += ["--results", "results"]

    ran = run(*command.split(), *given, "--course", TOY_COURSE, option, place, cwd=tmp_path)

    assert ran.returncode == 1
    assert "total" not in ran.stdout
    (sentence,) = ran.stderr.splitlines()
    assert sentence.endswith(".")
    assert (tmp_path / "text").read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a device that is always full")
def test_a_device_that_can_not_be_written_loses_nothing_that_is_printed():
    ran = run("grade", "--course", TOY_COURSE, SOLUTIONS, "--json", "/dev/full")

    assert ran.returncode == 1
    assert "total" in ran.stdout
    assert "/dev/full can't be written: no space left on device." in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_for_reports_is_made(tmp_path):
    ran = run("grade", "--course", TOY_COURSE, SOLUTIONS, "--json", tmp_path / "a" / "b" / "r.json")

    assert ran.returncode == 0
    assert len(json.loads((tmp_path / "a" / "b" / "r.json").read_text())) == 1


def test_a_closed_pipe_loses_no_report(tmp_path):
    paths = [submission(tmp_path, name) for name in "abc"]
    command = [*COMMAND, "grade", "--course", TOY_COURSE, *paths, "--json", tmp_path / "r.json"]
    piped = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert piped.stdout is not None
    assert piped.stderr is not None
    piped.stdout.readline()
    piped.stdout.close()
    with piped.stderr as said:
        assert b"Traceback" not in said.read()

    assert piped.wait(200) == 0
    assert len(json.loads((tmp_path / "r.json").read_text())) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a device that is always full")
@pytest.mark.parametrize("redirected", [">&-", "> /dev/full"])
def test_a_standard_output_that_takes_nothing_loses_no_report(tmp_path, redirected):
    file = tmp_path / "r.json"
    command = [*COMMAND, "grade", "--course", TOY_COURSE, SOLUTIONS, "--json", file]

    ran = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirected}', "sh", *command],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(json.loads(file.read_text())) == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_may_lack_signs(tmp_path, encoding):
    path = submission(tmp_path, "Müller ✗", "count_vowels = lambda text: 7\n")

    ran = subprocess.run(
        [*COMMAND, "grade", "--course", TOY_COURSE, path],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )

    assert ran.returncode == 0, ran.stderr
    assert b"wrong" in ran.stdout
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("grade",), ("grade", "--nonsense", "x"), ("grade", "x", "--jobs", "none")]
)
def test_a_command_that_is_misused_has_the_exit_code_for_that(arguments):
    assert run(*arguments).returncode == 1


def test_the_published_seed_is_warned_of_once_a_run(tmp_path):
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("empty.txt", "")

    ran = run("grade", "--course", PROJECT, tmp_path / "a.zip", tmp_path / "b.zip")
    own = run("grade", "--course", TOY_COURSE, tmp_path / "a.zip", tmp_path / "b.zip")

    assert ran.stderr.count("published with") == 1
    assert "published" not in own.stderr


LOOP = "\n\ndef count_vowels(text):\n    while True:\n        pass\n"
FORKS = """

def count_vowels(text):
    import os
    for _ in range(3):
        if not os.fork():
            os.setsid()
            while True:
                pass
    while True:
        pass
"""


@pytest.mark.cold_start
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("tier", ["namespaces", "process"])
def test_stopping_takes_two_seconds_and_leaves_nothing(tmp_path, how, tier):
    good = submission(tmp_path, "good")
    busy = [submission(tmp_path, "loop", LOOP), submission(tmp_path, "forks", FORKS)]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    started = subprocess.Popen(
        [*COMMAND, "grade", "--course", TOY_COURSE, good, *busy, submission(tmp_path, "next"),
         "--jobs", "2", "--isolation", tier, "--json", tmp_path / "r.json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(scratch)},
    )  # fmt: skip
    wait_until(lambda: len(read(tmp_path / "r.json")) == 1)
    wait_until(lambda: len(below(started.pid)) > 6)
    family = below(started.pid)

    began = time.monotonic()
    os.killpg(started.pid, how)
    _, told = started.communicate(timeout=60)
    took = time.monotonic() - began

    assert took < 2 * slowdown()
    if how is not signal.SIGKILL:
        assert started.returncode == 2
        assert b"1 of 4 submissions are graded" in told
    assert b"Traceback" not in told
    seconds = 3 * slowdown()
    wait_until(lambda: not [p for p in family if Path(f"/proc/{p}").exists()], seconds=seconds)
    wait_until(lambda: not list(scratch.iterdir()), seconds=seconds)
    assert [report["score"] for report in read(tmp_path / "r.json")] == [6]


def read(path: Path) -> list[dict[str, object]]:
    text = path.read_text() if path.is_file() else ""
    return json.loads(text) if text else []  # it is made before the list in it is begun


def below(pid: int) -> list[int]:
    children = children_of(pid)
    return children + [found for child in children for found in below(child)]


def wait_until(is_so, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
