"""Tests the report in GitLab's code quality format."""

from __future__ import annotations

import json

from support.reports import annotation

from autograder.exporters import code_quality


def test_an_annotation_is_an_issue_at_its_line():
    first, second = json.loads(
        code_quality.render([annotation(3), annotation(4, level="notice", title="N")])
    )

    assert first["location"] == {"path": "a.py", "lines": {"begin": 3}}
    assert (first["severity"], second["severity"]) == ("major", "info")
    assert first["fingerprint"] != second["fingerprint"]
    assert (
        first["fingerprint"] == json.loads(code_quality.render([annotation(9)]))[0]["fingerprint"]
    )


def test_a_title_is_said_once():
    checked = annotation(3, title="It adds up", message="✗ It adds up\nThe sum is wrong.")
    other = annotation(4, title="Not read", message="The file is too large.")

    first, second = json.loads(code_quality.render([checked, other]))

    assert first["description"] == "✗ It adds up\nThe sum is wrong."
    assert second["description"] == "Not read The file is too large."
