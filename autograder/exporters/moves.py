"""What a regrade would change, for staff on a terminal: who moves, by which checks, how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from autograder.exporters.wording import LOOKS, change
from autograder.grading.moves import CheckMove, Move, by_check, other_words
from autograder.results import RanAgain, Status
from autograder.text.legible import one_line
from autograder.text.listing import listed
from autograder.text.quoting import Quoted

MOST_NAMED = 3  # of those whose points stay
# What of a report is another one → in the plural.
OTHERS = {
    "title": "other titles",
    "end": "other ends of checks",
    "points": "other points of checks",
    "sentence": "other sentences",
    "place": "other places",
    "visibility": "another visibility",
    "fault": "other faults of checks",
    "check": "other checks",
    "task": "other tasks",
    "notes": "other notes",
}


def render(
    moves: Sequence[Move], names: Sequence[str], *, never_lower: bool = False
) -> RenderableType:
    """Everybody whose points move, then the checks that move them, then the counts.

    `names` says whose each one is. With `never_lower`, those who would lose points keep them.
    """
    parts: list[RenderableType] = []
    for move, name in zip(moves, names, strict=True):
        parts += _who(move, name, never_lower=never_lower)
    counts = by_check(moves)
    if counts:
        parts.append(Text("By check:", style="bold"))
    for (task, check), (up, down) in counts.items():
        parts.append(Text(f"  {task}: {check}: {_ways(up, down)}"))
    others = other_words(moves)
    if others:
        parts.append(Text("With the same points, but others than before:", style="bold"))
    for (task, check, what), count in others.items():
        place = ": ".join(filter(None, (task, check)))
        parts.append(Text(f"  {what} of {place or 'the submission'}: {count}"))
    parts += _again_with_the_same_points(moves, names)
    parts += [Text(line) for line in _counted(moves, others, never_lower=never_lower)]
    return Group(*parts)


def _who(move: Move, name: str, *, never_lower: bool) -> Iterator[RenderableType]:
    heading = one_line(name)
    if move.after is None:
        yield Quoted(f"{heading} keeps its report: {move.problem}", style="magenta", before="! ")
    elif move.before.refused is not None and move.after.refused is not None:
        yield Quoted(f"{heading} stays refused: {move.after.refused}", style="magenta", before="! ")
    elif move.points:
        style = "green" if move.points > 0 else "red"
        kept = "  (kept: no grade is lowered)" if never_lower and move.points < 0 else ""
        moved = change(move.before.score, move.after.score, move.after)
        points = f"{moved} ({move.points:+.4g}){kept}"
        yield Quoted(f"{heading}: {points}", style=style, before="  ")
        for each in move.checks():
            yield Padding(Text(_check(each)), (0, 0, 0, 6))
    for ran in move.ran_again if move.points else ():
        yield Quoted(f"{heading}: {ran.task} was run again: {_what(ran)}", style="dim", before="  ")


def _again_with_the_same_points(
    moves: Sequence[Move], names: Sequence[str]
) -> Iterator[RenderableType]:
    """What was run again and moves no points: a line for all of them together."""
    whose: dict[str, list[str]] = {}
    for move, name in zip(moves, names, strict=True):
        for ran in move.ran_again if not move.points else ():
            whose.setdefault(f"{ran.task}: {_what(ran)}", []).append(one_line(name))
    if whose:
        yield Text("Run again, with the same points:", style="bold")
    for what, those in whose.items():
        few = listed(those) if len(those) <= MOST_NAMED else f"{len(those)} of {len(moves)}"
        yield Quoted(f"{what}: {few}", style="dim", before="  ")


def _what(ran: RanAgain) -> str:
    return ", ".join(ran.cases) or f"everything, because {ran.because}"


def _check(move: CheckMove) -> str:
    how = f"{_status(move.was)} → {_status(move.now)}"
    return f"{move.task}: {move.check}: {how} ({move.after - move.before:+.4g})  {move.title}"


def _status(status: Status | None) -> str:
    if status is None:
        return "not there"
    return LOOKS[status].words or "passed"


def _ways(up: int, down: int) -> str:
    return " and ".join(f"{count} {way}" for count, way in ((up, "up"), (down, "down")) if count)


def _counted(
    moves: Sequence[Move], different: Iterable[tuple[str, str, str]], *, never_lower: bool
) -> Iterator[str]:
    judged = [move for move in moves if move.after is not None]
    up = sum(move.points > 0 for move in judged)
    down = sum(move.points < 0 for move in judged)
    same = sum(move.is_same for move in judged)
    words = len(judged) - up - down - same
    kept = " (they keep their points)" if never_lower and down else ""
    others = listed(list(dict.fromkeys(OTHERS[what] for _, _, what in different)))
    yield (
        f"{len(moves)} regraded: {up} up, {down} down{kept}, {words} with the same points and "
        f"{others or 'other words'}, {same} as before."
    )
    if len(judged) < len(moves):
        yield f"{len(moves) - len(judged)} could not be regraded, and keep their reports."
