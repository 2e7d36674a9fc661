"""A name that Python never looks up in a folder is told, and no other."""

from __future__ import annotations

import pytest

from autograder.handed_in import taken_names


@pytest.mark.parametrize("file", ["sys.py", "os.py", "time/__init__.py", "abc.py"])
def test_a_module_that_no_import_finds_is_named(file):
    name = file.split("/")[0]

    assert list(taken_names.about([file, "task.py"])) == [
        f"The name '{name}' is taken: Python has a module of that name, and always finds its own. "
        "Rename yours."
    ]


@pytest.mark.parametrize(
    "file", ["random.py", "statistics.py", "inside.py", "torch.py", "lib/os.py", "os.txt"]
)
def test_other_names_are_fine(file):
    assert list(taken_names.about([file])) == []
