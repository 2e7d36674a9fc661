"""Requests to a worker as a recording knows them: by the hash of all that decides the answer."""

from __future__ import annotations

import hashlib

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


def is_start(request: messages.Request) -> bool:
    """Whether it belongs to the start of a worker, and not to a check."""
    return isinstance(request, messages.Load) or (
        isinstance(request, messages.Put) and any(n.startswith(SUBMITTED) for n in request.files)
    )
