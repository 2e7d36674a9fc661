"""`autograder self-check`: what holds on this machine."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.options import (
    DONE,
    FAILED,
    Commands,
    add_isolation,
    print_error,
    print_line,
    tier_of,
)
from autograder.files import on_disk
from autograder.sandbox.inside.control import TIERS

if TYPE_CHECKING:
    from autograder.self_check.behaviours import Behaviour
    from autograder.self_check.run import Tried

# Nothing heavy is imported before it is needed: `--help` answers at once.


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command. It needs no course."""
    about = (self_check.__doc__ or "").split("\n\n")[0]
    command = commands.add_parser("self-check", help=about, description=about)
    command.add_argument(
        "--json", type=Path, metavar="FILE", help="write what was found to FILE as well"
    )
    command.add_argument(
        "--list", action="store_true", help="try nothing; print what each tier promises"
    )
    add_isolation(command)
    command.set_defaults(run=self_check)


def self_check(arguments: argparse.Namespace) -> int:
    """Try what hostile submissions try, on targets made for it, and say which walls hold here.

    Ends with exit code 2 if the isolation tier promises something that does not hold.
    """
    from autograder.self_check.behaviours import BEHAVIOURS  # noqa: PLC0415
    from autograder.self_check.run import tried  # noqa: PLC0415

    if arguments.list:
        print_line(table(BEHAVIOURS))
        return DONE
    tier = tier_of(arguments)
    print_line(f"Isolation tier {tier}: {len(BEHAVIOURS)} behaviours are tried, in about a minute.")
    found = []
    for number, each in enumerate(tried(tier), 1):
        found.append(each)
        print_line(_line(number, each))
    if arguments.json is not None:
        on_disk.replace_private(
            arguments.json, json.dumps(_as_json(tier, found), indent=1).encode()
        )
    holding = sum(each.outcome == "holds" for each in found)
    broken = [each.behaviour.name for each in found if each.breaks_a_promise]
    print_line(f"{holding} of {len(found)} hold.")
    if broken:
        print_error(
            f"The tier {tier} promises what does not hold on this machine: {', '.join(broken)}. "
            "Grade no submission here that you do not trust, and tell us what is above."
        )
    return FAILED if broken else DONE


def table(behaviours: Sequence[Behaviour]) -> str:
    """The list in Markdown, with a column for each isolation tier."""
    rows = [f"| what holds | {' | '.join(TIERS)} |", f"|---{'|---' * len(TIERS)}|"]
    for each in behaviours:
        marks = " | ".join("✓" if tier in each.tiers else "–" for tier in TIERS)
        rows.append(f"| {each.sentence} | {marks} |")
    return "\n".join(rows)


def _line(number: int, tried: Tried) -> str:
    mark = {"holds": "✓", "does not hold": "✗", "could not be tried": "?"}[tried.outcome]
    line = f"{number:3} {mark} {tried.behaviour.name:20} {tried.behaviour.sentence}"
    if tried.outcome == "holds":
        return line
    promised = "" if tried.is_promised else ", and is not promised by this tier"
    return f"{line}\n        {tried.outcome}{promised}: {tried.reason}"


def _as_json(tier: str, found: list[Tried]) -> dict[str, object]:
    return {
        "tier": tier,
        "behaviours": [
            {
                "name": each.behaviour.name,
                "sentence": each.behaviour.sentence,
                "outcome": str(each.outcome),
                "promised": each.is_promised,
                "reason": each.reason,
            }
            for each in found
        ],
    }
