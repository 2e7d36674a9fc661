"""How many windows there may be instead, how long they are, and what padding may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from autograder.diagnosis.grids import Count, Direction, right_count

LENGTHS: Sequence[tuple[str, str, Count]] = (
    (
        "without_last",
        "the last of the {lines} of each window were missing",
        lambda a, b: a.window - 1,
    ),
    ("one_more", "each window had one more of the {lines}", lambda a, b: a.window + 1),
    ("first_only", "only the first of the {lines} of each window counted", lambda a, b: 1),
    ("two", "windows were always two long in {lines}", lambda a, b: 2),
    ("three", "windows were always three long in {lines}", lambda a, b: 3),
    ("as_other", "windows were as long in {lines} as in {other}", lambda a, b: b.window),
    ("as_stride", "windows ended where the next one begins in {lines}", lambda a, b: a.step),
    (
        "as_other_stride",
        "windows were as long in {lines} as the stride in {other}",
        lambda a, b: b.step,
    ),
    ("at_most_stride", "windows did not overlap in {lines}", lambda a, b: min(a.step, a.window)),
    (
        "at_most_other",
        "windows were cut to a square in {lines}",
        lambda a, b: min(a.window, b.window),
    ),
)
COUNTS: Sequence[tuple[str, str, Count]] = (
    (
        "rounded",
        "the number of windows were rounded in {lines}",
        lambda a, b: round((a.side - a.window) / a.step) + 1,
    ),
    (
        "rounded_after",
        "the number of windows were rounded in {lines}",
        lambda a, b: round((a.side - a.window) / a.step + 1),
    ),
    (
        "rounded_up",
        "windows that stick out counted too in {lines}",
        lambda a, b: ceil((a.side - a.window) / a.step) + 1,
    ),
    (
        "without_last_even",
        "the window that ends exactly at the border were missing in {lines}",
        lambda a, b: ceil((a.side - a.window) / a.step),
    ),
    ("one_less", "one window were missing in {lines}", lambda a, b: right_count(a, b) - 1),
    ("one_more", "there were one window more in {lines}", lambda a, b: right_count(a, b) + 1),
    (
        "one_before_dividing",
        "1 were added before dividing by the stride in {lines}",
        lambda a, b: (a.side - a.window + 1) // a.step,
    ),
    (
        "without_window",
        "the window's length did not count in {lines}",
        lambda a, b: a.side // a.step,
    ),
    (
        "every_start",
        "a window began at every stride of the picture in {lines}",
        lambda a, b: ceil(a.side / a.step),
    ),
    ("every_pixel", "there were a window for every pixel in {lines}", lambda a, b: a.side),
    (
        "every_pixel_of_picture",
        "there were a window for every pixel of the picture in {lines}",
        lambda a, b: a.picture,
    ),
    (
        "unpadded",
        "windows were counted without the padding in {lines}",
        lambda a, b: (a.picture - a.window) // a.step + 1,
    ),
    (
        "padding_once",
        "windows were counted with the padding at one end only in {lines}",
        lambda a, b: (a.side - a.padding - a.window) // a.step + 1,
    ),
    (
        "step_1",
        "windows were counted as if the stride were 1 in {lines}",
        lambda a, b: a.side - a.window + 1,
    ),
    ("by_window", "windows were counted side by side in {lines}", lambda a, b: a.side // a.window),
    (
        "other_side",
        "windows were counted with the picture's {other} for its {lines}",
        lambda a, b: (b.side - a.window) // a.step + 1,
    ),
    (
        "other_window",
        "windows were counted with the window's {other} for its {lines}",
        lambda a, b: (a.side - b.window) // a.step + 1,
    ),
    (
        "other_step",
        "windows were counted with the other stride in {lines}",
        lambda a, b: (a.side - a.window) // b.step + 1,
    ),
    (
        "as_other",
        "there were as many windows in {lines} as in {other}",
        lambda a, b: right_count(b, a),
    ),
    (
        "least",
        "there were as few windows in {lines} as in {other}",
        lambda a, b: min(right_count(a, b), right_count(b, a)),
    ),
    (
        "stride_first",
        "the side were divided by the stride before the window's length was taken off in {lines}",
        lambda a, b: a.side // a.step - a.window + 1,
    ),
    (
        "window_less_1",
        "the window were one longer in counting {lines}",
        lambda a, b: (a.side - a.window - 1) // a.step + 1,
    ),
)
PADDINGS: Sequence[tuple[str, str, Callable[[Direction, Direction], tuple[int, int]]]] = (
    ("other", "the paddings were exchanged for {lines}", lambda a, b: (b.padding, b.padding)),
    ("in_front", "all padding lay in front in {lines}", lambda a, b: (2 * a.padding, 0)),
    ("behind", "all padding lay behind in {lines}", lambda a, b: (0, 2 * a.padding)),
    ("once_in_front", "padding lay in front only in {lines}", lambda a, b: (a.padding, 0)),
    ("once_behind", "padding lay behind only in {lines}", lambda a, b: (0, a.padding)),
    ("none", "there were no padding in {lines}", lambda a, b: (0, 0)),
    ("always_1", "the padding were always 1 in {lines}", lambda a, b: (1, 1)),
    ("twice", "the padding were doubled in {lines}", lambda a, b: (2 * a.padding, 2 * a.padding)),
    ("half_window", "the padding were half a window in {lines}", lambda a, b: (a.window // 2,) * 2),
    (
        "half_window_more",
        "half a window were added to the padding in {lines}",
        lambda a, b: (a.padding + a.window // 2,) * 2,
    ),
)
MODES: Sequence[tuple[str, str, dict[str, object]]] = (
    ("ones", "the padding were ones", {"fill": 1.0}),
    ("minus_ones", "the padding were -1", {"fill": -1.0}),
    ("minus_infinity", "the padding were minus infinity", {"fill": float("-inf")}),
    ("border", "the padding repeated the border", {"mode": "replicate"}),
    ("reflected", "the padding mirrored the picture", {"mode": "reflect"}),
    ("other_end", "the padding held the other end of the picture", {"mode": "circular"}),
)
