"""Tests who of a roster is behind a submission: sure signs first, then names, and no guesses."""

from __future__ import annotations

import pytest
from support.gradebooks import person

from autograder.downloads.matching import Roster
from autograder.downloads.people import Claim

ADA = person("Ada Lovelace", id="007", logins=("ada",), emails=("Ada@uni.edu",), number="11")
BELA = person("Béla Bartók", id="12", logins=("bela-b",), emails=("bela@uni.edu",))
KIM, MIK = person("Kim Lee", id="100"), person("Lee Kim", id="200")
CLASS = Roster((ADA, BELA, KIM, MIK))


@pytest.mark.parametrize(
    ("claim", "who"),
    [
        (Claim(id="007"), ADA),
        (Claim(id="7"), ADA),  # a spreadsheet has dropped the zeros
        (Claim(email="Ada@uni.edu"), ADA),
        (Claim(email="ada@UNI.edu"), ADA),
        (Claim(login="ADA"), ADA),
        (Claim(number="11"), ADA),
        (Claim(name="Ada Lovelace"), ADA),
        (Claim(name="Lovelace, Ada"), ADA),
        (Claim(name="lovelaceada"), ADA),
        (Claim(name="bartokbela"), BELA),
        (Claim(name="Kim Lee"), KIM),  # exactly as the roster writes it
        (Claim(any="Lovelace_Ada"), ADA),
        (Claim(any="bela@uni.edu"), BELA),
        (Claim(any="Lovelace_007"), ADA),
        (Claim(clone="workbook-bela-b"), BELA),
        (Claim(clone="workbook-ada"), ADA),
        (Claim(name="Somebody Else"), None),
        (Claim(name="kimlee"), None),  # Kim Lee or Lee Kim
        (Claim(name="Béla Bartók", id="007"), None),  # they contradict each other
        (Claim(id="007", email="bela@uni.edu"), None),
        (Claim(clone="workbook-ada-1"), None),
    ],
)
def test_who_is_behind_a_claim(claim, who):
    assert CLASS.match(claim).person == who


def test_a_contradiction_names_both():
    match = CLASS.match(Claim(name="Béla Bartók", id="007"))

    assert {each.id for each in match.candidates} == {"007", "12"}
    assert "the name belongs to one" in match.why


def test_who_is_similar_is_only_told():
    match = CLASS.match(Claim(name="Ada Lovelacee"))

    assert match.person is None
    assert match.nearest == ADA
