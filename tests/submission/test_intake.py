"""Tests the intake: it accepts folders and archives from any system, and no archive can harm it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import socket
import stat
import struct
import tracemalloc
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.course.schema import IntakeLimits
from autograder.errors import SubmissionRefused
from autograder.submission import entries, intake

TASKS = ("vowels.py", "shares.py", "reflection.md")
STUBS = dict.fromkeys(TASKS, b"")
LIMITS = IntakeLimits(files=20, file_mb=1, total_mb=2)
SOURCE = b"def count_vowels(text):\n    return 3\n"
MB = 1 << 20
quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(path):
    return intake.read(path, STUBS, LIMITS)


def refusal(path):
    """The sentence with which `path` is refused: short, and without control characters."""
    with pytest.raises(SubmissionRefused) as caught:
        read(path)
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert len(sentence) < 400
    assert sentence.endswith(".")
    return sentence


def folder(place, files):
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def zipped(path, files, *, method=zipfile.ZIP_DEFLATED):
    """A zip of name (or ZipInfo) → data, in that order."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def member(name, *, mode=0, system=3):
    info = zipfile.ZipInfo(name)
    info.create_system = system
    info.external_attr = mode << 16
    return info


def patched(path, old, new, *, count=-1):
    """Replace bytes of a file in place; the length stays."""
    assert len(old) == len(new)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, count))
    return path


def with_directory_field(path, offset, form, value):
    """Write a field of the first member's entry in the zip's directory."""
    data = bytearray(path.read_bytes())
    struct.pack_into(form, data, data.index(b"PK\x01\x02") + offset, value)
    path.write_bytes(bytes(data))
    return path


# What is accepted


@pytest.mark.parametrize("top", ["", "work/", "repo-main/workbook/", "Übung 3 – Anna/"])
@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_tasks_are_found_wherever_they_lie(tmp_path, top, kind):
    files = {f"{top}vowels.py": SOURCE, f"{top}more/words.txt": b"a", f"{top}data.bin": b"\0\xff"}
    make = {"folder": lambda: folder(tmp_path / "in", files)}
    make["zip"] = lambda: zipped(tmp_path / "in.zip", files)

    submission = read(make[kind]())

    assert submission.files == {"vowels.py": SOURCE, "more/words.txt": b"a", "data.bin": b"\0\xff"}


def test_what_lies_beside_the_root_is_left_out(tmp_path):
    path = folder(tmp_path / "in", {"work/vowels.py": SOURCE, "README.md": b"hello"})

    submission = read(path)

    assert dict(submission.files) == {"vowels.py": SOURCE}
    assert submission.name == str(path)


def test_a_single_file_is_a_submission(tmp_path):
    path = folder(tmp_path, {"vowels.py": SOURCE}) / "vowels.py"

    assert read(path).files == {"vowels.py": SOURCE}


def notebook(*sources):
    """A notebook with these code cells, one of them as a list of lines, as Jupyter writes it."""
    cells = [{"cell_type": "code", "source": source, "outputs": []} for source in sources]
    for cell in cells[:1]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    text = {"cell_type": "markdown", "source": "%%writefile shares.py\nno code", "id": "a"}
    return json.dumps({"cells": [text, *cells], "nbformat": 4, "metadata": {}}).encode()


WRITES = "%%writefile vowels.py\n" + SOURCE.decode().rstrip("\n")


@pytest.mark.parametrize(
    "source", [WRITES, WRITES + "\n", WRITES.replace("vowels.py", "vowels.py ")]
)
def test_a_notebook_is_what_its_cells_write(tmp_path, source):
    data = notebook("import vowels", source, "%%writefile more.py\nx = 1", "%%time\n1")
    path = folder(tmp_path, {"work.ipynb": data}) / "work.ipynb"

    submission = read(path)

    assert submission.files == {"work.ipynb": data, "vowels.py": SOURCE, "more.py": b"x = 1\n"}
    assert submission.notes == (
        "Taken from the cells of a notebook: 'vowels.py', 'more.py'.",
        "Cell 1 of 'work.ipynb' is no code cell, so that it does not write shares.py.",
    )


@pytest.mark.parametrize("name", ["work.ipynb.txt", "Work.IPYNB.json"])
def test_a_notebook_with_an_ending_of_a_browsers(tmp_path, name):
    path = folder(tmp_path, {name: notebook(WRITES)})

    assert read(path).files["vowels.py"] == read(path / name).files["vowels.py"] == SOURCE


