"""What `autograder regrade` says of submissions that were refused, whatever for."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.cli import main

pytestmark = pytest.mark.slow(30)


def broken_zip(home: Path) -> None:
    home.mkdir()
    (home / "work.zip").write_bytes(b"PK\x03\x04 and no more")


def other_files(home: Path) -> None:
    home.mkdir()
    (home / "holiday.txt").write_text("sun")


def nothing(home: Path) -> None:
    home.mkdir()
    (home / ".keep").write_text("")


def leads_outside(home: Path) -> None:
    home.mkdir()
    with zipfile.ZipFile(home / "work.zip", "w") as archive:
        archive.writestr("../../shares.py", "x = 1")


def too_large(home: Path) -> None:
    home.mkdir()
    (home / "shares.py").write_bytes(b"#" * (60 << 20))


WAYS = (broken_zip, other_files, nothing, leads_outside, too_large)


def handed_in(folder: Path) -> Path:
    """A class of which all but one is refused, each for another reason."""
    shutil.copytree(TOY_COURSE / "solutions" / "counting", folder / "right")
    for make in WAYS:
        make(folder / make.__name__)
    return folder


def test_what_was_refused_is_looked_at_anew_or_said_to_stay_so(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    home = handed_in(tmp_path / "class")
    paths = [str(home / way.__name__) for way in WAYS] + [str(home / "right")]
    course = ["--course", str(TOY_COURSE)]
    reports, recordings = str(tmp_path / "reports.json"), str(tmp_path / "recordings")
    main(["grade", *course, *paths, "--json", reports, "--record", recordings])
    again = ["regrade", reports, "--recordings", recordings, *course]
    capsys.readouterr()

    main(again)

    said = capsys.readouterr().out
    assert said.count(" stays refused: ") == len(WAYS), said
    assert f"6 regraded: 0 up, 0 down, 0 with the same points and other words, {len(paths)}" in said

    shutil.rmtree(home / "nothing")
    shutil.rmtree(home / "other_files")
    shutil.copytree(TOY_COURSE / "solutions" / "counting", home / "other_files")
    main(again)

    said = capsys.readouterr().out
    [gone] = (line for line in said.splitlines() if line.startswith("! nothing"))
    assert "it was refused, and its files are not here to be looked at anew. The reason" in gone
    assert "not recorded" not in said
    assert "1 up" in said
    assert said.count(" stays refused: ") == len(WAYS) - 2


def test_an_old_recording_at_its_path_is_not_judged_in_its_place(tmp_path, capsys):
    home = shutil.copytree(TOY_COURSE / "solutions" / "counting", tmp_path / "work")
    course, recordings = ["--course", str(TOY_COURSE)], str(tmp_path / "recordings")
    main(["grade", *course, str(home), "--record", recordings])
    shutil.rmtree(home)
    other_files(home)
    reports = str(tmp_path / "reports.json")
    main(["grade", *course, str(home), "--json", reports, "--record", recordings])
    capsys.readouterr()

    main(["regrade", reports, "--recordings", recordings, *course])

    assert "work stays refused" in capsys.readouterr().out


def test_of_a_gradebook_it_is_said_what_looks_at_them_anew(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    home = handed_in(tmp_path / "class")
    book = ["--course", str(TOY_COURSE), "--gradebook", str(tmp_path / "g.sqlite")]
    main(["grade", str(home), "--from", "folders", *book])
    graded = capsys.readouterr().out.count(": refused: ")
    assert graded > 1

    main(["regrade", *book])

    said = capsys.readouterr().out
    assert said.count("keeps its report: it was refused, and its files are not here") == graded
    assert "not recorded" not in said
    assert f"`autograder grade DOWNLOAD {' '.join(book)}` looks at what was refused anew" in said
