"""Errors of Python, NumPy and torch in plain words, with the shapes that met in the line."""

import builtins
import difflib
import re
import sys
import traceback

# What an error's text looks like → what it means, and what helps. {0}, {1} … are its groups.
MEANINGS = {
    r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)": (
        "A matrix product pairs the columns on the left with the rows on the right: here {1} "
        "columns meet {2} rows."
    ),
    r"size mismatch, got input \(\d+\), mat \(\d+x\d+\), vec \(\d+\)|inconsistent tensor size": (
        "A product of a matrix and a vector needs as many columns as the vector has numbers."
    ),
    r"expected m1 and m2 to have the same dtype|expected scalar type (\w+) but found (\w+)"
    r"|should be the same dtype|have the same dtype, but got": (
        "Numbers of two dtypes meet, such as float32 and float64: `.to(other.dtype)` makes them "
        "alike. `torch.zeros` makes float32, unless `dtype=` says otherwise."
    ),
    r"view size is not compatible with input tensor's size and stride": (
        "`.view` only works where the numbers lie in memory in the order in which they are read. "
        "After a transposition they do not; `.reshape` copies them where it has to."
    ),
    r"leaf Variable that requires grad is being used in an in-place operation": (
        "This writes into a tensor that a gradient is wanted for. Make a new tensor instead: "
        "`a = a + b` in place of `a += b`."
    ),
    r"modified by an inplace operation": (
        "A tensor was overwritten that the gradient still needs. Make a new one instead."
    ),
    r"index (-?\d+) is out of bounds for (?:dimension|axis) (\d+) with size (\d+)": (
        "Axis {1} has {2} places, numbered from 0; there is no place {0}. Does a loop go one step "
        "too far, or along another axis?"
    ),
    r"too many indices": "There are more indices between the brackets than axes.",
    r"Dimension out of range \(expected to be in range of \[(-?\d+), (\d+)\], but got (-?\d+)\)": (
        "There is no axis {2}; the axes of this tensor are numbered {0} to {1}."
    ),
    r"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) "
    r"at non-singleton dimension (\d+)": (
        "Two tensors are combined number by number, but along axis {2} one has {0} and the other "
        "{1}. Sizes have to be equal, or 1; `None` or `.reshape` adds axes of size 1."
    ),
    r"operands could not be broadcast together|could not broadcast input array": (
        "Two arrays are combined number by number, but their shapes do not match. Sizes have to be "
        "equal, or 1."
    ),
    r"expanded size of the tensor \((\d+)\) must match the existing size \((\d+)\)": (
        "What is put in has {1} numbers along an axis where there is room for {0}. At the border, "
        "a slice may be shorter than you think."
    ),
    r"shape '(\[.*\])' is invalid for input of size (\d+)": (
        "There are {1} numbers, which do not fill the shape {0}."
    ),
    r"grad can be implicitly created only for scalar outputs": (
        "`.backward()` starts from a single number, such as a loss or a sum."
    ),
    r"does not require grad and does not have a grad_fn": (
        "No gradient can flow back: on the way, the result was cut off from what went in. "
        "`.detach()`, `.data`, `.item()`, `.numpy()`, `torch.tensor(…)` and `torch.no_grad()` do "
        "that. Build the result with operations of torch."
    ),
    r"Can't call numpy\(\) on Tensor that requires grad": (
        "NumPy knows no gradients, so a tensor that needs one does not become an array. Stay in "
        "torch: it has the same functions."
    ),
    r"Expected all tensors to be on the same device": (
        "Two tensors are on different devices: `.to(device)` brings both to the same one."
    ),
    r"elements? cannot be converted to Scalar|only (?:one element|length-1|0-dim)": (
        "A single number is needed here, and a tensor with several came."
    ),
    r"Boolean value of Tensor with more than one value|truth value of an array": (
        "`if` and `and` need one yes or no, and a tensor holds many: `.any()` or `.all()` makes "
        "one."
    ),
    r"can't be cast to the desired output type|result type \w+ can't be cast": (
        "The result has decimals, and the tensor that it is written into holds whole numbers."
    ),
    r"stack expects each tensor to be equal size|Sizes of tensors must match except in dimension": (
        "Tensors of different shapes cannot be stacked. At the border, is one window smaller?"
    ),
    r"stack expects a non-empty|expected a non-empty list": (
        "The list is empty: the loop that should have filled it did not run once."
    ),
    r"expected input\[.*\] to have (\d+) channels, but got (\d+) channels": (
        "This layer was made for {0} channels, and {1} came."
    ),
    r"Expected more than 1 value per channel when training": (
        "Batch normalisation cannot learn from a single number a channel: the batch, or the "
        "picture, is too small here."
    ),
    r"object cannot be interpreted as an integer|must be tuple of ints"
    r"|unsupported operand .*'tuple'"
    r"|not supported between instances of '(?:tuple|int)' and '(?:tuple|int)'": (
        "A pair came where your code expects a single number, or the other way round: "
        "`kernel_size`, `stride` and `padding` may be either."
    ),
    r"got an unexpected keyword argument '(\w+)'": (
        "The function should have a parameter `{0}`, as in the file that you got."
    ),
    r"missing \d+ required positional argument": (
        "Something is called with too few arguments. Are its parameters those that you got?"
    ),
    r"takes (?:from )?\d+.* positional arguments? but \d+": (
        "Something is called with more arguments than it takes. Are its parameters those that you "
        "got?"
    ),
    r"'NoneType' object": "There is None where a value should be: did a function not `return` it?",
    r"maximum recursion depth exceeded": "A function calls itself without an end.",
    r"EOF when reading a line|reading from stdin": (
        "Your code asks for something with `input()`. Nobody answers there, here or when it is "
        "graded: use the arguments."
    ),
}


