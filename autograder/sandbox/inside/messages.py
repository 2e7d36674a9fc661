"""The messages between host and worker, a schema of closed unions. `wire` says how they travel."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from .witnessed import Witnessed

Bytes = NDArray[np.uint8]
DType = Literal[
    "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
    "float16", "bfloat16", "float32", "float64", "complex64", "complex128",
]  # fmt: skip
MAX_SIDE, MAX_AXES = 1 << 40, 16
MAX_GRAPHS_OF_PARTS = 4  # tensors of one answer, from which gradients flow back
MAX_ITEMS = 100_000  # of one list or dict
Side = Annotated[int, msgspec.Meta(ge=0, le=MAX_SIDE)]
# numpy has no bfloat16. A bool is sent as a byte, because a student may send bytes above 1.
STORED_AS = {"bfloat16": "uint16", "bool": "uint8"}


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Array(_Message, frozen=True, tag="array"):
    """A tensor, a numpy array or a numpy scalar. Its numbers are in the message's body.

    `dense` is false if it is not contiguous: the receiver makes it non-contiguous too. `order` has
    its axes as they lie in memory, the outermost one first; it is empty if that is their own order.
    Gaps between numbers are not kept as they are. If `grad` is true, the receiver makes it a leaf
    that requires gradients.
    """

    dtype: DType
    shape: Annotated[list[Side], msgspec.Meta(max_length=MAX_AXES)]
    kind: Literal["tensor", "array", "scalar"] = "tensor"
    dense: bool = True
    order: Annotated[list[Side], msgspec.Meta(max_length=MAX_AXES)] = []
    grad: bool = False

    @property
    def stored_as(self) -> np.dtype[Any]:
        """The numpy dtype of the array's bytes."""
        return np.dtype(STORED_AS.get(self.dtype, self.dtype)).newbyteorder("<")

    @property
    def nbytes(self) -> int:
        """The number of bytes in the body."""
        count = 1
        for side in self.shape:
            count *= side
        return count * self.stored_as.itemsize


class Items(_Message, frozen=True, tag="items"):
    """A list or a tuple."""

    values: Annotated[list[Value], msgspec.Meta(max_length=MAX_ITEMS)]
    is_tuple: bool = False


class Table(_Message, frozen=True, tag="table"):
    """A dict with str keys."""

    entries: Annotated[dict[str, Value], msgspec.Meta(max_length=MAX_ITEMS)]


PUBLIC_NAME = r"(?![_\d])\w{1,100}"
# A public name, or one of Python's own that may be asked: see `members`.
Member = Annotated[str, msgspec.Meta(pattern=rf"^{PUBLIC_NAME}\Z|^__(call|len|getitem)__\Z")]


class Handle(_Message, frozen=True, tag="handle", omit_defaults=True):
    """The number of an object that stays in the worker. A reply has the names of its class's
    `methods`, of a layer those that are not torch's; and if it is no layer, its `description` in
    words.
    """

    number: int
    is_module: bool = False
    description: Annotated[str, msgspec.Meta(max_length=200)] = ""
    methods: Annotated[list[Member], msgspec.Meta(max_length=100)] = []


class Device(_Message, frozen=True, tag="device"):
    """A `torch.device`: 'cpu', 'cuda:0'."""

    name: Annotated[str, msgspec.Meta(max_length=20)]


class Opaque(_Message, frozen=True, tag="opaque"):
    """The description of something that can't be sent: 'a generator'."""

    description: Annotated[str, msgspec.Meta(max_length=200)]


Value = None | bool | int | float | str | Array | Items | Table | Handle | Device | Opaque


class Put(_Message, frozen=True, tag="put"):
    """Write files into the worker's scratch folder: relative path → bytes."""

    files: dict[str, Array]


class Load(_Message, frozen=True, tag="load"):
    """Import a module. If there is a `seed`, seed the generators before."""

    module: str
    seed: int | None = None


