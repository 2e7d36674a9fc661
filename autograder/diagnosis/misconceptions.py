"""The catalogue of a task's known mistakes, each an executable wrong answer.

A file `misconceptions/<task>.py` holds public functions. Each has one parameter, named after the
function or class of the task's module that it replaces; it takes the right one and returns the
wrong one. Its docstring is what the student reads. Names with a leading underscore are helpers.

The file may also hold a literal `AXES`, words for the axes of a parameter's value, from the first
axis to the last: `AXES = {"images": ("picture", "channel", "row", "column")}`; the key `return`
is for answers, `return of flatten` for those of one function. And it may hold `PROPERTIES`, pairs
of words and a function, of what may matter about the arguments of a call in this course:
`("the text is empty", lambda text: not text)`. The function is asked about calls that have all its
parameters (of a file, what is in it); of several with the same words, the first that can be asked.
With `PROBES`, the student's own code is asked small calls of ours: see `probes`; and `WINDOWS` say
of which windows an answer is made: see `windows`. `AS_RIGHT` names, for a function of which several
answers are right, maps that make one right answer of another: `{"kernel": ("negative",)}`.
Where answers can't be compared with the solution's, `OBSERVED` says so: see `observed`.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from autograder.course.unreadable import why_unreadable
from autograder.diagnosis.grids import Grid
from autograder.diagnosis.observed import observed
from autograder.diagnosis.probes import Probe, faults
from autograder.diagnosis.windows import Sizes, Windows
from autograder.errors import CourseError

OBSERVED = "What was observed fits a known mistake:"
FOR_ANSWER = "_for_answer"  # in the names of hypotheses that give back an argument
OF_ANSWER = ":answer"  # in the names of hypotheses that change an answer
OF_SUM = ":summed_"  # in the names of hypotheses that change an argument only in the sum
RIGHT = "right"  # the reading of what changes nothing
OF_WINDOWS = ":windows:"  # in the names of hypotheses that read the windows anew
Property = tuple[str, Callable[..., object]]


@dataclass(frozen=True)
class Misconception:
    """One known mistake: the name it replaces, what the student reads, and how to make it.

    `of_answer`, if it has one, makes the wrong answer of the right one, of the one under the
    hypothesis `beside` (or None), and of the arguments. It answers as the hypothesis `like` does,
    except where that one fails with `unlike`. If it reads windows by a `grid`, `merge` makes one of
    it and of another that does, or None if they contradict each other, and `places` gives the rows
    and columns of windows that it makes of the arguments (or None). If it is `only_where`, two
    simpler ones are said of all calls. If it `keeps_shape`, answers are as large as without it.
    Those with the same `reading` of a call answer it alike.
    """

    name: str
    target: str
    sentence: str
    wrong: Callable[[Any], Any]
    of_answer: Callable[[Any, Any, dict[str, Any]], Any] | None = None
    beside: str = ""
    like: str = ""
    unlike: str = ""
    grid: Grid | None = None
    merge: Callable[[Misconception], Misconception | None] | None = None
    places: Callable[[dict[str, Any]], tuple[int, int] | None] | None = None
    only_where: bool = False
    keeps_shape: bool = False
    reading: Callable[[dict[str, Any]], Hashable] | None = None


class Catalogue:
    """The misconceptions of one task, and the task's solution under any set of them."""

    def __init__(self, solution: Path, file: Path) -> None:
        self._source = _SourceOnce(solution.stem, str(solution))
        self.right = self._copy()
        written = _load(file) if file.is_file() else None
        found = _misconceptions(written, file, self.right) if written else ()
        self.misconceptions = {each.name: each for each in found}
        self._places = {name: place for place, name in enumerate(self.misconceptions)}
        self.axes: Mapping[str, tuple[str, ...]] = getattr(written, "AXES", {})
        self.observed = observed(written, file, self.right)
        self.properties: tuple[Property, ...] = tuple(
            (words, is_so) for words, is_so in getattr(written, "PROPERTIES", ())
        )
        self.windows: Mapping[str, Windows] = getattr(written, "WINDOWS", {})
        self.sizes: Mapping[str, Sizes] = getattr(written, "SIZES", {})
        self.as_right = frozenset(
            f"{function}{OF_ANSWER}:{each}"
            for function, maps in getattr(written, "AS_RIGHT", {}).items()
            for each in maps
        )
        self.probes: Mapping[str, Probe] = getattr(written, "PROBES", {})
        for fault in faults(self.probes):
            raise CourseError(f"{file}: {fault}.")
        self.targets = frozenset(each.target for each in self.misconceptions.values())
        self.built: dict[Any, Any] = {}  # hypotheses, which are built once for all submissions
        self._uses = _names_used(self.right)
        self._patched = self._copy()
        self._unpatched = dict(vars(self._patched))
        self._wrong: dict[tuple[str, ...], Any] = {}

    def answer_axes(self, function: str) -> tuple[str, ...]:
        """Words for the axes of an answer, if the course has any."""
        return self.axes.get(f"return of {function}", self.axes.get("return", ()))

    def module(self, names: tuple[str, ...]) -> ModuleType:
        """A copy of the solution that makes these mistakes, one on top of the other."""
        copy = self._copy()
        for mistake in (self.misconceptions[name] for name in names):
            setattr(copy, mistake.target, mistake.wrong(getattr(copy, mistake.target)))
        return copy

    def in_words(self, names: tuple[str, ...]) -> str:
        """The sentences of mistakes that a check has recognised from what it observed."""
        for name in names:
            if name not in self.misconceptions:
                raise CourseError(f"a check names {name!r}, which is no known mistake.")
        mistakes = [self.misconceptions[name] for name in names]
        self.observed.require((each.name, each.target) for each in mistakes)
        return " ".join([OBSERVED, *(each.sentence for each in mistakes)]) if names else ""

    def patched(self, mistakes: Sequence[Misconception]) -> ModuleType:
        """The same, in one copy for all; what it was made into before, it is no more. Fast."""
        vars(self._patched).update(self._unpatched)
        made: dict[str, tuple[str, ...]] = {}
        for mistake in mistakes:
            target = mistake.target
            made[target] = (*made.get(target, ()), mistake.name)
            wrong = self._made_wrong(mistake, getattr(self._patched, target), made[target])
            setattr(self._patched, target, wrong)
        return self._patched

    def _made_wrong(self, mistake: Misconception, right: Any, chain: tuple[str, ...]) -> Any:
        """The target with this mistake on top, made once where all of the chain are our own."""
        if not self.misconceptions.keys() >= {*chain}:
            return mistake.wrong(right)
        if chain not in self._wrong:
            self._wrong[chain] = mistake.wrong(right)
        return self._wrong[chain]

    def place(self, name: str) -> int:
        """Where a misconception stands in the file; what does not stand there comes last.

        What reads the windows anew, or gives back an argument, forgets all that was made before it,
        and so comes first; what changes an answer comes after all that leads to it.
        """
        if OF_WINDOWS in name or FOR_ANSWER in name:
            return -1
        if OF_ANSWER in name or OF_SUM in name:
            return len(self._places) + 1
        return self._places.get(name, len(self._places))

    def touching(self, function: str) -> tuple[str, ...]:
        """Names of the misconceptions that can show in `function`, or in something it uses."""
        known, reached = self.misconceptions.items(), self.reach(function)
        return tuple(name for name, each in known if each.target in reached)

    def reach(self, function: str) -> frozenset[str]:
        """The function, all of the solution that it uses, and all that these use."""
        return _reach(function, self._uses)

    def _copy(self) -> ModuleType:
        spec = spec_from_loader(self._source.name, self._source)
        assert spec is not None  # noqa: S101 - a source file always has one
        self._source.exec_module(module := module_from_spec(spec))
        return module


