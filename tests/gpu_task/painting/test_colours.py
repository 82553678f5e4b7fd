import numpy as np
import pytest

from gpu_task.painting.colours import colour_map


def _cloud(mean: float, spread: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mixing = np.eye(3) + 0.3 * rng.normal(size=(3, 3))
    return (mean + spread * rng.normal(size=(5000, 3)) @ mixing).astype(np.float32)


def test_mapped_colours_have_the_mean_and_covariance_of_the_style() -> None:
    source, style = _cloud(0.1, 0.15, 1), _cloud(-0.2, 0.18, 2)
    mapped = source @ (found := colour_map(source, style, 1.0)).matrix + found.offset
    assert mapped.mean(0) == pytest.approx(style.mean(0), abs=0.01)
    assert np.cov(mapped.T) == pytest.approx(np.cov(style.T), abs=0.01)


def test_a_share_of_nothing_changes_no_colour() -> None:
    source = _cloud(0.0, 0.2, 3)
    found = colour_map(source, _cloud(0.3, 0.1, 4), 0.0)
    assert found(source) == pytest.approx(np.clip(source, -1, 1), abs=1e-5)


def test_a_nearly_uniform_clip_is_not_blown_up() -> None:
    source, style = _cloud(0.9, 0.001, 5), _cloud(0.0, 0.5, 6)
    assert np.linalg.norm(colour_map(source, style, 1.0).matrix, 2) <= 2.0 + 1e-5
