"""Tests that what a class has handed in is found in the downloads of every platform."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.course.schema import IntakeLimits
from autograder.downloads import read
from autograder.downloads.handed_in import content_of, laid_out
from autograder.downloads.layouts import Wanted
from autograder.downloads.people import Claim
from autograder.errors import CommandMisused, SubmissionRefused

FILES = {
    name: (TOY_COURSE / "solutions" / "counting" / name).read_bytes()
    for name in ("vowels.py", "shares.py", "reflection.md")
}
WANTED = Wanted(files=tuple(FILES), assignments=("counting", "Letters and shares"))
LIMITS = IntakeLimits()


def zipped(path: Path, files=FILES, top="counting/") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(top + name), data)
    return path


def folder(path: Path, files=FILES) -> Path:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def canvas(at: Path) -> None:
    zipped(at / "lovelaceada_11_501_workbook.zip")
    zipped(at / "bartokbela_LATE_12_502_workbook-1.zip")
    zipped(at / "bartokbela_LATE_12_402_workbook.zip", {"vowels.py": b"first"})
    folder(at, {"curiemarie_13_503_vowels.py": b"v", "curiemarie_13_504_shares-1.py": b"s"})
    folder(at, {"leekim_14_text.html": b"typed", "grades.csv": b""})


def moodle(at: Path) -> None:
    zipped(at / "Ada Lovelace_901_assignsubmission_file_" / "work.zip")
    folder(at / "Béla Bartók_902_assignsubmission_file_")
    folder(at / "Béla Bartók_902_assignsubmission_onlinetext_", {"onlinetext.html": b"hello"})


def gradescope(at: Path) -> None:
    folder(at / "submission_7")
    folder(at / "submission_8")
    (at / "submission_metadata.yml").write_text(
        "submission_7:\n  :submitters:\n"
        "  - :name: Ada Lovelace\n    :sid: '007'\n    :email: ada@uni.edu\n"
        "  - :name: Bela Bartok\n    :sid: 010\n    :email: bela@uni.edu\n"
        "  :created_at: 2026-11-20 13:45:12.123456000 Z\n  :score: 3.0\n"
        "submission_9:\n  :submitters:\n  - :name: Kim Lee\n    :sid: null\n    :email: k@uni.edu\n"
        "  :created_at: !ruby/object:ActiveSupport::TimeWithZone\n    utc: 2026-11-20 14:45:12 Z\n"
    )


def github(at: Path) -> None:
    for login in ("ada", "ann-b"):
        folder(at / f"counting-{login}")
        (at / f"counting-{login}" / ".git").mkdir()


def nbgrader(at: Path) -> None:
    home = folder(at / "submitted" / "ada" / "counting")
    (home / "timestamp.txt").write_text("2026-11-20 10:11:12.123456 UTC\n")
    folder(at / "submitted" / "bela" / "other")


def folders(at: Path) -> None:
    folder(at / "Ada Lovelace")
    zipped(at / "bela@uni.edu.zip")
    folder(at, {"kim_vowels.py": b"v", "kim_shares.py": b"s", "notes.txt": b""})


def summary(found):
    return {(each.name, each.number, each.claims, each.is_late): each for each in found.handed_in}


def names(found) -> list[str]:
    return sorted(each.name for each in found.handed_in)


@pytest.mark.parametrize("make", [canvas, moodle, gradescope, github, nbgrader, folders])
def test_a_download_is_recognised_as_a_folder_and_as_a_zip(tmp_path, make):
    make(tmp_path / "download")
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "download")

    with read.opened([tmp_path / "download"], WANTED) as found:
        assert found.sources == [make.__name__]
        unpacked = {(e.name, e.claims, content_of(e, LIMITS)) for e in found.handed_in}
    if make is github:  # Python leaves empty folders in zips, and so is `.git`
        pass
    with read.opened([tmp_path / "packed.zip"], WANTED) as found:
        packed = {(e.name, e.claims, content_of(e, LIMITS)) for e in found.handed_in}

    assert packed == unpacked
    assert len(packed) > 1


def test_canvas_tells_attempts_apart_and_puts_single_files_together(tmp_path):
    canvas(tmp_path)
    with read.opened([tmp_path], WANTED) as found:
        ada, *_ = [e for e in found.handed_in if e.claims[0].number == "11"]
        bela = [e for e in found.handed_in if e.claims[0].number == "12"]
        [marie] = [e for e in found.handed_in if e.claims[0].number == "13"]

        assert ada.claims == (Claim(name="lovelaceada", number="11"),)
        assert [(each.number, each.is_late) for each in bela] == [(402, True), (502, True)]
        with laid_out(marie, LIMITS) as place:
            assert sorted(each.name for each in place.iterdir()) == ["shares.py", "vowels.py"]
        assert not place.exists()
    assert any("leekim_14_text.html" in each for each in found.left_out)
    assert any("grades.csv" in each for each in found.left_out)


def test_moodle_finds_the_zip_inside_and_no_student_in_typed_text(tmp_path):
    moodle(tmp_path)
    with read.opened([tmp_path], WANTED) as found:
        ada, bela = found.handed_in
        with laid_out(ada, LIMITS) as place:
            assert place.name == "work.zip"

    assert bela.claims == (Claim(name="Béla Bartók", number="902"),)
    assert any("onlinetext" in each for each in found.left_out)


def test_gradescope_tells_who_and_when(tmp_path):
    gradescope(tmp_path)
    with read.opened([tmp_path], WANTED) as found:
        by_name = {each.name: each for each in found.handed_in}

    assert [claim.id for claim in by_name["submission_7"].claims] == ["007", "010"]
    assert by_name["submission_7"].submitted == datetime(2026, 11, 20, 13, 45, 12, tzinfo=UTC)
    assert by_name["submission_8"].claims == (Claim(any="submission_8"),)
    assert any("'submission_9' of 'Kim Lee' is not in the download" in e for e in found.left_out)


def test_clones_are_named_after_logins(tmp_path):
    github(tmp_path)
    with read.opened([tmp_path], WANTED) as found:
        logins = [each.claims[0].login for each in found.handed_in]

    assert logins == ["ada", "ann-b"]


def test_nbgrader_tells_the_assignment_and_the_time(tmp_path):
    nbgrader(tmp_path)
    with read.opened([tmp_path], WANTED) as found:
        ada, bela = found.handed_in

    assert (ada.assignment, bela.assignment) == ("counting", "other")
    assert ada.submitted == datetime(2026, 11, 20, 10, 11, 12, tzinfo=UTC)


def test_folders_and_loose_files_are_named_after_people(tmp_path):
    folders(tmp_path)
    with read.opened([tmp_path], WANTED) as found:
        claims = {each.claims[0].any: each for each in found.handed_in}
        with laid_out(claims["kim"], LIMITS) as place:
            assert sorted(each.name for each in place.iterdir()) == ["shares.py", "vowels.py"]

    assert set(claims) == {"Ada Lovelace", "bela@uni.edu", "kim"}
    assert any("notes.txt" in each for each in found.left_out)


def test_submissions_can_be_named_one_by_one(tmp_path):
    paths = [folder(tmp_path / "ada"), zipped(tmp_path / "bela.zip"), tmp_path / "kim_counting"]
    folder(paths[2])
    with read.opened(paths, WANTED) as found:
        assert [each.claims[0].any for each in found.handed_in] == ["ada", "bela", "kim"]


def test_a_link_is_never_followed(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_text("the seed")
    folder(tmp_path / "class" / "ada")
    (tmp_path / "class" / "bela").symlink_to(tmp_path / "class" / "ada")
    (tmp_path / "class" / "kim_vowels.py").symlink_to(secret)
    with read.opened([tmp_path / "class"], WANTED) as found:
        kim = next(each for each in found.handed_in if each.claims[0].any == "kim")
        with pytest.raises(SubmissionRefused, match="symbolic link"), laid_out(kim, LIMITS):
            pass

    assert names(found) == ["ada", "bela", "kim"]


def test_folders_a_thousand_deep_are_refused_and_harm_nobody(tmp_path):
    folder(tmp_path / "class" / "ada")
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name, data in FILES.items():
            archive.writestr(f"ada/{name}", data)
        archive.writestr("bela/" + "x/" * 1500 + "vowels.py", b"")
    deep = tmp_path / "class" / "bela"
    deep.mkdir()
    descriptor = os.open(deep, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("x", dir_fd=descriptor)
        inner = os.open("x", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)

    for download in (tmp_path / "class", tmp_path / "class.zip"):
        with read.opened([download], WANTED) as found:
            ada, bela = found.handed_in
            assert content_of(ada, LIMITS) != content_of(bela, LIMITS)
            if download.suffix:
                with pytest.raises(SubmissionRefused, match="at most"), laid_out(bela, LIMITS):
                    pass
    subprocess.run(["rm", "-rf", tmp_path / "class"], check=True)  # noqa: S607


def test_names_that_lead_out_of_a_zip_are_left_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name, data in FILES.items():
            archive.writestr(f"ada/{name}", data)
            archive.writestr(f"bela/{name}", data)
        archive.writestr("../../kim/vowels.py", b"")
    with read.opened([tmp_path / "class.zip"], WANTED) as found:
        assert names(found) == ["ada", "bela"]

    assert any("leads out of" in each for each in found.left_out)


def test_what_can_not_be_read_is_told(tmp_path):
    (tmp_path / "class.zip").write_bytes(b"PK\x03\x04 no zip")
    with (
        pytest.raises(CommandMisused, match="damaged"),
        read.opened([tmp_path / "class.zip"], WANTED),
    ):
        pass
    with (
        pytest.raises(CommandMisused, match="There is no file or folder"),
        read.opened([tmp_path / "missing"], WANTED),
    ):
        pass
    folders(tmp_path / "class")
    with (
        pytest.raises(CommandMisused, match="not laid out as a download of moodle"),
        read.opened([tmp_path / "class"], WANTED, source="moodle"),
    ):
        pass
