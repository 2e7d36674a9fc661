"""Which of torch's operators are a convolution or a pooling, in whatever way a network calls them.

`network.ablate(images, **KINDS["pooling"])` asks a network whose poolings answer with zeros. An
average over the sides of pictures, however it is written, pools as well.
"""

KINDS = {
    "convolution": {"operators": ("*convolution*", "*conv[123]d*", "*conv_depthwise*")},
    "pooling": {
        "operators": ("*_pool[23]d*", "*max_unpool*"),
        "reductions": ("mean", "sum", "amax", "amin", "max", "min", "logsumexp", "norm"),
    },
}
