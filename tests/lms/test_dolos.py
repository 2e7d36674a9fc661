"""The zip for Dolos: what its own reader expects, and nothing that leads out of it."""

from __future__ import annotations

import csv
import io
import zipfile

from support.gradebooks import moment, person

from autograder.lms.dolos import Source, zip_of

ADA = person("Ada Lovelace", section="1")
EVIL = person("=HYPERLINK(1)", id="../../evil/id")


def test_each_row_names_a_file_of_the_zip_and_its_author():
    data = zip_of("shares.py", [Source(ADA, moment(1), b"a"), Source(EVIL, "", b"b")], b"given")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("info.csv").decode())))
        found = {row["filename"]: archive.read(row["filename"]) for row in rows}
        names = archive.namelist()
    assert list(found.values()) == [b"given", b"a", b"b"]
    assert [row["ignored"] for row in rows] == ["true", "", ""]
    assert rows[1]["full_name"] == "Ada Lovelace"
    assert rows[1]["created_at"] == moment(1)
    assert rows[1]["label"] == "1"
    assert not rows[2]["full_name"].startswith("=")
    assert not [name for name in names if "/../" in f"/{name}" or name.startswith("/")]
    assert len(set(names)) == 4


def test_the_same_class_makes_the_same_zip():
    sources = [Source(ADA, moment(1), b"a")]

    assert zip_of("shares.py", sources, b"") == zip_of("shares.py", sources, b"")
