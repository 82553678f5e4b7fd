"""What is painted, what is refused, and with which words."""

import io
import random
import struct
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PIL import Image

from chalicelib.errors import InvalidUpload
from chalicelib.inspection import inspect_clip, inspect_picture
from chalicelib.jobs import ClipFacts
from chalicelib.limits import Limits
from tests.chalicelib.builders import LIMITS


def gif(
    size: tuple[int, int] = (32, 24), delays: Sequence[int] = (100, 0, 250), **options: Any
) -> bytes:
    chance = random.Random(1)
    frames = [Image.frombytes("P", size, chance.randbytes(size[0] * size[1])) for _ in delays]
    for frame in frames:
        frame.putpalette(chance.randbytes(768))
    data = io.BytesIO()
    frames[0].save(
        data, "GIF", save_all=True, append_images=frames[1:], duration=list(delays), **options
    )
    return data.getvalue()


def picture(form: str, size: tuple[int, int] = (40, 30)) -> bytes:
    data = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(data, form)
    return data.getvalue()


def one_colour() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(data, "PNG")
    return data.getvalue()


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(InvalidUpload) as caught:
        inspect_clip(data, limits)
    return str(caught.value)


def test_a_gif_is_known_by_its_frames_size_and_seconds() -> None:
    assert inspect_clip(gif(), LIMITS) == ClipFacts(3, 32, 24, 0.35)


@pytest.mark.parametrize(
    "options",
    [{"disposal": 2}, {"disposal": 3}, {"transparency": 0}, {"interlace": True}, {"loop": 5}],
)
def test_every_kind_of_gif_is_good(options: dict[str, Any]) -> None:
    assert inspect_clip(gif(**options), LIMITS).frames == 3


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_a_clip_of_one_frame(form: str) -> None:
    assert inspect_clip(picture(form), LIMITS).frames == 1


@pytest.mark.parametrize(
    "data",
    [b"GIF89a", b"hello" * 100, b"%PDF-1.7 and more", b"\x00" * 64, b"GIF89a" + b"\xff" * 30],
)
def test_what_is_no_picture_is_refused_whatever_its_name(data: bytes) -> None:
    assert "not a GIF, PNG, JPEG, WebP, MP4 or WebM" in refusal(data) or "damaged" in refusal(data)


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "The file is empty."


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("make", [gif, lambda: picture("PNG"), lambda: picture("JPEG")])
def test_a_file_that_was_cut_off_is_refused(make: Callable[[], bytes], share: float) -> None:
    data = make()
    assert "damaged" in refusal(data[: int(len(data) * share)])


def test_a_gif_without_width_is_refused() -> None:
    header = b"GIF89a" + struct.pack("<HHBBB", 0, 24, 0, 0, 0)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 0, 24, 0) + b"\x02\x02\x4c\x01\x00"
    assert refusal(header + frame + b";")


def test_a_file_over_the_bytes_is_refused_with_both_numbers() -> None:
    limits = Limits(bytes=1000, pixels=10**6, frames=10, seconds=10)
    assert refusal(b"x" * 2_500_000, limits) == "The file has 2.5 MB; the limit is 0.0 MB."


def test_a_clip_over_the_pixels_is_refused_with_both_numbers() -> None:
    limits = Limits(bytes=10**7, pixels=500_000, frames=10, seconds=10)
    assert "1000 × 800 pixels (0.8 million); the limit is 0.5 million" in refusal(
        picture("PNG", (1000, 800)), limits
    )


def test_a_clip_over_the_frames_or_seconds_is_refused() -> None:
    assert "has 41 frames; the limit is 40." in refusal(gif(delays=[20] * 41))
    assert "lasts 24 seconds; the limit is 20." in refusal(gif(delays=[8000] * 3))
    assert inspect_clip(gif(delays=[20] * 40), LIMITS).frames == 40


def test_a_clip_that_is_too_small_is_refused() -> None:
    assert "32 × 8 pixels; each side must have at least 24" in refusal(gif(size=(32, 8)))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    header = b"GIF89a" + struct.pack("<HHBBB", 60000, 60000, 0, 0, 0)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 60000, 60000, 0) + b"\x02\x02\x4c\x01\x00"
    assert "60000 × 60000" in refusal(header + frame + b";") or "far more pixels" in refusal(
        header + frame + b";"
    )


def test_a_style_picture_is_checked_like_a_clip() -> None:
    inspect_picture(picture("JPEG", (64, 48)), LIMITS)
    with pytest.raises(InvalidUpload, match="not a PNG"):
        inspect_picture(b"no picture", LIMITS)
    with pytest.raises(InvalidUpload, match="at least 32"):
        inspect_picture(picture("PNG", (40, 31)), LIMITS)
    with pytest.raises(InvalidUpload, match="one colour only"):
        inspect_picture(one_colour(), LIMITS)
    with pytest.raises(InvalidUpload, match="style picture is"):
        inspect_picture(picture("PNG", (1100, 1000)), LIMITS)
