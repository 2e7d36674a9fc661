"""The course grades itself: whether its checks catch all that they should, and nothing else."""
