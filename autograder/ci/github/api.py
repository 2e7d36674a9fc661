"""The few calls of GitHub's API that are needed, with bounds on time and size.

The token is sent to the API alone: not to the address that a download is redirected to, and never
without TLS (except to this machine itself, for tests). The headers are described at
https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from autograder.errors import AutograderError

SECONDS = 30.0
MAX_JSON = 16 << 20
CHUNK = 1 << 16
WAITS = (1.0, 4.0)  # seconds before the second and the third try
LOCAL = {"127.0.0.1", "localhost"}

Wanted = TypeVar("Wanted")


class ApiFailed(AutograderError):
    """GitHub did not answer as it should. This costs no student any points."""


class TooLarge(AutograderError):
    """A download has more bytes than were allowed."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are returned as answers: urllib would send the token along if it followed them."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Api:
    """GitHub's API, for one repository.

    Every call waits at most 30 seconds, and is tried again (twice) where the server or the
    connection failed. Raises `ApiFailed`.
    """

    def __init__(
        self, url: str, token: str, repository: str, *, waits: Sequence[float] = WAITS
    ) -> None:
        _demand_tls(url)
        self.repository = repository
        self._url, self._token, self._waits = url.rstrip("/"), token, waits
        self._opener = urllib.request.build_opener(_NoRedirects)

    def get(
        self, path: str, wanted: type[Wanted], query: Mapping[str, str] | None = None
    ) -> Wanted:
        """GitHub's answer at `path` below the repository, as a `wanted`: at most 16 MB of JSON.

        Raises `ApiFailed`, also for an answer of another form.
        """
        text = f"{path}?{urllib.parse.urlencode(query)}" if query else path
        data = self._patiently(lambda: self._open(self._request("GET", text)).read(MAX_JSON + 1))
        if len(data) > MAX_JSON:
            raise ApiFailed(f"GitHub's answer at {path} has more than {MAX_JSON >> 20} MB.")
        try:
            return msgspec.json.decode(data, type=wanted)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise ApiFailed(
                f"GitHub's answer at {path} is not what it should be: {error}"
            ) from None

    def send(self, method: str, path: str, body: Mapping[str, Any], *, repeat: bool) -> None:
        """Send `body` as JSON. `repeat`: sending it twice does no harm, so it may be repeated."""
        data = json.dumps(body).encode()
        waits = self._waits if repeat else ()
        self._patiently(lambda: self._open(self._request(method, path, data)).read(CHUNK), waits)

    def download(self, path: str, target: Path, *, most: int) -> None:
        """Save what `path` redirects to. Raises `TooLarge` after more than `most` bytes."""
        self._patiently(lambda: _save(self._open(self._redirected(path)), target, most))

    def _redirected(self, path: str) -> urllib.request.Request:
        request = self._request("GET", path)
        try:
            self._open(request).close()
        except urllib.error.HTTPError as error:
            place = error.headers.get("Location", "")
            if error.code not in (301, 302, 303, 307, 308) or not place:
                raise
            _demand_tls(place)
            return urllib.request.Request(place)  # noqa: S310 - checked by the line above
        return request  # some servers answer without a redirect

    def _request(self, method: str, path: str, data: bytes | None = None) -> urllib.request.Request:
        url = f"{self._url}/repos/{self.repository}/{path}"
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "autograder",
        }
        return urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - the constructor demands TLS

    def _open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        answer: http.client.HTTPResponse = self._opener.open(request, timeout=SECONDS)
        return answer

    def _patiently(
        self, call: Callable[[], Wanted], waits: Sequence[float] | None = None
    ) -> Wanted:
        """Try again where the server or the connection failed."""
        for wait in (*(self._waits if waits is None else waits), None):
            try:
                return call()
            except urllib.error.HTTPError as error:
                problem = f"GitHub answered {error.code} to {_place(error)}. {_advice(error.code)}"
                error.close()
                if error.code < 500:
                    break
            except (OSError, http.client.HTTPException) as error:
                problem = f"GitHub could not be reached: {error}."
            if wait is not None:
                time.sleep(wait)
        raise ApiFailed(problem.rstrip())


def _save(answer: http.client.HTTPResponse, target: Path, most: int) -> None:
    """The bytes are counted while they come: a claimed length is not trusted."""
    remaining = most
    with answer, target.open("wb") as file:
        while chunk := answer.read(CHUNK):
            remaining -= len(chunk)
            if remaining < 0:
                raise TooLarge(f"It has more than {most >> 20} MB, which is the most.")
            file.write(chunk)


def _demand_tls(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise ApiFailed("GitHub's API is only talked to over https.")


def _place(error: urllib.error.HTTPError) -> str:
    """The path that was asked, without its query: downloads have signatures there."""
    return urllib.parse.urlsplit(error.url or "").path


def _advice(code: int) -> str:
    return {
        401: "Is the token valid?",
        403: "Does the token have the permissions that the workflow names?",
        404: "Is the repository's name right, and may the token read it?",
    }.get(code, "")
