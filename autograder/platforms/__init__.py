"""Systems that others run, and what of ours answers when they grade: otter, and Gradescope."""
