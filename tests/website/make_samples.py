"""Writes the files that the page's tests read, and answers what Pillow or FFmpeg see in them.

`make_samples.py serve` reads one JSON wish per line and answers one JSON line per file: its bytes
(base64) and its facts. `make_samples.py lay FOLDER` writes the files that the browser tests use.
"""

import base64
import io
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from PIL import Image, ImageDraw

STYLES = Path(__file__).resolve().parents[2] / "gpu_task" / "styles" / "pictures"
EXIF_ORIENTATION = 0x0112
H264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p"]
VP8 = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"]
FRAGMENTS = ["-g", "4", "-movflags", "frag_keyframe+empty_moov+default_base_moof"]
VIDEO_OPTIONS = {
    "mp4": H264,
    "mp4 in fragments": [*H264, *FRAGMENTS],
    "webm": VP8,
    "webm live": [*VP8, "-live", "1"],
}


@dataclass(frozen=True)
class Wish:
    """A file to write. `delays` are milliseconds, one per frame; `variant` is the format's own."""

    format: str
    width: int
    height: int
    delays: list[int]
    seed: int
    variant: str = ""
    orientation: int = 1


@dataclass(frozen=True)
class Facts:
    """What a file holds; `seconds` is 0 for a still."""

    width: int
    height: int
    frames: int
    seconds: float


