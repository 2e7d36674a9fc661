"""Tests which of a file, a notebook's cell and a copy counts, and the notes about the others."""

from __future__ import annotations

import json

import pytest

from autograder.course.schema import IntakeLimits
from autograder.errors import SubmissionRefused
from autograder.submission import intake

LIMITS = IntakeLimits(files=20, file_mb=1, total_mb=2)
STUB = b'def count_vowels(text):\n    # TODO: count.\n    raise NotImplementedError("to do")\n'
STUBS = {"vowels.py": STUB, "shares.py": b"def share(text):\n    ...\n", "reflection.md": b"*?*\n"}
ANSWER = b"def count_vowels(text):\n    return sum(letter in 'aeiou' for letter in text)\n"
OTHER = b"def count_vowels(text):\n    return 3\n"
# The stub in the forms that editors and systems save without any edit.
UNTOUCHED = {
    "as given": STUB,
    "Windows": STUB.replace(b"\n", b"\r\n"),
    "without a line end": STUB.rstrip(),
    "blank lines": b"\n\n" + STUB + b"\n\n",
    "tabs": STUB.replace(b"    ", b"\t"),
    "byte order mark": b"\xef\xbb\xbf" + STUB,
    "empty": b"",
    "blank": b"\n \n",
}


def read(place, files):
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return intake.read(place, STUBS, LIMITS)


def notebook(*cells):
    """A notebook with these code cells; a pair is a cell's type and source."""
    pairs = [cell if isinstance(cell, tuple) else ("code", cell) for cell in cells]
    made = [{"cell_type": kind, "source": source} for kind, source in pairs]
    return json.dumps({"cells": made, "nbformat": 4}).encode()


def writes(data, name="vowels.py", first="%%writefile"):
    return f"{first} {name}\n{data.decode()}"


@pytest.mark.parametrize("module", UNTOUCHED.values(), ids=UNTOUCHED)
@pytest.mark.parametrize("place", ["", "work/", "deep/er/"])
def test_a_file_as_given_yields_to_a_cell(tmp_path, module, place):
    """Colab saves only the notebook to GitHub, in any folder, and the stubs stay unchanged."""
    files = {"work/vowels.py": module, "work/shares.py": STUBS["shares.py"]}

    taken = read(tmp_path, {**files, f"{place}mine.ipynb": notebook(writes(ANSWER))})

    assert taken.files["vowels.py"] == ANSWER
    assert taken.files["shares.py"] == STUBS["shares.py"]
    assert taken.notes == ("Taken from the cells of a notebook: 'vowels.py'.",)


def test_a_missing_file_comes_from_a_cell(tmp_path):
    taken = read(tmp_path, {"w/shares.py": b"x = 1", "mine.ipynb": notebook(writes(ANSWER))})

    assert taken.files == {"shares.py": b"x = 1", "vowels.py": ANSWER}


def test_of_two_answers_the_file_counts(tmp_path):
    taken = read(tmp_path, {"vowels.py": ANSWER, "mine.ipynb": notebook(writes(OTHER))})

    assert taken.files["vowels.py"] == ANSWER
    assert taken.notes == (
        "'vowels.py' counts as it was handed in; a cell of 'mine.ipynb' writes something else.",
    )


@pytest.mark.parametrize("cell", [STUB, ANSWER, ANSWER.replace(b"\n", b"\n\n")])
def test_nothing_is_said_of_a_cell_that_holds_no_other_answer(tmp_path, cell):
    taken = read(tmp_path, {"vowels.py": ANSWER, "mine.ipynb": notebook(writes(cell))})

    assert taken.files["vowels.py"] == ANSWER
    assert taken.notes == ()


@pytest.mark.parametrize(
    ("files", "start"),
    [({}, STUB), ({"vowels.py": STUB}, STUB), ({"vowels.py": b""}, b"")],
)
def test_a_cell_adds_to_what_was_there(tmp_path, files, start):
    cell = writes(ANSWER, first="%%writefile -a")

    taken = read(tmp_path, {**files, "mine.ipynb": notebook(cell)})

    assert taken.files["vowels.py"] == start + ANSWER


