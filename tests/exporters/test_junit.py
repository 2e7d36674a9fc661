"""Tests the JUnit XML that GitLab, Jenkins and GitHub's actions read."""

from __future__ import annotations

from xml.etree import ElementTree

from support.reports import check, later, report, task

from autograder.exporters import junit
from autograder.exporters.for_students import for_students
from autograder.results import Status


def parsed(made):
    return ElementTree.fromstring(junit.render(made).encode())  # noqa: S314 - our own text


def test_a_suite_for_each_task_and_a_case_for_each_check():
    wrong = check(Status.WRONG, title="Rows come first.", message="It is larger.")
    root = parsed(report(task(check(), wrong), task(check(Status.UNFINISHED), name="vowels")))

    first, second = root.findall("testsuite")
    assert {k: first.get(k) for k in ("name", "tests", "failures", "skipped", "errors")} == {
        "name": "shares", "tests": "2", "failures": "1", "skipped": "0", "errors": "0",
    }  # fmt: skip
    case = first.findall("testcase")[1]
    assert (case.get("classname"), case.get("name")) == ("shares", "Rows come first.")
    assert case.find("failure").get("message") == "It is larger."
    properties = {p.get("name"): p.get("value") for p in case.iter("property")}
    assert properties == {"points": "0", "max_points": "1", "visibility": "visible"}
    assert second.find("testcase/skipped").get("type") == "unfinished"


def test_points_add_up_to_those_of_the_report():
    made = report(task(check(), check(Status.WRONG)), task(check(), name="vowels"))

    points = parsed(made).findall("testsuite/properties/property")
    assert sum(float(p.get("value")) for p in points if p.get("name") == "points") == made.score


def test_a_refused_submission_is_an_error():
    root = parsed(report(refused="<It> is a link & no file."))

    assert root.find("testsuite/testcase/error").get("message") == "<It> is a link & no file."


def test_what_xml_can_not_hold_is_left_out():
    root = parsed(report(task(check(title="a\0b\x1b\ud800\ufffe<&>\"'"))))

    assert root.find("testsuite/testcase").get("name") == "a�b���<&>\"'"


def test_checks_that_are_not_shown_are_not_there():
    text = junit.render(for_students(report(task(check(), later(status=Status.WRONG)))))

    assert "later" not in text
    assert 'tests="1"' in text
