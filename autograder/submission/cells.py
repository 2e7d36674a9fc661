"""Which file a notebook's cell writes, by the rules of IPython 9. Nothing is run.

A cell writes if its first line that is not blank is `%%writefile` or `%%file` with a name, also
inside `%%capture` or `%%time`. `suspicion` has a sentence for a cell that only looks like that.
See https://ipython.readthedocs.io/en/stable/interactive/magics.html#cellmagic-writefile.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from textwrap import dedent

WRITES = {"writefile", "file"}
AROUND, MAX_AROUND = {"capture", "time"}, 4  # these run the rest of the cell as a cell of its own
# Where services keep what a notebook writes, and the notebook itself elsewhere.
HOMES = ("/content/", "/kaggle/working/")
PROMPT = re.compile(r"(?:>>>|In \[\d+\]:) %%")
PROMPTS = re.compile(r"^(?:>>> ?|\.\.\. ?|In \[\d+\]: |[ \t]*\.{3,}: ?)", re.MULTILINE)
LOOKS = re.compile(r"^[ \t]*(?:#[ \t]*)?%{1,2}[ \t]*(?:writefile|file)\b(.*)$", re.M | re.I)
SHELLS = ("%%bash", "%%sh", "%%script", "%%cmd")
SHELL_WRITES = re.compile(r"""(?:>|\btee\b(?: -a)?|%save(?: -\w)*) ?["']?([\w./~-]+)""")
PYTHON_WRITES = re.compile(
    r"""\bopen\(["']([^"'\n]+)["'], ?["'][wax]|\bPath\(["']([^"'\n]+)["']\)\.write_"""
    r"""|\brun_cell_magic\(["'](?:writefile|file)["'], ?["']([^"'\n]+)["']"""
)


@dataclass(frozen=True)
class Write:
    """What a cell writes: the name as written there, relative to the notebook's folder."""

    name: str
    text: str
    appends: bool = False


def write_of(source: str) -> Write | None:
    """What the cell writes when it is run; None if nothing, or if only running it would show."""
    for _ in range(MAX_AROUND):
        magic, line, source = _magic(source)
        if magic not in AROUND:
            break
    if magic not in WRITES or not source:
        return None  # IPython writes nothing for an empty cell either
    found = _arguments(line)
    if found is None or any(mark in found[0] for mark in "{$"):
        return None  # a variable's name in it
    name, appends = found
    for home in HOMES:
        name = name.removeprefix(home)
    return Write(name, source, appends)


def suspicion(source: str, *, is_code: bool, wanted: Collection[str]) -> str:
    """Why a cell that looks as if it wrote one of the `wanted` files does not; '' if it doesn't.

    To be read after "Cell 3 of 'work.ipynb'".
    """
    named = next((name for line in LOOKS.findall(source) if (name := _mentioned(line, wanted))), "")
    if not is_code:
        return f"is no code cell, so that it does not write {named}" if named else ""
    if write_of(source) is None and (looks := LOOKS.search(source)):
        what = named or "a file"
        if not looks[1].strip():
            return "does not say which file it writes"
        if not source[looks.end() :].strip() and write_of(f"{source}\n-"):
            return f"does not write {what}: there is nothing below its first line"
        if source[: looks.start()].strip() or not looks[0].startswith("%%"):
            return f"does not write {what}: its first line should begin with `%%writefile`"
        return f"does not write {what}: its first line is not one that can be read here"
    for target in _other_targets(source):
        if name := _mentioned(target, wanted):
            return f"seems to write {name}, but not by `%%writefile`; only that is read here"
    return ""


def _other_targets(source: str) -> Iterator[str]:
    """Names of files that the cell may write by a shell, or by Python."""
    is_shell = source.lstrip().startswith(SHELLS)
    for line in source.splitlines():
        if is_shell or line.lstrip().startswith(("!", "%save")):
            yield from SHELL_WRITES.findall(line)
        else:
            yield from (match[1] or match[2] or match[3] for match in PYTHON_WRITES.finditer(line))


def _magic(source: str) -> tuple[str, str, str]:
    """The name of the cell's magic, the rest of its line, and what follows."""
    source = dedent(re.sub(r"\A(?:[^\S\n]*\n)+", "", source))
    if PROMPT.match(source):
        source = PROMPTS.sub("", source)
    first, _, rest = source.partition("\n")
    if not first.startswith("%%"):
        return "", "", source
    name, _, line = first[2:].rstrip().partition(" ")
    return name, line, rest if rest.endswith("\n") or not rest else f"{rest}\n"


def _arguments(line: str) -> tuple[str, bool] | None:
    """The name, and whether the cell is added to the file; None if IPython would not take it."""
    lexer = shlex.shlex(line, posix=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        words = list(lexer)
    except ValueError:  # a quote without its other half
        return None
    flags = [word for word in words if word.startswith("-") and word != "--"]
    names = [word for word in words if not word.startswith("-")]
    if len(names) != 1 or not all(
        re.fullmatch("-a+", flag) or ("--append".startswith(flag) and len(flag) > len("--"))
        for flag in flags
    ):
        return None
    name = names[0]
    return name[1:-1] if re.fullmatch(r"'.*'|\".*\"", name) else name, bool(flags)


def _mentioned(line: str, wanted: Collection[str]) -> str:
    """Which of the files a line names, in any folder."""
    words = re.split(r"[\s\"'/\\]+", line)
    return next((name for name in wanted if name in words), "")