def test_cells_add_to_what_cells_wrote(tmp_path):
    cells = [writes(OTHER), writes(b"x = 1\n", first="%%file --append"), "import vowels"]

    taken = read(tmp_path, {"mine.ipynb": notebook(*cells)})

    assert taken.files["vowels.py"] == OTHER + b"x = 1\n"


def test_a_cell_was_run_that_added_to_the_file(tmp_path):
    cell = writes(b"x = 1\n", first="%%writefile -a")

    taken = read(tmp_path, {"vowels.py": ANSWER + b"x = 1\n", "mine.ipynb": notebook(cell)})

    assert taken.files["vowels.py"] == ANSWER + b"x = 1\n"
    assert taken.notes == ()


def test_a_stub_below_an_answer_takes_nothing_back(tmp_path):
    taken = read(tmp_path, {"mine.ipynb": notebook(writes(ANSWER), "1", writes(STUB))})

    assert taken.files["vowels.py"] == ANSWER
    assert "Cell 3 of 'mine.ipynb' writes 'vowels.py' as it was given; cell 1 " in taken.notes[1]


def test_of_two_cells_the_last_counts(tmp_path):
    taken = read(tmp_path, {"mine.ipynb": notebook(writes(STUB), writes(OTHER), writes(ANSWER))})

    assert taken.files["vowels.py"] == ANSWER
    assert taken.notes[1:] == (
        "Cell 2 of 'mine.ipynb' does not count: cell 3 writes 'vowels.py' again.",
    )


NEVER = b'{"cells": []}', b"", b" \n"
DAMAGED = b"[]", b'{"cells": [', b'<<<<<<< HEAD\n{"cells": []}', b"\xff\xfe", b"[" * 100_000


@pytest.mark.parametrize("good", ["solved.ipynb", "vowels.py"])
@pytest.mark.parametrize("data", [*NEVER, *DAMAGED, notebook("1 + 1")], ids=range(9))
def test_a_notebook_of_nothing_does_not_harm_another(tmp_path, good, data):
    answer = ANSWER if good.endswith(".py") else notebook(writes(ANSWER))

    taken = read(tmp_path, {good: answer, "Untitled.ipynb": data})

    assert taken.files["vowels.py"] == ANSWER
    is_said = any(note.startswith("'Untitled.ipynb' is no notebook") for note in taken.notes)
    assert is_said == (data in DAMAGED)


@pytest.mark.parametrize("other", [STUB, ANSWER])
def test_a_second_notebook_without_another_answer_does_not_harm(tmp_path, other):
    files = {"workbook.ipynb": notebook(writes(other)), "mine.ipynb": notebook(writes(ANSWER))}

    assert read(tmp_path, files).files["vowels.py"] == ANSWER


def test_a_file_decides_between_two_notebooks(tmp_path):
    files = {"a.ipynb": notebook(writes(OTHER)), "b.ipynb": notebook(writes(STUB + OTHER))}

    assert read(tmp_path, {**files, "vowels.py": ANSWER}).files["vowels.py"] == ANSWER


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([("markdown", writes(ANSWER))], "Cell 1 of 'a.ipynb' is no code cell"),
        ([("raw", writes(ANSWER))], "Cell 1 of 'a.ipynb' is no code cell"),
        (["# mine\n" + writes(ANSWER)], "does not write vowels.py: its first line should begin"),
        (["!cat > vowels.py"], "Cell 1 of 'a.ipynb' seems to write vowels.py"),
        (["1", ANSWER.decode()], "Cell 2 of 'a.ipynb' defines count_vowels, but does not write"),
        ([writes(ANSWER, "../vowels.py")], "writes '../vowels.py', which lies outside"),
        ([writes(ANSWER, "vowel.py")], "'vowel.py' was not taken for vowels.py"),
    ],
)
@pytest.mark.parametrize("beside", [{}, {"vowels.py": STUB}])
def test_a_cell_that_looks_like_an_answer_is_named(tmp_path, cells, words, beside):
    filler = writes(b"x = 1\n", "shares.py")
    if "was not taken" in words and beside:
        beside = {"shares.py": b"x = 1\n"}

    taken = read(tmp_path, {"a.ipynb": notebook(*cells, filler), **beside})

    assert any(words in note for note in taken.notes)


