"""Tests the pictures of the challenge: unbiased eggs, genuine archives, clear errors for bad input.

CIFAR is too large to keep here. So the tests write archives in its format, and replace the genuine
md5 sums by theirs while a test runs.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import numpy as np
import pytest
import torch
from PIL import Image
from support.paths import PROJECT
from torchvision.datasets import CIFAR10, CIFAR100

SOURCE = PROJECT / "assignments/challenge/given/tiny_images.py"


def _load_module():
    loader = SourceFileLoader("tiny_images", str(SOURCE))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


tiny_images = _load_module()
load, TinyImagesError = tiny_images.load, tiny_images.TinyImagesError


def test_eggs_have_the_promised_shapes():
    images, labels, classes = load("train", count=30)

    assert (images.dtype, tuple(images.shape)) == (torch.uint8, (30, 3, 32, 32))
    assert (labels.dtype, tuple(labels.shape)) == (torch.int64, (30,))
    assert images.is_contiguous()
    assert len(classes) == 10
    assert classes[:2] == ("zebra", "checkerboard")


def test_without_a_count_there_are_4000_to_train_and_2000_to_test():
    assert [len(load(split).labels) for split in ("train", "test")] == [4000, 2000]


@pytest.mark.parametrize("count", [10, 70, 250])
def test_classes_come_in_equal_numbers(count):
    labels = load("test", count=count).labels

    assert labels.bincount().tolist() == [count // 10] * 10


def test_labels_come_in_no_order():
    labels = load("train", count=200).labels

    assert (labels.diff() != 0).sum() > 100


def test_the_same_seed_paints_the_same_eggs():
    once, again = load("test", count=100, seed=5), load("test", count=100, seed=5)

    assert torch.equal(once.images, again.images)
    assert torch.equal(once.labels, again.labels)


def test_another_seed_and_another_split_paint_other_eggs():
    pictures = [
        {picture.tobytes() for picture in load(split, count=100, seed=seed).images.numpy()}
        for split, seed in [("train", 5), ("test", 5), ("test", 6), ("test", 2**127)]
    ]

    assert len(set.union(*pictures)) == 400


def test_alpha_is_an_outline_that_tells_nothing_of_the_class():
    eggs, labels = tiny_images.eggs(3000, seed=3)
    alpha = eggs[..., 3].reshape(3000, -1) / 255.0
    known, unknown = slice(0, 2000), slice(2000, None)
    means = np.stack([alpha[known][labels[known] == label].mean(0) for label in range(10)])
    nearest = ((alpha[unknown, None] - means) ** 2).sum(2).argmin(1)

    assert eggs.shape == (3000, 32, 32, 4)
    assert eggs.dtype == np.uint8
    assert 0.5 < alpha.mean() < 0.9
    assert (nearest == labels[unknown]).mean() < 0.15  # chance is 0.10 ± 0.01


def test_colours_tell_nothing_of_the_class():
    images, labels, _ = load("train", count=2000)
    means = images.float().mean((2, 3))
    by_class = torch.stack([means[labels == label].mean(0) for label in range(10)])

    assert by_class.std(0).max() < 10  # of 255


def test_every_painter_paints_two_colours():
    images, labels, classes = load("train", count=500)
    spread = images.float().mean(1).flatten(1).std(1)

    for label, name in enumerate(classes):
        assert spread[labels == label].median() > 25, name


CIFARS = [("cifar10", CIFAR10), ("cifar100", CIFAR100)]


def _cifar_batch(names, labels_key, seed):
    """The content of one file of CIFAR: the first picture is all red, the second all blue."""
    data = np.random.default_rng(seed).integers(0, 256, (6, 3, 1024), dtype=np.uint8)
    data[0], data[1] = [[255], [0], [0]], [[0], [0], [255]]
    labels = [number % len(names) for number in range(6)]
    return {"data": data.reshape(6, 3072), labels_key: labels}


def _write_cifar(root, archive):
    """Write a small unpacked archive. Returns file name → md5 sum."""
    names = [f"class {number}" for number in range(10 if archive is CIFAR10 else 100)]
    labels_key = "labels" if archive is CIFAR10 else "fine_labels"
    files = [name for name, _ in (*archive.train_list, *archive.test_list)]
    content = {name: _cifar_batch(names, labels_key, seed) for seed, name in enumerate(files)}
    content[archive.meta["filename"]] = {archive.meta["key"]: names}
    folder = root / archive.base_folder
    folder.mkdir()
    for name, value in content.items():
        (folder / name).write_bytes(pickle.dumps(value, protocol=2))
    return {
        name: hashlib.md5((folder / name).read_bytes(), usedforsecurity=False).hexdigest()
        for name in content
    }


@pytest.fixture(params=CIFARS, ids=lambda pair: pair[0])
def cifar(request, tmp_path):
    """Source, torchvision's class, and a folder with an archive that it should refuse."""
    source, archive = request.param
    return source, archive, tmp_path, _write_cifar(tmp_path, archive)


