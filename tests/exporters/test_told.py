"""Tests that students read no text that a submission chose: it could contain hidden inputs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping

import msgspec
import pytest
from support.paths import TOY_COURSE
from support.reports import shown_to_students

from autograder.exporters.for_students import told
from autograder.grading.batch import grade_paths
from autograder.results import Report

pytestmark = pytest.mark.slow(25)

MARK, NUMBER = "Zq7x", 31337
HIDDEN = "only graders know"
# The forms in which a secret could appear: as it is, and in hexadecimal digits.
SECRETS = (MARK.lower(), HIDDEN, HIDDEN.encode().hex(), f"{NUMBER:,}")
# Not one among the digits of a duration, where any number comes up by chance.
SECRET_NUMBER = re.compile(rf"(?<![\d.]){NUMBER}(?!\d)")

CHECKS = f'''
"""Checks that ask in every way, and one whose author quotes the answer."""

import torch

from autograder import expect

HIDDEN = "{HIDDEN}"


def test_number(student):
    """It is a number."""
    expect.integer(student.count_vowels(HIDDEN), 6)


def test_tensor(student):
    """It is a tensor."""
    expect.close(student.count_vowels(HIDDEN + "."), torch.ones(2, 3))


def test_array(student):
    """It is a tensor or an array."""
    expect.shape(student.count_vowels(HIDDEN + "."), (2, 3))


def test_layer(student):
    """It is a layer with a weight."""
    layer = student.count_vowels(HIDDEN + ":")
    expect.layer(layer)
    names = set(layer.parameters())
    expect.that(names == {{"weight"}}, f"Its parameters are {{names}}.")


def test_refusal(student):
    """It is refused."""
    with expect.raises(ZeroDivisionError, when="it is only words"):
        student.count_vowels(HIDDEN + "?")


def test_gradients(student):
    """It has gradients."""
    leaf = torch.ones(2, requires_grad=True)
    expect.gradients(student.count_vowels(HIDDEN, leaf), leaf * leaf, of={{"leaf": leaf}})


def test_passed_on(student):
    """It is asked about what it has answered."""
    expect.integer(student.count_vowels(student.count_vowels(HIDDEN)), 6)


def test_quotes(student, note):
    """Its author was careless."""
    answer = student.count_vowels(HIDDEN)
    note(f"The answer is {{answer}}.")
    expect.that(isinstance(answer, int) and answer == 6, f"The answer is {{answer}}.")
'''
# Right whichever way it is asked: a check that the solution does not pass would be broken.
SOLUTION = f'''
import torch


def count_vowels(text, leaf=None):
    # BEGIN SOLUTION: answer all.
    if leaf is not None:
        return leaf * leaf
    if text == "{HIDDEN}?":
        raise ZeroDivisionError
    if text == "{HIDDEN}:":
        return torch.nn.Linear(1, 1, bias=False)
    return torch.ones(2, 3) if text == "{HIDDEN}." else 6
    # END SOLUTION
'''

MODULE = """
import os, signal, sys, types, warnings
import numpy, torch

def count_vowels(text, leaf=None):
    hidden = text.encode().hex() if isinstance(text, str) else "asked again"
    said = "MARK" + hidden
    {body}
