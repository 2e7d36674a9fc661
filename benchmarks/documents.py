"""Writes measured figures into documents, and finds figures that nothing holds.

In a document, a measured figure stands between two marks that readers do not see:

    A warm submission takes <!-- figure: warm.autograder.wall -->0.49 s<!-- end -->.

The key is one of `results.json`; `python -m benchmarks --documents` writes all of them anew. A
limit, which is not measured but set, names the file that sets it, and words that stand there:

    Ctrl-C ends a run within <!-- set: autograder/grading/batch.py: STOP_SECONDS -->2 s<!-- end -->.

Any other time, size or ratio outside of code is unfounded, and a test fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.commands import PROJECT

MARKED = re.compile(r"<!-- (figure|set): (.+?) -->(.*?)<!-- end -->", re.DOTALL)
BLOCK = re.compile(r"<!-- (table|about) -->\n.*?<!-- end -->", re.DOTALL)
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"\]\([^)]*\)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WORD = (
    "half an?|a few|few|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|"
    "forty|fifty|sixty|hundred|thousand|dozen"
)
_UNIT = (
    "ms|s|seconds?|milliseconds?|minutes?|min|hours?|kB|KB|MB|GB|KiB|MiB|GiB|kilobytes?|"
    "megabytes?|gigabytes?|×|x|times(?= (?:as|the|faster|slower|fewer|less|more|larger|smaller))"
)
UNFOUNDED = re.compile(
    rf"(?<![\w.])(?:(?:\d[\d.,]*[ \u00a0-]?|(?:{_WORD})[ \u00a0-])(?:{_UNIT})|a minute|an hour)"
    r"(?![\w'])",
    re.IGNORECASE,
)


def documents() -> list[Path]:
    """All documents whose figures are checked."""
    names = ("README.md", "CONTRIBUTING.md", "AGENTS.md")
    return [*(PROJECT / name for name in names), *sorted(PROJECT.glob("docs/*.md"))]


def faults(text: str, results: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each figure of a document that `results` and the project do not hold."""
    for kind, held, written in MARKED.findall(text):
        if kind == "figure":
            figure = results["figures"].get(held)
            if figure is None:
                yield f"results.json has no figure {held!r}"
            elif figure["shown"] != written:
                yield f"{held} is {figure['shown']} in results.json, and {written!r} here"
        elif not _is_set(held):
            yield f"{held!r} should be FILE: WORDS, with words that stand in the file"
    for kind in (MARKED, FENCE, CODE, LINK, COMMENT):
        text = kind.sub(" · ", text)
    for found in UNFOUNDED.finditer(text):
        around = text[max(0, found.start() - 40) : found.end() + 20].replace("\n", " ")
        yield f"{found[0]!r} is neither measured nor set by a file: …{around}…"


def written_anew(text: str, results: Mapping[str, Any], blocks: Mapping[str, str]) -> str:
    """The document with the figures of `results`, and with `blocks` by their names."""

    def figure(found: re.Match[str]) -> str:
        if found[1] != "figure" or found[2] not in results["figures"]:
            return found[0]
        return f"<!-- figure: {found[2]} -->{results['figures'][found[2]]['shown']}<!-- end -->"

    text = MARKED.sub(figure, text)
    return BLOCK.sub(lambda found: f"<!-- {found[1]} -->\n{blocks[found[1]]}\n<!-- end -->", text)


def _is_set(held: str) -> bool:
    name, _, words = held.partition(": ")
    path = PROJECT / name
    return bool(words) and path.is_file() and words in path.read_text()
