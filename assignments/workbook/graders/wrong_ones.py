"""The wrong functions behind the reports of `counterexamples`: one of each group is drawn.

They are known mistakes of the other tasks, on top of PyTorch's functions. Each is right wherever
its report says that all is well, and one call of few enough numbers exposes all of a group: so no
student is lucky, whichever is drawn.
"""

import importlib.util
from functools import cache
from pathlib import Path

import torch

MISCONCEPTIONS = Path(__file__).parents[1] / "misconceptions"
GROUPS = {
    "padding": (
        *("conv2d_counts_the_padding_once", "conv2d_forgets_the_padding_in_its_size"),
        *("conv2d_stops_at_the_unpadded_border", "conv2d_pads_below_and_right_only"),
        *("conv2d_pads_twice_below_and_right", "conv2d_pads_left_and_right_only"),
        *("conv2d_pads_above_and_left_only", "conv2d_pads_twice_above_and_left"),
        *("conv2d_pads_twice_above", "conv2d_pads_twice_below"),
        *("conv2d_pads_twice_on_the_left", "conv2d_pads_twice_on_the_right"),
        *("conv2d_forgets_the_padding_on_the_right", "conv2d_forgets_the_padding_below"),
        *("conv2d_pads_above_and_below_only", "conv2d_pads_with_ones"),
        *("conv2d_mirrors_the_border", "conv2d_wraps_around", "conv2d_repeats_the_border"),
        "conv2d_takes_places_before_the_border_from_the_end",
        *("conv2d_ignores_the_padding", "conv2d_swaps_the_paddings"),
        "conv2d_uses_the_vertical_padding_twice",
    ),
    "stride": (
        "conv2d_counts_with_the_stride_but_moves_by_one",
        *("conv2d_strides_over_its_result", "conv2d_keeps_windows_that_stick_out"),
        *("conv2d_rounds_its_size", "conv2d_rounds_after_adding_one"),
        *("conv2d_spreads_its_kernel", "conv2d_starts_one_stride_minus_one_later"),
        *("conv2d_starts_half_a_stride_later", "conv2d_swaps_the_strides_of_its_positions"),
        *("conv2d_adds_one_before_dividing", "conv2d_ignores_the_stride"),
        *("conv2d_swaps_the_strides", "conv2d_uses_the_vertical_stride_twice"),
    ),
    "weights": (
        *("flips_the_kernel", "conv2d_reads_the_kernel_column_by_column"),
        "conv2d_flattens_the_kernel_in_another_order",
        "conv2d_flattens_the_window_in_another_order",
        "conv2d_lays_one_slice_on_all_channels",
    ),
    "channels": (
        "conv2d_looks_at_one_channel_for_each_kernel",
        "conv2d_flattens_the_kernel_in_another_order",
        "conv2d_flattens_the_window_in_another_order",
        "conv2d_lays_one_slice_on_all_channels",
        *("conv2d_sees_the_first_channel_only", "conv2d_sees_the_last_channel_only"),
        "conv2d_adds_the_bias_for_each_channel",
    ),
    "pictures": (
        "conv2d_reshapes_instead_of_moving_the_batch",
        *("conv2d_mixes_the_batch", "conv2d_sees_the_first_picture_only"),
    ),
    "sides": (
        *("conv2d_numbers_its_windows_by_the_height", "conv2d_cuts_square_windows"),
        *("conv2d_uses_the_height_twice", "conv2d_uses_the_width_twice"),
        *("conv2d_makes_as_many_columns_as_rows", "conv2d_loops_over_the_rows_twice"),
        *("conv2d_uses_the_kernel_height_twice", "conv2d_uses_the_kernel_width_twice"),
        *("conv2d_swaps_the_strides", "conv2d_swaps_the_strides_of_its_positions"),
        *("conv2d_uses_the_vertical_stride_twice", "conv2d_swaps_the_paddings"),
        *("conv2d_uses_the_vertical_padding_twice", "conv2d_takes_its_height_for_its_width"),
    ),
    "signs": (
        *("max_pool_starts_at_zero", "max_pool_starts_at_minus_one"),
        "max_pool_takes_the_largest_size",
    ),
    "steps": (
        *("avg_pool_window_is_as_large_as_the_stride", "avg_pool_divides_the_side_by_the_stride"),
        *("avg_pool_divides_by_the_stride", "avg_pool_windows_never_overlap"),
    ),
}


def drawn(report, rng):
    """The name of the mistake behind a report, drawn by the check's own generator."""
    group = GROUPS[report]
    return group[int(torch.randint(len(group), (1,), generator=rng))]


def made(mistake, right):
    """The function `right` with this mistake."""
    return getattr(_module("pooling" if "_pool_" in mistake else "convolution"), mistake)(right)


@cache
def _module(name):
    path = MISCONCEPTIONS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"mistakes_in_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
