"""A small GitHub on this machine: the part of its API that grading uses, with its permissions.

It is a real HTTP server. It lists commits of a real git repository, and keeps what it receives.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

GIT = shutil.which("git") or "git"
REPOSITORY = "class/handing-in"
REPOSITORY_ID = 1
BOT = "github-actions[bot]"

# Method, path below the repository → the permission that GitHub requires.
PERMISSIONS = {
    ("GET", r"pulls(/\d+)?"): "pull-requests: read",
    ("GET", r"actions/runs/\d+/artifacts"): "actions: read",
    ("GET", r"actions/artifacts/\d+/zip"): "actions: read",
    ("GET", r"git/trees/[0-9a-f]+"): "contents: read",
    ("POST", r"check-runs"): "checks: write",
    ("GET", r"issues/\d+/comments"): "pull-requests: read",
    ("POST", r"issues/\d+/comments"): "pull-requests: write",
    ("PATCH", r"issues/comments/\d+"): "pull-requests: write",
}


@dataclass
class GitHub:
    """The state of the server: what it lists, and what it has received."""

    repository: Path
    url: str = ""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    artifacts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)  # by run
    content: dict[int, bytes] = field(default_factory=dict)  # by artifact
    claimed: dict[int, int] = field(default_factory=dict)  # by artifact: sizes that are not true
    comments: list[dict[str, Any]] = field(default_factory=list)
    check_runs: list[dict[str, Any]] = field(default_factory=list)
    tokens: dict[str, Mapping[str, str]] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)  # token, method, path
    failures: list[int] = field(default_factory=list)  # status codes to answer first
    tokens_seen_by_the_storage: list[str] = field(default_factory=list)

    def add_pull(self, sha: str, branch: str, *, fork: str = "", **more: Any) -> int:
        """Open a pull request; `fork` is the name of the repository that it comes from."""
        number = len(self.pulls) + 1
        head = {"sha": sha, "ref": branch, "repo": repository(fork)}
        self.pulls.append({"number": number, "state": "open", "head": head, **more})
        return number

    def add_artifact(self, run: int, data: bytes, *, name: str = "submission") -> int:
        number = 1000 + len(self.content)
        listed = {"id": number, "name": name, "size_in_bytes": len(data), "expired": False}
        self.artifacts.setdefault(run, []).append(listed)
        self.content[number] = data
        return number

    def tree(self, sha: str) -> dict[str, Any]:
        command = [GIT, "-C", str(self.repository), "ls-tree", "-rz", sha]
        ran = subprocess.run(command, capture_output=True, check=True)
        lines = [line for line in ran.stdout.decode().split("\0") if line]
        found = [re.fullmatch(r"(\d+) (\w+) (\w+)\t(.*)", line, re.DOTALL) for line in lines]
        return {"tree": [{"type": f[2], "sha": f[3], "path": f[4]} for f in found if f]}


def repository(fork: str = "") -> dict[str, Any]:
    """A repository as events and the API show it."""
    name = fork or REPOSITORY
    number = 2 + sum(map(ord, fork)) if fork else REPOSITORY_ID
    return {"id": number, "full_name": name, "owner": {"login": name.split("/")[0]}}


@contextmanager
def serve(repository: Path) -> Iterator[GitHub]:
    """Run a server within the block."""
    github = GitHub(repository)
    handler = type("Handler", (_Handler,), {"github": github})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    github.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield github
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    github: GitHub

    def log_message(self, *args: object) -> None:
        """Print no log."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        parts = urlsplit(self.path)
        if parts.path.startswith("/storage/"):
            self.github.tokens_seen_by_the_storage += self.headers.get_all("Authorization") or []
            self._send(200, self.github.content[int(parts.path.rpartition("/")[2])])
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        path = parts.path.removeprefix(f"/repos/{REPOSITORY}/")
        self.github.requests.append((token, self.command, path))
        if self.github.failures:
            self._send(self.github.failures.pop(0), b"{}")
        elif not self._is_allowed(token, path):
            self._send(403, b'{"message": "Resource not accessible by integration"}')
        else:
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._send_json(path, query, body)

    def _is_allowed(self, token: str, path: str) -> bool:
        for (method, pattern), permission in PERMISSIONS.items():
            if method == self.command and re.fullmatch(pattern, path):
                scope, level = permission.split(": ")
                return self.github.tokens.get(token, {}).get(scope) in (level, "write")
        return False

    def _send_json(self, path: str, query: dict[str, str], body: dict[str, Any]) -> None:
        github, (first, *rest) = self.github, path.split("/")
        if path.endswith("/zip"):
            self.send_response(302)
            self.send_header("Location", f"{github.url}/storage/{rest[1]}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        answer: Any = {}
        if first == "pulls":
            answer = self._pull(int(rest[0])) if rest else self._pulls(query)
        elif first == "actions":
            answer = {"artifacts": github.artifacts.get(int(rest[1]), [])}
        elif first == "git":
            answer = github.tree(rest[1])
        elif first == "check-runs":
            github.check_runs.append(body)
        elif self.command == "PATCH":
            github.comments[int(rest[1]) - 1]["body"] = body["body"]
        elif self.command == "POST":
            self._write_comment(int(rest[0]), body["body"])
        else:
            here = [each for each in github.comments if each["issue"] == int(rest[0])]
            size, page = int(query["per_page"]), int(query["page"])
            answer = here[size * (page - 1) : size * page]
        self._send(200, json.dumps(answer).encode())

    def _pulls(self, query: dict[str, str]) -> list[dict[str, Any]]:
        owner, _, branch = query["head"].partition(":")
        return [
            pull
            for pull in self.github.pulls
            if pull["state"] == query["state"]
            and pull["head"]["ref"] == branch
            and pull["head"]["repo"]["owner"]["login"] == owner
        ]

    def _pull(self, number: int) -> dict[str, Any]:
        return self.github.pulls[number - 1]

    def _write_comment(self, issue: int, body: str, author: str = BOT) -> None:
        number = len(self.github.comments) + 1
        written = {"id": number, "issue": issue, "body": body, "user": {"login": author}}
        self.github.comments.append(written)

    def _send(self, code: int, data: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
