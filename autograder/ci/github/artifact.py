"""Fetches what an untrusted run has left: one zip in one artifact, compared with the commit.

The student may have changed the run's workflow, so that everything in the artifact is only a claim.
We choose every file name ourselves, check the size before the download and during it, and compare
each file with the commit of the pull request. The endpoints:

    actions/runs/{id}/artifacts, actions/artifacts/{id}/zip
        https://docs.github.com/en/rest/actions/artifacts
    git/trees/{sha}
        https://docs.github.com/en/rest/git/trees
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from autograder.ci.github.api import Api, TooLarge
from autograder.ci.github.event import Run
from autograder.errors import SubmissionRefused
from autograder.submission import zips
from autograder.text.legible import quoted

NAME = "submission"  # of the artifact, which holds …
INSIDE = "submission.zip"
SLACK = 1 << 20  # headers around what is inside

NOTHING = (
    "The workflow `hand-in` left nothing to grade. Did its run fail, or was it changed? "
    "Take .github/workflows/hand-in.yml from where you started, and push again."
)
OTHER = f"The artifact should hold {INSIDE} alone. Take .github/workflows/hand-in.yml as it was."


class Artifact(msgspec.Struct, frozen=True):
    """What a run has kept, as GitHub lists it."""

    id: int
    name: str
    size_in_bytes: int
    expired: bool = False


class _Artifacts(msgspec.Struct, frozen=True):
    artifacts: list[Artifact]


class _Blob(msgspec.Struct, frozen=True):
    path: str
    type: str
    sha: str


class _Tree(msgspec.Struct, frozen=True):
    tree: list[_Blob]
    truncated: bool = False


def fetch(api: Api, run: Run, target: Path, *, most: int) -> None:
    """Save the zip that the run has left as `target`; it has at most `most` bytes.

    Raises `SubmissionRefused` with a sentence for the student, `ApiFailed` if GitHub is at fault.
    """
    artifact = _newest(api, run)
    wrapped = target.with_suffix(".artifact")
    try:
        if artifact.size_in_bytes > most + SLACK:
            raise TooLarge(f"It has more than {most >> 20} MB, which is the most.")
        api.download(f"actions/artifacts/{artifact.id}/zip", wrapped, most=most + SLACK)
        target.write_bytes(_unwrapped(wrapped, most))
    except TooLarge as error:
        raise SubmissionRefused(f"The pull request is too large to grade. {error}") from None
    finally:
        wrapped.unlink(missing_ok=True)
    _demand_same(target, _blobs(api, run), most)


def _newest(api: Api, run: Run) -> Artifact:
    """The newest artifact: a run that was repeated has one of each attempt."""
    listed = api.get(
        f"actions/runs/{run.id}/artifacts", _Artifacts, {"name": NAME, "per_page": "100"}
    )
    found = [each for each in listed.artifacts if each.name == NAME and not each.expired]
    if not found:
        raise SubmissionRefused(NOTHING)
    return max(found, key=lambda each: each.id)


def _unwrapped(wrapped: Path, most: int) -> bytes:
    """The one file that the artifact has to hold. Raises `SubmissionRefused`."""
    with zips.files_in(wrapped, max_bytes=most + SLACK) as files:
        if [entry.path for entry in files] != [INSIDE]:
            raise SubmissionRefused(OTHER)
        data = bytearray()
        for chunk in files[0].chunks():
            data += chunk
            if len(data) > most:
                raise TooLarge(f"It has more than {most >> 20} MB, which is the most.")
    return bytes(data)


def _blobs(api: Api, run: Run) -> Mapping[str, str] | None:
    """Path → hash of every file of the commit; None if there are too many to list."""
    tree = api.get(f"git/trees/{run.head_sha}", _Tree, {"recursive": "1"})
    return None if tree.truncated else {b.path: b.sha for b in tree.tree if b.type == "blob"}


def _demand_same(handed_in: Path, blobs: Mapping[str, str] | None, most: int) -> None:
    """Raise `SubmissionRefused` unless every file is in the commit. The intake refuses bad zips."""
    if blobs is None:
        raise SubmissionRefused("The commit has too many files to compare. Hand in fewer.")
    remaining = most
    with zips.files_in(handed_in, max_bytes=most) as files:
        for entry in files:
            data = bytearray()
            for chunk in entry.chunks():
                data += chunk
                if len(data) > remaining:
                    return  # too much to grade: the intake refuses it, and says so better
            remaining -= len(data)
            if blobs.get(entry.path) not in _hashes(bytes(data)):
                raise SubmissionRefused(
                    f"{quoted(entry.path)} is not the file of the pull request's last commit. "
                    "Take .github/workflows/hand-in.yml as it was, and push again."
                )


def _hashes(data: bytes) -> set[str]:
    """Git's hash of the file, as it is and with the line ends that git may have changed."""
    return {_git_hash(data), _git_hash(data.replace(b"\r\n", b"\n"))}


def _git_hash(data: bytes) -> str:
    # git's own identity of content: nothing is kept secret by it.
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
