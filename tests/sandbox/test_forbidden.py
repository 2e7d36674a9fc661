"""Tests that forbidden operations fail by every route, and that allowed ones still work."""

from __future__ import annotations

import pytest
import torch
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.errors import StudentError, StudentForbidden
from autograder.sandbox.naming import naming_nothing

pytestmark = pytest.mark.slow(40)

PATTERNS = load_course(PROJECT).assignment("workbook").task("convolution").forbidden
IMPORTS = """
import ctypes, functools, gc, importlib, importlib.util, inspect, os, runpy, sys, types
import numpy as np, torch, torch.nn.functional as F, torch.nn.utils._expanded_weights.conv_utils
from pathlib import Path
X, W = torch.arange(48.0).reshape(1, 1, 6, 8), torch.ones(1, 1, 2, 2)
"""
# Ways around forbidden operators → the words in the resulting sentence.
DOORS = {
    "torch._decomp.decompositions.im2col(X, (2, 2), (1, 1), (0, 0), (1, 1))": "torch's `im2col`",
    "torch._decomp.decompositions.im2col.__wrapped__(X, (2, 2), (1, 1), (0, 0), (1, 1))": (
        "torch's `im2col`"
    ),
    "torch._decomp.decomposition_table[torch.ops.aten.im2col.default]"
    "(X, (2, 2), (1, 1), (0, 0), (1, 1))": "torch's `im2col`",
    "torch._decomp.decompositions._max_pool_nd_with_indices(X)": (
        "torch's `_max_pool_nd_with_indices`"
    ),
    "torch.nn.utils._expanded_weights.conv_utils.unfold3d(X[:, :, None], (1, 2, 2), 0, 1, 1)": (
        "torch's `unfold3d`"
    ),
    "importlib.import_module('torch._inductor.decomposition').decompositions"
    "[torch.ops.aten.im2col.default](X, (2, 2), (1, 1), (0, 0), (1, 1))": "torch's `im2col`",
    "runpy.run_path(torch._decomp.decompositions.__file__)": ("a library's module once more"),
    "np.convolve([1.0, 2.0], [1.0])": "numpy's `convolve`",
    "np.correlate.__wrapped__([1.0, 2.0], [1.0])": "numpy's `correlate`",
    "np._core.multiarray.correlate([1.0, 2.0], [1.0])": "numpy's `correlate`",
    "sys.modules['numpy._core._multiarray_umath'].correlate2([1.0, 2.0], [1.0])": (
        "numpy's `correlate2`"
    ),
    "np.polymul([1.0, 2.0], [1.0])": "numpy's `convolve`",
    "np.fft.rfft2(X.numpy())": "numpy's `rfft2`",
    "np.fft._pocketfft_umath.fft(X.numpy())": "numpy's `fft`",
    "importlib.import_module('PIL.ImageFilter').MaxFilter(3)": "PIL's `ImageFilter.MaxFilter`",
    "importlib.import_module('PIL.Image').fromarray(X[0, 0].numpy()).im.rankfilter(3, 8)": (
        "PIL's `ImagingCore.rankfilter`"
    ),
    "importlib.import_module('sympy').discrete.convolution([1, 2], [3, 4])": (
        "sympy's `convolution`"
    ),
    "ctypes.CDLL(None)": "Python's `ctypes`",
    "ctypes.PyDLL(torch._C.__file__)": "Python's `ctypes`",
    "importlib.import_module('_ctypes').dlopen(None, 0)": "Python's `ctypes`",
    "ctypes.pythonapi.PyLong_FromLong": "Python's `ctypes`",
    "ctypes.CFUNCTYPE(ctypes.c_int)(id(print))": "Python's `ctypes`",
    "type('F', (ctypes._CFuncPtr,), {'_flags_': 1, '_restype_': ctypes.c_int})(id(print))": (
        "Python's `ctypes`"
    ),
    "ctypes.memmove(X.data_ptr(), W.data_ptr(), 4)": "Python's `ctypes`",
    "ctypes.c_int.from_address(id(print))": "Python's `ctypes`",
    "(Path('own.so').write_bytes(Path(torch._C.__file__).read_bytes()[:4096]),"
    " importlib.util.module_from_spec(importlib.util.spec_from_file_location('own', 'own.so',"
    " loader=importlib.machinery.ExtensionFileLoader('own', 'own.so'))))": (
        "a compiled module that is no library of the grader's"
    ),
    "open('/proc/self/mem', 'r+b')": "a write into its own process",
    "(os.symlink('/proc/self/mem', 'own'), os.open('own', os.O_RDWR))": (
        "a write into its own process"
    ),
}
# What honest code may use: each computes the sums of X's 2 × 2 windows.
WINDOWS = "X.unfold(2, 2, 1).unfold(3, 2, 1)"
ALLOWED = {
    "unfold": f"    return {WINDOWS}.sum((-1, -2))",
    "as_strided": "    return X.as_strided((1, 1, 5, 7, 2, 2), (48, 48, 8, 1, 8, 1)).sum((-1, -2))",
    "einsum": f"    return torch.einsum('nchwij,ocij->nohw', {WINDOWS}, W)",
    "sliding_window_view": """
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), (2, 2), (2, 3))
    return torch.from_numpy(windows.sum((-1, -2)))""",
    "numpy indexing": """
    x = X.numpy()
    pairs = x[..., :-1] + x[..., 1:]
    return torch.from_numpy(pairs[..., :-1, :] + pairs[..., 1:, :])""",
    "jit.script": "    return torch.jit.script(own)(X)",
    "jit.trace": "    return torch.jit.trace(own, X)(X)",
    "optimised jit": """
    class Layer(torch.nn.Module):
        def forward(self, x):
            return x.unfold(2, 2, 1).unfold(3, 2, 1).sum((-1, -2))
    return torch.jit.optimize_for_inference(torch.jit.script(Layer().eval()))(X)""",
    "compile eager": "    return torch.compile(own, backend='eager')(X)",
    "compile aot_eager": "    return torch.compile(own, backend='aot_eager')(X)",
    "vmap": "    return torch.vmap(own)(X[None])[0]",
    "jvp": "    return torch.func.jvp(own, (X,), (X,))[1]",
    "jacrev": "    return (torch.func.jacrev(own)(X) * X).sum((-4, -3, -2, -1))",
    "sparse": """
    rows, columns = torch.arange(35).repeat_interleave(4), []
    for i in range(5):
        for j in range(7):
            columns += [8 * i + j, 8 * i + j + 1, 8 * i + j + 8, 8 * i + j + 9]
    places = torch.stack([rows, torch.tensor(columns)])
    matrix = torch.sparse_coo_tensor(places, torch.ones(140), (35, 48))
    return torch.sparse.mm(matrix, X.reshape(48, 1)).reshape(1, 1, 5, 7)""",
    "inherits and never asks": """
    class Layer(torch.nn.Conv2d):
        def forward(self, x):
            return own(x)
    return Layer(1, 1, 2)(X)""",
    "names it and never calls it": """
    functions = [np.convolve, np.fft.fft, F.conv2d, torch._decomp.decompositions.im2col]
    return own(X) if functions else None""",
    "frequencies": "    return own(X) if len(np.fft.fftfreq(4)) else None",
    "imports that are never used": """
    import pandas, sympy, PIL.ImageFilter, torch.nn.grad, torch.utils.cpp_extension
    return own(X)""",
    "counts GPUs": "    return own(X) if torch.cuda.device_count() >= 0 else None",
    "data loader": """
    data = torch.utils.data.DataLoader([X[0]], num_workers=1)
    return own(next(iter(data)))""",
    "picture": """
    from PIL import Image
    picture = Image.fromarray(X[0, 0].numpy().astype(np.uint8)).convert("RGBA").convert("L")
    return own(torch.from_numpy(np.array(picture, dtype=np.float32))[None, None])""",
    "address": "    return own(X) if X.numpy().ctypes.data else None",
}