def explained(error, text):
    """What an error that says `text` means, in sentences; empty if nothing is known of it."""
    for pattern, meaning in MEANINGS.items():
        found = re.search(pattern, text)
        if found:
            return meaning.format(*(found.groups() or ()))
    return _meant(error, text)


def shapes(error, line):
    """`images is (1, 3, 8, 8), weight is (2, 3, 3, 3)`: the tensors that this line of yours names.

    `line` is a frame summary of the traceback.
    """
    names = dict.fromkeys(re.findall(r"(?<![\w.])[A-Za-z_]\w*", line.line or ""))
    values = _locals(error, line)
    sized = [(name, getattr(values.get(name), "shape", None)) for name in names]
    return ", ".join(
        f"{name} is {tuple(shape)}" for name, shape in sized if isinstance(shape, tuple)
    )


def syntax(error):
    """The line that Python cannot read, and a caret below the place."""
    lines = traceback.format_exception_only(type(error), error)
    return "".join(lines[1:-1]).rstrip()


def _meant(error, text):
    """A name that is nearly the one that was not found."""
    if isinstance(error, NameError) and error.name:
        walked = list(traceback.walk_tb(error.__traceback__))
        frame = walked[-1][0] if walked else None
        places = (frame.f_locals, frame.f_globals) if frame else ()
        known = {*dir(builtins), *(name for place in places for name in place)}
        return _near(error.name, known)
    missing = re.match(r"cannot import name '(\w+)' from '([\w.]+)'", text)
    if isinstance(error, ImportError) and missing and missing[2] in sys.modules:
        return _near(missing[1], dir(sys.modules[missing[2]]))
    if isinstance(error, AttributeError) and getattr(error, "name", None):
        return _near(error.name, dir(error.obj))
    return ""


def _near(name, known):
    names = [each for each in known if not each.startswith("__")]
    near = difflib.get_close_matches(name, names, 1)
    return f"Did you mean `{near[0]}`?" if near else ""


def _locals(error, line):
    values = {}
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == line.filename and number == line.lineno:
            values = frame.f_locals
    return values