"""
RAISES = {
    "text": "raise ValueError(said)",
    "text of a key": "raise KeyError(said)",
    "type": "raise type(said, (Exception,), {})",
    "type of a base": "raise type('E', (type(said, (ValueError,), {}),), {})",
    "module of a type": "raise type('E', (Exception,), {'__module__': said, '__qualname__': said})",
    "note": "error = ValueError(); error.add_note(said); raise error",
    "cause": "raise ValueError from RuntimeError(said)",
    "group": "raise ExceptionGroup(said, [ValueError(said)])",
    "file": "exec(compile('raise ValueError', said + '.py', 'exec'))",
    "file beside": "open(said + '.py', 'w').write('raise ValueError'); __import__(said)",
    "line": "exec(compile('\\n' * NUMBER + 'raise ValueError', __file__, 'exec'))",
    "function": "f = lambda: [].pop(); f.__code__ = f.__code__.replace(co_name=said); f()",
    "left to do": "raise NotImplementedError(said)",
    "type of what is left to do": "raise type(said, (NotImplementedError,), {})(said)",
    "file of what is left to do":
        "exec(compile('def f(): raise NotImplementedError\\nf()', said + '.py', 'exec'))",
    "function of what is left to do":
        "exec(compile('def %s(): raise NotImplementedError\\n%s()' % (said, said), __file__, "
        "'exec'))",
    "syntax error": "raise SyntaxError(said, (__file__, NUMBER, 1, said))",
    "file of a syntax error": "raise SyntaxError(said, (said + '.py', 1, 1, said))",
    "source of a syntax error": "exec(said + ' (')",
    "operator": "raise RuntimeError(f\"torch's operator {said} is not allowed in this task\")",
    "exit": "raise SystemExit(said)",
    "type of an exit": "raise type(said, (SystemExit,), {})",
    "module that is missing": "__import__(said)",
    "file that is missing": "open(said)",
}  # fmt: skip
HIDES = {
    "exit code": "os._exit(73)",
    "signal": "os.kill(os.getpid(), 44)",
    "shape": "return torch.zeros(0, NUMBER)",
    "shape with numbers": "return torch.zeros(NUMBER, 2)",
    "shape of an array": "return numpy.zeros((1, NUMBER, 1))",
    # Students see an answer to a call of ours, from a process that has been asked nothing else.
    "int": "return NUMBER * (len(hidden) > 20)",
    "int of an earlier call":
        "seen = globals().setdefault('seen', []); seen.append(len(hidden)); "
        "return NUMBER * (max(seen) > 20)",
    "printed": "print(said); print(said, file=sys.stderr); return 0",
    "warning": "warnings.warn(said); return 0",
}  # fmt: skip
ANSWERS = {
    "a text": "return said",
    "a key": "return {said: 1}",
    "a list": "return [said]",
    "a type": "return type(said, (), {})()",
    "a class": "return type(said, (), {})",
    "a type of tensor": "return torch.ones(2).as_subclass(type(said, (torch.Tensor,), {}))",
    "a dtype": "return numpy.zeros(3, dtype=[(said, 'f4')])",
    "a function": "f = lambda: 0; f.__name__ = f.__qualname__ = said; return f",
    "a module": "return types.ModuleType(said)",
    "a layer": "return type(said, (torch.nn.Module,), {})()",
    "a parameter":
        "layer = torch.nn.Module(); "
        "layer.register_parameter(said, torch.nn.Parameter(torch.ones(2))); return layer",
    "words about itself": "return type('A', (), {'__repr__': lambda self: said})()",
}  # fmt: skip
# Where staff read the submission's text. Elsewhere they, too, read only type and line.
QUOTED_TO_STAFF = [
    "text", "text of a key", "type", "group", "file beside", "left to do",
    "type of what is left to do", "function of what is left to do", "syntax error", "operator",
    "type of an exit", "module that is missing", "file that is missing", "printed", "a text",
    "a key", "a list", "a type", "a class", "a parameter",
]  # fmt: skip
BODIES = {**RAISES, **HIDES, **ANSWERS}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, tier: str) -> Mapping[str, Report]:
    """A report for each way to pass on a secret, from one grading run."""
    folder = tmp_path_factory.mktemp("told")
    course = shutil.copytree(TOY_COURSE, folder / "course")
    (course / "assignments/counting/graders/test_vowels.py").write_text(CHECKS)
    (course / "solutions/counting/vowels.py").write_text(SOLUTION)
    text = (course / "grading.yml").read_text()
    text = text.replace("        options:\n          letter_y: vowel\n", "")
    (course / "grading.yml").write_text(text.replace("visibility: after_due_date", ""))
    paths = []
    for number, body in enumerate(BODIES.values()):
        path = folder / str(number)
        path.mkdir()
        module = MODULE.replace("{body}", body)
        (path / "vowels.py").write_text(module.replace("MARK", MARK).replace("NUMBER", str(NUMBER)))
        paths.append(str(path))
    outcomes = grade_paths(
        course, "counting", paths, tier=tier, jobs=1, on_outcome=lambda outcome: None
    )
    return {name: o.report for name, o in zip(BODIES, outcomes, strict=True) if o.report}


def test_all_are_graded(reports):
    assert reports.keys() == BODIES.keys()
    for report in reports.values():
        assert report.tasks[0].score == 0
        assert not report.broken_checks()


@pytest.mark.parametrize("name", BODIES)
def test_nothing_of_it_is_shown_to_students(reports, name):
    for place, text in shown_to_students(reports[name], {"vowels": "vowels.py"}).items():
        found = [secret for secret in SECRETS if secret in text.lower()]
        found += SECRET_NUMBER.findall(text)

        assert not found, f"{name}, {place}: {text}"
        assert "exit code" not in text
        assert "signal 44" not in text


@pytest.mark.parametrize("name", QUOTED_TO_STAFF)
def test_staff_read_it(reports, name):
    assert MARK in msgspec.json.encode(reports[name].tasks).decode()


def test_type_and_line_are_shown_where_they_are_known(reports):
    check = told(reports["text"].tasks[0].checks[0])

    assert check.message == "`count_vowels` raised ValueError (vowels.py, line 8)."
    assert told(reports["type"].tasks[0].checks[0]).message == (
        "`count_vowels` raised an exception of its own (vowels.py, line 8)."
    )


def test_an_answer_is_described_in_words_of_pythons(reports):
    assert told(reports["a list"].tasks[0].checks[0]).message == (
        "The result should be an int; it is a list."
    )
    assert told(reports["a type"].tasks[0].checks[0]).message == (
        "The result should be an int; it is something else."
    )


def test_a_sentence_that_quotes_the_answer_is_not_shown(reports):
    careless = next(c for c in reports["a text"].tasks[0].checks if c.check == "test_quotes")

    assert MARK in careless.message
    assert told(careless).message == "The answer is not what it should be."