def call(worker, function):
    return worker.call(function, (), {}, name=function, refer=str, resolve=lambda thing: thing)[0]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_closed_with_a_sentence(start_worker, door):
    worker = start_worker(f"{IMPORTS}\ndef f():\n    return {door}", forbidden=PATTERNS)

    with pytest.raises(StudentForbidden) as raised:
        call(worker, "f")

    said = f"`f` ran {DOORS[door]}, which is not allowed in this task (task.py, line 8)."
    assert str(raised.value) == said


@pytest.mark.parametrize("answer", ALLOWED)
def test_what_is_allowed_works(start_worker, answer):
    own = "def own(x):\n    return x.unfold(2, 2, 1).unfold(3, 2, 1).sum((-1, -2))"
    worker = start_worker(
        f"{IMPORTS}\n{own}\ndef f():\n{ALLOWED[answer]}\n",
        forbidden=PATTERNS, call_seconds=60.0,
    )  # fmt: skip

    x = torch.arange(48.0).reshape(1, 1, 6, 8)
    assert torch.equal(call(worker, "f"), x.unfold(2, 2, 1).unfold(3, 2, 1).sum((-1, -2)))


# torchvision is imported only for those whose files name it.
POOLS = "theirs.ops.roi_pool(X, torch.tensor([[0.0, 0, 0, 2, 2]]), 1)"
NAMED = f"{IMPORTS}\nimport torchvision as theirs\ndef f():\n    return {POOLS}"
HIDDEN = f"""{IMPORTS}
def f():
    theirs = importlib.import_module("torch" + "vision")
    return {POOLS}
"""


def test_a_library_that_is_named_works(start_worker):
    assert call(start_worker(NAMED), "f").shape == (1, 1, 1, 1)


def test_its_operators_are_denied(start_worker):
    with pytest.raises(StudentForbidden, match="operator roi_pool, which is not allowed"):
        call(start_worker(NAMED, forbidden=PATTERNS), "f")


def test_a_library_whose_name_is_hidden_is_denied_too(start_worker):
    with pytest.raises(StudentError):
        call(start_worker(HIDDEN, forbidden=PATTERNS, call_seconds=60.0), "f")


def test_every_pattern_of_the_course_names_something():
    assert naming_nothing(PATTERNS) == []


def test_patterns_that_name_nothing_are_found():
    nothing = ["nonsense*", "numpy.nothing", "numpy.fft.x*", "PIL.Image.Image.nothing", "*.conv"]

    assert naming_nothing([*nothing, "no_such_library.anything", "numpy.dot"]) == nothing