class Ablation(_Message, frozen=True):
    """The operators that return zeros, named as in torch's schemas, without `aten::`.

    `operators` are patterns, as in `fnmatch`; `reductions` are names of operators that count only
    where they reduce axes from `first_axis` on, such as the sides of pictures (N, C, H, W), and no
    axis before.
    """

    operators: list[str]
    reductions: list[str] = []
    first_axis: int = 2


class CallOptions(_Message, frozen=True):
    """How to make a call.

    `module` is imported first; if it is empty, the loaded module is meant. The call is interrupted
    after `stop_after` seconds of processor time or `stop_after_wall` of wall time (0: never), and
    the reply says so. With `inference`, nothing is kept for gradients, the arguments are not
    checked for changes, and the operators of an `ablation` return zeros. A `watched` call trains a
    network and reports how (see `witness`); `stride` multiplies each of its optimizers' steps.
    """

    module: str = ""
    ablation: Ablation | None = None
    stop_after: float = 0.0
    stop_after_wall: float = 0.0
    inference: bool = False
    watched: bool = False
    stride: float = 1.0


class Call(_Message, frozen=True, tag="call"):
    """Call `target`: a name in a module, or the number of a handle; with a `member`, this method
    of the object.

    A `seed` means that a new check begins: the worker forgets what it kept for the last one, and
    seeds the generators. `forget` lists the graphs that nobody needs for a backward pass any more.
    """

    target: str | int
    args: Items
    kwargs: Table
    seed: int | None = None
    how: CallOptions = CallOptions()
    forget: list[int] = []
    # Left out where there is none: recordings know a call by the hash of all that it holds.
    member: Member | msgspec.UnsetType = msgspec.UNSET


class Attribute(_Message, frozen=True, tag="attribute"):
    """Read an attribute of the kept object `number`."""

    number: int
    name: Member


MethodName = Literal[
    "state_dict", "load_state_dict", "load_checkpoint", "parameters", "gradients", "zero_grad",
    "train", "eval", "cpu",
]  # fmt: skip


class Method(_Message, frozen=True, tag="method"):
    """Call one of a few methods of the kept object `number`."""

    number: int
    name: MethodName
    args: Items


class Backward(_Message, frozen=True, tag="backward"):
    """Run a backward pass through `graph`, from the gradient `inflow`."""

    graph: int
    inflow: Array


class Reserve(_Message, frozen=True, tag="reserve"):
    """From now on the worker may also use the memory held in reserve."""


class Returned(_Message, frozen=True, tag="returned"):
    """Success. `changed` names the arguments that the call wrote into; `graph` is the number that
    `Backward` takes, and `graphs` those of the first tensors of a tuple or a list, by their places
    in it; `stopped` is true if the call was interrupted at the time that its request
    set; `ablated` counts the operators that returned zeros; `witnessed` reports a `watched` call;
    `seconds` is the processor time that the request took, with that of children that have ended.
    """

    value: Value = None
    changed: Annotated[list[str], msgspec.Meta(max_length=100)] = []
    graph: int | None = None
    graphs: Annotated[dict[int, int], msgspec.Meta(max_length=MAX_GRAPHS_OF_PARTS)] = {}
    stopped: bool = False
    ablated: int = 0
    witnessed: Witnessed | None = None
    seconds: float = 0.0


class Frame(_Message, frozen=True):
    """A line of the student's code in an exception's traceback."""

    file: str
    line: int
    function: str


class Raised(_Message, frozen=True, tag="raised"):
    """The student's code raised. `types` are the names of the exception's class and bases, in
    method resolution order. `file` is the submitted file that has a syntax error, if any; it
    `is_own` if a `raise` or `assert` of the submission was reached; `seconds` as in `Returned`.
    """

    types: Annotated[list[str], msgspec.Meta(max_length=20)]
    message: str = ""
    frames: Annotated[list[Frame], msgspec.Meta(max_length=20)] = []
    file: str = ""
    kind: Literal["error", "unfinished", "missing", "forbidden", "syntax", "exit", "memory"] = (
        "error"
    )
    is_own: bool = False
    seconds: float = 0.0


Request = Put | Load | Call | Attribute | Method | Backward | Reserve
Reply = Returned | Raised
ANY_REQUEST: Any = Request
ANY_REPLY: Any = Reply