def test_a_notebook_of_the_third_format(tmp_path):
    cells = [{"cell_type": "markdown", "source": []}, {"cell_type": "code", "input": [WRITES]}]
    data = json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}).encode()

    assert read(folder(tmp_path, {"work.ipynb": data})).files["vowels.py"] == SOURCE


@pytest.mark.parametrize("empty", ['{"cell_type": "code"}', '{"cell_type": "a", "source": null}'])
def test_a_cell_without_a_source_does_not_harm(tmp_path, empty):
    data = notebook(WRITES).replace(b'"cells": [', f'"cells": [{empty}, '.encode())

    assert read(folder(tmp_path, {"work.ipynb": data})).files["vowels.py"] == SOURCE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"cells": [\n],\n}', "line 3 is no JSON"),
        (b'\xef\xbb\xbf{"cells": [\n,]}', "line 2 is no JSON"),
        (b'{"cells": [\n<<<<<<< HEAD\n]}', "git left a conflict in it, at line 2"),
        (b'{"cells": [\n', "its end is missing"),
    ],
)
def test_it_is_said_where_a_notebook_can_not_be_read(tmp_path, data, words):
    sentence = refusal(folder(tmp_path, {"work.ipynb": data}))

    assert sentence.startswith(f"'work.ipynb' is no notebook that can be read: {words}.")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("work.html", b"<html>", "'work.html' seems to be made from a notebook."),
        ("work.py", b"# In[1]:\n\nx = 1\n", "'work.py' seems to be made from a notebook."),
        ("work.py", b"get_ipython().run_cell_magic('a', 'b')", "'work.py' seems to be made from"),
        ("work.zip", b"PK", "'work.zip' is a zip within what was handed in."),
        ("work.py", b"x = 1\n", "Hand in the folder that holds them, or a zip of it."),
    ],
)
def test_what_is_made_of_the_files_is_named(tmp_path, name, data, words):
    assert words in refusal(folder(tmp_path, {"notes.txt": b"", name: data}))


def test_words_beside_a_notebook_are_kept(tmp_path):
    files = {
        "w/work.ipynb": notebook(WRITES, "%%writefile reflection.md\n?"),
        "w/reflection.md": b"!",
    }

    submission = read(zipped(tmp_path / "in.zip", files))

    assert submission.files["vowels.py"] == SOURCE
    assert submission.files["reflection.md"] == b"!"


def test_two_notebooks_that_write_the_same_file(tmp_path):
    one, other = notebook(WRITES), notebook(f"{WRITES}\nx = 1")

    sentence = refusal(folder(tmp_path / "in", {"a.ipynb": one, "b.ipynb": other}))

    assert sentence.startswith("Both 'a.ipynb' and 'b.ipynb' write 'vowels.py'.")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"cells": 1}',
        b'{"cells": [{}]}',
        b'{"cells": [[[[',
        b'{"cells": [{"cell_type": "code", "source": {"a": 1}}]}',
    ],
)
def test_a_notebook_that_is_none(tmp_path, data):
    path = folder(tmp_path, {"work.ipynb": data}) / "work.ipynb"

    assert refusal(path).startswith("'work.ipynb' is no notebook that can be read")


