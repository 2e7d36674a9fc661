"""Gradescope's export: folders `submission_<id>`, and `submission_metadata.yml` with who and when.

Several people can share one folder. All values of that file are read as text, so that ids keep
their zeros; Ruby's own types in it are read as what they are made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import yaml

from autograder.downloads.handed_in import HandedIn
from autograder.downloads.layouts import Found, Wanted, of_folder
from autograder.downloads.people import Claim
from autograder.downloads.tree import Node
from autograder.errors import CommandMisused
from autograder.text.legible import quoted

SOURCE = "gradescope"
METADATA = "submission_metadata.yml"
MAX_METADATA = 512 << 20
MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(?:(Z|UTC)|([+-])(\d\d):?(\d\d))?"
)
NOTHING = {"", "null", "~", "nil"}


def fits(node: Node) -> bool:
    """Whether the file about all submissions is there."""
    return node.has(METADATA)


def read(node: Node, wanted: Wanted) -> Found:
    """The submissions in an export. Raises `CommandMisused` if what is told of them is no YAML."""
    found = Found()
    children = {child.name: child for child in node.children()}
    told = _metadata(children.pop(METADATA))
    for name, facts in told.items():
        folder = children.pop(name, None)
        claims = _claims(facts)
        if folder is None:
            who = ", ".join(claim.shown for claim in claims) or "nobody"
            found.left_out.append(f"{quoted(name)} of {quoted(who)} is not in the download.")
            continue
        if not claims:
            claims = (Claim(any=name),)
        for parts in of_folder(folder, wanted) if folder.is_folder else []:
            found.handed_in.append(
                HandedIn(name, SOURCE, claims, parts, submitted=_moment(facts.get(":created_at")))
            )
    for child in children.values():
        if child.is_folder:  # a submission of which nothing is told: somebody must say whose
            found.handed_in += [
                HandedIn(child.name, SOURCE, (Claim(any=child.name),), parts)
                for parts in of_folder(child, wanted)
            ]
        else:
            found.leave_out(child, f"{METADATA} says nothing about it")
    return found


def _metadata(node: Node) -> Mapping[str, Mapping[str, object]]:
    data = b""
    for chunk in node.chunks():
        data += chunk
        if len(data) > MAX_METADATA:
            raise CommandMisused(f"{METADATA} has more than {MAX_METADATA >> 20} MB.")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        told = yaml.load(data, Loader=loader)  # noqa: S506 - it makes texts, lists and dicts only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise CommandMisused(
            f"{METADATA}:{line}: this is not YAML. Export the submissions again."
        ) from None
    if not isinstance(told, dict):
        raise CommandMisused(f"{METADATA} lists no submissions. Export them again.")
    return {str(name): facts for name, facts in told.items() if isinstance(facts, dict)}


def _claims(facts: Mapping[str, object]) -> tuple[Claim, ...]:
    people = facts.get(":submitters")
    claims = [
        Claim(name=_text(each, ":name"), id=_text(each, ":sid"), email=_text(each, ":email"))
        for each in (people if isinstance(people, list) else [])
        if isinstance(each, dict)
    ]
    return tuple(dict.fromkeys(claim for claim in claims if claim.key))


def _text(facts: Mapping[str, object], key: str) -> str:
    value = facts.get(key)
    return value.strip() if isinstance(value, str) and value.strip() not in NOTHING else ""


def _moment(value: object) -> datetime | None:
    """A time as Ruby writes it: '2026-11-20 13:45:12.123456000 Z'."""
    if isinstance(value, dict):  # ActiveSupport::TimeWithZone
        value = value.get("utc") or value.get("time")
    match = MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    day, time, is_utc, sign, hours, minutes = match.groups()
    zone = UTC
    if sign and not is_utc:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(-offset if sign == "-" else offset)
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone)
