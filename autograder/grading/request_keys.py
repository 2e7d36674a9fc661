"""Requests to a worker as a recording knows them: by the hash of all that decides the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from autograder.grading.recording import KEY_BYTES, Key
from autograder.sandbox.inside import messages

SUBMITTED = "submission/"  # where the files of the submission are, in the scratch folder


def key_of(request: messages.Request, body: list[messages.Bytes], *, seeded: bool = True) -> Key:
    """The hash of all of a request that its answer depends on; without its seed unless `seeded`."""
    if isinstance(request, messages.Call):
        # Which graphs are forgotten depends on when our own garbage is collected.
        seed = request.seed if seeded else None
        request = msgspec.structs.replace(request, forget=[], seed=seed)
    header = msgspec.msgpack.encode(request)
    digest = hashlib.blake2b(header, digest_size=KEY_BYTES)
    for numbers in body:
        digest.update(numbers.data)
    return digest.digest()


class Histories:
    """What the objects of one worker were asked so far: answers of theirs depend on it.

    Within a case, requests are read in the order in which they were made, so that each has the same
    before it. What the diagnosis asks is looked up by itself: there, the key of a request holds the
    histories of all objects that it is about.
    """

    def __init__(self) -> None:
        self._of: dict[int, bytes] = {}

    def key(
        self, request: messages.Request, body: list[messages.Bytes], *, is_in_case: bool
    ) -> Key:
        """The key of a request that is about to be made."""
        key = key_of(request, body, seeded=is_in_case)
        if is_in_case:
            self._of.clear()  # a worker counts its objects anew, for each case
            return key
        histories = [self._of.get(number, b"") for number in _objects_of(request)]
        return _together(key, *histories) if any(histories) else key

    def heard(
        self, request: messages.Request, key: Key, reply: object, *, is_in_case: bool
    ) -> None:
        """What was asked, and came: all objects of the request may be others now; and those that
        came have begun."""
        if is_in_case:
            return
        for number in _objects_of(request):
            self._of[number] = _together(self._of.get(number, b""), key)
        for number in _handles_in(getattr(reply, "value", None)):
            self._of.setdefault(number, key)


def _objects_of(request: messages.Request) -> list[int]:
    """The numbers of the objects that it asks or gives."""
    numbers: list[int] = []
    if isinstance(request, messages.Call):
        numbers += [request.target] if isinstance(request.target, int) else []
        numbers += (*_handles_in(request.args), *_handles_in(request.kwargs))
    elif isinstance(request, messages.Method | messages.Attribute):
        numbers.append(request.number)
    return numbers


def _handles_in(value: object) -> Iterator[int]:
    if isinstance(value, messages.Handle):
        yield value.number
    elif isinstance(value, messages.Items):
        for part in value.values:
            yield from _handles_in(part)
    elif isinstance(value, messages.Table):
        for part in value.entries.values():
            yield from _handles_in(part)


def _together(*parts: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=KEY_BYTES)
    for part in parts:
        digest.update(len(part).to_bytes(2, "little") + part)
    return digest.digest()


def is_start(request: messages.Request) -> bool:
    """Whether it belongs to the start of a worker, and not to a check."""
    return isinstance(request, messages.Load) or (
        isinstance(request, messages.Put) and any(n.startswith(SUBMITTED) for n in request.files)
    )