@pytest.mark.parametrize(
    "place", ["../vowels.py", "/elsewhere/vowels.py", "~/vowels.py", "C:\\vowels.py"]
)
def test_cells_that_write_elsewhere_write_nothing(tmp_path, place):
    data = notebook("1", f"%%writefile {place}\nx = 1")
    path = folder(tmp_path, {"work.ipynb": data}) / "work.ipynb"

    sentence = refusal(path)

    assert sentence.startswith("The submission holds none of the files asked for")
    assert "Cell 1 of 'work.ipynb' is no code cell" in sentence


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_what_tools_leave_behind_is_ignored(tmp_path, kind):
    clutter = [
        "__MACOSX/._vowels.py", ".DS_Store", "._vowels.py", "Thumbs.db", "desktop.ini", "Icon\r",
        "__pycache__/vowels.cpython-311.pyc", "old.pyc", ".git/objects/aa/bb", ".git/HEAD",
        ".ipynb_checkpoints/vowels.py", ".pytest_cache/x", ".venv/bin/vowels.py", "venv/vowels.py",
        ".idea/vowels.py",
    ]  # fmt: skip
    files = {"vowels.py": SOURCE, **dict.fromkeys(clutter, b"x" * 100)}
    path = (
        folder(tmp_path / "in", files) if kind == "folder" else zipped(tmp_path / "in.zip", files)
    )

    assert dict(read(path).files) == {"vowels.py": SOURCE}


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize("above", ["", "workbook/"])
@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta/history"])
def test_an_environment_of_any_name_is_ignored(tmp_path, kind, above, mark):
    libraries = ("lib/site-packages/vowels.py", "Lib/site-packages/shares.py", "bin/activate.py")
    clutter = [f"{above}my env/{name}" for name in (mark, *libraries)]
    clutter += [f"{above}lib/site-packages/vowels.py", f"{above}node_modules/vowels.py"]
    mine = {"vowels.py": SOURCE, "environment/__init__.py": b"x = 1\n"}
    files = {above + name: data for name, data in mine.items()} | dict.fromkeys(clutter, b"1 / 0\n")
    if kind == "folder":
        path = folder(tmp_path / "in", files)
        (path / above / "my env" / "bin" / "python").symlink_to("/usr/bin/env")
    else:
        path = zipped(tmp_path / "in.zip", files)

    assert dict(read(path).files) == mine


def test_modules_beside_what_marks_an_environment_are_the_students(tmp_path):
    files = {"work/pyvenv.cfg": b"", "work/vowels.py": SOURCE}

    assert read(zipped(tmp_path / "in.zip", files)).files["vowels.py"] == SOURCE


def test_ignored_files_are_not_even_looked_into(tmp_path):
    path = folder(tmp_path / "in", {"vowels.py": SOURCE, "venv/big": b"\0" * 3 * MB})
    (path / "venv" / "python").symlink_to("/usr/bin/env")
    (path / ".venv").symlink_to("/usr")
    os.mkfifo(path / ".pipe")

    assert dict(read(path).files) == {"vowels.py": SOURCE}


def test_a_zip_from_windows(tmp_path):
    files = {member("work\\", system=0): b"", member("work\\vowels.py", system=0): SOURCE}
    files[member("work\\more\\a.txt", system=0)] = b"a"

    submission = read(zipped(tmp_path / "in.zip", files))

    assert submission.files == {"vowels.py": SOURCE, "more/a.txt": b"a"}


def test_a_zip_from_unix_with_modes_and_folders(tmp_path):
    files = {member("work/", mode=stat.S_IFDIR | 0o755): b""}
    files[member("./work/vowels.py", mode=stat.S_IFREG | 0o644)] = SOURCE

    assert read(zipped(tmp_path / "in.zip", files)).files == {"vowels.py": SOURCE}


def test_a_zip_with_names_in_an_old_code_page(tmp_path):
    path = zipped(tmp_path / "in.zip", {"Xbung/vowels.py": SOURCE})

    assert read(patched(path, b"Xbung", b"\x9abung")).files == {"vowels.py": SOURCE}


def zipped_as(path, name, written, *, flags=0, extra=b"", source=SOURCE):
    """A zip with a helper module whose name has these bytes and flags."""
    placeholder = "x" * len(written)
    info = member(placeholder)
    info.extra = extra
    data = zipped(path, {"vowels.py": source, info: name.encode()}).read_bytes()
    data = bytearray(data.replace(placeholder.encode(), written))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.rindex(signature) + offset, flags)
    path.write_bytes(bytes(data))
    return path


def decomposed(name):
    return unicodedata.normalize("NFD", name)


@pytest.mark.parametrize(
    ("name", "written", "flags"),
    [
        ("größe.py", "größe.py".encode(), 0x800),
        ("größe.py", decomposed("größe.py").encode(), 0x800),
        ("größe.py", decomposed("größe.py").encode(), 0),  # a Mac's own
        ("größe.py", "größe.py".encode(), 0),
        ("größe.py", "größe.py".encode("cp437"), 0),
        ("größe.py", "größe.py".encode("cp850"), 0),
        ("größe.py", b"gr\x94\xe1e.py", 0),
        ("função.py", "função.py".encode("cp850"), 0),  # õ and ã are not in code page 437
        ("funções.py", "funções.py".encode("cp850"), 0),
        ("bølge.py", "bølge.py".encode("cp850"), 0),
        ("Übung 3/ångström.txt", decomposed("Übung 3/ångström.txt").encode(), 0),
        ("α.py", "α.py".encode("cp437"), 0),
        ("畳み込み.py", "畳み込み.py".encode(), 0),
        ("свёртка.py", decomposed("свёртка.py").encode(), 0),
    ],
)
def test_names_are_read_as_the_zips_author_saw_them(tmp_path, name, written, flags):
    path = zipped_as(tmp_path / "in.zip", name, written, flags=flags)

    assert read(path).files == {"vowels.py": SOURCE, name: name.encode()}


