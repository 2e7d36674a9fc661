"""A test for plain otter: makes the calls of one hidden check and compares the answers.

`recorded_tests` writes `check` into a notebook's cell, once for each check, with the names and the
calls filled in. Otter runs the function's source alone, so all that it needs is inside.
"""


def check() -> None:
    import base64
    import importlib
    import os
    import sys
    import tempfile
    from typing import Any

    import torch

    def tensor(dtype: str, shape: tuple[int, ...], data: str) -> Any:
        raw = bytearray(base64.b64decode(data))
        if not raw:
            return torch.empty(shape, dtype=getattr(torch, dtype))
        return torch.frombuffer(raw, dtype=getattr(torch, dtype)).reshape(shape)

    def compare(got: Any, right: Any) -> None:
        if isinstance(right, torch.Tensor):
            assert isinstance(got, torch.Tensor), "The result should be a tensor."
            assert got.shape == right.shape, f"The result has shape {tuple(got.shape)}."
            close = torch.allclose(got.double(), right.double(), 1e-4, 1e-5, equal_nan=True)
            assert close, "The result has the right shape, but its numbers are wrong."
        elif isinstance(right, (tuple, list)):
            assert len(got) == len(right), f"The result has {len(got)} parts."
            for one, other in zip(got, right):
                compare(one, other)
        elif isinstance(right, float):
            assert abs(got - right) <= 1e-5 + 1e-4 * abs(right), f"The result is {got}."
        else:
            assert got == right, f"The result is {got!r}."

    def recorded() -> list[tuple[Any, ...]]:
        return [  # function, args, kwargs, right answer, error, files
            ("CALLS", tensor),
        ]

    sys.path.insert(0, os.getcwd())
    sys.modules.pop("MODULE", None)
    module = importlib.import_module("MODULE")
    with tempfile.TemporaryDirectory() as place:
        for function, args, kwargs, right, error, files in recorded():
            for name, data in files.items():
                with open(os.path.join(place, name), "wb") as file:
                    file.write(base64.b64decode(data))
            paths = {name: os.path.join(place, name) for name in files}
            args = [paths.get(each, each) if isinstance(each, str) else each for each in args]
            if error is None:
                compare(getattr(module, function)(*args, **kwargs), right)
                continue
            try:
                getattr(module, function)(*args, **kwargs)
            except Exception as raised:
                kinds = [each.__name__ for each in type(raised).__mro__]
                assert error in kinds, f"This should raise {error}."
            else:
                raise AssertionError(f"This should raise {error}.")
