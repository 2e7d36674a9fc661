"""Trains your network as the grader does, on a test set of its own, and shows what it reaches.

Started by `check.py --accuracy`, which gives the budget. The hidden pictures are others: the
accuracy with them differs by chance, as the interval says.
"""

import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent
FOLDER = TESTS.parent
PICTURE = "accuracy.png"
CONFIDENCE, WORST = 0.95, 8


class OutOfTime(BaseException):
    """The budget is used up; not even `except Exception` in your code takes it for something."""


def measure(folder, training):
    """Train and test in a process of its own, and print what it says; gives the exit code."""
    command = [sys.executable, str(Path(__file__).resolve()), json.dumps(training)]
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}  # noqa: C420
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **threads, "PYTHONUNBUFFERED": "1"}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    deadline = threading.Timer(training["wall_seconds"] + 60, process.kill)
    deadline.start()
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
        return int(process.wait() != 0)
    finally:
        deadline.cancel()
        process.kill()
        process.wait()


def main(training):
    """What the process does: paint, train within the budget, test, and show."""
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    sys.path[:0] = [str(FOLDER)]
    import torch  # noqa: PLC0415 - the parent needs none
    from tiny_images import load  # noqa: PLC0415
    from train_as_graded import logits_of, prepare  # noqa: PLC0415

    torch.set_num_threads(1)
    print(f"Painting {training['examples']} pictures to test with …")
    seed = int.from_bytes(os.urandom(3), "little")
    others = load("test", seed=seed, count=training["examples"])
    pictures = load("train")
    device = torch.device("cuda" if _may_use_gpu(training, torch) else "cpu")
    print(f"Training with seed {seed} on the {device.type}, as the grader does: at most "
          f"{training['cpu_seconds']:g} seconds of processor time.")  # fmt: skip
    model, train = prepare(seed, pictures.images)
    began = time.process_time()
    was_stopped = _within(training["cpu_seconds"], train, model, pictures, device)
    print(f"It took {time.process_time() - began:.0f} seconds of processor time.")
    if was_stopped:
        print("Training was stopped there, as it is when it is graded; the network is tested as "
              "it is.")  # fmt: skip
    logits = logits_of(model.cpu().eval(), others.images)
    _show(training, others, logits)


def _may_use_gpu(training, torch):
    return training["device"] == "auto" and torch.cuda.is_available()


def _within(seconds, train, model, pictures, device):
    """Train; true if the budget was over before the training was."""

    def stop(*_):
        raise OutOfTime

    if hasattr(signal, "setitimer"):  # elsewhere, nothing stops it
        signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        train(model, pictures.images, pictures.labels, device)
    except OutOfTime:
        return True
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)
    return False


def _show(training, others, logits):
    said, labels, classes = logits.argmax(1), others.labels, others.classes
    right, count = int((said == labels).sum()), len(labels)
    low, high = interval(right, count)
    print(f"\nYour network recognises {right / count:.1%} of {count} pictures that it has never "
          f"seen ({CONFIDENCE:.0%} confidence: {low:.1%} to {high:.1%}).")  # fmt: skip
    print(level_in_words(training["levels"], right / count))
    counts = [[int(((labels == row) & (said == column)).sum()) for column in range(len(classes))]
              for row in range(len(classes))]  # fmt: skip
    print("\nRows: what is on the picture; columns: what your network takes it for.\n")
    print("\n".join(matrix(classes, counts)))
    print(f"\n{_draw(others, logits)}")


def interval(right, count, confidence=CONFIDENCE):
    """Wilson's interval of the accuracy: low, high."""
    z = statistics.NormalDist().inv_cdf((1 + confidence) / 2)
    share, wide = right / count, 1 + z * z / count
    centre = (share + z * z / (2 * count)) / wide
    half = z / wide * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)


def level_in_words(levels, accuracy):
    """Which level is reached, and which is the next that earns more."""
    reached = [level for level in levels if accuracy >= level["accuracy"]]
    share = reached[-1]["share"] if reached else 0
    above = [lev for lev in levels if accuracy < lev["accuracy"] and lev["share"] > share]
    said = f"That earns {share:.0%} of the points for accuracy"
    if reached:
        said += f", from the level of {reached[-1]['accuracy']:.0%}"
    return said + (f"; from {above[0]['accuracy']:.0%} on it is more." if above else ".")


def matrix(classes, counts):
    """The lines of a confusion matrix; a point stands for 0."""
    wide = max(map(len, classes))
    yield " " * (wide + 2) + "".join(f"{name[:4]:>6}" for name in classes)
    for name, row in zip(classes, counts, strict=True):
        yield f"  {name:<{wide}}" + "".join(f"{number or '·':>6}" for number in row)


def _draw(others, logits):
    """Save the pictures that it was most wrong about; a sentence about them."""
    chances, said = logits.softmax(1), logits.argmax(1)
    sure = chances.amax(1) * (said != others.labels)
    places = [int(place) for place in sure.argsort(descending=True)[:WORST] if sure[place] > 0]
    if not places:
        return "It was wrong about none."
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - it may be missing
    except ImportError:
        return "A picture of the worst mistakes needs matplotlib: pip install matplotlib"
    figure = Figure(figsize=(1.6 * len(places), 2.2), layout="constrained")
    for number, place in enumerate(places, start=1):
        axis = figure.add_subplot(1, len(places), number, xticks=[], yticks=[])
        axis.imshow(others.images[place].permute(1, 2, 0).numpy())
        taken, is_one = (others.classes[int(each[place])] for each in (said, others.labels))
        axis.set_title(f"{is_one},\ntaken for\n{taken} ({sure[place]:.0%})", fontsize=8)
    figure.savefig(FOLDER / PICTURE, dpi=110)
    return f"The pictures that it was most wrong about are in {PICTURE}."


def _end_with(parent):
    """Nobody waits for this process any more once check.py is gone."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(json.loads(sys.argv[1]))
