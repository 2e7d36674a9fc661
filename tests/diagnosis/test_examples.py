"""Examples of layers and of functions that read files, in a course that gives no probes.

Each call is run as it is shown, in a plain Python process: with the solution and with the mistake.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from autograder.diagnosis import small_files
from autograder.diagnosis.asking import Ask
from autograder.diagnosis.examples import MAX_NUMBERS, examples_of
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.results import Example, Status
from autograder.scoring import CaseOutcome

SOLUTION = '''
import numpy as np
import torch
from PIL import Image
from torch import nn


class Mix(nn.Module):
    """Channels mixed at each pixel, with a scale and settings that are words."""

    def __init__(self, channels, out, *, step=1, mode="plain"):
        super().__init__()
        self.inner = nn.Linear(channels, out)
        self.register_buffer("variance", torch.ones(out))
        self.step = step

    def forward(self, images):
        mixed = self.inner(images.movedim(1, -1)) / self.variance.sqrt()
        return mixed.movedim(-1, 1)[..., :: self.step]


class Look(nn.Module):
    def __init__(self, words, size):
        super().__init__()
        self.rows = nn.Embedding(words, size)

    def forward(self, numbers):
        return self.rows(numbers)


class Recurrent(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.of_input = nn.Linear(inputs, hidden)
        self.of_state = nn.Linear(hidden, hidden, bias=False)

    def forward(self, steps):
        state = torch.zeros(steps.shape[1], self.of_state.in_features)
        states = []
        for step in steps:
            state = self.of_input(step) + self.of_state(state)
            states.append(state)
        return torch.stack(states), state


def load(path):
    """The pixels of a picture, in whatever mode."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGBA"))[:, :, :3]


def total(path, axis=0):
    return np.load(path).sum(axis)


def shape_of(path):
    with open(path) as file:
        return np.array([len(line) for line in file])


def mixed_with(numbers, share, *, base):
    return share * numbers + (1 - share) * base


def stepped(numbers, step):
    return numbers * step
