"""Runs the blocks of a document, one after the other, in a folder that is made for them.

The language of a block says what becomes of it: `sh` and `bash` are run; in `console`, what begins
with `$ ` is run, and has to print the rest; `text` has to be printed by the block before it, or by
the command that `Page.shown` gives; `yaml` is read; `python` is run, unless it is generated.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

SECONDS = 300.0
FENCE = RawFencedCodeBlockLexer(re.compile(r"(?P<language>[\w-]*)[^\n]*\n"))
GENERATED = re.compile(r"<!-- generated: [^>]+ -->\n\Z")


@dataclass(frozen=True)
class Page:
    """What the blocks of a document need; blocks are named by their first lines.

    `made(folder)` makes what its commands work on. `shown` are commands that print what a block
    shows; `before` are commands that come before a block, such as what another page has told.
    `variables` are set for all of them. `ends` are exit codes other than 0. `read(block)` reads
    YAML; `left_out` says of blocks why they are not run.
    """

    made: Callable[[Path], None] = lambda folder: None
    shown: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def blocks(document: Path, page: Page, folder: Path) -> list[Example]:
    """The blocks of a document, to be evaluated in their order: they share `folder`."""
    runner = _Runner(page, folder)

    def parser(parsed: Document) -> Iterable[Region]:
        for region in FENCE(parsed):
            region.parsed, region.evaluator = region.lexemes["source"], runner.evaluate
            yield region

    return list(Sybil([parser], pattern="*.md").parse(document).examples())


def name_of(block: Example) -> str:
    """The first line of a block."""
    return str(block.parsed).strip().splitlines()[0].strip()


def not_printed(said: str, sample: str) -> str:
    """The first part of a sample that was not printed; "" if all was, in this order.

    "…" stands for anything between two parts; lines may be broken elsewhere, and times may differ.
    """
    rest = _plain(said)
    for part in map(_plain, sample.split("…")):
        _, found, rest = rest.partition(part) if part else ("", "…", rest)
        if not found:
            return part
    return ""


def _plain(text: str) -> str:
    text = re.sub(r"\d{4}-\d\d-\d\d(T[\d:]+)?", "2026-12-01", text)
    text = re.sub(r"\[\d+ of ", "[1 of ", text)  # whoever is graded first
    return re.sub(r"\b\d+\.\d s\b", "0.0 s", " ".join(text.split()))


class _Runner:
    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder, self._said = page, folder, ""
        self._is_made, self._code = False, 0

    def evaluate(self, block: Example) -> None:
        name, source = name_of(block), str(block.parsed)
        if name in self._page.left_out:
            return
        if not self._is_made:
            self._page.made(self._folder)
            self._is_made = True
        if name in self._page.before:
            self._run(self._page.before[name])
        self._code = self._page.ends.get(name, 0)
        match block.region.lexemes["language"]:
            case "sh" | "bash":
                self._run(source)
            case "console":
                self._talk(source)
            case "text":
                if name in self._page.shown:
                    self._run(self._page.shown[name])
                self._compare(source)
            case "yaml":
                self._page.read[name](source)
            case "python":
                if not GENERATED.search(block.document.text[: block.start]):
                    exec(compile(source, name, "exec"), block.namespace)  # noqa: S102 - our own page
            case language:
                raise AssertionError(f"{name}: nobody knows what to do with {language!r}")

    def _talk(self, source: str) -> None:
        sample = ""
        for line in [*source.splitlines(), "$ "]:
            if not line.startswith("$ "):
                sample += f"{line}\n"
                continue
            self._compare(sample)
            sample = ""
            if line != "$ ":
                self._run(line.removeprefix("$ "))

    def _compare(self, sample: str) -> None:
        missing = not_printed(self._said, sample)
        assert not missing, f"not printed: {missing}\n\n{self._said}"

    def _run(self, script: str) -> None:
        self._said = run(script, self._folder, self._page.variables, self._code)


def run(
    script: str, folder: Path, variables: Mapping[str, str] | None = None, code: int = 0
) -> str:
    """What a script prints in bash, in `folder`, with what lies in `programs/` there.

    It has to end with exit code `code`.
    """
    programs = [str(Path(sys.executable).parent), str(folder / "programs")]
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],  # noqa: S607
        cwd=folder,
        env={
            **os.environ,
            "COLUMNS": "100",
            "PATH": os.pathsep.join([*programs, os.environ["PATH"]]),
            **(variables or {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert ran.returncode == code, f"{script}\nends with {ran.returncode}:\n{ran.stdout}"
    return ran.stdout
