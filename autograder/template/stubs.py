"""Solution → stub: what stands between the markers is the students' to write.

In Python, inside a function:     # BEGIN SOLUTION: <what to do>   …   # END SOLUTION
become a TODO and a NotImplementedError, so that "not started" differs from "broken".
In Python, outside functions:     # BEGIN SOLUTION                 …   # END SOLUTION
vanish. In Markdown:              <!-- BEGIN SOLUTION -->          …   <!-- END SOLUTION -->
become a place for the answer.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePath

from autograder.course.faults import CourseFault
from autograder.course.model import Assignment, Course
from autograder.errors import CourseError

PYTHON_MARKER = re.compile(r"# (BEGIN|END) SOLUTION(?:: (\S.*))?")
MARKDOWN_MARKER = re.compile(r"<!-- (BEGIN|END) SOLUTION()? -->")
# A misspelt marker must not pass as a comment: the solution would reach the students.
ALMOST_A_MARKER = re.compile(r"\b(BEGIN|END)[\s_-]*SOLUTION", re.IGNORECASE)
ANSWER = "*Your answer:*"


@dataclass(frozen=True)
class _Marker:
    line: int
    is_begin: bool
    todo: str


@dataclass(frozen=True)
class _Region:
    """Lines `begin` to `end`, counted from 1, markers included."""

    begin: int
    end: int
    todo: str


def as_given(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """The file of each task → what students start from. Raises `CourseError`."""
    files = {}
    for task in assignment.tasks:
        path = course.solution_file(assignment, task)
        source = path.read_bytes().decode(errors="replace")
        # In a bundle, a file that a person grades is a stub already.
        is_solution = task.graded_by == "checks" or ALMOST_A_MARKER.search(source)
        files[task.file] = (render(source, course.shown(path)) if is_solution else source).encode()
    return files


def render(source: str, filename: str) -> str:
    """The stub of a .py or .md solution. `filename` is what a `CourseError` calls it."""
    source = source.replace("\r\n", "\n")
    if PurePath(filename).suffix == ".py":
        return _python(source, filename)
    if PurePath(filename).suffix == ".md":
        return _markdown(source, filename)
    raise _mistake(filename, 1, "only .py and .md have stubs; move other files to given/.")


def _python(source: str, filename: str) -> str:
    try:
        tree = ast.parse(source, filename)
        # Finds what parsing does not, such as a `return` outside of functions.
        compile(source, filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line, why = getattr(error, "lineno", None) or 1, getattr(error, "msg", error)
        sentence = f"this is not Python ({type(error).__name__}: {why})."
        raise _mistake(filename, line, sentence) from None
    regions = _regions(_python_markers(source, filename), filename)
    lines = source.split("\n")
    # From the last to the first, so that the lines of those before stay where they are.
    for region in reversed(regions):
        lines = _without(lines, region, tree, filename)
    stub = "\n".join(lines)
    try:
        compile(stub, filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        sentence = f"without its regions this is not Python ({error}); mark whole statements."
        raise _mistake(filename, regions[0].begin, sentence) from None
    return stub


def _markdown(source: str, filename: str) -> str:
    lines = source.split("\n")
    markers = (
        _marker(MARKDOWN_MARKER, line.strip(), filename, number)
        for number, line in enumerate(lines, start=1)
        if ALMOST_A_MARKER.search(line)
    )
    for region in reversed(_regions(markers, filename)):
        lines[region.begin - 1 : region.end] = [ANSWER]
    return "\n".join(lines)


def _python_markers(source: str, filename: str) -> Iterator[_Marker]:
    """The markers among the comments: a string may hold the same words."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and ALMOST_A_MARKER.search(token.string):
            number, column = token.start
            if token.line[:column].strip():
                raise _mistake(filename, number, "a marker should have a line of its own.")
            yield _marker(PYTHON_MARKER, token.string, filename, number)


def _marker(pattern: re.Pattern[str], text: str, filename: str, line: int) -> _Marker:
    match = pattern.fullmatch(text)
    if match is None or (match[1] == "END" and match[2]):
        raise _mistake(filename, line, f"{text!r} is almost a marker; write it exactly as one.")
    return _Marker(line=line, is_begin=match[1] == "BEGIN", todo=match[2] or "")


def _regions(markers: Iterable[_Marker], filename: str) -> list[_Region]:
    """The regions between markers. Raises `CourseError` unless begin and end take turns."""
    regions: list[_Region] = []
    begin: _Marker | None = None
    for marker in markers:
        if marker.is_begin and begin:
            sentence = f"a region begins inside the one that began in line {begin.line}; end it."
            raise _mistake(filename, marker.line, sentence)
        if marker.is_begin:
            begin = marker
        elif begin:
            regions.append(_Region(begin.line, marker.line, begin.todo))
            begin = None
        else:
            raise _mistake(filename, marker.line, "a region ends here that never began.")
    if begin:
        raise _mistake(filename, begin.line, "the region that begins here never ends.")
    if not regions:
        sentence = "this has no region; students would receive the whole solution."
        raise _mistake(filename, 1, f"{sentence} Mark a region, or move the file to given/.")
    return regions


def _without(lines: list[str], region: _Region, tree: ast.Module, filename: str) -> list[str]:
    """The lines with the region replaced by its TODO, or taken out where it has none."""
    inside = [line for line in lines[region.begin - 1 : region.end] if line.strip()]
    indents = {len(line) - len(line.lstrip()) for line in (inside[0], inside[1], inside[-1])}
    if len(inside) == 2 or len(indents) > 1:
        sentence = "a region should hold code, indented like its markers."
        raise _mistake(filename, region.begin, sentence)
    function = _function_around(tree, region.begin)
    if function and not region.todo:
        sentence = f"the region in {function} doesn't say what to do; add it after a colon."
        raise _mistake(filename, region.begin, sentence)
    if region.todo and not function:
        sentence = "a region outside functions vanishes, and its text with it; take the text away."
        raise _mistake(filename, region.begin, sentence)
    before, after = lines[: region.begin - 1], lines[region.end :]
    if not function:
        return _joined(before, lines[region.begin - 1 : region.end], after)
    indent = " " * indents.pop()
    todo = f"{indent}# TODO: {region.todo}"
    return [
        *before,
        todo,
        f'{indent}raise NotImplementedError("{function} is still to do")',
        *after,
    ]


def _function_around(tree: ast.Module, line: int) -> str:
    """The qualified name of the function that a comment in `line` is in, or '' outside of any.

    The region's code follows the comment, so a function that holds it ends after it.
    """
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.lineno < line < (node.end_lineno or 0)
    ]
    around.sort(key=lambda node: node.lineno)
    if not around or isinstance(around[-1], ast.ClassDef):
        return ""
    return ".".join(node.name for node in around)


def _joined(before: list[str], region: list[str], after: list[str]) -> list[str]:
    """What is before and after the region, with the blank lines between that ruff would leave.

    The most blank lines around the region's code belong to what follows it; they may stand
    before the region, after it, or within it above the end marker.
    """
    blank = max(_blank(reversed(before)), _blank(reversed(region[:-1])), _blank(after))
    head = before[: len(before) - _blank(reversed(before))]
    tail = after[_blank(after) :]
    if not tail:
        return [*head, ""]
    return [*head, *[""] * blank, *tail] if head else tail


def _blank(lines: Iterable[str]) -> int:
    """How many blank lines come first."""
    return sum(1 for _ in takewhile(lambda line: not line.strip(), lines))


def _mistake(filename: str, line: int, sentence: str) -> CourseError:
    return CourseError(str(CourseFault(filename, line, sentence)))