def pictures(wish: Wish) -> list[Image.Image]:
    """Frames that all differ, so that no writer merges two of them."""
    chance = random.Random(wish.seed)
    frames = []
    for index in range(len(wish.delays)):
        frame = Image.new("RGB", (wish.width, wish.height), _colour(chance))
        draw = ImageDraw.Draw(frame)
        for _ in range(4):
            corners = [chance.randrange(wish.width), chance.randrange(wish.height)]
            draw.ellipse([*corners, corners[0] + 20, corners[1] + 14], fill=_colour(chance))
        frame.putpixel((index % wish.width, index // wish.width % wish.height), _colour(chance))
        frames.append(frame)
    return frames


def write(wish: Wish) -> bytes:
    """The bytes of the wished file."""
    if wish.format in ("mp4", "webm"):
        return write_video(wish)
    frames = pictures(wish)
    if wish.variant == "palette":
        frames = [frame.quantize(chance) for chance, frame in enumerate(frames, start=2)]
    if wish.variant == "transparent":
        frames = [frame.convert("RGBA") for frame in frames]
        for frame in frames:
            frame.putpixel((0, 0), (0, 0, 0, 0))
    buffer = io.BytesIO()
    frames[0].save(buffer, **_options(wish, frames))
    return buffer.getvalue()


def _options(wish: Wish, frames: list[Image.Image]) -> dict[str, Any]:
    options: dict[str, Any] = {"format": wish.format.upper()}
    if wish.format == "jpeg":
        exif = Image.Exif()
        exif[EXIF_ORIENTATION] = wish.orientation
        return options | {"exif": exif, "progressive": wish.variant == "progressive"}
    if wish.format == "webp":
        options["lossless"] = wish.variant == "lossless"
    if len(frames) > 1:
        more: dict[str, Any] = {"append_images": frames[1:], "duration": wish.delays}
        options |= {"save_all": True, "loop": 0} | more
    return options


def write_video(wish: Wish) -> bytes:
    """A video of ten frames a second, whatever the delays say: their number counts."""
    variant = wish.variant or wish.format
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"clip.{wish.format}"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "rawvideo"]
        command += ["-pix_fmt", "rgb24", "-s", f"{wish.width}x{wish.height}", "-r", "10", "-i", "-"]
        command += [*VIDEO_OPTIONS[variant], "-threads", "1", str(file)]
        raw = b"".join(frame.tobytes() for frame in pictures(wish))
        subprocess.run(command, input=raw, check=True)
        return file.read_bytes()


def facts(wish: Wish, data: bytes) -> Facts:
    """What Pillow reads from the file; for a video what was given to FFmpeg."""
    if wish.format in ("mp4", "webm"):
        return Facts(wish.width, wish.height, len(wish.delays), len(wish.delays) / 10)
    with Image.open(io.BytesIO(data)) as image:
        turned = image.getexif().get(EXIF_ORIENTATION, 1) >= 5
        width, height = image.size[::-1] if turned else image.size
        frames: int = getattr(image, "n_frames", 1)
        milliseconds = 0.0
        for index in range(frames if frames > 1 else 0):
            image.seek(index)
            image.load()
            milliseconds += float(image.info.get("duration", 0))
        return Facts(width, height, frames, milliseconds / 1000)


def serve(lines: Iterator[str]) -> None:
    """Answers every wish until the other side closes."""
    for line in lines:
        wish = Wish(**json.loads(line))
        data = write(wish)
        answer = {"bytes": base64.b64encode(data).decode(), "facts": asdict(facts(wish, data))}
        print(json.dumps(answer), flush=True)


def lay(folder: Path) -> None:
    """The files that the browser tests choose, and what the fake API answers with."""
    folder.mkdir(parents=True, exist_ok=True)
    clip = _walk(12)
    painted = [frame.quantize(12).convert("RGB") for frame in clip]
    delays = [100] * 12
    _save(clip, folder / "clip.gif", duration=delays, loop=0)
    _save(painted, folder / "painted.gif", duration=delays, loop=0)
    _save(painted, folder / "painted.webp", duration=delays, loop=0)
    painted[0].save(folder / "poster.png")
    painted[5].save(folder / "preview.jpg")
    _save(_walk(301, (32, 32)), folder / "long.gif", duration=20, loop=0)
    _save(_walk(4), folder / "slow.gif", duration=10_000, loop=0)
    clip[0].resize((1600, 1000)).save(folder / "photo.jpg")
    large = [frame.resize((1600, 1000)) for frame in clip[:2]]
    _save(large, folder / "large.gif", duration=100, loop=0)
    clip[0].save(folder / "picture.png")
    noise = [Image.effect_noise((980, 980), 90) for _ in range(9)]
    _save(noise, folder / "heavy.gif", duration=100, loop=0)
    _save(_walk(10, (160, 100)), folder / "walk.gif", duration=100, loop=0)
    _save(_walk(4, (64, 40)), folder / "small.gif", duration=100, loop=0)
    clip[0].resize((64, 40)).save(folder / "small.png")
    wish = Wish("mp4", 320, 200, [100] * 12, 7)
    (folder / "painted.mp4").write_bytes(write_video(wish))
    (folder / "clip.mp4").write_bytes(write_video(wish))
    _lay_broken(folder)
    for picture in STYLES.glob("*.jpg"):
        with Image.open(picture) as image:
            image.thumbnail((480, 480))
            image.save(folder / f"style-{picture.name}")


def _lay_broken(folder: Path) -> None:
    whole = (folder / "clip.gif").read_bytes()
    (folder / "cut.gif").write_bytes(whole[: len(whole) // 2])
    (folder / "scrambled.png").write_bytes(_scrambled((folder / "picture.png").read_bytes()))
    (folder / "empty.gif").write_bytes(b"")
    (folder / "text.gif").write_text("This is no picture at all, only its name says so.")
    (folder / "document.gif").write_bytes(b"%PDF-1.7\n")
    (folder / "huge.gif").write_bytes(whole + b"\0" * 20_000_000)


def _scrambled(png: bytes) -> bytes:
    """Whole in its structure, but its pixels cannot be unpacked."""
    at = png.index(b"IDAT") + 8
    return png[:at] + bytes(byte ^ 0x55 for byte in png[at : at + 40]) + png[at + 40 :]


def _walk(count: int, size: tuple[int, int] = (320, 200)) -> list[Image.Image]:
    """A ball that rolls over a hill, drawn at twice the size for soft edges."""
    width, height = size[0] * 2, size[1] * 2
    frames = []
    for index in range(count):
        frame = Image.new("RGB", (width, height), "#bcd7ea")
        draw = ImageDraw.Draw(frame)
        draw.ellipse([width * 0.66, height * 0.1, width * 0.82, height * 0.36], fill="#f5d46a")
        draw.ellipse([-width * 0.3, height * 0.6, width * 1.3, height * 1.9], fill="#5f8f5b")
        middle = width * (0.1 + 0.8 * index / count)
        draw.ellipse(
            [middle - width * 0.08, height * 0.46, middle + width * 0.08, height * 0.72],
            fill="#c8402f",
        )
        frame.putpixel((index % width, index // width), (index % 256, 7, 9))
        frames.append(frame.resize(size))
    return frames


def _save(frames: list[Image.Image], file: Path, **options: Any) -> None:
    frames[0].save(file, save_all=True, append_images=frames[1:], **options)


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return (chance.randrange(256), chance.randrange(256), chance.randrange(256))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(iter(sys.stdin.readline, ""))
    else:
        lay(Path(sys.argv[2]))
