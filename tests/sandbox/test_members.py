"""Tests what may be asked of an object, and how many are kept."""

from __future__ import annotations

import msgspec
import pytest
import torch

from autograder.sandbox.inside import members, messages
from autograder.sandbox.inside.raising import MissingName

DECODER = msgspec.msgpack.Decoder(messages.ANY_REQUEST)
PYTHONS = ["__init__", "__class__", "__reduce__", "__getattr__"]
PRIVATE = [*PYTHONS, "_steps", "", "a b", "1st", "x\n", "नमस्ते"]


class Counter:
    """Counts, and says so in several ways."""

    kind = "a counter"
    nested = int

    def __init__(self):
        self.count = 0

    def __getattr__(self, name):
        if name == "spelt_wrongly":
            return 7
        raise AttributeError(name)

    def step(self):
        self.count += 1

    @property
    def twice(self):
        return 2 * self.count

    @property
    def broken(self):
        return self.missing

    @staticmethod
    def plain():
        return 1

    @classmethod
    def made(cls):
        return cls()

    def _private(self):
        return 2

    def नमस्ते(self):  # noqa: N802 - a script without capitals
        return 3


class Other(Counter):
    step = 5  # no method any more


def request(name):
    return [
        messages.Call(1, messages.Items([]), messages.Table({}), member=name),
        messages.Attribute(1, name),
    ]


@pytest.mark.parametrize("name", PRIVATE)
def test_other_names_are_not_even_sent(name):
    assert not members.is_public(name)
    for each in request(name):
        with pytest.raises(msgspec.ValidationError):
            DECODER.decode(msgspec.msgpack.encode(each))


@pytest.mark.parametrize("name", ["step", "coef_", "größe", *members.OPERATORS])
def test_public_names_and_a_few_of_pythons_own_are(name):
    for each in request(name):
        assert DECODER.decode(msgspec.msgpack.encode(each)) == each


def test_methods_are_those_of_the_class_without_running_anything():
    assert members.methods_of(Counter) == ["nested", "step", "plain", "made"]
    assert members.methods_of(Other) == ["nested", "plain", "made"]


def test_an_attribute_that_is_missing_differs_from_one_that_fails():
    counter = Counter()

    assert members.read(counter, "twice") == 0
    assert members.read(counter, "spelt_wrongly") == 7
    with pytest.raises(MissingName):
        members.read(counter, "nothing")
    with pytest.raises(AttributeError, match="broken"):
        members.read(counter, "broken")


def test_the_same_object_keeps_its_number():
    kept, counter = members.Kept(), Counter()

    first, other, again = kept.keep(counter), kept.keep(Counter()), kept.keep(counter)

    assert (first.number, other.number, again.number) == (1, 2, 1)
    assert first.description == "a Counter"
    assert kept[1] is counter
    assert kept.keep(torch.nn.Linear(1, 1)) == messages.Handle(3, is_module=True)
    assert kept.keep(lambda: 1).description == "an object that can be called"


@pytest.mark.parametrize("value", [{1, 2}, (i for i in range(3)), b"bytes", Counter, msgspec])
def test_what_is_no_object_of_somebodys_class_is_described(value):
    assert isinstance(members.Kept().keep(value), messages.Opaque)


def test_so_many_objects_are_kept_and_no_more(monkeypatch):
    monkeypatch.setattr(members, "MAX_KEPT", 5)
    monkeypatch.setattr(members, "MAX_IN_A_REPLY", 3)
    kept, objects = members.Kept(), [Counter() for _ in range(9)]

    sent = [kept.keep(each) for each in objects[:4]]
    kept.begin_reply()
    sent += [kept.keep(each) for each in objects[4:7]]
    kept.begin_reply()

    kinds = "HHHOHHO"
    assert "".join(type(each).__name__[0] for each in sent) == kinds
    assert kept.keep(objects[0]) == sent[0]
    kept.clear()
    assert kept.keep(objects[8]).number == 1