@pytest.fixture
def trusted_cifar(cifar, monkeypatch):
    """As `cifar`, with md5 sums that count as genuine."""
    source, archive, root, sums = cifar
    for files in ("train_list", "test_list"):
        trusted = [[name, sums[name]] for name, _ in getattr(archive, files)]
        monkeypatch.setattr(archive, files, trusted)
    meta = archive.meta
    monkeypatch.setattr(archive, "meta", {**meta, "md5": sums[meta["filename"]]})
    return source, archive, root


def test_cifar_is_loaded(trusted_cifar):
    source, archive, root = trusted_cifar

    train, test = (load(split, source=source, root=root) for split in ("train", "test"))

    assert tuple(train.images.shape) == (6 * len(archive.train_list), 3, 32, 32)
    assert tuple(test.images.shape) == (6, 3, 32, 32)
    assert (test.images.dtype, test.labels.dtype) == (torch.uint8, torch.int64)
    assert test.images[:2].float().mean((2, 3)).tolist() == [[255, 0, 0], [0, 0, 255]]
    assert test.labels.tolist() == [0, 1, 2, 3, 4, 5]
    assert test.classes[5] == "class 5"
    assert len(test.classes) == (10 if archive is CIFAR10 else 100)


def test_some_pictures_are_drawn_by_seed(trusted_cifar):
    source, _, root = trusted_cifar

    drawn = [load("train", source=source, root=root, count=5, seed=s) for s in (1, 1, 2)]

    assert [len(some.labels) for some in drawn] == [5, 5, 5]
    assert torch.equal(drawn[0].images, drawn[1].images)
    assert not torch.equal(drawn[0].images, drawn[2].images)


def test_more_pictures_than_there_are_cannot_be_drawn(trusted_cifar):
    source, _, root = trusted_cifar

    with pytest.raises(TinyImagesError, match="count is 7; there are 1 to 6 pictures"):
        load("test", source=source, root=root, count=7)


def test_cifar_with_other_md5_sums_is_refused(cifar):
    source, _, root, _ = cifar

    with pytest.raises(TinyImagesError, match="not the genuine one; get https://"):
        load("test", source=source, root=root)


@pytest.mark.parametrize("which", ["train_list", "test_list", "meta"])
def test_a_flipped_bit_is_refused(trusted_cifar, which):
    source, archive, root = trusted_cifar
    files = getattr(archive, which)
    name = files["filename"] if which == "meta" else files[0][0]
    path = root / archive.base_folder / name
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)

    with pytest.raises(TinyImagesError, match="damaged"):
        load("test", source=source, root=root)


def test_a_missing_file_is_named_as_damage(trusted_cifar):
    source, archive, root = trusted_cifar
    (root / archive.base_folder / archive.test_list[0][0]).unlink()

    with pytest.raises(TinyImagesError, match="missing, damaged"):
        load("train", source=source, root=root)


def test_the_wrong_archive_is_not_taken_for_the_right_one(cifar):
    source, _, root, _ = cifar
    other, archive = CIFARS[1] if source == "cifar10" else CIFARS[0]

    with pytest.raises(TinyImagesError, match=f"no {archive.base_folder} in .*; get https://"):
        load("test", source=other, root=root)


