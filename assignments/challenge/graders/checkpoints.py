"""A checkpoint that is judged in place of a training: which file counts, and what can be wrong."""

from autograder import expect
from autograder.errors import CheckFailed, StudentUnfinished

SAVE = {
    ".safetensors": '`safetensors.torch.save_file(model.state_dict(), "{file}")`',
    "": '`torch.save(model.state_dict(), "{file}")`',
}
WRONG = {
    "empty": "{file} is empty.",
    "pointer": "{file} is only a pointer of Git LFS. Commit the file itself.",
    "damaged": "{file} is damaged, or no file of this kind.",
    "holds_a_model": "{file} holds a whole model, or other objects, instead of a state dict.",
    "no_state_dict": "{file} holds no state dict, which has a tensor for each name.",
    "other_names": "{file} belongs to another network than model.py makes: "
    "{count} of {total} names of tensors have no partner.",
    "other_shapes": "{file} belongs to another network than model.py makes: "
    "{count} of {total} tensors have another shape.",
}


def found(student, training):
    """The names of the checkpoints that were handed in, in the order in which they count."""
    handed_in = student.answers_.handed_in()
    names = [name for name in training.checkpoints if name in handed_in]
    if training.hand_in == "checkpoint" and not names:
        missing = f"Neither {' nor '.join(training.checkpoints)} was handed in."
        raise StudentUnfinished(expect.ours(missing))
    if names and "training.py" not in handed_in:
        missing = f"training.py was not handed in; {names[0]} counts only together with it."
        raise StudentUnfinished(expect.ours(missing))
    return names


def load(network, names, say):
    """Load the first checkpoint; note that it is judged, and whether others differ."""
    first, *others = names
    say(f"Judged by {first}; training.py was not run.")
    loaded = network.load_checkpoint(first, *others)
    if loaded.problem:
        raise CheckFailed(expect.ours(_sentence(first, loaded)))
    for other, differs in zip(others, loaded.differ, strict=True):
        if differs:
            say(f"{first} and {other} differ; {first} counts.")


def _sentence(file, loaded):
    wrong = WRONG[loaded.problem].format(file=file, count=loaded.count, total=loaded.total)
    if loaded.problem == "pointer":
        return wrong
    save = next(way for suffix, way in SAVE.items() if file.endswith(suffix))
    return f"{wrong} Save it with {save.format(file=file)}."
