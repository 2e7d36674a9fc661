"""What there is to say of a test before it runs: its title, and the functions that it calls."""

import inspect

# Parameters of tests that a title does not show: they are in the sentence, or too long for it.
SILENT, SHORT = {"what", "result", "row", "place", "weight_shape"}, 40


def used(function, task):
    """The names of the task's functions that a test calls, itself or by a function beside it."""
    waiting, seen = [function], set()
    while waiting:
        each = waiting.pop()
        seen.add(each)
        for name in _names_in(each.__code__):
            thing = each.__globals__.get(name)
            if getattr(thing, "__module__", "") == task and thing not in seen:
                seen.add(thing)
                yield name
            elif inspect.isfunction(thing) and thing.__module__ == each.__module__:
                waiting += [thing] if thing not in seen else []


def _names_in(code):
    """The global names that code uses, also in the comprehensions and functions within it."""
    yield from code.co_names
    for inner in code.co_consts:
        if inspect.iscode(inner):
            yield from _names_in(inner)


def about(item, task):
    """What is told of a test, whatever it finds: its name, its weight, and what it uses."""
    mark = item.get_closest_marker("weight")
    return {
        "test": item.originalname,
        "weight": float(mark.args[0]) if mark else 1.0,
        "uses": list(used(item.function, task)),
    }


def title_of(item):
    """The name of a test as a sentence, and what is special about this case of it."""
    title = item.name.partition("[")[0].removeprefix("test_").replace("_", " ")
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    told = {name: repr(value) for name, value in parameters.items() if name not in SILENT}
    cases = [f"{name} = {text}" for name, text in told.items() if len(text) < SHORT]
    return title + (f" ({', '.join(cases)})" if cases else "")
