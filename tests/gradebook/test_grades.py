"""Tests what a gradebook shows: one function of rows and policy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.gradebooks import attempt, edit, grading, moment, person, roster, with_policy

from autograder.downloads.people import Claim
from autograder.gradebook.edits import Locked, SetPoints
from autograder.gradebook.grade import State
from autograder.gradebook.grades import book_of
from autograder.gradebook.rows import EditKind, Rows

ADA, BELA = person("Ada Lovelace"), person("Bela Bartok")
READ = edit(EditKind.POINTS, SetPoints("reflection", 1.0), student="ada.lovelace")
LATE = {"deadline": "2026-12-01 12:00", "late": {"percent": 10, "per": "day", "floor": 50}}


def rows(*attempts, gradings=(), edits=(READ,), people=(ADA, BELA)):
    return Rows(
        attempts=attempts,
        gradings=tuple(gradings) or tuple(map(grading, attempts)),
        edits=tuple(edits),
        rosters=(roster(*people),),
    )


def grade_of(book, student="ada.lovelace"):
    [grade] = book.of(student)
    return grade


def words_of(grade):
    return " | ".join(step.words for step in grade.steps)


def test_points_of_checks_and_of_a_person_are_added(toy_course):
    book = book_of(rows(attempt("Ada Lovelace")), with_policy(toy_course))

    grade = grade_of(book)
    assert (grade.state, grade.points, grade.out_of) == (State.GRADED, 7.0, 7.0)
    assert "reflection: 1 of 1, set by Ada on 2026-12-03: it is so" in words_of(grade)
    assert book.problems == ()


def test_who_handed_in_nothing_is_there_and_has_no_number(toy_course):
    grade = grade_of(book_of(rows(attempt("Ada Lovelace")), with_policy(toy_course)), "bela.bartok")

    assert (grade.state, grade.points) == (State.NOTHING, None)


def test_a_task_that_a_person_reads_keeps_the_number_back_until_it_has_points(toy_course):
    grade = grade_of(book_of(rows(attempt("Ada Lovelace"), edits=()), with_policy(toy_course)))

    assert (grade.state, grade.points, grade.so_far) == (State.WAITING, None, 6.0)
    assert "reflection" in grade.waits_for[0]


def test_what_a_person_has_nothing_to_read_of_earns_nothing(toy_course):
    ours = attempt("Ada Lovelace")
    missing = grading(ours, missing="reflection.md was not handed in.")

    grade = grade_of(book_of(rows(ours, gradings=[missing], edits=()), with_policy(toy_course)))

    assert (grade.state, grade.points) == (State.GRADED, 6.0)
    assert "reflection: 0 of 1: reflection.md was not handed in." in words_of(grade)


def test_broken_checks_keep_the_number_back(toy_course):
    ours = attempt("Ada Lovelace")
    broken = grading(ours, {"vowels": 2.0, "shares": None})

    grade = grade_of(book_of(rows(ours, gradings=[broken]), with_policy(toy_course)))

    assert grade.state is State.WAITING
    assert "our fault" in words_of(grade)


@pytest.mark.parametrize(
    ("submitted", "points"),
    [
        (moment(1, 11, 59), 7.0),
        (moment(1, 12, 4), 7.0),  # within grace
        (moment(1, 12, 6), 6.3),
        (moment(2, 12, 0), 6.3),  # a whole day is one day
        (moment(2, 12, 1), 5.6),
        (moment(9, 12, 0), 3.5),  # the floor
    ],
)
def test_each_day_that_has_begun_costs_down_to_the_floor(toy_course, submitted, points):
    policy = with_policy(toy_course, grace_minutes=5, **LATE)

    grade = grade_of(book_of(rows(attempt("Ada Lovelace", submitted=submitted)), policy))

    assert grade.points == pytest.approx(points)
    assert grade.steps[-1].points == grade.points


def test_a_change_of_clocks_is_no_lateness(toy_course):
    # On 25 October 2026, 3:00 in Berlin comes twice: 23:30 to 23:30 is 25 hours.
    policy = with_policy(
        toy_course, timezone="Europe/Berlin", deadline="2026-10-24 23:30", late={"percent": 10}
    )
    in_time = attempt("Ada Lovelace", submitted="2026-10-24T21:30:00.000000Z")
    two_days = attempt("Ada Lovelace", submitted="2026-10-25T22:00:00.000000Z")

    assert grade_of(book_of(rows(in_time), policy)).points == 7.0
    assert grade_of(book_of(rows(two_days), policy)).points == pytest.approx(5.6)


def test_an_extension_is_the_students_own_deadline(toy_course):
    policy = with_policy(toy_course, extensions={"ada.lovelace": "3 days"}, **LATE)

    grade = grade_of(book_of(rows(attempt("Ada Lovelace", submitted=moment(4, 11))), policy))

    assert grade.points == 7.0


@pytest.mark.parametrize(
    ("until", "submitted", "points"),
    [
        ("3 days", moment(4, 11), 7.0),
        ("3 days", moment(4, 13), 6.3),
        (moment(2, 18), moment(2, 17), 7.0),
        (moment(2, 18), moment(2, 19), 6.3),
    ],
)
def test_an_extension_in_the_gradebook_counts_before_that_of_grading_yml(
    toy_course, until, submitted, points
):
    policy = with_policy(toy_course, extensions={"ada.lovelace": "9 days"}, **LATE)
    extended = edit(EditKind.EXTEND, until, student="ada.lovelace", reason="was ill")

    grade = grade_of(
        book_of(rows(attempt("Ada Lovelace", submitted=submitted), edits=[READ, extended]), policy)
    )

    assert grade.points == pytest.approx(points)
    assert "deadline extended to 2026-12-0" in words_of(grade)
    assert "by Ada on 2026-12-03: was ill" in words_of(grade)


def test_points_that_are_kept_count_before_a_later_grading(toy_course):
    ours = attempt("Ada Lovelace")
    first = grading(ours, {"vowels": 2.0, "shares": 4.0}, key="1", checks="c1")
    lower = grading(
        ours, {"vowels": 2.0, "shares": 3.0}, key="2", checks="c2", at=moment(4), awaits=True
    )
    keep = edit(EditKind.KEEP, "2", reason="never lower", at=moment(5))
    policy = with_policy(toy_course)

    kept = rows(ours, gradings=[first, lower], edits=[READ, keep])
    waiting = rows(ours, gradings=[first, lower])
    grade = grade_of(book_of(kept, policy))

    assert grade.points == 7.0
    assert "are kept by Ada on 2026-12-05, where checks c2 give 5: never lower" in words_of(grade)
    assert not any(
        "other checks" in p for p in book_of(kept, policy, checks={"counting": "c2"}).problems
    )
    assert any(
        "other checks" in p for p in book_of(waiting, policy, checks={"counting": "c2"}).problems
    )


def test_slip_days_are_shared_by_the_order_of_deadlines(toy_course):
    [first] = with_policy(toy_course, **LATE)
    later = {**LATE, "deadline": "2026-12-05 12:00"}
    [second] = with_policy(toy_course, **later)
    second = replace(second, name="counting_more")
    edits = [
        READ,
        edit(
            EditKind.POINTS,
            SetPoints("reflection", 1.0),
            student="ada.lovelace",
            assignment="counting_more",
            key="second",
        ),
    ]
    ours = (
        attempt("Ada Lovelace", submitted=moment(3, 11)),
        attempt("Ada Lovelace", submitted=moment(8, 11), assignment="counting_more"),
    )

    book = book_of(rows(*ours, edits=edits), [second, first], slip_days=3)

    points = {grade.assignment: grade.points for grade in book.of("ada.lovelace")}
    assert points == {"counting": 7.0, "counting_more": pytest.approx(5.6)}
    assert "2 slip days used, 1 left" in words_of(book.grades["ada.lovelace", "counting"])


def test_lateness_that_nobody_can_measure_is_not_guessed(toy_course):
    ours = attempt("Ada Lovelace", is_late=True)

    late = grade_of(book_of(rows(ours), with_policy(toy_course, **LATE)))
    time = edit(EditKind.TIME, moment(2, 11), student="ada.lovelace")
    told = grade_of(book_of(rows(ours, edits=[READ, time]), with_policy(toy_course, **LATE)))

    assert (late.state, late.points) == (State.WAITING, None)
    assert told.points == pytest.approx(6.3)


def test_latest_best_or_first_counts_as_the_policy_says(toy_course):
    good = attempt("Ada Lovelace", content="1", submitted=moment(1, 9))
    poor = attempt("Ada Lovelace", content="2", submitted=moment(1, 10))
    both = rows(good, poor, gradings=[grading(good), grading(poor, {"vowels": 0, "shares": 0})])

    points = {
        counts: grade_of(book_of(both, with_policy(toy_course, counts=counts))).points
        for counts in ("latest", "best", "first")
    }

    assert points == {"latest": 1.0, "best": 7.0, "first": 7.0}


def test_the_best_is_the_best_after_its_penalty(toy_course):
    early = attempt("Ada Lovelace", content="1", submitted=moment(1, 9))
    late = attempt("Ada Lovelace", content="2", submitted=moment(9, 9))
    both = rows(early, late, gradings=[grading(early, {"vowels": 2, "shares": 3}), grading(late)])

    assert grade_of(book_of(both, with_policy(toy_course, counts="best", **LATE))).points == 6.0


def test_attempts_whose_order_nobody_knows_are_not_guessed(toy_course):
    two = attempt("Ada Lovelace", content="1", name="a"), attempt("Ada Lovelace", content="2")
    chosen = edit(EditKind.CHOOSE, two[0].attempt, student="ada.lovelace")

    undecided = book_of(rows(*two), with_policy(toy_course))
    decided = book_of(rows(*two, edits=[READ, chosen]), with_policy(toy_course))

    assert grade_of(undecided).state is State.UNDECIDED
    assert "`autograder gradebook choose STUDENT SUBMISSION --assignment " in undecided.problems[0]
    assert grade_of(decided).attempt == two[0]


def test_the_latest_is_by_time_else_by_number_else_by_what_was_seen_later(toy_course):
    def latest(*its):
        gradings = [grading(its[0]), grading(its[1], {"vowels": 0, "shares": 0})]
        book = book_of(rows(*its, gradings=gradings), with_policy(toy_course))
        return grade_of(book).points

    def two(one, other):
        return [attempt("Ada Lovelace", content=c, **m) for c, m in (("1", one), ("2", other))]

    assert latest(*two({"submitted": moment(2)}, {"submitted": moment(1), "at": moment(9)})) == 7.0
    # Of Canvas, an older download may be read later.
    assert latest(*two({"number": 9}, {"number": 8, "at": moment(9)})) == 7.0
    assert latest(*two({"at": moment(8)}, {"at": moment(9)})) == 1.0


def test_extensions_and_edits_of_nobody_are_told(toy_course):
    policy = with_policy(toy_course, extensions={"ada": "3 days"}, **LATE)
    said = edit(EditKind.POINTS, SetPoints("", 1.0), student="gone")

    book = book_of(rows(attempt("Ada Lovelace"), edits=[READ, said]), policy)

    assert "gives 'ada' an extension in counting, and nobody has this id" in book.problems[0]
    assert "edits about 'gone'" in book.problems[1]


def test_two_names_of_one_person_are_told_and_not_mixed(toy_course):
    twice = attempt("Ada Lovelace", content="1"), attempt(Claim(any="ada.lovelace"), content="2")

    book = book_of(rows(*twice), with_policy(toy_course))

    assert grade_of(book).state is State.UNDECIDED
    assert "'Ada Lovelace' and 'ada.lovelace'" in book.problems[0]


def test_a_group_shares_its_submission(toy_course):
    book = book_of(rows(attempt("Ada Lovelace", "Bela Bartok")), with_policy(toy_course))

    assert grade_of(book).so_far == 7.0
    assert grade_of(book, "bela.bartok").so_far == 6.0


def test_whom_nobody_knows_is_listed_with_what_to_do(toy_course):
    namesakes = person("Kim Lee", id="1"), person("Lee Kim", id="2")
    unknown, ambiguous = attempt("Ada Lovelac"), attempt("Kim Lee")

    exact = book_of(rows(ambiguous, people=(ADA, *namesakes)), with_policy(toy_course))
    book = book_of(
        rows(unknown, attempt("kimlee"), people=(ADA, *namesakes)), with_policy(toy_course)
    )

    assert exact.problems == ()  # exactly as the roster writes it
    assert "unmatched" in book.problems[0]
    assert "The most similar one is Ada Lovelace (ada.lovelace)" in book.problems[0]
    assert "ambiguous" in book.problems[1]
    assert "Kim Lee (1), Lee Kim (2)" in book.problems[1]


def test_a_person_says_who_it_is(toy_course):
    claim = Claim(name="shadow")
    says = edit(EditKind.MATCH, claim, student="ada.lovelace")

    book = book_of(rows(attempt(claim), edits=[READ, says]), with_policy(toy_course))

    assert grade_of(book).points == 7.0
    assert book.strays == ()


def test_cap_bonus_dropped_tasks_and_rounding(toy_course):
    ours = attempt("Ada Lovelace")
    some = rows(ours, gradings=[grading(ours, {"vowels": 1.3, "shares": 4.0})])

    def points(*, bonus="", **policy):
        [assignment] = with_policy(toy_course, **policy)
        tasks = tuple(replace(task, bonus=task.name == bonus) for task in assignment.tasks)
        grade = grade_of(book_of(some, [replace(assignment, tasks=tasks)]))
        return grade.points, grade.out_of

    assert points() == (6.3, 7.0)
    assert points(bonus="shares") == (6.3, 3.0)
    assert points(bonus="shares", cap=4) == (4.0, 3.0)
    assert points(dropped=("shares",)) == (2.3, 3.0)
    assert points(round_to=0.5) == (6.5, 7.0)
    assert points(dropped=("shares",), round_to=0.5) == (2.5, 3.0)


def test_a_bonus_that_was_not_handed_in_counts_nothing(toy_course):
    ours = attempt("Ada Lovelace")
    some = rows(ours, gradings=[grading(ours, {"vowels": 1.5})])
    [assignment] = with_policy(toy_course, dropped=("reflection",))
    tasks = tuple(replace(task, bonus=task.name == "shares") for task in assignment.tasks)

    grade = grade_of(book_of(some, [replace(assignment, tasks=tasks)]))

    assert (grade.points, grade.out_of) == (1.5, 2.0)
    assert "shares: 0 of 4, not handed in, a bonus" in [step.words for step in grade.steps]


def test_half_points_are_rounded_up(toy_course):
    ours = attempt("Ada Lovelace")
    half = rows(ours, gradings=[grading(ours, {"vowels": 1.25, "shares": 0.25})])

    assert grade_of(book_of(half, with_policy(toy_course, round_to=1))).points == 3.0


def test_set_points_lock_and_undo(toy_course):
    ours = attempt("Ada Lovelace")
    whole = edit(EditKind.POINTS, SetPoints("", 5.0), student="ada.lovelace", key="a")
    lock = edit(EditKind.LOCK, Locked(4.0, 7.0), student="ada.lovelace", key="b")
    unlock = edit(EditKind.UNDO, "b", key="c")
    relock = edit(EditKind.UNDO, "c", key="d")

    def grade(*edits):
        return grade_of(book_of(rows(ours, edits=[READ, *edits]), with_policy(toy_course)))

    assert grade(whole).points == 5.0
    assert (grade(whole, lock).points, grade(whole, lock).is_locked) == (4.0, True)
    assert grade(whole, lock, unlock).points == 5.0
    assert grade(whole, lock, unlock, relock).points == 4.0
    assert "locked by Ada on 2026-12-03: it is so" in words_of(grade(lock))


def test_a_grading_that_awaits_somebody_counts_when_it_is_accepted(toy_course):
    ours = attempt("Ada Lovelace")
    old = grading(ours, at=moment(2))
    new = grading(ours, {"vowels": 0, "shares": 4}, at=moment(3), awaits=True, key="new")
    accepted = edit(EditKind.ACCEPT, "new", at=moment(4))

    before = book_of(rows(ours, gradings=[old, new]), with_policy(toy_course))
    after = book_of(
        rows(ours, gradings=[old, new], edits=[READ, accepted]), with_policy(toy_course)
    )

    assert grade_of(before).points == 7.0
    assert grade_of(after).points == 5.0


def test_gradings_by_other_checks_are_told(toy_course):
    book = book_of(
        rows(attempt("Ada Lovelace")), with_policy(toy_course), checks={"counting": "c2"}
    )

    assert "were made with other checks" in book.problems[0]


def test_without_a_roster_everybody_is_who_the_download_says(toy_course):
    ours = attempt(Claim(name="Kim", id="007")), attempt(Claim(name="Kim", id="7"), content="b")

    book = book_of(Rows(attempts=ours, gradings=tuple(map(grading, ours))), with_policy(toy_course))

    assert [person.id for person in book.people] == ["007", "7"]
    assert all(grade.so_far == 6.0 for grade in book.grades.values())
