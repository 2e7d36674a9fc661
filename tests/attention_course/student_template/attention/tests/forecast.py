"""What the visible tests let expect of the grade: no more than they can know."""

from pathlib import Path

ACCURACY = Path(__file__).with_name("accuracy.py")  # where an assignment measures networks at home


def share(task, found):
    """The share of a task's points to expect after what its tests have found; None if none can say.

    A test with several cases counts once, by its weight, and in proportion to those that pass.
    """
    if "training" in task or task.get("bonus") or not found:
        return None  # what decides, such as an accuracy, these tests do not measure
    if any(each.state == "stopped" and not each.is_whole for each in found):
        return None
    tests = {}
    for each in found:
        tests.setdefault(each.test, []).append(each)
    total = sum(cases[0].weight for cases in tests.values())
    made = sum(
        cases[0].weight * sum(each.state == "passed" for each in cases) / len(cases)
        for cases in tests.values()
    )
    return made / total


def in_words(tasks, shares, by_person=0.0):
    """The sentences about points. `shares` are those of `tasks`, None where nothing is known; a
    person can give the points `by_person` on top of them.
    """
    known = [(task, part) for task, part in zip(tasks, shares, strict=True) if part is not None]
    open_ones = [task for task, part in zip(tasks, shares, strict=True) if part is None]
    unknown = [task for task in open_ones if not task.get("bonus")]
    if known:
        made = sum(task["points"] * part for task, part in known)
        total = sum(task["points"] for task, _ in known)
        named = " and ".join(task["name"] for task, _ in known) if unknown else ""
        more = f", {by_person:g} more by a person" if by_person else ""
        yield f"Forecast{f' for {named}' if named else ''}: {made:.2f} of {total:.2f} points{more}."
        yield "The grade comes from hidden tests, which try other shapes and numbers."
    for task in unknown:
        if "training" in task and not ACCURACY.is_file():
            yield f"{task['name']}: its network is trained and measured when it is graded."
        elif "training" in task:
            yield f"{task['name']}: python check.py --accuracy measures what decides its points."
        else:
            yield f"{task['name']}: no forecast, for its tests could not run to their end."
