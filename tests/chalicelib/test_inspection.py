"""What is painted, what is refused, and with which words."""

import struct
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.errors import InvalidUpload
from chalicelib.inspection import inspect_clip, inspect_picture
from chalicelib.jobs import ClipFacts
from chalicelib.limits import Limits
from tests.chalicelib.builders import LIMITS
from tests.chalicelib.pictures import animation, gif, nearly_one_colour, picture, turned


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(InvalidUpload) as caught:
        inspect_clip(data, limits)
    return str(caught.value)


def bare_gif(screen: tuple[int, int], image: tuple[int, int]) -> bytes:
    """One image of these sizes with hardly any data."""
    header = b"GIF89a" + struct.pack("<HHBBB", *screen, 0, 0, 0)
    return header + b"," + struct.pack("<HHHHB", 0, 0, *image, 0) + b"\x02\x02\x4c\x01\0;"


def test_a_gif_is_known_by_its_frames_size_and_seconds() -> None:
    assert inspect_clip(gif(), LIMITS) == ClipFacts(3, 40, 32, 0.35)


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


@pytest.mark.parametrize("length", range(1, 20))
def test_a_gif_that_was_cut_off_between_its_frames_is_refused(length: int) -> None:
    data = gif(delays=[100] * 20)
    starts = [at for at in range(len(data)) if data.startswith(b"!\xf9\x04", at)]
    assert "damaged or was cut off" in refusal(data[: starts[length]])


def test_a_gif_without_its_end_mark_is_refused() -> None:
    assert "damaged or was cut off" in refusal(gif()[:-1])
    assert inspect_clip(gif() + b"what is behind the end mark", LIMITS).frames == 3


@pytest.mark.parametrize(
    ("screen", "image", "found"),
    [
        ((0, 40), (0, 40), "0 × 40 pixels"),
        ((0, 40), (40, 40), "0 × 40 pixels"),
        ((40, 40), (0, 40), "frame 1 has no pixels"),
    ],
)
def test_a_gif_without_area_is_refused(
    screen: tuple[int, int], image: tuple[int, int], found: str
) -> None:
    assert found in refusal(bare_gif(screen, image))


def test_the_first_image_widens_a_canvas_that_is_too_small() -> None:
    data = gif()
    assert inspect_clip(data[:6] + b"\x01\0\x01\0" + data[10:], LIMITS) == inspect_clip(
        data, LIMITS
    )


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_an_animated_picture_is_known_by_its_frames_size_and_seconds(form: str) -> None:
    assert inspect_clip(animation(form), LIMITS) == ClipFacts(3, 40, 32, 0.39)
    still_first = animation("PNG", default_image=True)
    assert inspect_clip(still_first, LIMITS) == ClipFacts(2, 40, 32, 0.14)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_turned_as_the_camera_was(form: str) -> None:
    assert inspect_clip(picture(form, exif=turned()), LIMITS) == ClipFacts(1, 32, 40, 0.0)


def test_a_file_over_the_bytes_is_refused_with_both_numbers() -> None:
    limits = Limits(bytes=1000, pixels=10**6, frames=10, seconds=10)
    assert refusal(b"x" * 2_500_000, limits) == "The file has 2.5 MB; the limit is 0.0 MB."


def test_a_clip_over_the_pixels_is_refused_with_both_numbers() -> None:
    limits = Limits(bytes=10**7, pixels=500_000, frames=10, seconds=10)
    assert "1000 × 800 pixels (0.8 million); the limit is 0.5 million" in refusal(
        picture("PNG", (1000, 800)), limits
    )


def test_a_clip_over_the_frames_is_refused_with_both_numbers() -> None:
    assert refusal(gif(delays=[20] * 412)) == "The clip has 412 frames; the limit is 40."
    assert refusal(animation("WEBP", [20] * 41)) == "The clip has 41 frames; the limit is 40."
    assert inspect_clip(gif(delays=[20] * 40), LIMITS).frames == 40


@pytest.mark.parametrize(
    ("delays", "seconds"), [([8000] * 3, "24"), ([20000, 10], "20.01"), ([9000, 12500], "21.5")]
)
def test_a_clip_over_the_seconds_is_refused_with_both_numbers(
    delays: list[int], seconds: str
) -> None:
    assert refusal(gif(delays=delays)) == f"The clip lasts {seconds} seconds; the limit is 20."


def test_seconds_just_over_the_limit_do_not_read_as_the_limit() -> None:
    assert "lasts 20.01 seconds" in refusal(animation("PNG", [20_000, 1]))


def test_a_clip_that_is_too_small_is_refused() -> None:
    assert "40 × 31 pixels; each side must have at least 32" in refusal(gif(size=(40, 31)))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "60000 × 60000" in refusal(bare_gif((60000, 60000), (60000, 60000)))
    assert "60000 × 60000" in refusal(bare_gif((40, 40), (60000, 60000)))
    head = b"VP8X" + struct.pack("<II", 10, 2) + b"\xff\x3f\0\xff\x3f\0"
    webp = b"RIFF" + struct.pack("<I", len(head) + 4) + b"WEBP" + head
    assert "16384 × 16384" in refusal(webp)


def test_a_style_picture_is_checked_like_a_clip() -> None:
    inspect_picture(picture("JPEG", (64, 48)), LIMITS)
    with pytest.raises(InvalidUpload, match="not a PNG"):
        inspect_picture(b"no picture", LIMITS)
    with pytest.raises(InvalidUpload, match="at least 32"):
        inspect_picture(picture("PNG", (40, 31)), LIMITS)
    with pytest.raises(InvalidUpload, match="one colour only"):
        inspect_picture(nearly_one_colour(1), LIMITS)
    with pytest.raises(InvalidUpload, match="style picture is"):
        inspect_picture(picture("PNG", (1100, 1000)), LIMITS)


def test_a_video_is_no_style_picture() -> None:
    with pytest.raises(InvalidUpload, match="not a PNG, JPEG, WebP or GIF picture"):
        inspect_picture(b"\0\0\0\x14ftypisom" + bytes(8), LIMITS)
