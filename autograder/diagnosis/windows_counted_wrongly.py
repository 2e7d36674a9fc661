"""How many windows there may be instead, how long they are, and what padding may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from autograder.diagnosis.grids import Count, Direction, right_count

OTHER = "{other}"  # in words that speak of the other direction
LENGTHS: Sequence[tuple[str, str, Count]] = (
    (
        "without_last",
        "the last pixel of each window were left out",
        lambda a, b: a.window - 1,
    ),
    ("one_more", "each window were one pixel too long", lambda a, b: a.window + 1),
    ("first_only", "only the first pixel of each window counted", lambda a, b: 1),
    ("two", "each window were always 2 pixels long", lambda a, b: 2),
    ("three", "each window were always 3 pixels long", lambda a, b: 3),
    ("as_other", "each window were as long in {lines} as in {other}", lambda a, b: b.window),
    ("as_stride", "each window ended where the next one starts", lambda a, b: a.step),
    (
        "as_other_stride",
        "each window were as long as the stride in {other}",
        lambda a, b: b.step,
    ),
    (
        "at_most_stride",
        "each window ended where the next one starts, if not before",
        lambda a, b: min(a.step, a.window),
    ),
    (
        "at_most_other",
        "each window were at most as long as in {other}",
        lambda a, b: min(a.window, b.window),
    ),
)
COUNTS: Sequence[tuple[str, str, Count]] = (
    (
        "rounded",
        "the number of windows were rounded to the nearest whole number",
        lambda a, b: round((a.side - a.window) / a.step) + 1,
    ),
    (
        "rounded_after",
        "the number of windows were rounded to the nearest whole number",
        lambda a, b: round((a.side - a.window) / a.step + 1),
    ),
    (
        "rounded_up",
        "a window that does not fit any more counted too",
        lambda a, b: ceil((a.side - a.window) / a.step) + 1,
    ),
    (
        "without_last_even",
        "a window that ends exactly at the border were left out",
        lambda a, b: ceil((a.side - a.window) / a.step),
    ),
    ("one_less", "the last window were left out", lambda a, b: right_count(a, b) - 1),
    ("one_more", "there were one window too many", lambda a, b: right_count(a, b) + 1),
    (
        "one_before_dividing",
        "1 were added to the room before it is divided by the stride, and not after it",
        lambda a, b: (a.side - a.window + 1) // a.step,
    ),
    (
        "without_window",
        "the number of windows were the side divided by the stride, however long a window is",
        lambda a, b: a.side // a.step,
    ),
    (
        "every_start",
        "a window started at every step up to the border, however long it is",
        lambda a, b: ceil(a.side / a.step),
    ),
    (
        "same",
        "the side were divided by the stride and rounded up, whatever the padding and the window",
        lambda a, b: ceil(a.picture / a.step),
    ),
    ("every_pixel", "a window started at every pixel", lambda a, b: a.side),
    (
        "every_pixel_of_picture",
        "there were as many windows as the picture has pixels",
        lambda a, b: a.picture,
    ),
    (
        "unpadded",
        "the padding did not count in the number of windows",
        lambda a, b: (a.picture - a.window) // a.step + 1,
    ),
    (
        "padding_once",
        "the padding counted once in the number of windows, and not at both ends",
        lambda a, b: (a.side - a.padding - a.window) // a.step + 1,
    ),
    (
        "step_1",
        "the number of windows did not depend on the stride",
        lambda a, b: a.side - a.window + 1,
    ),
    (
        "by_window",
        "the number of windows were the side divided by the window, whatever the stride is",
        lambda a, b: a.side // a.window,
    ),
    (
        "other_side",
        "the picture's side in {other} were used to count the windows",
        lambda a, b: (b.side - a.window) // a.step + 1,
    ),
    (
        "other_window",
        "the window's length in {other} were used to count the windows",
        lambda a, b: (a.side - b.window) // a.step + 1,
    ),
    (
        "other_step",
        "the stride in {other} were used to count the windows",
        lambda a, b: (a.side - a.window) // b.step + 1,
    ),
    (
        "as_other",
        "there were as many windows in {lines} as in {other}",
        lambda a, b: right_count(b, a),
    ),
    (
        "least",
        "there were at most as many windows in {lines} as in {other}",
        lambda a, b: min(right_count(a, b), right_count(b, a)),
    ),
    (
        "stride_first",
        "the side were divided by the stride first, and the window's length subtracted then",
        lambda a, b: a.side // a.step - a.window + 1,
    ),
    (
        "window_less_1",
        "the window were one pixel longer when windows are counted",
        lambda a, b: (a.side - a.window - 1) // a.step + 1,
    ),
    (
        "even_as_odd",
        "windows of an even length were counted as if they were one pixel longer",
        lambda a, b: (a.side - a.window // 2 * 2 - 1) // a.step + 1,
    ),
)
# Counts that are never larger than the right one: no window of theirs sticks out.
NEVER_MORE = (
    "without_last_even",
    "one_less",
    "one_before_dividing",
    "unpadded",
    "padding_once",
    "least",
    "stride_first",
    "window_less_1",
    "even_as_odd",
)
# Said of functions that only count.
COUNTS_ALONE: Sequence[tuple[str, str, Count]] = (
    (
        "padding_after_dividing",
        "the padding at both ends were added to the number of windows, and not to the side before "
        "it is divided",
        lambda a, b: (a.picture - a.window) // a.step + 1 + 2 * a.padding,
    ),
    (
        "padding_once_after_dividing",
        "the padding were added to the number of windows, once, and not to both ends of the side",
        lambda a, b: (a.picture - a.window) // a.step + 1 + a.padding,
    ),
)
PADDINGS: Sequence[tuple[str, str, Callable[[Direction, Direction], tuple[int, int]]]] = (
    ("other", "the padding in {other} were used for {lines}", lambda a, b: (b.padding, b.padding)),
    (
        "in_front",
        "all padding stood at the beginning of the side, and none at its end",
        lambda a, b: (2 * a.padding, 0),
    ),
    (
        "behind",
        "all padding stood at the end of the side, and none at its beginning",
        lambda a, b: (0, 2 * a.padding),
    ),
    (
        "once_in_front",
        "padding were added at the beginning of the side only",
        lambda a, b: (a.padding, 0),
    ),
    ("once_behind", "padding were added at the end of the side only", lambda a, b: (0, a.padding)),
    ("none", "there were no padding", lambda a, b: (0, 0)),
    ("always_1", "the padding were always 1", lambda a, b: (1, 1)),
    ("twice", "the padding were added twice", lambda a, b: (2 * a.padding, 2 * a.padding)),
    (
        "half_window",
        "the padding were half a window, whatever is asked for",
        lambda a, b: (a.window // 2,) * 2,
    ),
    (
        "half_window_more",
        "half a window were added to the padding that is asked for",
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
    ("mean", "the padding held the mean of all pictures", {"mode": "mean"}),
    ("mean_of_picture", "the padding held the mean of each picture", {"mode": "mean of picture"}),
    (
        "mean_of_channel",
        "the padding held the mean of each channel over all pictures",
        {"mode": "mean of channel"},
    ),
    (
        "mean_of_own_channel",
        "the padding held the mean of each channel of each picture",
        {"mode": "mean of own channel"},
    ),
)
