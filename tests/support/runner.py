"""Simulates a GitHub runner: runs a workflow's jobs step by step, in temporary folders.

It really runs `run:` steps, in bash as GitHub starts it, with only the environment that the
workflow declares. It simulates actions: checkout clones, the two artifact actions use the server,
and setup-python does nothing. It puts these stand-ins on the PATH: `sudo`, which keeps only the
listed variables; `python`, which is this Python, with a `-m pip` that does nothing; `pip`, which
does nothing; `pytest`, of this Python; `autograder`, of this engine.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from support.github_server import GIT, REPOSITORY, GitHub
from support.paths import PROJECT
from support.warm_start import WARM

BASH = shutil.which("bash") or "bash"
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
TOKENS = re.compile(r"\s*(==|!=|&&|\|\||!|\(\)|'[^']*'|[\w.-]+)")
STUBS = {
    "python": 'if [ "$1 $2" = "-m pip" ]; then exit 0; fi\nexec {python} "$@"',
    "pip": "exit 0",
    "pytest": 'exec {python} -m pytest "$@"',
    "autograder": 'export PYTHONPATH={project}{warm}\nexec {python} -m autograder.cli "$@"',
    "sudo": """kept=()
for name in $(tr , ' ' <<< "${{1#--preserve-env=}}"); do kept+=("$name=${{!name}}"); done
shift
exec env -i PATH=/usr/bin:/bin "${{kept[@]}}" "$@\"""",
}


@dataclass
class Job:
    """A finished job: whether it succeeded, its outputs, and everything that it printed."""

    result: str = "success"
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    commands: list[str] = field(default_factory=list)
    summary: str = ""
    environments: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Runner:
    """Runs workflows for one event. `sources` are the repositories that can be checked out."""

    github: GitHub
    folder: Path
    event: Mapping[str, Any]
    sources: Mapping[str, Path]
    run_id: int
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    stubs: Mapping[str, str] = field(default_factory=dict)  # more stand-ins, or other ones

    def run(self, workflow: Path) -> dict[str, Job]:
        """Run every job of the workflow, in its order."""
        written = load(workflow)
        jobs: dict[str, Job] = {}
        for name, job in written["jobs"].items():
            needed = {each: jobs[each] for each in _listed(job.get("needs"))}
            context = self._context(f"token of {name}")
            context["needs"] = {
                each: {"outputs": done.outputs, "result": done.result}
                for each, done in needed.items()
            }
            condition = str(job.get("if", "success()"))
            failed = any(each.result != "success" for each in needed.values())
            if not _is_met(condition, context, failed=failed):
                jobs[name] = Job(result="skipped")
                continue
            self.github.tokens[f"token of {name}"] = job.get("permissions", {})
            environment = {**written.get("env", {}), **job.get("env", {})}
            jobs[name] = self._job(name, job, context, environment)
        return jobs

    def _job(
        self, name: str, job: Mapping[str, Any], context: dict[str, Any], environment: Any
    ) -> Job:
        done = Job()
        place = self.folder / f"{self.run_id}-{name}"
        prepare(place, self.stubs)
        (place / "event.json").write_text(json.dumps(self.event))
        context["runner"] = {"temp": str(place / "temp")}
        self._steps(job["steps"], place, context, environment, done)
        shown = job.get("outputs", {})
        done.outputs = {key: resolve(text, context) for key, text in shown.items()}
        summary = place / "summary.md"
        done.summary = summary.read_text() if summary.is_file() else ""
        return done

    def _steps(
        self,
        steps: list[dict[str, Any]],
        place: Path,
        context: dict[str, Any],
        environment: Mapping[str, str],
        done: Job,
    ) -> None:
        context["steps"] = {}
        for step in steps:
            failed = done.result != "success"
            if not _is_met(str(step.get("if", "success()")), context, failed=failed):
                continue
            own = {key: resolve(text, context) for key, text in step.get("env", {}).items()}
            outputs: dict[str, str] = {}
            if "run" in step:
                run = resolve(step["run"], context)
                below = step.get("working-directory", "")
                outputs = self.bash(run, place, {**environment, **own}, done, below=below)
            else:
                given = {k: resolve(str(v), context) for k, v in step.get("with", {}).items()}
                outputs = self._action(step["uses"], given, place, context, environment, done)
            context["steps"][step.get("id", "")] = {"outputs": outputs}

    def bash(
        self,
        script: str,
        place: Path,
        environment: Mapping[str, str],
        done: Job,
        *,
        below: str = "",
    ) -> dict[str, str]:
        """Run one script; returns the outputs that it sets."""
        outputs = place / "outputs"
        outputs.write_text("")
        variables = {
            "PATH": f"{place / 'bin'}:/usr/bin:/bin",
            "HOME": str(place / "home"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.github.url,
            "GITHUB_EVENT_PATH": str(place / "event.json"),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": str(self.run_id),
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_STEP_SUMMARY": str(place / "summary.md"),
            "GITHUB_WORKSPACE": str(place / "work"),
            "RUNNER_TEMP": str(place / "temp"),
            **environment,
        }
        done.environments.append(variables)
        ran = subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=place / "work" / below,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=300,
        )
        text = ran.stdout.decode("utf-8", "replace")
        done.log += text
        done.commands += commands_in(text)
        if ran.returncode:
            done.result = "failure"
        pairs = (line.partition("=") for line in outputs.read_text().splitlines())
        return {name: value for name, _, value in pairs}

    def _action(
        self,
        uses: str,
        given: Mapping[str, str],
        place: Path,
        context: dict[str, Any],
        environment: Mapping[str, str],
        done: Job,
    ) -> dict[str, str]:
        name = uses.split("@")[0]
        if name == "actions/checkout":
            self._check_out(given, place / "work")
        elif name == "actions/upload-artifact":
            data = _zipped(Path(given["path"]))
            self.github.add_artifact(self.run_id, data, name=given["name"])
        elif name == "actions/download-artifact":
            self._download(given, Path(given["path"]))
        elif name.startswith("./"):
            return self._composite(place / "work" / name, given, place, context, environment, done)
        else:
            assert name == "actions/setup-python", name
        return {}

    def _composite(
        self,
        folder: Path,
        given: Mapping[str, str],
        place: Path,
        context: dict[str, Any],
        environment: Mapping[str, str],
        done: Job,
    ) -> dict[str, str]:
        action = load(folder / "action.yml")
        defaults = {name: each.get("default", "") for name, each in action["inputs"].items()}
        github = {**context["github"], "action_path": str(folder)}
        inner = {**context, "github": github, "inputs": {**defaults, **given}}
        self._steps(action["runs"]["steps"], place, inner, environment, done)
        shown = action.get("outputs", {})
        return {name: resolve(each["value"], inner) for name, each in shown.items()}

    def _check_out(self, given: Mapping[str, str], work: Path) -> None:
        source = self.sources[given.get("repository") or REPOSITORY]
        target = work / given.get("path", "")
        if not (source / ".git").exists():  # the course: plain files
            patterns = given.get("sparse-checkout", "/").split()
            for pattern in patterns:  # git leaves out what is not there
                path, copy = source / pattern.strip("/"), target / pattern.strip("/")
                if path.is_dir():
                    shutil.copytree(path, copy, dirs_exist_ok=True)
                elif path.is_file():
                    shutil.copy(path, copy)
            return
        ref = given.get("ref", "HEAD")
        _git("clone", "--quiet", "--no-checkout", source, target)
        _git("-C", target, "fetch", "--quiet", "origin", ref)
        _git("-C", target, "checkout", "--quiet", ref)

    def _download(self, given: Mapping[str, str], target: Path) -> None:
        listed = self.github.artifacts[self.run_id]
        (number,) = [each["id"] for each in listed if each["name"] == given["name"]]
        with zipfile.ZipFile(io.BytesIO(self.github.content[number])) as archive:
            archive.extractall(target)

    def _context(self, token: str) -> dict[str, Any]:
        return {
            "github": {"event": self.event, "token": token},
            "vars": self.variables,
            "secrets": self.secrets,
        }


