"""What to do first about an exception that ends many calls: advice in our own words.

Only kinds of exceptions and the fixed words of Python, NumPy and torch are looked for. Nothing of
what the student's code wrote is repeated.
"""

# ruff: noqa: E501 - a table of sentences

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from autograder.diagnosis.evidence import Evidence
from autograder.errors import StudentRaised

CHANGED_IN_PLACE = "changed_in_place"  # which makes numbers wrong, too
OWN = "own"  # in place of a name: what a `raise` or `assert` of the student's says, no library's
FEWEST = 2  # calls that end alike
VALUES_AND_PLACES = "You take two things for one: along an axis, torch's `max`, `min`, `sort` and the like give the values and the places where they are."
ADVICE: Sequence[tuple[str, str, str, str]] = (
    # kind of the exception, pattern of its text, name, advice
    (
        "AttributeError",
        r"numpy\.ndarray.* no attribute '(permute|view|clone|unsqueeze|float|detach|numpy|to)'",
        "torch_method_on_array",
        "You call a method of torch's tensors on a NumPy array. Which of the two do you have there, and which do you want?",
    ),
    (
        "AttributeError",
        r"Tensor.* no attribute '(astype|copy)'",
        "array_method_on_tensor",
        "You call a method of NumPy's arrays on a tensor. What is it called in torch?",
    ),
    (
        "AttributeError",
        r"NoneType",
        "method_of_none",
        "Something is None where you expect a value. Which argument may be left out, and which function does not return anything?",
    ),
    (
        "AttributeError",
        r"before \w+\.__init__\(\) call",
        "module_not_initialised",
        "A layer gets parameters before torch's own part of it is made. What has to be the first line of its `__init__`?",
    ),
    ("AttributeError", r"'torch\.return_types\.", "values_and_places_for_one", VALUES_AND_PLACES),
    (
        "AttributeError",
        r"",
        "",
        "You ask a value for something that it does not have. Print its `type` just before.",
    ),
    (
        "TypeError",
        r"(Cannot cast ufunc|can't be cast to the desired output type)",
        "fractions_into_whole_numbers",
        "A result with fractions is written into whole numbers. Make a new array for it, instead of changing the old one in place.",
    ),
    (
        "RuntimeError",
        r"result type .* can't be cast",
        "fractions_into_whole_numbers",
        "A result with fractions is written into whole numbers. Make a new tensor for it, instead of changing the old one in place.",
    ),
    (
        "TypeError",
        r"expected np\.ndarray",
        "from_numpy_of_no_array",
        "`torch.from_numpy` takes NumPy arrays only. What do you give it?",
    ),
    (
        "ValueError",
        r"negative strides",
        "negative_strides",
        "torch takes no array that is read backwards. `copy()` puts the numbers in their new order.",
    ),
    (
        "RuntimeError",
        r"Can't call numpy\(\) on Tensor that requires grad",
        "numpy_of_what_wants_a_gradient",
        "A tensor that wants a gradient can't become a NumPy array. NumPy loses gradients: stay with torch's operations.",
    ),
    (
        "RuntimeError",
        r"a (leaf Variable|view of a leaf).*in-place|modified by an inplace operation",
        CHANGED_IN_PLACE,
        "A tensor that wants a gradient is changed in place. Make a new one instead.",
    ),
    (
        "RuntimeError",
        r"view size is not compatible",
        "view_of_what_is_not_in_order",
        "`view` needs numbers that lie in order in memory. `reshape` does not.",
    ),
    (
        "RuntimeError",
        r"Boolean value of Tensor|bool value of Tensor",
        "several_numbers_for_one_truth",
        "Several numbers are compared where Python wants a single yes or no. `if`, `max`, `min` and `sorted` of Python compare one number at a time.",
    ),
    (
        "ValueError",
        r"truth value of an array",
        "several_numbers_for_one_truth",
        "Several numbers are compared where Python wants a single yes or no. `if`, `max`, `min` and `sorted` of Python compare one number at a time.",
    ),
    (
        "TypeError",
        r"cannot unpack non-iterable (int|NoneType)|'(int|NoneType)' object is not (iterable|subscriptable)",
        "number_for_a_pair",
        "A single number, or None, is taken for a pair. Which arguments may be a number, a pair, or left out?",
    ),
    ("TypeError", r"torch\.return_types\.", "values_and_places_for_one", VALUES_AND_PLACES),
    (
        "TypeError",
        r"'tuple'|tuple",
        "pair_for_a_number",
        "A pair is taken for a single number. Which arguments may be either?",
    ),
    (
        "TypeError",
        r"NoneType",
        "none_for_a_number",
        "Something is None where you reckon with it. Which argument may be left out?",
    ),
    (
        "ValueError",
        r"(too many|not enough) values to unpack",
        "",
        "You take apart a value that has more or fewer parts than names. Print its shape just before.",
    ),
    (
        "IndexError",
        r"out of (bounds|range)|too many indices",
        "",
        "An index is beyond the end of what you made or read. Print the shape of the array and the index just before: was it made with its sides in the right order and of the right size, and does the loop end early enough?",
    ),
    (
        "RuntimeError",
        r"(The size of tensor|must match|expanded size|mat1 and mat2|size mismatch|batch1|shape mismatch)",
        "",
        "Two shapes do not fit together. Print both just before, and say for each axis what it counts.",
    ),
    (
        "ValueError",
        r"(could not be broadcast|could not broadcast|shapes? .*mis|not aligned|mismatch|inconsistent|setting an array)",
        "",
        "Two shapes do not fit together. Print both just before, and say for each axis what it counts.",
    ),
    (
        "RuntimeError",
        r"(shape '.*' is invalid|cannot reshape|unflatten)",
        "",
        "A tensor is reshaped to a size that it does not have. Print its shape, and multiply the sides of both.",
    ),
    (
        "ValueError",
        r"cannot reshape array",
        "",
        "An array is reshaped to a size that it does not have. Print its shape, and multiply the sides of both.",
    ),
    (
        "RuntimeError",
        r"expected scalar type|same dtype|dtype",
        "",
        "Numbers of two kinds meet. Which dtype has each of them, and where was it chosen?",
    ),
    (
        "RuntimeError",
        r"(stack expects|Sizes of tensors must match|non-empty TensorList|expected a non-empty)",
        "",
        "You put together pieces of different sizes, or none at all. Print their shapes: which one is cut short?",
    ),
    (
        "NameError",
        r"",
        "undefined_name",
        "A name is used that nothing was given to. Is it spelt as where it is made?",
    ),
    (
        "UnboundLocalError",
        r"",
        "unbound_name",
        "A name is used before anything was given to it. Is there a way past the line that does?",
    ),
    (
        "ZeroDivisionError",
        r"",
        "",
        "Something is divided by 0. Which argument may be 0, or become it?",
    ),
    ("KeyError", r"", "", "A key is looked up that is not there. Print all keys just before."),
    (
        "RecursionError",
        r"",
        "endless_recursion",
        "A function calls itself without end. When should it stop?",
    ),
    ("ModuleNotFoundError", r"", "missing_module", "A module is imported that is not there."),
    (
        "AssertionError",
        r"",
        OWN,
        "Your own assertion fails. Does it hold for every call that is allowed?",
    ),
    (
        "ValueError",
        r"",
        OWN,
        "Your code refuses, or misreads, a call that is possible. Which condition is too strict?",
    ),
)


def common(crashes: Sequence[Evidence]) -> str:
    """The advice that fits most of these calls; '' if none is known."""
    found = Counter(advice for _, advice in map(_advice, crashes) if advice)
    return found.most_common(1)[0][0] if found else ""


def named(function: str, crashes: Sequence[Evidence]) -> str:
    """A stable name if all these calls end in exceptions that say alike what is amiss; else ''."""
    names = {name for name, _ in map(_advice, crashes)}
    name = names.pop() if len(names) == 1 else ""
    return f"{function}:raises:{name}" if name and len(crashes) >= FEWEST else ""


def _advice(evidence: Evidence) -> tuple[str, str]:
    """The name, if the exception says what the mistake is, and the advice."""
    error = evidence.call.error
    if not isinstance(error, StudentRaised):
        return "", ""
    kinds, text = error.type_names, error.text
    return next(
        (
            ("" if name == OWN else name, advice)
            for kind, pattern, name, advice in ADVICE
            if kind in kinds and re.search(pattern, text[:500]) and (error.is_own or name != OWN)
        ),
        ("", ""),
    )