'''
WRONG = {
    "Mix": (".sqrt()", ""),
    "Look": ("self.rows(numbers)", "self.rows(numbers) * 2"),
    "Recurrent": ("return torch.stack(states), state", "return torch.stack(states), 2 * state"),
    "load": ("[:, :, :3]", "[:, :, 2::-1]"),
    "total": (".sum(axis)", ".sum(axis) + 1"),
    "shape_of": ("len(line)", "len(line) + 1"),
    "mixed_with": ("(1 - share) * base", "share * base"),
    "stepped": ("numbers * step", "numbers * (step + (step == 0.7))"),
}
LAYER_NUMBER = 0.4321
RUN = """
import json, sys
shown = []
exec(compile(sys.stdin.read(), "call", "exec"), {"print": shown.append})
[answer] = shown
answer = getattr(answer, "detach", lambda: answer)()
print(json.dumps([list(answer.shape), answer.reshape(-1).tolist()]))
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "mixing.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text("")
    return Catalogue(tmp_path / "mixing.py", tmp_path / "mistakes.py")


def wrong(catalogue: Catalogue, function: str, folder: Path) -> Catalogue:
    folder.mkdir()
    text = SOLUTION.replace(*WRONG[function])
    assert text != SOLUTION
    (folder / "mixing.py").write_text(text)
    (folder / "mistakes.py").write_text("")
    return Catalogue(folder / "mixing.py", folder / "mistakes.py")


def examples(catalogue: Catalogue, student: Catalogue, call: RecordedCall) -> tuple[Example, ...]:
    """The examples after one wrong answer."""
    replayer = Replayer()

    @contextmanager
    def fresh() -> Iterator[Ask]:
        yield lambda call: replayer.replay(call, student.right)

    given = RecordedCall(
        call.function,
        call.args,
        call.kwargs,
        replayer.replay(call, student.right).answer,
        made=call.made,
        files=call.files,
    )
    outcome = CaseOutcome("test_it", "It is so.", 1.0, Status.WRONG)
    try:
        return examples_of(catalogue, [outcome], [[given]], fresh)
    finally:
        replayer.close()


def ran(example: Example, folder: Path) -> tuple[list[int], list[float]]:
    """The shape and the numbers that the call prints, with the module of this folder."""
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=example.code,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shape, numbers = json.loads(done.stdout)
    return shape, numbers


def require_true(example: Example, right: Path, mine: Path) -> None:
    for numbers, folder in ((example.expected, right), (example.yours, mine)):
        shape, values = ran(example, folder)
        assert tuple(shape) == numbers.shape
        assert values == pytest.approx(numbers.values, rel=1e-5)


def mixing(channels: int, out: int) -> RecordedCall:
    """A call of a layer with 'hidden' numbers, larger than a page shows."""
    state = {
        "inner.weight": torch.full((out, channels), LAYER_NUMBER),
        "inner.bias": torch.full((out,), -LAYER_NUMBER),
        "variance": torch.full((out,), 7 + LAYER_NUMBER),
    }
    made = LayerConstruction((channels, out), {"step": 2}, state)
    return RecordedCall("Mix", (torch.rand(3, channels, 9, 8) + 20,), {}, made=made)


def test_a_layer_is_made_small_given_other_numbers_and_called(catalogue, tmp_path):
    student = wrong(catalogue, "Mix", tmp_path / "mine")

    [example] = examples(catalogue, student, mixing(6, 12))

    assert re.fullmatch(r"Mix\((\d), (\d), step=\d\)\(images\)", example.line)
    shown = dict(example.inputs)
    assert set(shown) == {"images", "inner_weight", "inner_bias", "variance"}
    assert all(value == int(value) for each in shown.values() for value in each.values)
    assert min(shown["variance"].values) > 0
    assert max(len(each.values) for each in shown.values()) <= MAX_NUMBERS
    assert len(example.expected.values) > 1
    require_true(example, tmp_path, tmp_path / "mine")


def test_of_several_answers_the_wrong_one_is_shown_of_a_small_layer(catalogue, tmp_path):
    student = wrong(catalogue, "Recurrent", tmp_path / "mine")
    torch.manual_seed(0)
    state = {n: v.detach() for n, v in catalogue.right.Recurrent(8, 16).state_dict().items()}
    made = LayerConstruction((8, 16), {}, state)
    call = RecordedCall("Recurrent", (torch.randn(7, 3, 8),), {}, made=made)

    (example,) = examples(catalogue, student, call)

    assert example.code.endswith("print(layer(steps)[1])")
    assert example.line == "Recurrent(4, 4)(steps)[1]"
    shapes = {name: numbers.shape for name, numbers in example.inputs}
    assert shapes["steps"] == (1, 3, 4)
    assert shapes["of_state_weight"] == (4, 4)
    require_true(example, tmp_path, tmp_path / "mine")


def test_places_in_a_table_stay_places_of_the_table(catalogue, tmp_path):
    student = wrong(catalogue, "Look", tmp_path / "mine")
    made = LayerConstruction((5, 3), {}, {"rows.weight": torch.rand(5, 3)})
    numbers = torch.tensor([[0, 4, 2], [1, 3, 4]])

    [example] = examples(catalogue, student, RecordedCall("Look", (numbers,), {}, made=made))

    assert "numbers" in {name for name, _ in example.inputs}
    require_true(example, tmp_path, tmp_path / "mine")


def test_a_layer_made_with_a_text_of_a_check_is_not_shown(catalogue, tmp_path):
    call = mixing(2, 2)
    assert call.made is not None
    made = LayerConstruction(call.made.args, {"mode": "SECRET"}, call.made.state)
    hidden = RecordedCall("Mix", call.args, {}, made=made)

    assert examples(catalogue, wrong(catalogue, "Mix", tmp_path / "mine"), hidden) == ()


def picture(mode: str, *, size: tuple[int, int] = (9, 7), **how: Any) -> bytes:
    draw = np.random.default_rng(3)
    made = Image.fromarray(draw.integers(0, 256, (size[1], size[0], 4), np.uint8)).convert(mode)
    file = BytesIO()
    made.save(file, **({"format": "PNG"} | how))
    return file.getvalue()


FILES = {
    **{mode: lambda mode=mode: picture(mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")},
    "see-through palette": lambda: picture("P", transparency=3),
    "jpeg": lambda: picture("RGB", format="JPEG"),
    "one row": lambda: picture("RGB", size=(200, 1)),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_picture_file_is_drawn_anew_and_made_by_what_is_shown(catalogue, tmp_path, kind):
    student = wrong(catalogue, "load", tmp_path / "mine")
    data = FILES[kind]()
    call = RecordedCall("load", ("/secret/cat.png",), {}, files={"/secret/cat.png": data})

    found = examples(catalogue, student, call)

    if kind in ("1", "L", "LA"):  # as red as blue
        assert found == ()
        return
    [example] = found
    assert example.line == 'load("picture.png")'
    assert "secret" not in example.code
    [(name, _)] = example.files
    assert name == "picture.png"
    require_true(example, tmp_path, tmp_path / "mine")
    with Image.open(tmp_path / "picture.png") as made, Image.open(BytesIO(data)) as like:
        assert made.mode == like.mode
        assert max(made.size) <= small_files.SIDE
        assert (made.size[0] > made.size[1]) == (like.size[0] > like.size[1])
        assert ("transparency" in made.info) == ("transparency" in like.info)


@pytest.mark.parametrize("mode", small_files.MODES)
def test_the_lines_make_the_very_file(tmp_path, mode):
    data, name = small_files.redrawn(picture(mode), torch.Generator().manual_seed(1)) or (b"", "")

    made = small_files.written(name, data, "pixels")
    lines = "\n".join(["import numpy as np", *made.imports, *made.lines])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\npixels = None\n{_with_pixels(lines, made.array)}"],
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 0
    with Image.open(tmp_path / name) as written, Image.open(BytesIO(data)) as wanted:
        assert written.mode == wanted.mode == mode
        assert written.convert("RGBA").tobytes() == wanted.convert("RGBA").tobytes()
    assert len(made.shown) == len(small_files.MODES[mode]) + (mode == "P")


def _with_pixels(lines: str, array: np.ndarray) -> str:
    given = f"np.array({array.tolist()}, dtype=np.{array.dtype})"
    head, _, rest = lines.partition("\n")
    return f"{head}\npixels = {given}\n{rest}"


def test_an_array_in_a_file_is_drawn_anew(catalogue, tmp_path):
    student = wrong(catalogue, "total", tmp_path / "mine")
    file = BytesIO()
    np.save(file, np.full((6, 9), LAYER_NUMBER))
    call = RecordedCall(
        "total", ("/given/x.npy",), {"axis": 1}, files={"/given/x.npy": file.getvalue()}
    )

    [example] = examples(catalogue, student, call)

    assert example.line == 'total("numbers.npy", axis=0)'
    assert str(LAYER_NUMBER) not in example.code
    assert example.files == ()
    require_true(example, tmp_path, tmp_path / "mine")


@pytest.mark.parametrize("data", [b"some text\nof a check\n", b"\x89PNG and no more", b"\x93NUMPY"])
def test_of_a_file_of_another_kind_there_is_no_example(catalogue, tmp_path, data):
    student = wrong(catalogue, "shape_of", tmp_path / "mine")
    call = RecordedCall("shape_of", ("/given/x",), {}, files={"/given/x": data})

    assert examples(catalogue, student, call) == ()


def test_a_float_of_a_check_gives_way_to_a_simple_one(catalogue, tmp_path):
    student = wrong(catalogue, "mixed_with", tmp_path / "mine")
    call = RecordedCall("mixed_with", (torch.rand(2, 2), LAYER_NUMBER), {"base": LAYER_NUMBER})

    [example] = examples(catalogue, student, call)

    assert example.line == "mixed_with(numbers, 0.25, base=0.75)"
    assert str(LAYER_NUMBER) not in example.code
    require_true(example, tmp_path, tmp_path / "mine")


def test_a_call_that_goes_wrong_for_a_float_of_a_check_alone_is_no_example(catalogue, tmp_path):
    student = wrong(catalogue, "stepped", tmp_path / "mine")

    assert examples(catalogue, student, RecordedCall("stepped", (torch.rand(2), 0.7), {})) == ()
