"""How an object of the student's came to be as it is: the calls before, to be made again.

An object changes with what it is asked, and so do objects that were given to each other. So what is
kept of each is the whole story of all that it had to do with, from the calls that made them on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from torch import Tensor, nn

from autograder.sandbox.inside import members
from autograder.sandbox.inside.packing import is_data

MOST_STEPS = 60  # of one story; of what comes later, nothing is asked again
MOST_KEPT = 400  # steps of one case


class NoSuchPart(LookupError):
    """An answer that should hold an object has no such part."""


@dataclass(frozen=True)
class Made:
    """Stands for an object: what came of a step, or the part of it at `place`."""

    step: int
    place: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """Stands for an object among answers, of which nothing else is known."""

    description_: str = "an object"
    is_module_: bool = False

    def __repr__(self) -> str:
        return self.description_


OBJECT, LAYER = Kept(), Kept("a layer", is_module_=True)


def stand_in(thing: Any) -> Kept:
    """What stands for an object or a layer in what is recorded: it can't be asked any more."""
    return LAYER if thing.is_module_ else OBJECT


@dataclass(frozen=True, eq=False)
class Step:
    """A call of a function; or, `of` an object, of its `member`, whose data may be what `is_read`.

    Among the arguments, `Made` stands for objects.
    """

    number: int
    function: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    of: Made | None = None
    member: str = ""
    is_read: bool = False


@dataclass(frozen=True, eq=False)
class Script:
    """All that happened before a call to the objects that it asks or is given, in order.

    The call asks `member` of an object; a function if there is no `of`. Without `is_whole`, some
    steps are lacking, and it can't be made again.
    """

    steps: tuple[Step, ...]
    of: Made | None = None
    member: str = ""
    is_read: bool = False
    is_whole: bool = True

    def values(self) -> Iterator[Any]:
        """All arguments of its steps."""
        for step in self.steps:
            yield from step.args
            yield from step.kwargs.values()

    def mapped(self, change: Callable[[Any], Any]) -> Script:
        """The same with other arguments in its steps."""
        steps = (
            replace(
                step,
                args=tuple(map(change, step.args)),
                kwargs={name: change(value) for name, value in step.kwargs.items()},
            )
            for step in self.steps
        )
        return replace(self, steps=tuple(steps))

    def without_one(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Iterator[Script]:
        """Those with one step fewer, the latest first: one whose answer nothing needs, nor the call
        with these arguments."""
        needed = {made.step for made in made_in((*self.values(), *args, *kwargs.values(), self.of))}
        needed |= {step.of.step for step in self.steps if step.of is not None}
        for place in reversed(range(len(self.steps))):
            if self.steps[place].number not in needed:
                yield replace(self, steps=self.steps[:place] + self.steps[place + 1 :])


@dataclass
class Story:
    """The steps of one case, each together with those that had to do with the same objects. None if
    not `is_kept`: where nothing is asked again, they would only use memory.
    """

    is_kept: bool = True
    _count: int = 0
    _told: dict[int, list[Step]] = field(default_factory=dict)  # by a step: one list for them all

    def add(self, step: Step) -> int:
        """Add what has happened; returns the step's number."""
        number, self._count = self._count, self._count + 1
        before = self._before(step)
        if self.is_kept and len(self._told) < MOST_KEPT and before is not None:
            together = [*before, replace(step, number=number)]
            self._told.update({each.number: together for each in together})
        return number

    def script(self, step: Step) -> Script:
        """What has happened before this step."""
        before = self._before(step)
        is_whole = before is not None and len(before) <= MOST_STEPS
        steps = tuple(before) if before is not None and is_whole else ()
        return Script(steps, step.of, step.member, step.is_read, is_whole)

    def _before(self, step: Step) -> list[Step] | None:
        """The steps of all objects that this one is about, in order; None if some are not kept."""
        needed = {made.step for made in made_in((*step.args, *step.kwargs.values(), step.of))}
        if not self.is_kept or not needed <= self._told.keys():
            return None
        lists = {id(self._told[number]): self._told[number] for number in needed}
        if len(lists) == 1:
            return next(iter(lists.values()))
        return sorted((each for told in lists.values() for each in told), key=lambda s: s.number)


def made_in(value: object) -> Iterator[Made]:
    """All that stand for objects in a value, also deep in lists and dicts."""
    if isinstance(value, Made):
        yield value
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, list | tuple | dict):
        for part in parts:  # type: ignore[attr-defined]  # one of these
            yield from made_in(part)


@dataclass(frozen=True)
class _Failed:
    error: Exception


class Following:
    """Makes the calls of a script again, and keeps what came of each."""

    def __init__(
        self,
        function: Callable[[str, tuple[Any, ...], Mapping[str, Any]], Any],
        member: Callable[[Any, Step | Script, tuple[Any, ...], Mapping[str, Any]], Any],
        given: Callable[[Any], Any],
        *,
        is_failure: Callable[[Exception], bool],
    ) -> None:
        """`function` calls one by name, `member` asks an object, and `given` makes what is given in
        place of an argument. A failure of a step is raised again by what needs it; any other
        exception ends all.
        """
        self._function, self._member, self._given = function, member, given
        self._is_failure = is_failure
        self._answers: dict[int, object] = {}

    def follow(self, script: Script) -> None:
        """Make the calls of all steps."""
        for step in script.steps:
            try:
                args, kwargs = self.filled(step.args), self.filled(dict(step.kwargs))
                self._answers[step.number] = self.ask(step, step.function, args, kwargs)
            except Exception as error:
                if not self._is_failure(error):
                    raise
                self._answers[step.number] = _Failed(error)

    def answer(self, step: Step) -> object:
        """What came of a step."""
        return self._answers[step.number]

    def ask(
        self, what: Step | Script, function: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Any:
        """Ask the object, or call the function."""
        if what.of is None:
            return self._function(function, args, kwargs)
        return self._member(self._part(what.of), what, args, kwargs)

    def filled(self, value: Any) -> Any:
        """The arguments, with objects in their places."""
        if isinstance(value, Made):
            return self._part(value)
        if type(value) in (list, tuple):
            return type(value)(map(self.filled, value))
        if isinstance(value, dict):
            return {key: self.filled(part) for key, part in value.items()}
        return self._given(value)

    def _part(self, made: Made) -> Any:
        answer: Any = self._answers[made.step]
        if isinstance(answer, _Failed):
            raise answer.error
        for place in made.place:
            is_there = place in answer if isinstance(answer, dict) else _has(answer, place)
            if not is_there:
                raise NoSuchPart(place)
            answer = answer[place]
        return answer


def _has(answer: object, place: int | str) -> bool:
    return isinstance(answer, list | tuple) and isinstance(place, int) and place < len(answer)


def asked_here(
    thing: Any, what: Step | Script, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Any:
    """What comes of asking an object of this process."""
    if what.is_read:
        return getattr(thing, what.member)
    return members.ask(thing, what.member, *args, **kwargs)


def without_objects(answer: object) -> object:
    """An answer of this process as it can be compared with one whose objects and graphs stayed
    elsewhere."""
    if isinstance(answer, Tensor):
        return answer.detach()
    if isinstance(answer, list | tuple):
        parts = list(map(without_objects, answer))
        return tuple(parts) if isinstance(answer, tuple) else parts
    if isinstance(answer, dict):
        return {key: without_objects(part) for key, part in answer.items()}
    if is_data(answer) or not members.is_kept(answer):
        return answer
    return LAYER if isinstance(answer, nn.Module) else OBJECT
