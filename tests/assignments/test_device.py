"""Tests that the visible tests pass a `torch.device` to `train`, as grading does.

So code that only accepts a string fails at home already.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from support.paths import PROJECT

pytestmark = pytest.mark.slow(10, per="test")

TRAINING = """\
import torch
from torch import nn


def train(model, images, labels, device):
    {use}
    model.to(device).train()
    optimizer = torch.optim.Adam(model.parameters())
    for batch in torch.randperm(len(labels)).split(32):
        with torch.autocast({kind}, enabled=False):
            answer = model(images[batch].to(device).float() / 255)
        loss = nn.functional.cross_entropy(answer, labels[batch].to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
ONLY_A_STRING = [
    {"use": "torch.backends.cudnn.benchmark = device.startswith('cuda')", "kind": "'cpu'"},
    {"use": "pass", "kind": "device"},
    {"use": "assert device in ('cpu', 'cuda')", "kind": "'cpu'"},
]
A_DEVICE = [
    {"use": "pass", "kind": "device.type"},
    {"use": "device = str(device)", "kind": "device"},
]


def at_home(folder, written):
    """The result of each visible test of `training.py`."""
    shutil.copytree(PROJECT / "student_template" / "challenge", folder, dirs_exist_ok=True)
    (folder / "training.py").write_text(TRAINING.format(**written))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "tests/test_training.py"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    ends = [line.split()[0] for line in ran.stdout.splitlines() if "::test_" in line]
    return [end for end in ends if end in ("PASSED", "FAILED")]


@pytest.mark.parametrize("written", ONLY_A_STRING)
def test_code_that_takes_a_string_only_fails_at_home_too(tmp_path, written):
    assert set(at_home(tmp_path, written)) == {"FAILED"}


@pytest.mark.parametrize("written", A_DEVICE)
def test_code_that_takes_a_device_is_tried_at_home(tmp_path, written):
    assert "PASSED" in at_home(tmp_path, written)
