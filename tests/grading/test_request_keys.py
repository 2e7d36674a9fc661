"""Tests what of a request decides the answer: for objects, all that they were asked before."""

from __future__ import annotations

import numpy as np

from autograder.grading.request_keys import Histories, key_of
from autograder.sandbox.inside import messages

MADE = messages.Call("SGD", messages.Items([0.5]), messages.Table({}))


def asked(number: int, value: float, member: str = "step") -> messages.Call:
    return messages.Call(number, messages.Items([value]), messages.Table({}), member=member)


def told(histories: Histories, *requests: tuple[messages.Request, int | None]) -> list[bytes]:
    """The keys of requests, each of which gives back the object of this number, if any."""
    keys = []
    for request, number in requests:
        keys.append(histories.key(request, [], is_in_case=False))
        value = None if number is None else messages.Handle(number)
        histories.heard(request, keys[-1], messages.Returned(value), is_in_case=False)
    return keys


READ = messages.Attribute(1, "parameters")


def test_the_same_question_to_an_object_in_another_state_is_another():
    once = told(Histories(), (MADE, 1), (asked(1, 2.0), None), (READ, None))
    twice = told(Histories(), (MADE, 1), (asked(1, 2.0), None), (asked(1, 2.0), None), (READ, None))
    other = told(Histories(), (MADE, 1), (asked(1, 3.0), None), (READ, None))
    fresh = told(Histories(), (MADE, 1), (READ, None))

    assert once[:2] == twice[:2]
    assert len({once[-1], twice[-1], other[-1], fresh[-1]}) == 4
    assert once == told(Histories(), (MADE, 1), (asked(1, 2.0), None), (READ, None))


def test_what_an_object_is_made_with_counts():
    other = messages.Call("SGD", messages.Items([0.25]), messages.Table({}))

    assert (
        told(Histories(), (MADE, 1), (READ, None))[1]
        != told(Histories(), (other, 1), (READ, None))[1]
    )


def test_objects_that_are_given_to_each_other_share_what_came_before():
    def giving(number: int) -> messages.Call:
        given = messages.Table({"all": messages.Items([messages.Handle(number)])})
        return messages.Call("of_all", messages.Items([]), given)

    plain = told(Histories(), (MADE, 1), (giving(1), None), (READ, None))
    asked_before = told(Histories(), (MADE, 1), (asked(1, 2.0), None), (giving(1), None))
    not_given = told(Histories(), (MADE, 1), (READ, None))

    assert plain[1] != asked_before[2]
    assert plain[2] != not_given[1]


def test_an_object_that_gives_itself_back_goes_on():
    plain = told(Histories(), (MADE, 1), (asked(1, 2.0), None), (READ, None))
    fluent = told(Histories(), (MADE, 1), (asked(1, 2.0), 1), (READ, None))

    assert plain == fluent


def test_within_a_case_the_order_says_it_all():
    histories = Histories()
    told(histories, (MADE, 1), (asked(1, 2.0), None))

    in_case = histories.key(READ, [], is_in_case=True)

    assert in_case == Histories().key(READ, [], is_in_case=True)
    # Other objects have the numbers now.
    assert histories.key(READ, [], is_in_case=False) == in_case


def test_recordings_that_were_made_before_are_still_read():
    """Whatever a request may hold by now, the key of such a call is what it has always been."""
    array, layer = messages.Array("float32", [2]), messages.Handle(2, is_module=True)
    given = messages.Items([array, 3, layer], True), messages.Table({"padding": 1})

    key = key_of(messages.Call("shares", *given, seed=7), [np.arange(8, dtype=np.uint8)])

    assert key.hex() == "a327cfbc605a72f6a63868dfdc2104b0"