def test_a_cell_that_defines_is_not_named_where_there_is_an_answer(tmp_path):
    taken = read(tmp_path, {"a.ipynb": notebook(OTHER.decode()), "vowels.py": ANSWER})

    assert taken.notes == ()


COPIES = [
    "vowels (1).py", "vowels(1).py", "vowels-1.py", "vowels_2.py", "vowels 3.py",
    "vowels copy.py", "vowels copy 2.py", "vowels - Copy.py", "vowels - Copy (2).py",
    "vowels-Copy1.py", "vowels - Kopie.py", "vowels (Kopie).py", "Copy of vowels.py",
    "Kopie von vowels.py", "vowels.py.txt", "vowels.py.1", "Copie de vowels.py",
]  # fmt: skip


@pytest.mark.parametrize("beside", [{}, {"vowels.py": STUB}, {"shares.py": b"x = 1"}])
@pytest.mark.parametrize("name", COPIES)
def test_the_only_copy_is_taken(tmp_path, name, beside):
    taken = read(tmp_path, {f"w/{path}": data for path, data in {**beside, name: ANSWER}.items()})

    assert taken.files["vowels.py"] == ANSWER
    assert taken.notes == (f"'{name}' was taken for vowels.py.",)


def test_a_single_copy_is_a_submission(tmp_path):
    (tmp_path / "vowels (1).py").write_bytes(ANSWER)

    assert intake.read(tmp_path / "vowels (1).py", STUBS, LIMITS).files["vowels.py"] == ANSWER


def test_a_copy_beside_an_answer_is_noted(tmp_path):
    taken = read(tmp_path, {"vowels.py": ANSWER, "vowels (1).py": OTHER, "vowels-2.py": STUB})

    assert taken.files["vowels.py"] == ANSWER
    assert taken.notes == ("'vowels (1).py' was not taken for vowels.py, which is there too.",)


def test_the_same_copy_twice_is_one(tmp_path):
    taken = read(tmp_path, {"vowels (1).py": ANSWER, "vowels (2).py": ANSWER})

    assert taken.files["vowels.py"] == ANSWER


def test_of_two_copies_none_is_taken(tmp_path):
    taken = read(tmp_path, {"vowels (1).py": ANSWER, "vowels (2).py": OTHER, "shares.py": b"x = 1"})

    assert "vowels.py" not in taken.files
    assert taken.notes[0].startswith("None of 'vowels (1).py' and 'vowels (2).py' was taken")


@pytest.mark.parametrize("name", ["vowels2.py", "myvowels.py", "vowels_of_words.py", "vowel1.py"])
def test_a_helper_is_no_copy(tmp_path, name):
    taken = read(tmp_path, {name: OTHER, "shares.py": b"x = 1"})

    assert "vowels.py" not in taken.files


@pytest.mark.parametrize(
    "name", ["vowel.py", "Vowels.py", "vowles.py", "vowels.txt", "old/vowels.py"]
)
def test_a_name_nearly_right_is_noted(tmp_path, name):
    taken = read(tmp_path, {name: OTHER, "shares.py": b"x = 1"})

    assert taken.notes == (f"'{name}' was not taken for vowels.py: name and folder have to match.",)


def test_a_name_nearly_right_alone_is_named_in_the_refusal(tmp_path):
    with pytest.raises(SubmissionRefused, match=r"There is no vowels\.py, only 'vowel\.py'\."):
        read(tmp_path, {"vowel.py": ANSWER})


def test_many_cells_do_not_take_long(tmp_path):
    cells = [writes(b"x = 1\n" * 40_000), *[writes(b"\n") for _ in range(600)]]

    with pytest.raises(SubmissionRefused, match="more than 500 cells that write files"):
        read(tmp_path, {"mine.ipynb": notebook(*cells)})
