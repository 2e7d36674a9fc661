"""Reads checkpoints beside the student's code, and loads one into a network.

What is wrong with a file is told by a word and two numbers, never by what a library says about it:
that would be a riddle, and often advice to trust the file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import safetensors.torch
import torch

State = Mapping[str, torch.Tensor]
# What people call a state dict inside of a larger file, and what wrappers put before its names.
WRAPPED_AS = ("state_dict", "model_state_dict", "model", "net", "network", "weights")
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
# How many batches a normalisation has seen: nothing that judging needs, and old files lack it.
COUNTER = "num_batches_tracked"
PREFIXES = ("module.", "_orig_mod.")


class Refused(Exception):
    """The file can't be used. Its one argument is a word that says why."""


def load(network: torch.nn.Module, path: Path, others: list[Path]) -> list[object]:
    """Load the first file. Gives a problem (or ""), how many of how many tensors have it, and
    which of the other files hold something else.
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
    """The state dict in a file; only tensors are read, and nothing in it is run."""
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
    """Whether it was written by `torch.jit.save`."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith("/constants.pkl") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _unwrapped(found: object) -> State:
    """The state dict itself, if it came with other things, such as an optimizer's state."""
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
    """The state dict without the prefixes that wrappers leave, if that makes its names fit."""
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
    """A part of a network may have been wrapped as well."""
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