def prepare(place: Path, stubs: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make the folders of a job, and the stand-ins on its PATH. The engine may start warm."""
    for part in ("work", "temp", "bin", "home"):
        (place / part).mkdir(parents=True, exist_ok=True)
    is_warm = "WARM_START" in os.environ
    warm = {k: v for k, v in os.environ.items() if is_warm and k.startswith("WARM_START")}
    on_path = f"{os.pathsep}{WARM}" if warm else ""
    settings = "".join(f"\nexport {name}={shlex.quote(value)}" for name, value in warm.items())
    for stub, text in {**STUBS, **stubs}.items():
        script = text.format(python=sys.executable, project=PROJECT, warm=on_path + settings)
        (place / "bin" / stub).write_text(f"#!/usr/bin/env bash\n{script}\n")
        (place / "bin" / stub).chmod(0o755)


def load(path: Path) -> dict[str, Any]:
    """Read a workflow or an action. The key `on` stays text, although YAML 1.1 reads a boolean."""
    written: dict[str, Any] = yaml.load(path.read_text(), _Loader)  # noqa: S506 - a SafeLoader
    return written


class _Loader(yaml.SafeLoader):
    """YAML in which only true and false are booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:bool"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


def resolve(text: str, context: Mapping[str, Any]) -> str:
    """The text with its expressions replaced."""
    return EXPRESSION.sub(lambda found: str(_value(found[1].strip(), context)), str(text))


def commands_in(log: str) -> list[str]:
    """The lines that GitHub's runner treats as commands: with `::` first, or `##[` anywhere."""
    found, stopped = [], ""
    for line in log.splitlines():
        text = line.strip()
        if stopped:
            stopped = "" if text == f"::{stopped}::" else stopped
        elif text.startswith("::stop-commands::"):
            stopped = text.removeprefix("::stop-commands::")
        elif text.startswith("::") or "##[" in text:
            found.append(text)
    return found


def _is_met(condition: str, context: Mapping[str, Any], *, failed: bool) -> bool:
    """Whether an `if:` condition holds. Without a status function it is false after a failure."""
    condition = EXPRESSION.sub(lambda found: found[1], condition)
    if failed and "cancelled()" not in condition and "always()" not in condition:
        return False
    return all(bool(_comparison(part, context)) for part in condition.split("&&"))


def _comparison(part: str, context: Mapping[str, Any]) -> object:
    tokens = TOKENS.findall(part)
    if tokens in (["success", "()"], ["!", "cancelled", "()"]):
        return True
    left, operator, right = tokens
    is_same = _value(left, context) == _value(right, context)
    return is_same if operator == "==" else not is_same


def _value(name: str, context: Mapping[str, Any]) -> object:
    if name.startswith("'"):
        return name.strip("'")
    found: Any = context
    for part in name.split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return found


def _listed(needs: object) -> list[str]:
    return [needs] if isinstance(needs, str) else list(needs or [])  # type: ignore[call-overload]


def _zipped(path: Path) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            archive.write(file, file.name if path.is_file() else file.relative_to(path))
    return data.getvalue()


def _git(*arguments: object) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"}
    subprocess.run([GIT, *map(str, arguments)], check=True, env=environment)
