"""What was handed in, as attempts of a gradebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.course.schema import IntakeLimits
from autograder.downloads.handed_in import HandedIn, content_of
from autograder.downloads.people import Claim
from autograder.gradebook.rows import Attempt, as_text, attempt_id


@dataclass(frozen=True)
class Noted:
    """An attempt, and where its files are."""

    attempt: Attempt
    handed_in: HandedIn


def noted(
    handed_in: Iterable[HandedIn],
    assignment: str,
    limits: IntakeLimits,
    *,
    at: str,
    author: str,
) -> list[Noted]:
    """Each attempt once, ordered by its hash: the same submission may be in two downloads."""
    found: dict[str, Noted] = {}
    for each in handed_in:
        content = content_of(each, limits)
        submitted = as_text(each.submitted) if each.submitted else ""
        claims = tuple(map(_clean, each.claims))
        own = attempt_id(assignment, claims, content, submitted, each.number)
        attempt = Attempt(
            at=at,
            author=author,
            reason="",
            attempt=own,
            assignment=assignment,
            name=_text(each.name),
            source=each.source,
            claims=claims,
            content=content,
            submitted=submitted,
            is_late=each.is_late,
            number=each.number,
        )
        found.setdefault(own, Noted(attempt, each))
    return [found[own] for own in sorted(found)]


def shard_of(all_: Sequence[Noted], shard: int, shards: int) -> list[Noted]:
    """Part `shard` (from 1) of `shards`: all of them together are all, each in one part."""
    return [each for index, each in enumerate(all_) if index % shards == shard - 1]


def _clean(claim: Claim) -> Claim:
    parts = {name: _text(getattr(claim, name)) for name in claim.__struct_fields__}
    return Claim(**parts)


def _text(text: str) -> str:
    """A name of the file system as text that SQLite and JSON can hold."""
    return text.encode("utf-8", "backslashreplace").decode()
