"""Feeds hostile bytes to the wire's reader and to the intake, for a number of seconds.

Both may only refuse them: any other exception ends the run and prints the bytes that caused it.
Prints the most memory that the process has used.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import socket
import tempfile
import time
import zipfile
from pathlib import Path

import msgspec

from autograder.course.schema import IntakeLimits
from autograder.errors import SubmissionRefused
from autograder.sandbox.inside import messages, wire
from autograder.submission import intake

DECODER = msgspec.msgpack.Decoder(messages.ANY_REPLY)
LIMITS = IntakeLimits(files=20, file_mb=1, total_mb=2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - not for secrets
    end, rounds, refused = time.monotonic() + 60 * arguments.minutes, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            refused += read_frame(mutated(chance, frame(chance)))
            refused += read_zip(Path(folder, "a.zip"), mutated(chance, archive(chance)))
            rounds += 1
            if rounds % 1000 == 0:
                print(f"\r{rounds} rounds, {refused} refused", end="", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"\r{rounds} rounds, {refused} of {2 * rounds} refused, {peak} MB at the most")


def frame(chance: random.Random) -> bytes:
    """A well-formed reply."""
    shape = [chance.randrange(4) for _ in range(chance.randrange(4))]
    array = messages.Array(chance.choice(["float32", "int64", "bool"]), shape)
    value = chance.choice(
        [array, messages.Items([array, None, "text"]), messages.Opaque("a thing")]
    )
    header = msgspec.msgpack.encode(messages.Returned(value, ["x"] * chance.randrange(3)))
    body = chance.randbytes(0 if isinstance(value, messages.Opaque) else array.nbytes)
    return wire.PREFIX.pack(len(header), len(body)) + header + body


def archive(chance: random.Random) -> bytes:
    """A well-formed zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as z:
        for name in ("top/task.py", "top/notes.txt", "top/sub/more.py")[: chance.randrange(1, 4)]:
            z.writestr(name, chance.randbytes(chance.randrange(200)))
    return data.getvalue()


def mutated(chance: random.Random, data: bytes) -> bytes:
    """The data with a few bytes changed, dropped, doubled or replaced by extreme values."""
    result = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        place = chance.randrange(len(result) + 1)
        match chance.randrange(4):
            case 0:
                result[place : place + 1] = chance.randbytes(1)
            case 1:
                del result[place : place + chance.randrange(1, 9)]
            case 2:
                result[place:place] = result[place : place + chance.randrange(1, 40)]
            case _:
                result[place : place + 4] = chance.choice([b"\xff" * 4, b"\0" * 4, b"\x7f" * 4])
    return bytes(result)


def read_frame(data: bytes) -> bool:
    """Whether the frame was refused."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            wire.receive(wire.Reader(ours), DECODER, wire.Deadline(5))
        except (wire.ProtocolError, EOFError):
            return True
    return False


def read_zip(path: Path, data: bytes) -> bool:
    """Whether the archive was refused."""
    path.write_bytes(data)
    try:
        intake.read(path, {"task.py": b""}, LIMITS)
    except SubmissionRefused:
        return True
    return False


if __name__ == "__main__":
    main()
