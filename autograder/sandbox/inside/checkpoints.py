"""Reads checkpoints in the student's process, and loads one into a network.

A problem with a file is reported as one word and two numbers, never as a library's message: such a
message is hard to understand and often advises to trust the file. Covered: only tensors are read,
with `weights_only=True` (https://docs.pytorch.org/docs/stable/notes/serialization.html). Not
covered: a reader's own bugs; so this runs inside the sandbox, never in the host.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import safetensors.torch
import torch

State = Mapping[str, torch.Tensor]
# Keys under which people save a state dict in a larger file.
WRAPPED_AS = ("state_dict", "model_state_dict", "model", "net", "network", "weights")
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
# A batch normalisation's count of batches. Grading does not need it, and old files lack it.
COUNTER = "num_batches_tracked"
PREFIXES = ("module.", "_orig_mod.")


class Refused(Exception):
    """The file can't be used. The one argument is a word that says why."""


def load(network: torch.nn.Module, path: Path, others: list[Path]) -> list[object]:
    """Load the checkpoint `path` into `network`.

    Returns [problem, affected, total, differs]: a word for the problem or "", how many of how many
    tensors have it, and for each file in `others` whether it differs from the one at `path`.
    """
    own = network.state_dict()
    try:
        state = _fitted(_read(path), own)
    except Refused as refused:
        return [refused.args[0], 0, 0, []]
    names = own.keys() ^ state.keys()
    if names:
        return ["other_names", len(names), len(own.keys() | state.keys()), []]
    shapes = [name for name in own if own[name].shape != state[name].shape]
    if shapes:
        return ["other_shapes", len(shapes), len(own), []]
    network.load_state_dict(state)
    return ["", 0, 0, [_differs(other, state, own) for other in others]]


def _read(path: Path) -> State:
    """The state dict in a file. Reads only tensors, and runs nothing that the file contains."""
    if not path.stat().st_size:
        raise Refused("empty")
    with path.open("rb") as file:
        if file.read(len(LFS_POINTER)) == LFS_POINTER:
            raise Refused("pointer")
    try:
        if path.suffix == ".safetensors":
            return safetensors.torch.load_file(path)
        found = torch.load(path, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - readers raise many kinds, and none is for students
        holds_a_model = type(error).__name__ == "UnpicklingError" or _is_script(path)
        is_readable = zipfile.is_zipfile(path) and holds_a_model
        raise Refused("holds_a_model" if is_readable else "damaged") from None
    return _unwrapped(found)


def _is_script(path: Path) -> bool:
    """Whether the file was written by `torch.jit.save`."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith("/constants.pkl") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _unwrapped(found: object) -> State:
    """The state dict itself, even if the file also holds, say, an optimizer's state."""
    if isinstance(found, Mapping):
        inner = [found[name] for name in WRAPPED_AS if name in found]
        for each in (found, *inner):
            if isinstance(each, Mapping) and _is_state(each):
                return each
    raise Refused("no_state_dict")


def _is_state(found: Mapping[object, object]) -> bool:
    return bool(found) and all(
        isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in found.items()
    )


def _fitted(state: State, own: State) -> State:
    """The state dict without the prefixes that wrappers add, if the names fit without them."""
    for fitted in (state, _without_prefixes(state), _without_infixes(state)):
        counters = {
            name: value for name, value in own.items() if name.rpartition(".")[2] == COUNTER
        }
        if fitted.keys() | counters.keys() == own.keys():
            return {**counters, **fitted}
    return state


def _without_prefixes(state: State) -> State:
    return {_stripped(name): value for name, value in state.items()}


def _stripped(name: str) -> str:
    for prefix in PREFIXES:
        if name.startswith(prefix):
            return _stripped(name.removeprefix(prefix))
    return name


def _without_infixes(state: State) -> State:
    """Remove wrappers' prefixes inside names too, since a part of a network may be wrapped."""
    fitted = {}
    for name, value in state.items():
        for prefix in PREFIXES:
            name = name.replace(f".{prefix}", ".")
        fitted[_stripped(name)] = value
    return fitted


def _differs(path: Path, state: State, own: State) -> bool:
    try:
        other = _fitted(_read(path), own)
    except Refused:
        return True
    return other.keys() != state.keys() or not all(
        torch.equal(other[name], state[name]) for name in state
    )
