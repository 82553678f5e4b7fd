import numpy as np
import pytest

from gpu_task.errors import InvalidClip
from gpu_task.painting import PaintingOptions, Style


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"objective": "crayons"}, "'crayons' but must be one of"),
        ({"strength": 1.2}, "strength is 1.2 but must be between 0 and 1"),
        ({"style_scale": 0.0}, "style scale is 0.0 but must be between 0.25 and 4"),
        ({"minutes": 0.0}, "minutes is 0.0"),
        ({"max_side": 8}, "longest side painted is 8"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_an_option_outside_its_range_is_refused_with_the_range(
    wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        PaintingOptions(**wrong)  # type: ignore[arg-type]


def test_a_style_of_one_colour_is_refused() -> None:
    with pytest.raises(InvalidClip, match="one colour only"):
        Style(np.full((64, 64, 3), 90, np.uint8))


def test_a_small_style_is_refused_with_its_size_and_the_least() -> None:
    with pytest.raises(InvalidClip, match="20x64 pixels but must be at least 32x32"):
        Style(np.zeros((64, 20, 3), np.uint8))


def test_a_style_without_weight_is_refused() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    with pytest.raises(InvalidClip, match="weight is 0"):
        Style(picture, 0)
