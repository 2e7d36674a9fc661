"""Tests the boundary with real processes: each kind of misbehaviour has its sentence."""

from __future__ import annotations

import pytest
import torch

from autograder.errors import (
    AnswerRefused,
    StudentDied,
    StudentError,
    StudentExited,
    StudentForbidden,
    StudentRaised,
    StudentTimeout,
    StudentUnfinished,
)
from autograder.sandbox.inside import messages
from autograder.sandbox.replies import PYTHON


def call(worker, function, *args, **kwargs):
    answer, _ = worker.call(
        function,
        args,
        kwargs,
        name=function,
        refer=lambda thing: thing,
        resolve=lambda thing: thing,
    )
    return answer


def test_an_answer_comes_back(start_worker):
    worker = start_worker("def double(x, *, times=2): return x * times")

    assert torch.equal(call(worker, "double", torch.ones(2, 3), times=5), torch.full((2, 3), 5.0))


def test_what_is_printed_is_kept_without_control_characters(start_worker):
    worker = start_worker("def f():\n    print('a\\x1b[31mb\\u202ec')\n    return 1")

    call(worker, "f")
    worker.kill()

    assert worker.output() == "a�[31mb�c\n"


def test_output_is_kept_to_its_limit(start_worker):
    worker = start_worker("def f():\n    print('x' * 5_000_000)\n    return 1", output_kb=1)

    assert call(worker, "f") == 1
    worker.kill()

    assert len(worker.output()) < 1100
    assert "bytes more" in worker.output()


MISBEHAVIOUR = {
    "raise KeyError('k')": (StudentRaised, "`f` raised KeyError: 'k' (task.py, line 3)."),
    "raise NotImplementedError('f is still to do')": (StudentUnfinished, "f is still to do."),
    "return g()": (StudentUnfinished, "`f` needs `g` (task.py), which is still to do."),
    "sys.exit('bye')": (
        StudentExited,
        "`f` asked Python to exit (SystemExit) (task.py, line 3). It should return an answer.",
    ),
    "os._exit(7)": (
        StudentDied,
        "The Python process ended instead of answering, during `f`: exit code 7.",
    ),
    "ctypes.string_at(0)": (
        StudentDied,
        "The Python process ended instead of answering, during `f`: "
        "it crashed with a segmentation fault.",
    ),
    "f()": (StudentRaised, "`f` raised RecursionError"),
    "while True: pass": (StudentTimeout, "No answer from `f` within 1 seconds."),
    "os.write(3, b'0' * 64)": (
        AnswerRefused,
        "What came back from `f` is not an answer in the grader's protocol.",
    ),
    "os.close(3)": (StudentDied, "The Python process ended instead of answering, during `f`"),
    "sys.modules.clear(); import torch.nonsense": (StudentRaised, "`f` raised "),
    "class E(Exception):\n        def __str__(self): raise self\n    raise E": (
        StudentRaised,
        "`f` raised E (task.py, line",
    ),
}


@pytest.mark.parametrize("body", MISBEHAVIOUR)
def test_each_misbehaviour_has_its_sentence(start_worker, body):
    kind, sentence = MISBEHAVIOUR[body]
    stub = "def g():\n    raise NotImplementedError('g is still to do')\n"
    source = f"import ctypes, os, sys\ndef f():\n    {body}\n{stub}"
    # Only who never answers is not waited for.
    worker = start_worker(source, call_seconds=1.0 if kind is StudentTimeout else 30.0)

    with pytest.raises(kind) as raised:
        call(worker, "f")

    assert type(raised.value) is kind
    assert str(raised.value).startswith(sentence)


TRACEBACK = """import sys, types
    try:
        raise ValueError
    except ValueError as error:
        made = types.TracebackType(None, sys._getframe(), 10**6, 1)
        raise error.with_traceback(made)"""


@pytest.mark.parametrize(
    ("body", "is_own"),
    [
        ("raise ValueError('no')", True),
        ("assert 1 > 2", True),
        ("int('three')", False),
        ("import torch; torch.ones(2).view(3)", False),
        ("import numpy as np; np.ones(2).reshape(3)", False),
        (TRACEBACK, False),
    ],
)
def test_whose_raise_was_reached_is_known(start_worker, body, is_own):
    worker = start_worker(f"def f():\n    {body}\n")

    with pytest.raises(StudentRaised) as raised:
        call(worker, "f")

    assert raised.value.is_own == is_own


def test_a_missing_function_is_unfinished(start_worker):
    worker = start_worker("x = 1")

    with pytest.raises(StudentUnfinished, match="There is no `conv2d`"):
        call(worker, "conv2d")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def f(:", f"task.py is not valid Python {PYTHON}: invalid syntax (task.py, line 1)."),
        ("import nowhere", "`nowhere` is not installed where this is graded (task.py, line 1)."),
        ("import sys; sys.exit()", "task.py asked Python to exit"),
    ],
)
def test_a_module_that_does_not_load_says_why(start_worker, source, sentence):
    with pytest.raises(StudentError) as raised:
        start_worker(source)

    assert str(raised.value).startswith(sentence)


