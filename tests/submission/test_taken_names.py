"""Tests the note about a module whose name Python never looks up in folders."""

from __future__ import annotations

import pytest

from autograder.submission import taken_names


@pytest.mark.parametrize("file", ["sys.py", "os.py", "time/__init__.py", "abc.py"])
def test_a_module_that_no_import_finds_is_named(file):
    name = file.split("/")[0]

    assert list(taken_names.about({file: b"", "task.py": b""}, {})) == [
        f"The name '{name}' is taken: Python has a module of that name, and always finds its own. "
        "Rename yours."
    ]


@pytest.mark.parametrize(
    "file", ["random.py", "statistics.py", "inside.py", "torch.py", "lib/os.py", "os.txt"]
)
def test_other_names_are_fine(file):
    files = {file: b"", "task.py": b"import inside, random, torch\n"}

    assert list(taken_names.about(files, {"task.py": b"import random_not\n"})) == []


def test_a_folder_that_python_finds_after_its_own_module_is_named():
    files = {"http/flat.py": b"", "task.py": b"if True:\n    from http.flat import f\n"}

    (said,) = taken_names.about(files, {})

    assert said.startswith("The name 'http' is taken: there is a module of that name")
    assert not list(taken_names.about({**files, "http/__init__.py": b""}, {}))
    assert not list(taken_names.about({**files, "task.py": b"import http_flat\n"}, {}))
    assert not list(taken_names.about({"lib/flat.py": b"", "task.py": b"import lib.flat"}, {}))


@pytest.mark.parametrize("file", ["torch.py", "random.py", "torch/__init__.py"])
def test_a_module_that_hides_one_which_the_tasks_import_is_named(file):
    name = file.removesuffix("/__init__.py").removesuffix(".py")
    stubs = {"task.py": b"import helper\nimport torch\nfrom random import choice\n"}

    (said,) = taken_names.about({file: b"", "task.py": b"", "helper.py": b""}, stubs)

    assert said.startswith(f"'{file}' hides the module {name}, which the tasks import")


@pytest.mark.parametrize("file", ["softmax.py", "softmax/__init__.py"])
def test_a_file_asked_for_hides_nothing_where_the_solutions_lie_on_the_path(
    file, tmp_path, monkeypatch
):
    (tmp_path / "softmax.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    stubs = {file: b"", "attention.py": b"from softmax import softmax\n"}

    assert list(taken_names.about(dict(stubs), stubs)) == []
