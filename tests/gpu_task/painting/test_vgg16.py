import hashlib
from pathlib import Path

import h5py  # type: ignore[import-untyped]
import numpy as np
import pytest
import tensorflow as tf

from gpu_task.clip.model import Frame
from gpu_task.errors import PaintingFailed
from gpu_task.painting import PaintingOptions, choose_objective
from gpu_task.painting.choice import make_objective
from gpu_task.painting.pictures import from_pixels
from gpu_task.painting.terms import Draw
from gpu_task.painting.vgg16 import STYLE_LAYERS, Network, gram
from gpu_task.painting.vgg16_weights import PUBLISHED_MD5, find_weights, read_weights
from tests.gpu_task.painting.builders import (
    moving_spot,
    painted,
    painting,
    random_vgg16_file,
    texture,
)


@pytest.fixture(scope="module")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The right layout with random numbers: good for every rule but the look of a painting."""
    return random_vgg16_file(tmp_path_factory.mktemp("weights") / "random.h5")


@pytest.fixture
def no_keras_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def _options(weights: Path, objective: str = "vgg16") -> PaintingOptions:
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    return PaintingOptions(objective=objective, vgg16_weights=weights, vgg16_sha256=sha256)


def test_a_file_of_another_hash_is_refused(random_weights: Path) -> None:
    with pytest.raises(PaintingFailed, match=r"have the hash .* but must have 0{64}"):
        read_weights(random_weights, "0" * 64)


def test_an_unknown_file_without_a_hash_is_refused(random_weights: Path) -> None:
    with pytest.raises(PaintingFailed, match="must have 6d6bbae143d832006294945121d1f1fc"):
        read_weights(random_weights, None)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(PaintingFailed, match=r"gone\.h5 cannot be read"):
        read_weights(Path("gone.h5"), None)


def test_another_network_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.h5"
    with h5py.File(other, "w") as file:
        file.create_group("block1_conv1").create_dataset("kernel", data=np.zeros((3, 3, 3, 8)))
    sha256 = hashlib.sha256(other.read_bytes()).hexdigest()
    with pytest.raises(PaintingFailed, match="block1_conv1 is not a convolution of 64 channels"):
        read_weights(other, sha256)


def test_vgg16_without_weights_fails_and_never_makes_them_up(no_keras_cache: Path) -> None:
    options = PaintingOptions(objective="vgg16")
    with pytest.raises(PaintingFailed, match="vgg16 needs weights"):
        make_objective("vgg16", [(from_pixels(painting().rgb), 1.0)], options)


def test_auto_is_patches_without_weights_and_says_why(no_keras_cache: Path) -> None:
    name, why = choose_objective(PaintingOptions())
    assert name == "patches"
    assert "no VGG16 weights" in why


def test_auto_is_vgg16_with_weights_and_says_why(random_weights: Path) -> None:
    name, why = choose_objective(_options(random_weights, "auto"))
    assert name == "vgg16"
    assert "random.h5" in why


def test_the_keras_cache_is_looked_into(no_keras_cache: Path) -> None:
    models = no_keras_cache / ".keras" / "models"
    models.mkdir(parents=True)
    kept = models / next(iter(PUBLISHED_MD5))
    kept.write_bytes(b"")
    assert find_weights(None) == kept


def test_each_style_layer_is_seen_at_its_depth(random_weights: Path) -> None:
    options = _options(random_weights)
    network = Network(read_weights(random_weights, options.vgg16_sha256))
    seen = network(tf.constant(from_pixels(texture(1, 64, 80))[None]))
    shapes = [tuple(seen[layer].shape[1:]) for layer in STYLE_LAYERS]
    assert shapes == [(64, 80, 64), (32, 40, 128), (16, 20, 256), (8, 10, 512), (4, 5, 512)]


def test_a_gram_matrix_does_not_depend_on_places() -> None:
    features = np.random.default_rng(0).normal(size=(1, 6, 6, 5)).astype(np.float32)
    shuffled = np.random.default_rng(1).permutation(features.reshape(-1, 5)).reshape(1, 6, 6, 5)
    assert gram(tf.constant(features)).numpy() == pytest.approx(
        gram(tf.constant(shuffled)).numpy(), abs=1e-5
    )


def test_the_style_itself_costs_less_than_the_frame(random_weights: Path) -> None:
    style = from_pixels(painting().rgb)
    objective = make_objective("vgg16", [(style, 1.0)], _options(random_weights))
    loss = objective.at((style.shape[0], style.shape[1]))
    draw = Draw(tf.constant(0), tf.constant(0))
    batch = tf.constant(style[None])
    frame = tf.constant(from_pixels(texture(1, *style.shape[:2]))[None])
    as_style = loss(batch, loss.targets(batch), draw)
    as_frame = loss(frame, loss.targets(frame), draw)
    assert float(as_style) < 0.2 * float(as_frame)


def test_a_clip_is_painted_with_it(random_weights: Path) -> None:
    source = [Frame(frame.rgb[:32, :32]) for frame in moving_spot(2)]
    result = painted(source, _options(random_weights))
    assert result.objective == "vgg16"
    assert result.frames[1].rgb.shape == (32, 32, 3)
    assert not np.array_equal(result.frames[0].rgb, source[0].rgb)