@pytest.mark.parametrize("written", [b"gr\xf6\xdfe.py", b"gr__e.py"])
@pytest.mark.parametrize("is_stated", [True, False])
def test_a_name_that_a_field_of_its_own_states(tmp_path, is_stated, written):
    """The field counts only if it belongs to the name in the entry."""
    name = "größe.py"
    about = zlib.crc32(written if is_stated else b"another.py")
    field = struct.pack("<BI", 1, about) + name.encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field

    files = read(zipped_as(tmp_path / "in.zip", name, written, extra=extra)).files

    assert (name in files) == is_stated


@pytest.mark.parametrize("encoding", ["cp1252", "shift_jis", "cp1251"])
def test_a_name_that_may_be_another_is_noted_where_a_module_is_missing(tmp_path, encoding):
    name = {"cp1252": "größe", "shift_jis": "補助", "cp1251": "свёртка"}[encoding]
    written = f"{name}.py".encode(encoding)

    for source, is_noted in ((f"import {name}\n", True), ("x = 1\n", False)):
        path = zipped_as(tmp_path / "in.zip", name, written, source=source.encode())
        notes = read(path).notes
        assert [note.startswith("The name ") for note in notes] == [True] * is_noted


def test_a_name_that_is_rightly_guessed_is_not_noted(tmp_path):
    source = f"import {decomposed('größe')}\n".encode()
    path = zipped_as(tmp_path / "in.zip", "größe.py", "größe.py".encode("cp850"), source=source)

    assert not read(path).notes


def test_a_folder_from_a_mac(tmp_path):
    path = folder(tmp_path / "in", {"vowels.py": SOURCE, decomposed("größe.py"): b"x = 1"})

    assert read(path).files == {"vowels.py": SOURCE, "größe.py": b"x = 1"}


def test_a_zip_that_was_written_to_a_pipe(tmp_path):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_):
            raise OSError

        def tell(self):
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vowels.py", SOURCE)
    (tmp_path / "in.zip").write_bytes(pipe.getvalue())

    assert read(tmp_path / "in.zip").files == {"vowels.py": SOURCE}


def test_a_zip64_without_its_ending_in_the_name(tmp_path):
    with zipfile.ZipFile(tmp_path / "upload", "w") as archive:
        with archive.open("vowels.py", "w", force_zip64=True) as file:
            file.write(SOURCE)
        archive.comment = b"from a course platform"

    assert read(tmp_path / "upload").files == {"vowels.py": SOURCE}


def test_a_zip_in_a_zip_is_just_data(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"../vowels.py": b"bad"}).read_bytes()

    submission = read(zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, "inner.zip": inner}))

    assert submission.files["inner.zip"] == inner


def test_hard_links_are_files(tmp_path):
    path = folder(tmp_path / "in", {"vowels.py": SOURCE})
    os.link(path / "vowels.py", path / "copy.py")

    assert read(path).files["copy.py"] == SOURCE


def test_a_pointer_of_git_lfs_is_told_from_the_file(tmp_path):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    (tmp_path / "vowels.py").write_bytes(SOURCE)
    (tmp_path / "shares.py").write_bytes(pointer)

    taken = read(tmp_path)

    assert taken.notes == ("'shares.py' is only a pointer of Git LFS; commit the file itself.",)


def test_a_file_of_another_name_or_place_is_noted(tmp_path):
    path = folder(
        tmp_path / "in", {"vowels.py": SOURCE, "Shares.py": b"", "old/reflection.md": b""}
    )

    notes = read(path).notes

    assert notes == (
        "'Shares.py' was not taken for shares.py: name and folder have to match.",
        "'old/reflection.md' was not taken for reflection.md: name and folder have to match.",
    )