@pytest.mark.parametrize(
    "body",
    [
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://example.org/')",
    ],
)
def test_whoever_downloads_reads_that_there_is_no_network(start_worker, body):
    worker = start_worker(f"def f():\n    {body}\n")

    with pytest.raises(StudentRaised) as raised:
        call(worker, "f")

    assert str(raised.value) == raised.value.told
    assert raised.value.told == (
        "`f` needs a network (task.py, line 2). There is none where this is graded: "
        "hand in what it would download."
    )


def test_answers_that_can_not_be_sent_are_described(start_worker):
    worker = start_worker("def f(): return (i for i in range(3))\ndef g(): return int")

    assert call(worker, "f") == messages.Opaque("a generator")
    assert call(worker, "g") == messages.Opaque("the class int")


def test_forbidden_operations_are_named_with_their_line(start_worker):
    source = "import torch.nn.functional as F\ndef f(x, w):\n    return F.conv2d(x, w)"
    worker = start_worker(source, forbidden=("*convolution*",))

    with pytest.raises(StudentForbidden) as raised:
        call(worker, "f", torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2))

    assert str(raised.value) == (
        "`f` ran torch's operator convolution, which is not allowed in this task (task.py, line 3)."
    )


def test_a_swallowed_timeout_is_a_timeout(start_worker):
    body = "def f():\n    while True:\n        try:\n            while True: pass\n"
    worker = start_worker(body + "        except BaseException: pass", call_seconds=1.0)

    with pytest.raises(StudentTimeout):
        call(worker, "f")


def test_inputs_that_are_written_into_are_named(start_worker):
    worker = start_worker("def f(x, *, w):\n    w += 1\n    return x")

    _, reply = worker.call(
        "f",
        (torch.zeros(2),),
        {"w": torch.zeros(3)},
        name="f",
        refer=lambda thing: thing,
        resolve=lambda thing: thing,
    )

    assert reply.changed == ["w"]


WRITTEN_INTO = {
    "a tensor of a list": "x[0] += 1",
    "a tensor deeper down": "w['deep'][0][1].mul_(2)",
    "a list that gets another part": "x.append(x[0])",
    "a list that loses one": "x.pop()",
}


@pytest.mark.parametrize("body", WRITTEN_INTO.values(), ids=WRITTEN_INTO)
def test_what_is_written_into_is_found_in_lists_and_dicts(start_worker, body):
    worker = start_worker(f"def f(x, *, w):\n    {body}")
    x, w = [torch.ones(2), torch.ones(())], {"deep": [(torch.ones(2), torch.ones(2)), float("nan")]}

    changed = [
        worker.call("f", (x,), {"w": w}, name="f", refer=_same, resolve=_same)[1].changed
        for _ in range(2)
    ]

    assert changed == [["w" if "w[" in body else "argument 1"]] * 2


def test_lists_that_are_left_alone_count_as_such(start_worker):
    worker = start_worker("def f(x, n): return [each + 1 for each in x[0]]")

    _, reply = worker.call(
        "f", ([[torch.ones(2)], "text"], float("nan")), {}, name="f", refer=_same, resolve=_same
    )

    assert reply.changed == []


def _same(thing: object) -> object:
    return thing


def test_seeds_make_chance_repeatable(start_worker):
    worker = start_worker(
        "import torch, numpy, random\n"
        "def f(): return [torch.rand(()).item(), numpy.random.rand(), random.random()]"
    )
    answers = []
    for seed in (5, 5, 6):
        worker.begin(seed)
        answers.append(call(worker, "f"))

    assert answers[0] == answers[1]
    assert answers[0] != answers[2]


LOOK_AROUND = """
import os, sys

def modules():
    return sorted(name for name in sys.modules if name.split('.')[0] in OURS)

def open_files():
    here = '/proc/self/fd/'
    return sorted(int(fd) for fd in os.listdir(here) if os.path.exists(here + fd))

def environment():
    return dict(os.environ)

def can_import(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True

OURS = ('autograder', 'inside', 'graders', 'solutions', '_pytest', 'pytest')
"""


def test_seen_from_inside_there_is_nothing_of_the_host(start_worker):
    worker = start_worker(LOOK_AROUND)

    assert call(worker, "open_files") == [0, 1, 2, 3]
    assert call(worker, "modules") == []
    assert not call(worker, "can_import", "inside")
    assert not call(worker, "can_import", "host")
    assert not call(worker, "can_import", "autograder")
    assert set(call(worker, "environment")) == {
        "PATH", "LANG", "HOME", "TMPDIR", "USER", "LOGNAME", "GLIBC_TUNABLES",
        "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
    }  # fmt: skip
