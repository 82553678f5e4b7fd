"""What cannot be painted is refused, in a sentence with what was given and what is allowed."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gpu_task.clip import Limits, read_clip, write_mp4, write_webp
from gpu_task.errors import InvalidClip, PaintingFailed
from tests.gpu_task.clip.clips import MadeFrames, info_of
from tests.gpu_task.clip.raw_gif import RawGif, RawImage, blocks_of

SMALL = RawGif(4, 4, tuple(RawImage(np.full((4, 4), index, np.uint8), delay=9) for index in (1, 2)))


def written(kind: str) -> bytes:
    """A good file of the kind, with two or more frames where the kind has frames."""
    picture = Image.fromarray(MadeFrames(1)[0].rgb)
    buffer = BytesIO()
    if kind == "gif":
        return SMALL.encoded()
    if kind == "apng":
        others = [picture.rotate(180)]
        picture.save(buffer, "PNG", save_all=True, append_images=others, duration=50)
    else:
        picture.save(buffer, kind.upper())
    return buffer.getvalue()


@pytest.fixture(scope="module")
def good_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("good")
    frames = MadeFrames(6, 64, 48)
    write_mp4(folder / "clip.mp4", info_of(frames), frames)
    write_webp(folder / "clip.webp", info_of(frames), frames)
    files = {kind: written(kind) for kind in ("gif", "png", "apng", "jpeg")}
    files |= {kind: (folder / f"clip.{kind}").read_bytes() for kind in ("mp4", "webp")}
    return files


def refusal(tmp_path: Path, data: bytes, limits: Limits | None = None) -> str:
    """What the refusal of a file with this content says."""
    path = tmp_path / "clip.gif"
    path.write_bytes(data)
    with pytest.raises(InvalidClip) as refused:
        read_clip(path, limits)
    message = str(refused.value)
    assert message.endswith(".")
    assert message[0].isupper()
    assert str(tmp_path) not in message
    return message


def test_a_refusal_is_one_of_the_ways_that_a_painting_fails() -> None:
    assert issubclass(InvalidClip, PaintingFailed)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "empty (0 bytes)" in refusal(tmp_path, b"")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidClip, match="cannot be read: No such file"):
        read_clip(tmp_path / "nothing.gif")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 and so on", b"GIF", b"\0" * 500, b"RIFF\0\0\0\0WAVEfmt "]
)
def test_the_content_counts_and_not_the_name(tmp_path: Path, data: bytes) -> None:
    assert "none of GIF, PNG, JPEG, WebP, MP4 or WebM" in refusal(tmp_path, data)


@pytest.mark.parametrize("kind", ["gif", "png", "apng", "jpeg", "mp4", "webp"])
def test_a_good_file_is_read_whatever_its_name(
    tmp_path: Path, good_files: dict[str, bytes], kind: str
) -> None:
    path = tmp_path / "clip.txt"
    path.write_bytes(good_files[kind])
    with read_clip(path) as clip:
        assert len(clip.frames) == clip.info.frame_count


@settings(max_examples=30, deadline=None)
@given(share=st.floats(0.0, 0.999))
@pytest.mark.parametrize("kind", ["gif", "apng", "webp"])
def test_every_file_that_was_cut_off_is_refused(
    tmp_path_factory: pytest.TempPathFactory, good_files: dict[str, bytes], kind: str, share: float
) -> None:
    data = good_files[kind]
    refusal(tmp_path_factory.mktemp("cut"), data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", ["jpeg", "png", "mp4"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_still_picture_or_video_that_was_cut_off_is_refused(
    tmp_path: Path, good_files: dict[str, bytes], kind: str, share: float
) -> None:
    data = good_files[kind]
    refusal(tmp_path, data[: int(len(data) * share)])


@pytest.mark.parametrize("codes", [[256, 1, 2, 3, 257], [256, 1, 2, 3], [257], []])
def test_a_frame_that_stops_in_the_middle_of_whole_blocks_is_refused(
    tmp_path: Path, codes: list[int]
) -> None:
    short = RawImage(np.zeros((4, 4), np.uint8), data=blocks_of(codes))
    for images in ((*SMALL.images, short), (*SMALL.images, short, *SMALL.images)):
        assert "Frame 3" in refusal(tmp_path, RawGif(4, 4, images).encoded())


def test_a_gif_with_a_damaged_block_is_refused(tmp_path: Path) -> None:
    assert "no block of a GIF starts with 0x41" in refusal(tmp_path, SMALL.encoded(trailer=b"A"))


def test_a_gif_without_images_is_refused(tmp_path: Path) -> None:
    assert "no frame" in refusal(tmp_path, RawGif(4, 4, ()).encoded())


@pytest.mark.parametrize(("width", "height"), [(0, 32), (32, 0)])
def test_a_canvas_without_area_is_refused(tmp_path: Path, width: int, height: int) -> None:
    message = refusal(tmp_path, RawGif(width, height, SMALL.images).encoded())
    assert f"{width}x{height}" in message
    assert "at least 1 pixel" in message


def test_an_image_without_area_is_refused(tmp_path: Path) -> None:
    empty = RawImage(np.zeros((3, 0), np.uint8))
    assert "0x3" in refusal(tmp_path, RawGif(4, 4, (empty,)).encoded())


def test_too_many_pixels_frames_or_seconds_are_refused_with_both_numbers(tmp_path: Path) -> None:
    data = SMALL.encoded()
    message = refusal(tmp_path, data, Limits(pixels=15))
    assert "4x4" in message
    assert "at most 15 pixels" in message
    assert "at most 1 frames" in refusal(tmp_path, data, Limits(frames=1))
    assert "0.18 seconds; at most 0.17" in refusal(tmp_path, data, Limits(seconds=0.17))


@pytest.mark.parametrize("kind", ["apng", "webp", "mp4"])
def test_limits_hold_for_every_kind_of_clip(
    tmp_path: Path, good_files: dict[str, bytes], kind: str
) -> None:
    data = good_files[kind]
    assert "64x48" in refusal(tmp_path, data, Limits(pixels=3000))
    assert "at most 1 frames" in refusal(tmp_path, data, Limits(frames=1))
    assert "at most 0.05" in refusal(tmp_path, data, Limits(seconds=0.05))


def test_bombs_are_refused_by_their_headers(tmp_path: Path) -> None:
    image = RawImage(np.zeros((1, 1), np.uint8)).encoded()
    gif = b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + image + b";"
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + header + struct.pack(">I", zlib.crc32(header))
    webp = b"VP8X" + struct.pack("<II", 10, 2) + b"\xff\x3f\0\xff\x3f\0"
    webp = b"RIFF" + struct.pack("<I", len(webp) + 4) + b"WEBP" + webp
    for data in (gif, png, webp):
        assert "at most 50000000 pixels are allowed" in refusal(tmp_path, data)


@settings(max_examples=60, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(6, 10_000), st.integers(0, 255)), min_size=1))
@pytest.mark.parametrize("kind", ["gif", "apng", "webp", "jpeg"])
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory,
    good_files: dict[str, bytes],
    kind: str,
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(good_files[kind])
    for at, value in changes:
        data[at % len(data)] = value
    path = tmp_path_factory.mktemp("damaged") / "clip"
    path.write_bytes(data)
    try:
        with read_clip(path, Limits(pixels=100_000, frames=50)) as clip:
            assert all(
                frame.rgb.shape[:2] == (clip.info.height, clip.info.width) for frame in clip.frames
            )
    except InvalidClip as refused:
        assert str(refused)
