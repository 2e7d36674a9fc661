"""People: as a roster has them, and as a platform's download names them."""

from __future__ import annotations

import msgspec


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A student of the roster. `id` is unique there, and keeps its leading zeros.

    `logins` and `emails` are all that the roster has; `number` is what a platform counts people by
    (Canvas: the column ID, Moodle: the participant). `others` are the roster's other columns.
    """

    id: str
    name: str = ""
    logins: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    section: str = ""
    number: str = ""
    others: dict[str, str] = {}

    @property
    def login(self) -> str:
        """The first login, or ''."""
        return next(iter(self.logins), "")

    @property
    def email(self) -> str:
        """The first e-mail address, or ''."""
        return next(iter(self.emails), "")

    @property
    def shown(self) -> str:
        """Name and id, as a sentence names a person."""
        return f"{self.name} ({self.id})" if self.name and self.name != self.id else self.id


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is behind a submission, as far as a download tells; what it does not tell is ''.

    `any` is a text that may be a name, an id, a login or an e-mail address: nobody says which.
    `clone` is the name of a cloned folder, which ends with a login.
    """

    name: str = ""
    id: str = ""
    login: str = ""
    email: str = ""
    number: str = ""
    any: str = ""
    clone: str = ""

    @property
    def shown(self) -> str:
        """The person in a few words."""
        first = self.name or self.any or self.login or self.email or self.id or self.number
        return first or self.clone

    @property
    def key(self) -> str:
        """What tells this person from others where there is no roster."""
        own = self.id or self.email or self.login or self.number or self.any or self.name
        return own or self.clone
