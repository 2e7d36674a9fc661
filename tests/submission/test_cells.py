"""Tests that we read from a cell what IPython would write: each form is run and compared."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.io import capture_output
from traitlets.config import Config

from autograder.submission import cells

BODY = "x = 1\n\n\ndef f():\n    return 1\n"
# First lines of cells that write a.py, in every form that IPython accepts.
FORMS = {
    "plain": f"%%writefile a.py\n{BODY}",
    "without a line end": "%%writefile a.py\nx = 1",
    "older name": f"%%file a.py\n{BODY}",
    "blank line first": f"\n%%writefile a.py\n{BODY}",
    "blank lines first": f"  \n\n\t\n%%writefile a.py\n{BODY}",
    "indented": "  %%writefile a.py\n  x = 1\n    y = 2\n",
    "two spaces": f"%%writefile  a.py\n{BODY}",
    "trailing blanks": f"%%writefile a.py  \t \n{BODY}",
    "Windows": "%%writefile a.py\r\nx = 1\r\ny = 2\r\n",
    "append": f"%%writefile -a a.py\n{BODY}",
    "append in full": f"%%writefile --append a.py\n{BODY}",
    "append shortened": f"%%writefile --app a.py\n{BODY}",
    "append behind": f"%%writefile a.py -a\n{BODY}",
    "append, older name": f"%%file -a 'a.py'\n{BODY}",
    "single quotes": f"%%writefile 'a.py'\n{BODY}",
    "double quotes": f'%%writefile "a.py"\n{BODY}',
    "space in the name": f"%%writefile 'a b.py'\n{BODY}",
    "dot and slash": f"%%writefile ./a.py\n{BODY}",
    "two dashes": f"%%writefile -- a.py\n{BODY}",
    "folder": f"%%writefile sub/a.py\n{BODY}",
    "captured": f"%%capture\n%%writefile a.py\n{BODY}",
    "captured, with a name": f"%%capture out --no-stderr\n\n%%writefile a.py\n{BODY}",
    "timed": f"%%time\n%%writefile a.py\n{BODY}",
    "timed and captured": f"%%time\n%%capture\n%%writefile -a a.py\n{BODY}",
    "prompts": ">>> %%writefile a.py\n>>> x = 1\n",
    "IPython's prompts": "In [3]: %%writefile a.py\n   ...: x = 1\n",
    "ends blank": "%%writefile a.py\nx = 1\n\n\n",
    "begins blank": "%%writefile a.py\n\n\nx = 1\n",
    "examples": '%%writefile a.py\ndef f():\n    """One.\n\n    >>> f()\n    1\n    """\n',
    "not ASCII": "%%writefile a.py\nname = 'größe'\n",
}
NOTHING = {
    "comment first": f"# mine\n%%writefile a.py\n{BODY}",
    "tab": f"%%writefile\ta.py\n{BODY}",
    "apart": f"%% writefile a.py\n{BODY}",
    "one sign": f"%writefile a.py\n{BODY}",
    "capitals": f"%%WriteFile a.py\n{BODY}",
    "comment behind": f"%%writefile a.py # mine\n{BODY}",
    "two names": f"%%writefile a.py b.py\n{BODY}",
    "no name": f"%%writefile\n{BODY}",
    "unknown flag": f"%%writefile -f a.py\n{BODY}",
    "open quote": f"%%writefile 'a.py\n{BODY}",
    "nothing in it": "%%writefile a.py",
    "nothing below": "%%writefile a.py\n",
    "shown": f"%%html\n%%writefile a.py\n{BODY}",
    "other magic": f"%%javascript\n{BODY}",
    "plain Python": BODY,
    "empty": "",
}


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """A real IPython shell with a temporary profile."""
    os.environ["IPYTHONDIR"] = str(tmp_path_factory.mktemp("ipython"))
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()
    del os.environ["IPYTHONDIR"]


def run(shell, source):
    """Path → content of the files after the cell ran in a folder with only an old a.py."""
    with capture_output():
        shell.run_cell(source)
    return {
        os.path.relpath(os.path.join(place, name)): _text(os.path.join(place, name))
        for place, _, names in os.walk(".")
        for name in names
    }


def _text(path):
    with open(path, newline="", encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize("form", FORMS)
def test_a_cell_writes_what_ipython_writes(shell, tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.py").write_text("old = 1\n")

    write = cells.write_of(FORMS[form])

    content = ("old = 1\n" if write.appends else "") + write.text
    path = os.path.normpath(write.name)
    assert run(shell, FORMS[form]) == {"a.py": "old = 1\n", path: content}


@pytest.mark.parametrize("form", NOTHING)
def test_what_ipython_does_not_write_is_not_taken(shell, tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)

    assert cells.write_of(NOTHING[form]) is None
    assert run(shell, NOTHING[form]) == {}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("/content/a.py", "a.py"),
        ("/kaggle/working/a.py", "a.py"),
        ("/elsewhere/a.py", "/elsewhere/a.py"),
    ],
)
def test_the_folder_of_a_notebook_service_is_the_notebooks(name, path):
    assert cells.write_of(f"%%writefile {name}\n{BODY}").name == path


@pytest.mark.parametrize("name", ["{name}.py", "$name.py"])
def test_what_only_running_would_tell_is_not_taken(name):
    assert cells.write_of(f"%%writefile {name}\n{BODY}") is None


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# mine\n%%writefile a.py\nx = 1", "does not write a.py: its first line should begin"),
        ("%writefile a.py\nx = 1", "does not write a.py: its first line should begin"),
        ("#%%writefile a.py\nx = 1", "does not write a.py: its first line should begin"),
        ("%%writefile a.py # mine\nx = 1", "does not write a.py: its first line is not one"),
        ("%%writefile {name}.py\nx = 1", "does not write a file: its first line is not one"),
        ("%%writefile\nx = 1", "does not say which file it writes"),
        ("!cat > a.py\n", "seems to write a.py, but not by `%%writefile`"),
        ("!echo x=1 | tee -a ./a.py", "seems to write a.py"),
        ("%%bash\ncat > a.py <<'EOF'\nx = 1\nEOF", "seems to write a.py"),
        ("%save a.py 1-3", "seems to write a.py"),
        ("with open('a.py', 'w') as file:\n    file.write('x = 1')", "seems to write a.py"),
        ("Path('a.py').write_text('x = 1')", "seems to write a.py"),
        ("get_ipython().run_cell_magic('writefile', 'a.py', 'x')", "seems to write a.py"),
        ("%%writefile a.py", "does not write a.py: there is nothing below its first line"),
    ],
)
def test_a_cell_that_looks_like_it_is_named(source, words):
    assert words in cells.suspicion(source, is_code=True, wanted=["a.py", "b.md"])


@pytest.mark.parametrize(
    "source",
    ["x = 1", "!python a.py", "open('a.py').read()", "%run a.py", "!cat a.py > out.txt", BODY],
)
def test_a_cell_that_only_reads_is_not_suspected(source):
    assert not cells.suspicion(source, is_code=True, wanted=["a.py", "b.md"])


def test_a_cell_of_words_that_looks_like_it_is_named():
    said = cells.suspicion("%%writefile a.py\nx = 1", is_code=False, wanted=["a.py"])

    assert said == "is no code cell, so that it does not write a.py"
    assert not cells.suspicion("a cell with `%%writefile a.py`", is_code=False, wanted=["a.py"])


@pytest.mark.parametrize("line", ["%%capture\n", "%%bash\n", ">>> %%time\n\n", "\n", " %%file\n"])
def test_no_cell_takes_long(line):
    source = line * (1_000_000 // len(line))

    assert cells.write_of(source) is None
    cells.suspicion(source, is_code=True, wanted=["a.py"])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["%%writefile ", "%%file -a ", "%%capture\n", ""]), st.text(max_size=60))
def test_any_cell_writes_or_does_not(start, rest):
    write = cells.write_of(start + rest)

    assert write is None or write.text.endswith("\n")
    said = cells.suspicion(start + rest, is_code=True, wanted=["a.py"])
    assert not (write and said and "%%" in said and "first line" in said)
