"""A layer with thousands of parameters, whose names are long and full of escapes, formulas and HTML."""

import torch
from torch import nn


class Conv2d(nn.Module):
    def __init__(self, *args, **kwargs):
        super().__init__()
        for i in range(60):
            name = f"=HYPERLINK(1)\x1b[31m\u202e<script>\n{i}" + "A" * 9000
            self.register_parameter(name, nn.Parameter(torch.zeros(1)))

    def forward(self, images):
        return images
