"""What is observed by the checks of a task, and never compared with the solution.

Where several answers are right, one that differs from the solution's tells nothing: each student
builds another network, or draws other windows. The file of known mistakes says so, of all of the
task, `OBSERVED = True`, or of some of its functions and classes, `OBSERVED = ("batches",)`. What
goes wrong there is said by checks, and by the known mistakes that they name; of such functions and
classes, exceptions are explained as those of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.scripts import Script
from autograder.errors import CourseError


@dataclass(frozen=True)
class Observed:
    """The functions and classes of a task that are observed: all of them, or those of `names`."""

    is_all: bool = False
    names: frozenset[str] = frozenset()

    def __contains__(self, target: str) -> bool:
        return self.is_all or target in self.names

    def require(self, named: Iterable[tuple[str, str]]) -> None:
        """Raises CourseError if checks can't name a mistake of such a target."""
        for mistake, target in named:
            if target not in self:
                raise CourseError(
                    f"a check says `looks_like({mistake!r})`, but what `{target}` gives is "
                    "compared with the solution, and mistakes are read off that. If several "
                    "answers are right, let the file of known mistakes say "
                    f'OBSERVED = ("{target}",); if not, take out `looks_like`.'
                )

    def asks(self, call: RecordedCall) -> bool:
        """Whether its answer, or that of a call which led to it, may be another right one."""
        steps = call.made.steps if isinstance(call.made, Script) else ()
        return call.function in self or any(step.function in self for step in steps)

    def compared(self, calls: Sequence[RecordedCall]) -> Sequence[RecordedCall]:
        """Those of the calls whose answers are compared with the solution's."""
        if not self.names:
            return () if self.is_all else calls
        return [call for call in calls if not self.asks(call)]

    def exceptions(self, calls: Sequence[RecordedCall]) -> Sequence[RecordedCall]:
        """Those of the others that ended in an exception."""
        return [call for call in calls if call.error is not None and self.asks(call)]


def observed(written: object, file: Path, solution: ModuleType) -> Observed:
    """What the file of known mistakes says. Raises CourseError."""
    said = getattr(written, "OBSERVED", False)
    if isinstance(said, bool):
        return Observed(is_all=said)
    if not isinstance(said, tuple | list) or not all(isinstance(each, str) for each in said):
        raise CourseError(
            f'{file}: OBSERVED is True, or names functions and classes: OBSERVED = ("batches",).'
        )
    for name in said:
        if not callable(getattr(solution, name, None)):
            raise CourseError(f"{file}: OBSERVED names {name!r}, which the solution has not.")
    return Observed(names=frozenset(said))