def test_a_submission_is_frozen_and_can_travel(tmp_path):
    submission = read(folder(tmp_path / "in", {"vowels.py": SOURCE}))

    with pytest.raises(TypeError):
        submission.files["vowels.py"] = b""
    with pytest.raises(AttributeError):
        submission.name = "other"
    assert pickle.loads(pickle.dumps(submission)) == submission  # noqa: S301 - our own bytes


def test_any_bytes_are_taken_in(tmp_path):
    """The intake accepts any bytes: Python later says which sources it can't read."""
    source = "# -*- coding: latin-1 -*-\nö = 1".encode("latin-1")
    path = folder(tmp_path / "in", {"vowels.py": source, "reflection.md": b"sch\xf6n"})

    assert read(path).files == {"vowels.py": source, "reflection.md": b"sch\xf6n"}


# What is refused


def test_nothing_there(tmp_path):
    assert refusal(tmp_path / "a\nb").startswith("There is no file or folder '/")
    assert "There is no file" in refusal(Path("x" * 5000))
    assert "There is no file" in refusal(Path("\0"))


def test_nothing_in_it(tmp_path):
    (tmp_path / "in").mkdir()

    assert refusal(tmp_path / "in").startswith("The submission is empty.")
    assert refusal(zipped(tmp_path / "in.zip", {})).startswith("The submission is empty.")


def test_none_of_the_files_asked_for(tmp_path):
    sentence = refusal(folder(tmp_path / "in", {"main.py": SOURCE}))

    assert "none of the files asked for: vowels.py, shares.py, reflection.md." in sentence


def test_only_capital_letters_differ(tmp_path):
    sentence = refusal(folder(tmp_path / "in", {"a/Vowels.py": SOURCE}))

    assert sentence.startswith("There is no vowels.py, only 'a/Vowels.py'")


def test_two_folders_of_the_same_depth(tmp_path):
    sentence = refusal(folder(tmp_path / "in", {"old/vowels.py": SOURCE, "new/shares.py": SOURCE}))

    assert sentence.startswith("Both 'new/' and 'old/' hold files of the tasks.")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("work.rar", "neither a folder nor a zip"),
        ("work.tar.gz", "neither a folder nor a zip"),
        ("work.7z", "neither a folder nor a zip"),
        ("work.ipynb", "is no notebook that can be read"),
        ("other.py", "none of the files asked for"),
        ("work.zip", "is damaged, or no zip at all"),
    ],
)
def test_another_type_of_file(tmp_path, name, words):
    (tmp_path / name).write_bytes(b"{}" * 40)

    assert words in refusal(tmp_path / name)


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({f"{i}.txt": b"" for i in range(20)}, "has 21 files; at most 20"),
        ({"big.bin": os.urandom(MB + 1)}, "'big.bin' has more than 1 MB"),
        ({f"{i}.bin": os.urandom(MB - 9) for i in range(3)}, "together have more than 2 MB"),
        ({"/".join("abcdefghijklm"): b""}, "lies 13 levels deep; at most 12"),
        ({"x" * 180 + "/" + "y" * 30: b""}, "a name of 211 characters; at most 200"),
        ({"a\nb.txt": b""}, r"'a\nb.txt' has characters in its name that are no text"),
        ({"a\x1b[31m.txt": b""}, "'a\\x1b[31m.txt' has characters"),
        ({"a.txt": b"", "A.txt": b""}, "'A.txt' and 'a.txt' would be one file"),
        ({"\xe9.txt": b"", "e\u0301.txt": b""}, "would be one file on some systems"),
    ],
)
def test_beyond_a_limit(tmp_path, kind, files, words):
    files = dict(sorted({"vowels.py": SOURCE, **files}.items()))
    path = (
        folder(tmp_path / "in", files) if kind == "folder" else zipped(tmp_path / "in.zip", files)
    )

    assert words in refusal(path)


@pytest.mark.parametrize(
    "name", ["../vowels.py", "a/../../x", "/etc/passwd", "\\x", "C:\\x", "c:x", "a\\..\\x"]
)
def test_names_that_lead_out(tmp_path, name):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, name: b"x"})

    assert "leads out of the submission's folder" in refusal(path)


