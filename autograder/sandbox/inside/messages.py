"""What the host and a worker say to each other: a schema of closed unions. See `wire`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
DType = Literal[
    "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
    "float16", "bfloat16", "float32", "float64", "complex64", "complex128",
]  # fmt: skip
Side = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]
# numpy has no bfloat16, and a byte of a stranger's that is neither 0 nor 1 is no bool.
STORED_AS = {"bfloat16": "uint16", "bool": "uint8"}


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Array(_Message, frozen=True, tag="array"):
    """A tensor, a numpy array or a numpy scalar whose numbers are in the body.

    `dense` is false for a non-contiguous one: it arrives non-contiguous too, though not with the
    same strides. `grad` asks for a leaf that requires gradients.
    """

    dtype: DType
    shape: Annotated[list[Side], msgspec.Meta(max_length=16)]
    kind: Literal["tensor", "array", "scalar"] = "tensor"
    dense: bool = True
    grad: bool = False

    @property
    def stored_as(self) -> np.dtype[Any]:
        return np.dtype(STORED_AS.get(self.dtype, self.dtype)).newbyteorder("<")

    @property
    def nbytes(self) -> int:
        count = 1
        for side in self.shape:
            count *= side
        return count * self.stored_as.itemsize


class Items(_Message, frozen=True, tag="items"):
    """A list or a tuple."""

    values: Annotated[list[Value], msgspec.Meta(max_length=10_000)]
    is_tuple: bool = False


class Table(_Message, frozen=True, tag="table"):
    """A dict with str keys."""

    entries: Annotated[dict[str, Value], msgspec.Meta(max_length=10_000)]


class Handle(_Message, frozen=True, tag="handle"):
    """An object that stays in the worker and is known by its number."""

    number: int
    is_module: bool = False


class Device(_Message, frozen=True, tag="device"):
    """A `torch.device`: 'cpu', 'cuda:0'."""

    name: Annotated[str, msgspec.Meta(max_length=20)]


class Opaque(_Message, frozen=True, tag="opaque"):
    """Something that can't be sent, in words: 'a generator'."""

    description: Annotated[str, msgspec.Meta(max_length=200)]


Value = None | bool | int | float | str | Array | Items | Table | Handle | Device | Opaque


class Put(_Message, frozen=True, tag="put"):
    files: dict[str, Array]


class Load(_Message, frozen=True, tag="load"):
    """A `seed` seeds the generators first."""

    module: str
    seed: int | None = None


MAX_LOSSES = 100_000


class Ablation(_Message, frozen=True):
    """Which operators answer with zeros. Both name them as torch's schemas do, without `aten::`.

    `operators` are patterns, as in `fnmatch`; `reductions` are names of operators that count only
    where they reduce the sides of pictures (N, C, H, W), and nothing else.
    """

    operators: list[str]
    reductions: list[str] = []


class CallOptions(_Message, frozen=True):
    """What a call is to do beside calling.

    `module` is imported first, if it is not the loaded one that is meant. After `stop_after`
    seconds of processor time, or `stop_after_wall` of any time, the call is interrupted, and the
    reply says so. For `inference` nothing is kept that a gradient would need, the arguments are not
    compared with what they were, and the operators of an `ablation` answer with zeros. A `watched`
    call trains a network, see `witness`; its optimizers' steps are made `stride` times as long.
    """

    module: str = ""
    ablation: Ablation | None = None
    stop_after: float = 0.0
    stop_after_wall: float = 0.0
    inference: bool = False
    watched: bool = False
    stride: float = 1.0


class Call(_Message, frozen=True, tag="call"):
    """`target` is the name of something in a module, or the number of a handle.

    A `seed` says that a new check begins: what was kept for the last one is forgotten, and the
    generators are seeded. `forget` are graphs that nobody can go back through any more.
    """

    target: str | int
    args: Items
    kwargs: Table
    seed: int | None = None
    how: CallOptions = CallOptions()
    forget: list[int] = []


MethodName = Literal[
    "state_dict", "load_state_dict", "load_checkpoint", "parameters", "gradients", "zero_grad",
    "train", "eval", "cpu",
]  # fmt: skip


class Method(_Message, frozen=True, tag="method"):
    number: int
    name: MethodName
    args: Items


class Backward(_Message, frozen=True, tag="backward"):
    graph: int
    inflow: Array


class Reserve(_Message, frozen=True, tag="reserve"):
    """From now on the worker may also use the memory that was kept back."""


class Witnessed(_Message, frozen=True):
    """What was seen of a training until it ended or `was_stopped`. Most are counts.

    Calls of the network with gradients: `calls`, those made `in_evaluation` mode, and `others` of
    other networks of its kind. Pictures it was shown: `pictures` were looked at, `known` are among
    those handed in, `known_reshaped` are so but for a reshape, `distinct` are different ones;
    `dimmest` is the smallest of the largest numbers in a call. `pairs` of picture and label met in
    a cross-entropy, `pairs_right` are as handed in; `losses` is what it came to, and
    `losses_of_shares` were of numbers from 0 to 1 that the network's answers were made into.
    Of all ways back, `uphill` made a loss larger; `after_steps` came after a step, and `piled_up`
    of these found that step's gradients still there. Steps: `own_steps` know parameters of the
    network, `steps_without_gradient` of these found none; before each there were at least so many
    `calls_between` and `pictures_between`. Tensors of parameters: `reached` by a gradient, of these
    `unknown_to_optimizers`; `moved` are others than before.
    """

    was_stopped: bool = False
    losses: Annotated[list[float], msgspec.Meta(max_length=MAX_LOSSES)] = []
    dimmest: float = 0.0
    calls: int = 0
    in_evaluation: int = 0
    others: int = 0
    pictures: int = 0
    known: int = 0
    known_reshaped: int = 0
    distinct: int = 0
    largest_batch: int = 0
    pairs: int = 0
    pairs_right: int = 0
    losses_of_shares: int = 0
    backwards: int = 0
    uphill: int = 0
    after_steps: int = 0
    piled_up: int = 0
    steps: int = 0
    own_steps: int = 0
    steps_without_gradient: int = 0
    calls_between: int = 0
    pictures_between: int = 0
    reached: int = 0
    unknown_to_optimizers: int = 0
    moved: int = 0


class Returned(_Message, frozen=True, tag="returned"):
    """`changed` names the arguments the call wrote into; `graph` is what `Backward` may ask for.

    `stopped` says that the call was interrupted as its request wished, `ablated` how many
    operators were ablated as it wished, `witnessed` what was seen of a `watched` call.
    """

    value: Value = None
    changed: Annotated[list[str], msgspec.Meta(max_length=100)] = []
    graph: int | None = None
    stopped: bool = False
    ablated: int = 0
    witnessed: Witnessed | None = None


class Frame(_Message, frozen=True):
    """A line of the student's on the way to an exception."""

    file: str
    line: int
    function: str


class Raised(_Message, frozen=True, tag="raised"):
    """`types` are the names of the exception's class and its bases, nearest first.

    `file` is the one in which a syntax error was found, if it is one of the submission's.
    """

    types: Annotated[list[str], msgspec.Meta(max_length=20)]
    message: str = ""
    frames: Annotated[list[Frame], msgspec.Meta(max_length=20)] = []
    file: str = ""
    kind: Literal["error", "unfinished", "missing", "forbidden", "syntax", "exit", "memory"] = (
        "error"
    )


Request = Put | Load | Call | Method | Backward | Reserve
Reply = Returned | Raised
ANY_REQUEST: Any = Request
ANY_REPLY: Any = Reply
