"""Small calls of objects that were given texts and lists: shown are values of ours alone."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from autograder.diagnosis import contrast, shrinking
from autograder.diagnosis.asking import Ask, Asking
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.examples import examples_of
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.scripts import Made, Script, Step
from autograder.results import Example, Status
from autograder.scoring import CaseOutcome

SOLUTION = """
class Vocabulary:
    def __init__(self, words, unknown=0):
        self.ids = {word: number for number, word in enumerate(words, 1)}
        self.unknown = unknown

    def add(self, words):
        for word in words:
            self.ids.setdefault(word, len(self.ids) + 1)

    def encode(self, text):
        return [self.ids.get(word, self.unknown) for word in text.split()]

    def known(self, words):
        return [word for word in reversed(words) if word in self.ids]

    def shares(self, counts):
        return [count / sum(counts) for count in counts]
"""
WORDS = ["Geheimnis", "secretly", "4711", "hidden"]
TEXT = "hidden Geheimnis nobody secretly"
COUNTS = [815, 4711, 99]
SECRETS = (*WORDS, "nobody", "815", "99")
MISTAKES = {
    "counts from 0": ("enumerate(words, 1)", "enumerate(words)"),
    "never ends": ("in text.split()]", "in text.split()] + [-1]"),
    "one word less": ("len(self.ids) + 1", "len(self.ids)"),
    "not reversed": ("in reversed(words) if", "in words if"),
    "only one word": ("self.unknown) for", "self.unknown) + (word == 'nobody') for"),
    "not of the sum": ("/ sum(counts)", "/ max(counts)"),
}


def module_of(folder: Path, name: str, text: str) -> ModuleType:
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asked(member: str, *args: Any) -> RecordedCall:
    """A check's call of a vocabulary that was made with words, and got some more."""
    steps = (
        Step(0, "Vocabulary", (list(WORDS[:2]),), {"unknown": 0}),
        Step(1, "Vocabulary", (list(WORDS[2:]),), {}, Made(0), "add"),
    )
    script = Script(steps, Made(0), member)
    return RecordedCall("Vocabulary", args, {}, made=script, asked="member")


CALLS = {"encode": (TEXT,), "known": ([*WORDS, "nobody"],), "shares": (COUNTS,)}


class Told:
    """What is said of a mistaken module, and its example."""

    def __init__(self, folder: Path, mistake: str) -> None:
        right, wrong = MISTAKES[mistake]
        assert right in SOLUTION
        (folder / "words.py").write_text(SOLUTION)
        (folder / "mistakes.py").write_text("")
        self.catalogue = Catalogue(folder / "words.py", folder / "mistakes.py")
        self.student = module_of(folder, "handed_in", SOLUTION.replace(right, wrong))
        self.replayer = Replayer()
        self.oracle = Oracle(self.catalogue, self.replayer)
        self.calls = [self._answered(asked(member, *args)) for member, args in CALLS.items()]

    def _answered(self, call: RecordedCall) -> RecordedCall:
        outcome = self.ask(call)
        return replace(call, answer=outcome.answer)

    def ask(self, call: RecordedCall) -> Any:
        return self.replayer.replay(call, self.student)

    def sentence(self) -> str:
        case = CaseEvidence(self.calls, is_passed=False, is_diagnosable=True)
        groups = [group for group in gather([case], self.oracle) if group.wrong]
        asking = Asking(self.ask, self.oracle)
        return " ".join(
            contrast.sentence(group, self.catalogue, lambda each: shrinking.shrunk(each, asking))
            for group in groups
        )

    def examples(self) -> tuple[Example, ...]:
        @contextmanager
        def fresh() -> Iterator[Ask]:
            yield self.ask

        outcomes = [CaseOutcome("test_it", "", "", Status.WRONG)]
        return examples_of(self.catalogue, outcomes, [self.calls], fresh)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Callable[[str], Told]]:
    made: list[Told] = []

    def of(mistake: str) -> Told:
        made.append(Told(tmp_path, mistake))
        return made[-1]

    yield of
    for each in made:
        each.replayer.close()


@pytest.mark.parametrize(
    "mistake", ["counts from 0", "never ends", "one word less", "not reversed", "not of the sum"]
)
def test_the_smallest_call_has_values_of_ours(told, mistake):
    said = told(mistake).sentence()

    assert "The smallest call with a wrong answer is `vocabulary = Vocabulary(" in said
    assert not any(secret in said for secret in SECRETS)


@pytest.mark.parametrize(
    "mistake", ["counts from 0", "never ends", "one word less", "not of the sum"]
)
def test_an_example_can_be_run_and_goes_wrong(told, mistake, tmp_path):
    its = told(mistake)
    (example,) = its.examples()

    assert not any(secret in example.code for secret in SECRETS)
    for name, shown in (("words", example.expected), ("handed_in", example.yours)):
        printed = subprocess.run(
            [sys.executable, "-c", example.code.replace("from words ", f"from {name} ")],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=True,
        ).stdout
        assert ast.literal_eval(printed) == pytest.approx(shown.values)


def test_what_the_mistake_depends_on_stays_hidden(told):
    """No word of ours goes wrong: nothing is said of those of the check but how many there are."""
    its = told("only one word")

    assert "Vocabulary(list of 1, unknown=0)" in its.sentence()
    assert "encode(text of 6 characters)" in its.sentence()
    assert its.examples() == ()
