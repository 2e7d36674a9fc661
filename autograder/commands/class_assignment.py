"""For which assignment a class has handed in."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.commands.options import print_line
from autograder.course.model import Assignment, Course
from autograder.downloads.handed_in import HandedIn, laid_out
from autograder.downloads.layouts import slug
from autograder.errors import CommandMisused, SubmissionRefused
from autograder.submission import intake
from autograder.template.stubs import as_given

SAMPLE = 12  # submissions that are asked for their assignment


def of_assignment(
    course: Course, named: str | None, handed_in: Sequence[HandedIn]
) -> tuple[Assignment, list[HandedIn]]:
    """The assignment, and what was handed in for it. Raises `CommandMisused` if it isn't clear."""
    told = {slug(each.assignment): each.assignment for each in handed_in if each.assignment}
    own = [each for each in course.assignments.values() if slug(each.name) in told]
    if named:
        assignment = course.assignment(named)
    elif len(course.assignments) == 1:
        [assignment] = course.assignments.values()
    elif len(own) == 1:
        [assignment] = own
    else:
        assignment = _inferred(course, handed_in)
    if slug(assignment.name) in told:
        those = [e for e in handed_in if slug(e.assignment) in ("", slug(assignment.name))]
        if left := len(handed_in) - len(those):
            print_line(f"{left} submissions are of other assignments than {assignment.name}.")
        return assignment, those
    if len(told) > 1:
        raise CommandMisused(
            f"The download holds {', '.join(told.values())}, and none is {assignment.name}: "
            "rename the assignment in grading.yml, or keep only the folders that are meant."
        )
    return assignment, list(handed_in)


def _inferred(course: Course, handed_in: Sequence[HandedIn]) -> Assignment:
    """The assignment whose files are in some of the submissions, spread over all of them.

    Raises `CommandMisused` if that is none, or if there are several.
    """
    stubs = {name: as_given(course, each) for name, each in course.assignments.items()}
    found = []
    step = max(1, len(handed_in) // SAMPLE)
    for each in handed_in[::step]:
        try:
            with laid_out(each, course.intake) as place:
                found.append(intake.assignment_of(place, stubs, course.intake))
        except SubmissionRefused:
            continue
    names = sorted({name for name in found if name})
    if len(names) > 1:
        raise CommandMisused(
            f"There are submissions for {' and '.join(names)}. Grade them one after the other, "
            "each with --assignment and only the folders that are meant."
        )
    if not names:
        raise CommandMisused(
            "The files that were handed in tell no assignment; "
            f"name it: --assignment {' or '.join(course.assignments)}"
        )
    return course.assignment(names[0])
