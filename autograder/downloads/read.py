"""Reads downloads: recognises what platform made them, and lists what was handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from autograder.downloads import canvas, clones, gradescope, moodle, nbgrader, plain
from autograder.downloads.handed_in import HandedIn
from autograder.downloads.layouts import Found, Wanted
from autograder.downloads.tree import Node, on_disk, open_zip
from autograder.errors import CommandMisused

Reader = Callable[[Node, Wanted], Found]
READERS: dict[str, Reader] = {
    gradescope.SOURCE: gradescope.read,
    moodle.SOURCE: moodle.read,
    canvas.SOURCE: canvas.read,
    clones.SOURCE: clones.read,
    nbgrader.SOURCE: nbgrader.read,
    plain.SOURCE: plain.read,
}
FITS: dict[str, Callable[[Node], bool]] = {
    gradescope.SOURCE: gradescope.fits,
    moodle.SOURCE: moodle.fits,
    canvas.SOURCE: canvas.fits,
    clones.SOURCE: clones.fits,
    nbgrader.SOURCE: nbgrader.fits,
}
MAX_WRAPPERS = 4


@dataclass
class Downloads:
    """All that several downloads hold. `sources` are the kinds that were recognised."""

    handed_in: list[HandedIn] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@contextmanager
def opened(paths: Sequence[Path], wanted: Wanted, *, source: str = "") -> Iterator[Downloads]:
    """What the downloads hold; zips stay open within the block, to be read from.

    `source` is the kind of all of them, if it is known. Raises `CommandMisused`.
    """
    downloads = Downloads()
    with ExitStack() as stack:
        for path in paths:
            node = on_disk(path)
            if node.is_zip:
                node = _of_zip(path, node, wanted, stack, downloads, source)
            found, kind = _read(node, wanted, source, len(paths))
            downloads.handed_in += found.handed_in
            downloads.left_out += found.left_out
            downloads.sources.append(kind)
        yield downloads


def _of_zip(
    path: Path, node: Node, wanted: Wanted, stack: ExitStack, downloads: Downloads, source: str
) -> Node:
    """A zip that holds many submissions as a folder; one that is a submission as it is."""
    try:
        archive = open_zip(path)
    except CommandMisused:
        if wanted.is_known(path.stem) or source == plain.SOURCE:
            return node  # somebody's damaged zip: grading says so
        raise
    stack.callback(archive.close)
    if source in ("", plain.SOURCE) and plain.is_submission(archive.root, wanted):
        return node
    downloads.left_out += archive.problems
    return archive.root


def _read(node: Node, wanted: Wanted, source: str, count: int) -> tuple[Found, str]:
    """What one download holds, and its kind. Raises `CommandMisused` if it holds no class."""
    if not node.is_folder:
        if node.is_zip or node.name.lower().endswith((".ipynb", ".py")):
            return Found(plain.alone(node, wanted)), plain.SOURCE
        raise CommandMisused(
            f"{node.name} is no download: name a folder, a zip, or a notebook of one student."
        )
    found, kind = _recognised(node, wanted, source, count)
    if not found.handed_in:
        more = f" {' '.join(found.left_out[:3])}" if found.left_out else ""
        raise CommandMisused(f"{node.name} holds no submissions.{more}")
    return found, kind


def _recognised(node: Node, wanted: Wanted, source: str, count: int) -> tuple[Found, str]:
    place = node
    for _ in range(MAX_WRAPPERS):
        if source == plain.SOURCE:
            break
        kinds = [kind for kind, fits in FITS.items() if fits(place)]
        if source in kinds:
            return READERS[source](place, wanted), source
        if len(kinds) > 1:
            raise CommandMisused(
                f"{node.name} looks like several kinds of download at once: {', '.join(kinds)}. "
                "Take them apart, or say which it is with --from."
            )
        if kinds and not source:
            return READERS[kinds[0]](place, wanted), kinds[0]
        children = place.children()
        if len(children) != 1 or not children[0].is_folder or plain.is_submission(place, wanted):
            break
        [place] = children
    if source and source != plain.SOURCE:
        raise CommandMisused(
            f"{node.name} is not laid out as a download of {source}. Leave out --from, or name "
            f"another: {', '.join(READERS)}."
        )
    return _plain(node, wanted, count), plain.SOURCE


def _plain(node: Node, wanted: Wanted, count: int) -> Found:
    """People's folders; or one person's, if it holds a submission."""
    if plain.is_submission(node, wanted):
        named = plain.alone(node, wanted)
        if count == 1 and wanted.has_roster and not wanted.is_known(named[0].claims[0].any):
            raise CommandMisused(
                f"{node.name} is one submission, and nobody in the roster is called so. Name its "
                "folder after its student, or name the folder that holds the whole class."
            )
        return Found(named)
    children = node.children()
    while len(children) == 1 and children[0].is_folder and not wanted.is_known(children[0].name):
        if plain.is_submission(children[0], wanted):
            break  # a class of one
        node, children = children[0], children[0].children()
    return plain.read(node, wanted)