class _SourceOnce(SourceFileLoader):
    """Compiles its file once, however many copies of the module are made."""

    @functools.cached_property
    def _code(self) -> CodeType | None:
        return super().get_code(self.name)

    def get_code(self, fullname: str) -> CodeType | None:
        return self._code


def _load(file: Path) -> ModuleType:
    loader = SourceFileLoader(f"misconceptions_of_{file.stem}", str(file))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None  # noqa: S101 - a source file always has one
    try:
        loader.exec_module(module := module_from_spec(spec))
    except Exception as error:
        raise CourseError(why_unreadable(error, file, file.parents[3])) from error
    return module


def _misconceptions(
    written: ModuleType, file: Path, solution: ModuleType
) -> Iterator[Misconception]:
    # In the order of the file, in which they are also applied.
    for node in ast.parse(file.read_bytes()).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        wrong = getattr(written, node.name)
        parameters = list(inspect.signature(wrong).parameters)
        place = f"{file}:{node.lineno}: known mistake {node.name!r}"
        if len(parameters) != 1:
            raise CourseError(f"{place} should have one parameter: what it replaces.")
        if not hasattr(solution, parameters[0]):
            raise CourseError(f"{place} replaces {parameters[0]!r}, which the solution has not.")
        sentence = " ".join((ast.get_docstring(node) or "").split())
        if not sentence:
            raise CourseError(f"{place} has no docstring; the student reads it.")
        yield Misconception(node.name, parameters[0], sentence, wrong)


def _names_used(module: ModuleType) -> Mapping[str, frozenset[str]]:
    """For each function and class of the module, the names that its code mentions."""
    return {
        name: frozenset(_mentioned(thing))
        for name, thing in vars(module).items()
        if inspect.isroutine(thing) or inspect.isclass(thing)
    }


def _mentioned(thing: object) -> Iterator[str]:
    if inspect.isclass(thing):
        for part in vars(thing).values():
            yield from _mentioned(part)
    code = getattr(inspect.unwrap(thing) if callable(thing) else thing, "__code__", None)
    if isinstance(code, CodeType):
        yield from _mentioned_in(code)


def _mentioned_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _mentioned_in(constant)


def _reach(name: str, uses: Mapping[str, frozenset[str]]) -> frozenset[str]:
    reached, waiting = set[str](), [name]
    while waiting:
        name = waiting.pop()
        if name in uses and name not in reached:
            reached.add(name)
            waiting += uses[name]
    return frozenset(reached)
