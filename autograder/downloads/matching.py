"""Who of the roster is behind a submission. Nothing is guessed: several, or none, is an answer.

Numbers of the platform, e-mail addresses, ids and logins tell people apart; a name does only where
there is nothing else, and where one person of the roster has it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from autograder.downloads import names
from autograder.downloads.people import Claim, Person

Index = dict[str, list[Person]]
WORDS = re.compile(r"[\s_,()\[\]]+")


@dataclass(frozen=True)
class Match:
    """The person, if there is exactly one; else `candidates`, and `why` in words.

    `nearest` is somebody with a name like it, for a sentence: it decides nothing.
    """

    person: Person | None
    candidates: tuple[Person, ...] = ()
    why: str = ""
    nearest: Person | None = None


@dataclass(frozen=True)
class Roster:
    """People, found by whatever a download tells of them."""

    people: Sequence[Person]
    _found: dict[Claim, Match] = field(default_factory=dict, repr=False, compare=False)
    _indexes: dict[str, Index] = field(default_factory=dict, repr=False, compare=False)

    def match(self, claim: Claim) -> Match:
        """Who that is."""
        if claim not in self._found:
            self._found[claim] = self._match(claim)
        return self._found[claim]

    def of_id(self, text: str) -> Person | None:
        """The person with exactly this id."""
        return next(iter(self._by("id", text)), None)

    def knows(self, text: str) -> bool:
        """Whether a text is somebody's name, id, login or e-mail address."""
        return self.match(Claim(any=text)).person is not None

    def _match(self, claim: Claim) -> Match:
        sure = self._sure(claim)
        named = self._named(claim.name or claim.any)
        if len(sure) > 1:
            return Match(None, tuple(sure), "what the download tells belongs to several people")
        if len(sure) == 1:
            [person] = sure
            if claim.name and named and person not in named:
                both = (person, *named)
                return Match(None, both, "the name belongs to one, id, login or e-mail to another")
            return Match(person)
        if len(named) == 1:
            return Match(named[0])
        if named:
            return Match(None, tuple(named), "several people have this name")
        return Match(None, (), "nobody in the roster fits", self._nearest(claim))

    def _sure(self, claim: Claim) -> list[Person]:
        """The people to whom number, e-mail, id and login belong, each once."""
        found = [
            *self._by("number", claim.number),
            *(self._by("email", claim.email) or self._by("email_folded", claim.email.casefold())),
            *self._id(claim.id),
            *self._by("login", claim.login.casefold()),
        ]
        if claim.any:
            found += self._id(claim.any) or self._by("email_folded", claim.any.casefold())
            found += self._by("login", claim.any.casefold())
            found += [] if found else self._words(claim.any)
        if claim.clone and not found:
            found += self._clone(claim.clone)
        if not found and claim.login:
            found += self._by("email_local", claim.login.casefold())
        if not found and claim.email:
            found += self._by("login", claim.email.casefold().partition("@")[0])
        return _each_once(found)

    def _id(self, text: str) -> list[Person]:
        """Spreadsheets drop leading zeros: they are forgiven where that fits one person alone."""
        exact = self._by("id", text)
        if exact or not text.isdecimal():
            return exact
        return self._by("id_without_zeros", text.lstrip("0"))

    def _words(self, text: str) -> list[Person]:
        """Whose id or e-mail address is a word of the text: "Lovelace_Ada_00123"."""
        words = [word for word in WORDS.split(text) if word]
        if len(words) < 2:
            return []
        return [
            p for w in words for p in (*self._by("id", w), *self._by("email_folded", w.casefold()))
        ]

    def _clone(self, folder: str) -> list[Person]:
        """Whose login the folder's name ends with, after a hyphen; the longest login counts."""
        parts = folder.casefold().split("-")
        for first in range(len(parts)):
            if found := self._by("login", "-".join(parts[first:])):
                return found
        return []

    def _named(self, name: str) -> list[Person]:
        if not name:
            return []
        for rank, forms in enumerate(names.forms(name)):
            index = self._index(f"name_{rank}")
            if found := [person for form in forms if form for person in index.get(form, ())]:
                return _each_once(found)
        return []

    def _nearest(self, claim: Claim) -> Person | None:
        wanted = (claim.name or claim.any or claim.login or claim.clone).casefold()
        known = {text.casefold(): p for p in self.people for text in (p.name, p.id, *p.logins)}
        near = difflib.get_close_matches(wanted, [text for text in known if text], n=1)
        return known[near[0]] if near else None

    def _by(self, kind: str, text: str) -> list[Person]:
        return self._index(kind).get(text, []) if text else []

    def _index(self, kind: str) -> Index:
        if kind not in self._indexes:
            index: Index = {}
            for person in self.people:
                for key in dict.fromkeys(KEYS[kind](person)):
                    index.setdefault(key, []).append(person)
            self._indexes[kind] = index
        return self._indexes[kind]


def _rank(rank: int) -> Callable[[Person], Iterable[str]]:
    return lambda person: list(names.forms(person.name))[rank] if person.name else ()


KEYS: dict[str, Callable[[Person], Iterable[str]]] = {
    "number": lambda person: [person.number],
    "email": lambda person: [email for email in person.emails if "@" in email],
    "email_folded": lambda person: [e.casefold() for e in person.emails if "@" in e],
    "email_local": lambda person: [e.casefold().partition("@")[0] for e in person.emails],
    "id": lambda person: [person.id],
    "id_without_zeros": lambda person: [person.id.lstrip("0")] if person.id.isdecimal() else [],
    "login": lambda person: [login.casefold() for login in person.logins],
    "name_0": _rank(0),
    "name_1": _rank(1),
    "name_2": _rank(2),
}


def _each_once(found: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in found}.values())