def test_a_null_byte_in_a_name(tmp_path):
    path = patched(zipped(tmp_path / "in.zip", {"vowels.py?x": SOURCE}), b".py?x", b".py\0x")

    assert "'vowels.py\\x00x' has characters in its name" in refusal(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["vowels.py", "VOWELS.py", "./vowels.py", "vowels.py/x"])
def test_names_that_collide(tmp_path, name):
    path = zipped(tmp_path / "in.zip", {member("vowels.py"): SOURCE, member(name): b"x"})

    sentence = refusal(path)

    assert "would be one file on some systems" in sentence or "a file and a folder" in sentence


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (stat.S_IFLNK, "'x' is a symbolic link"),
        (stat.S_IFIFO, "'x' is not an ordinary file"),
        (stat.S_IFCHR, "'x' is not an ordinary file"),
        (stat.S_IFBLK, "'x' is not an ordinary file"),
        (stat.S_IFSOCK, "'x' is not an ordinary file"),
    ],
)
def test_members_that_are_no_files(tmp_path, kind, words):
    files = {member("vowels.py"): SOURCE, member("x", mode=kind | 0o777): b"/etc/passwd"}

    assert words in refusal(zipped(tmp_path / "in.zip", files))


def test_an_encrypted_member(tmp_path):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE})

    sentence = refusal(with_directory_field(path, 8, "<H", 1))

    assert sentence == "'vowels.py' is encrypted. Make the zip without a password."


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_bound(tmp_path, method):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE}, method=method)

    assert "compressed in an unusual way" in refusal(path)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_zip(tmp_path, kept):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, "more.txt": os.urandom(999)})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])

    assert "is damaged, or no zip at all" in refusal(path)


def test_a_flipped_bit(tmp_path):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE}, method=zipfile.ZIP_STORED)

    assert "is damaged" in refusal(patched(path, b"return 3", b"return 4"))


def test_members_on_top_of_each_other(tmp_path):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, "shares.py": SOURCE})

    # The directory says that the first member's header is at the second one's position.
    second = path.read_bytes().index(b"PK\x03\x04", 4)
    assert "is damaged" in refusal(with_directory_field(path, 42, "<I", second))


def test_a_bomb_that_says_so(tmp_path):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, "bomb.bin": b"\0" * 3 * MB})

    assert "'bomb.bin' has more than 1 MB" in refusal(path) or "together" in refusal(path)


def test_an_absurd_ratio(tmp_path):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, "bomb.bin": b"\0" * 8 * MB})

    with pytest.raises(SubmissionRefused, match="unpacks to more than 500 times its size"):
        intake.read(path, STUBS, IntakeLimits())


@pytest.mark.parametrize("claim", [0, 10, 2**32 - 2])
def test_a_bomb_that_lies_costs_no_memory(tmp_path, claim):
    path = zipped(tmp_path / "in.zip", {"bomb.bin": b"\0" * 48 * MB, "vowels.py": SOURCE})
    with_directory_field(path, 24, "<I", claim)

    tracemalloc.start()
    try:
        sentence = refusal(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert "is damaged" in sentence or "more than" in sentence
    assert peak < 4 * MB


def test_more_entries_than_anyone_writes(tmp_path):
    names = (f".git/{number}" for number in range(entries.MAX_ENTRIES))

    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, **dict.fromkeys(names, b"")})

    assert "has more than 10000 entries" in refusal(path)


def test_a_directory_larger_than_its_end_record_admits(tmp_path):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for number in range(40):
            info = zipfile.ZipInfo(f"{number}.txt")
            info.comment = b"x" * 65_000
            archive.writestr(info, b"")
    path = tmp_path / "in.zip"
    data = bytearray(path.read_bytes())
    struct.pack_into("<HH", data, len(data) - 14, 1, 1)
    path.write_bytes(bytes(data))

    assert "has more than 10000 entries" in refusal(path)


def test_a_zip_that_is_too_large_is_not_even_opened(tmp_path):
    path = tmp_path / "in.zip"
    with path.open("wb") as file:
        file.truncate(64 * MB)

    assert "'in.zip' has 64 MB; at most 6 are possible." in refusal(path)


@pytest.mark.parametrize("target", ["/etc/passwd", "vowels.py", "/usr", "nowhere"])
def test_symbolic_links(tmp_path, target):
    path = folder(tmp_path / "in", {"vowels.py": SOURCE})
    (path / "link").symlink_to(target)
    (tmp_path / "outer").symlink_to(path)

    assert "'link' is a symbolic link" in refusal(path)
    assert "'outer' is a symbolic link" in refusal(tmp_path / "outer")


