"""What a run has measured, as one JSON: machine, versions, counts, figures by key, and series."""

from __future__ import annotations

import datetime
import json
import os
import platform
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.commands import PROJECT
from benchmarks.counts import Counts
from benchmarks.figures import Measured

FILE = PROJECT / "benchmarks" / "results.json"
SUITE = FILE.with_name("suite.json")  # the project's own tests, measured apart
VERSIONS = ("torch", "numpy", "pytest", "otter-grader")


@dataclass(frozen=True)
class Beginning:
    """When a run began, and how busy the machine was then: its load of the last minute."""

    time: float = field(default_factory=time.monotonic)
    load: float = field(default_factory=lambda: os.getloadavg()[0])


def gathered(parts: Mapping[str, Measured], counts: Counts, began: Beginning) -> dict[str, Any]:
    """All parts of a run that ends now, in one."""
    figures = {key: each for part in parts.values() for key, each in part.figures.items()}
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d"),
        "commit": _commit(),
        "machine": {**_machine(), "load_before": round(began.load, 2)},
        "versions": {name: metadata.version(name) for name in VERSIONS}
        | {"Python": platform.python_version()},
        "counts": asdict(counts),
        "minutes": round((time.monotonic() - began.time) / 60, 1),
        "figures": {key: each.as_json() for key, each in figures.items()},
        "series": {
            name: [[round(x, 3), round(y, 3)] for x, y in points]
            for part in parts.values()
            for name, points in part.series.items()
        },
    }


def write(results: Mapping[str, Any], path: Path) -> None:
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def committed() -> dict[str, Any]:
    """All that documents may state: the last run's results, and how long the tests took."""
    measured = read(FILE)
    if not SUITE.is_file():
        return measured
    suite = read(SUITE)
    return {**measured, "figures": measured["figures"] | suite["figures"], "suite": suite}


def table(results: Mapping[str, Any]) -> str:
    """The figures as a table in Markdown."""
    rows = ["| what | median | least to most | measured |", "|---|---|---|---|"]
    for figure in results["figures"].values():
        times = figure["times_measured"]
        spread = figure["spread"]
        rows.append(f"| {figure['what']} | {figure['shown']} | {spread} | {times} × |")
    return "\n".join(rows)


def about(results: Mapping[str, Any]) -> str:
    """Sentences on where and when it was measured."""
    sentences = [f"{_where(results)}; the whole run took {results['minutes']:.0f} minutes."]
    if "suite" in results:
        sentences.append(f"{_where(results['suite'])}: how long the tests take.")
    machines = [each["machine"] for each in (results, results.get("suite", results))]
    if any(machine["load_before"] > machine["cores"] / 4 for machine in machines):
        sentences.append(
            "Others were at work on the machine, so that times are longer than on an idle one."
        )
    return " ".join(sentences)


def _where(results: Mapping[str, Any]) -> str:
    machine, versions = results["machine"], results["versions"]
    return (
        f"Measured on {results['date']} at commit {results['commit']}, on {machine['cores']} cores "
        f"({machine['processor']}, {machine['system']}), isolation tier `{machine['tier']}`, "
        f"Python {versions['Python']}, torch {versions['torch']}"
    )


def _machine() -> dict[str, Any]:
    from autograder.sandbox import tiers

    return {
        "system": platform.system(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "tier": tiers.choose(),
    }


def _processor() -> str:
    """The name of the processor: where the kernel tells it, the model, else the architecture."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    """The commit that was measured; with a `+` if files differ from it."""
    git = ["git", "-C", str(PROJECT)]
    try:
        commit = subprocess.run(
            [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            [*git, "status", "--porcelain", "--untracked-files=no"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):  # not a clone
        return "unknown"
    return commit + ("+" if changed else "")
