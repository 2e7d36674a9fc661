"""Tests that rosters are read as platforms and spreadsheets write them."""

from __future__ import annotations

import pytest

from autograder.downloads import roster
from autograder.downloads.people import Person
from autograder.errors import CommandMisused


def read(tmp_path, text: str):
    path = tmp_path / "roster.csv"
    path.write_text(text, newline="")
    return roster.read(path)


def test_canvas_gradebook_is_a_roster(tmp_path):
    people = read(
        tmp_path,
        "Student,ID,SIS User ID,SIS Login ID,Section,Workbook (7)\r\n,,,,,\r\n"
        "    Points Possible,,,,,20.00\r\n"
        '"Lovelace, Ada",11,007,ada,Lab 1,18\r\n"Student, Test",99,,x,Lab 1,\r\n',
    )

    [ada] = people
    assert (ada.id, ada.name, ada.login, ada.number) == ("007", "Lovelace, Ada", "ada", "11")
    assert ada.section == "Lab 1"
    assert ada.others == {"Workbook (7)": "18"}


def test_moodle_worksheet_is_a_roster(tmp_path):
    [ada] = read(
        tmp_path,
        "Identifier,Full name,Email address,Status,Grade\n"
        "Participant 901,Ada Lovelace,ada@uni.edu,Submitted,\n",
    )

    assert (ada.id, ada.number, ada.email) == ("ada@uni.edu", "901", "ada@uni.edu")


def test_github_classrooms_roster_is_a_roster(tmp_path):
    [ada] = read(
        tmp_path,
        '"identifier","github_username","github_id","name"\n"0007","ada-l","123","Ada"\n',
    )

    assert (ada.id, ada.login, ada.name) == ("0007", "ada-l", "Ada")


def test_given_and_family_names_in_columns_of_their_own(tmp_path):
    [ada] = read(tmp_path, "First Name,Last Name,SID,Email\nAda,Lovelace,007,ada@uni.edu\n")

    assert ada == Person(id="007", name="Ada Lovelace", emails=("ada@uni.edu",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,login\nAda,ada\n", "no column for an id or an e-mail address"),
        ("id,name\n", "lists nobody below its headings"),
        ("", "is empty"),
        ("id,name\n7,Ada\n7,Bela\n", "line 3: the id '7' is that of line 2, too"),
        ("id,name\n,Ada\n", "line 2: this student has no id"),
        ("id,name,id\n7,Ada,7\n", "the heading 'id' is there twice"),
        ('id,name\n7,"Ada\n', "this is not CSV"),
        ("id,name\n7,Lovelace, Ada\n", "3 columns where the headings have 2"),
    ],
)
def test_a_wrong_roster_is_told_with_its_line(tmp_path, text, sentence):
    with pytest.raises(CommandMisused) as refused:
        read(tmp_path, text)

    assert sentence in str(refused.value)
    assert "roster.csv" in str(refused.value)


def test_a_roster_of_another_encoding_is_told(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes("id,name\n7,Müller\n".encode("latin-1"))

    with pytest.raises(CommandMisused, match=r"roster.csv:2: this is not UTF-8"):
        roster.read(path)
