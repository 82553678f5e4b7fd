import pytest

from gpu_task.clip.model import ClipInfo, Frame
from gpu_task.painting import PaintingOptions
from gpu_task.painting.canvas import size_at
from tests.gpu_task.painting.builders import painted, texture


@pytest.mark.parametrize(
    ("width", "height", "scale", "painted_size"),
    [
        (640, 480, 1.0, (480, 640)),
        (2048, 1024, 1.0, (512, 1024)),
        (2048, 1024, 0.5, (256, 512)),
        (1025, 30, 1.0, (30, 1024)),
    ],
)
def test_no_side_is_painted_longer_than_allowed(
    width: int, height: int, scale: float, painted_size: tuple[int, int]
) -> None:
    assert size_at(ClipInfo(width, height, (100,), 0), 1024, 24, scale) == painted_size


@pytest.mark.parametrize(("width", "height"), [(2000, 40), (40, 2000), (5000, 24)])
def test_a_narrow_strip_stays_wide_enough_to_be_judged(width: int, height: int) -> None:
    size = size_at(ClipInfo(width, height, (100,), 0), 1024, 24, 1.0)
    assert min(size) == 24
    assert max(size) / 24 == pytest.approx(max(width, height) / min(width, height), rel=0.01)


def test_a_narrow_strip_is_painted_within_its_time() -> None:
    options = PaintingOptions(objective="patches", max_side=100, minutes=5)
    result = painted([Frame(texture(1, 30, 300))], options)
    assert result.frames[0].rgb.shape == (30, 300, 3)