def test_pipes_and_sockets_do_not_hang_us(tmp_path, monkeypatch):
    os.mkfifo(folder(tmp_path / "a", {"vowels.py": SOURCE}) / "pipe")
    os.mkfifo(tmp_path / "shares.py")
    monkeypatch.chdir(folder(tmp_path / "b", {"vowels.py": SOURCE}))

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")

        assert "'pipe' is not an ordinary file" in refusal(tmp_path / "a")
        assert "'shares.py' is not an ordinary file" in refusal(tmp_path / "shares.py")
        assert "'socket' is not an ordinary file" in refusal(tmp_path / "b")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_a_file_whose_first_byte_can_not_be_read():
    with pytest.raises(SubmissionRefused, match=r"^'mem' can't be read\. Check its permissions"):
        intake.read(Path("/proc/self/mem"), {"mem": b""}, LIMITS)


def test_a_name_that_is_no_text(tmp_path):
    path = folder(tmp_path / "in", {"vowels.py": SOURCE})
    Path(os.fsdecode(os.fsencode(path) + b"/\xff.txt")).write_bytes(b"")

    assert "'\\udcff.txt' has characters in its name" in refusal(path)


def test_a_long_name_is_shown_short(tmp_path):
    path = zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, "x" * 60_000: b""})

    assert refusal(path).startswith(f"'{'x' * 59}…' is a name of 60000 characters")


# Random input


def accept_or_refuse(path):
    """Read `path`, which must give a submission within the limits or a refusal with a sentence."""
    with contextlib.suppress(SubmissionRefused):
        submission = read(path)

        assert set(TASKS) & set(submission.files)
        assert sum(map(len, submission.files.values())) <= 2 * MB


@quick
@given(st.binary(max_size=600))
def test_any_bytes(tmp_path, data):
    path = tmp_path / "in.zip"
    path.write_bytes(b"PK" + data)

    accept_or_refuse(path)


@pytest.fixture(scope="module")
def mixed_zip(tmp_path_factory):
    """The bytes of a zip with all kinds of members."""
    path = tmp_path_factory.mktemp("mixed") / "in.zip"
    files = {"work/": b"", "work/vowels.py": SOURCE, "work/a.txt": b"a" * 300, ".DS_Store": b"x"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        with archive.open("work/big.bin", "w", force_zip64=True) as file:
            file.write(b"\1\2\3" * 50)
    return path.read_bytes()


@settings(parent=quick, max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=4)), max_size=4),
    st.tuples(st.integers(0, 2000), st.integers(0, 40)),
)
def test_any_mutation_of_a_zip(tmp_path, mixed_zip, overwritten, cut):
    data = bytearray(mixed_zip)
    for place, new in overwritten:
        start = place % len(data)
        data[start : start + len(new)] = new
    start = cut[0] % len(data)
    del data[start : start + (cut[1] if cut[1] > 30 else 0)]
    path = tmp_path / "in.zip"
    path.write_bytes(bytes(data))

    accept_or_refuse(path)


@quick
@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=30),
        max_size=4,
        unique=True,
    )
)
def test_any_names(tmp_path, names):
    accept_or_refuse(
        zipped(tmp_path / "in.zip", {"vowels.py": SOURCE, **dict.fromkeys(names, b"x")})
    )


ASSIGNMENTS = {
    "letters": {"vowels.py": b"", "shares.py": b""},
    "numbers": {"primes.py": b"", "shares.py": b""},
}


def test_files_tell_the_assignment(tmp_path):
    (tmp_path / "shares.py").write_text("")
    (tmp_path / "primes.py").write_text("")

    assert intake.assignment_of(tmp_path, ASSIGNMENTS, IntakeLimits()) == "numbers"


@pytest.mark.parametrize("name", ["shares.py", "other.py"])
def test_files_of_both_assignments_or_of_none_tell_nothing(tmp_path, name):
    (tmp_path / name).write_text("")

    assert intake.assignment_of(tmp_path, ASSIGNMENTS, IntakeLimits()) is None


def test_what_is_not_there_tells_nothing(tmp_path):
    assert intake.assignment_of(tmp_path / "nowhere", ASSIGNMENTS, IntakeLimits()) is None
