"""Trains the challenge's reference as the grader does, and judges nothing: prints its seconds.

python -m benchmarks.trained_alone FOLDER, where FOLDER holds model.py and training.py
"""

from __future__ import annotations

import json
import sys
import time

from benchmarks.commands import PROJECT


def main(folder: str) -> None:
    """Print seconds of the wall clock, and of the processor."""
    sys.path[:0] = [folder, str(PROJECT / "assignments" / "challenge" / "given")]
    import torch
    from model import TinyImageClassifier
    from tiny_images import load
    from training import train

    torch.set_num_threads(1)  # as in a worker
    torch.manual_seed(1)
    pictures, model = load("train"), TinyImageClassifier()
    wall, cpu = time.perf_counter(), time.process_time()
    train(model, pictures.images, pictures.labels, torch.device("cpu"))
    print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu]))


if __name__ == "__main__":
    main(sys.argv[1])