def test_the_folder_inside_is_not_the_root(cifar):
    source, archive, root, _ = cifar

    with pytest.raises(TinyImagesError, match=f"root should be the folder around .*{root}"):
        load("test", source=source, root=root / archive.base_folder)


def _save(path, mode="RGB", size=(40, 20), colour="red"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, colour).save(path)


@pytest.fixture
def folders(tmp_path):
    """A folder with two classes, three training pictures and two test pictures."""
    _save(tmp_path / "train/cat/1.png", colour=(255, 0, 0))
    _save(tmp_path / "train/cat/2.jpg", mode="L", size=(32, 32), colour=128)
    _save(tmp_path / "train/dog/1.png", mode="RGBA", size=(9, 9), colour=(0, 0, 255, 10))
    _save(tmp_path / "test/cat/3.png")
    _save(tmp_path / "test/dog/3.png")
    return tmp_path


def test_folders_are_classes(folders):
    images, labels, classes = load("train", source="folders", root=folders)

    assert (tuple(images.shape), images.dtype) == ((3, 3, 32, 32), torch.uint8)
    assert images.float().mean((2, 3)).tolist() == [[255, 0, 0], [128, 128, 128], [0, 0, 255]]
    assert labels.tolist() == [0, 0, 1]
    assert classes == ("cat", "dog")


def test_val_is_a_test(folders):
    (folders / "test").rename(folders / "val")

    assert len(load("test", source="folders", root=str(folders)).labels) == 2


def test_an_empty_class_is_named(folders):
    (folders / "train/emu").mkdir()

    with pytest.raises(TinyImagesError, match=r"at least one picture: .* 'emu'"):
        load("train", source="folders", root=folders)


def test_a_folder_without_classes_is_refused(folders):
    _save(folders / "bare/train/1.png")

    with pytest.raises(TinyImagesError, match="should be a class"):
        load("train", source="folders", root=folders / "bare")


def test_other_classes_in_test_than_in_train_are_refused(folders):
    (folders / "test/cat").rename(folders / "test/emu")

    with pytest.raises(TinyImagesError, match=r"'dog', 'emu'.* but train/ has 'cat', 'dog'"):
        load("test", source="folders", root=folders)


def test_a_damaged_picture_is_named(folders):
    path = folders / "train/cat/1.png"
    path.write_bytes(path.read_bytes()[:60])

    with pytest.raises(TinyImagesError, match=r"cat/1.png is not a whole picture"):
        load("train", source="folders", root=folders)


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_missing_split_is_named(tmp_path, split):
    with pytest.raises(TinyImagesError, match=f"should hold a folder {split}"):
        load(split, source="folders", root=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"split": "valid"}, "There is no split 'valid'; choose one of 'train', 'test'."),
        ({"source": "mnist"}, "There is no source 'mnist'; choose one of 'eggs', 'cifar10', "),
        ({"count": 0}, "count is 0; ask for at least one picture."),
        ({"source": "cifar10"}, "The source 'cifar10' needs a root"),
        ({"source": "folders"}, "The source 'folders' needs a root"),
        ({"source": "cifar100", "root": "nowhere"}, "There is no folder nowhere; give the one"),
        ({"source": "folders", "root": __file__}, "There is no folder "),
    ],
)
def test_what_cannot_be_had_is_explained(arguments, sentence):
    with pytest.raises(TinyImagesError) as caught:
        load(**{"split": "train", **arguments})

    assert sentence in str(caught.value)


def test_the_contact_sheet_shows_every_class(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["tiny_images.py", "--split", "test"])

    tiny_images.main()

    path = tmp_path / "tiny_images.png"
    assert str(path) in capsys.readouterr().out
    with Image.open(path) as sheet:
        assert sheet.size[1] >= 10 * 32


def test_the_contact_sheet_of_what_is_not_there_ends_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["tiny_images.py", "--source", "folders"])

    with pytest.raises(SystemExit) as caught:
        tiny_images.main()

    assert caught.value.code == 1
    assert "needs a root" in capsys.readouterr().err
