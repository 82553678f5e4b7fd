"""Files of every kind that can be painted, and files that must be refused."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import partial

import numpy as np
from PIL import Image

from chalicelib.inspection.ebml import head
from tests.chalicelib.pictures import animation, gif, picture, turned
from tests.chalicelib.videos import WHOLE, sound_only, trimmed_video, turned_video, video
from tests.gpu_task.clip.raw_gif import RawGif, RawImage


def odd_gif(see_through: bool = False, width: int = 40, height: int = 36) -> bytes:
    """Every disposal, palettes of its own, images in parts and beyond the canvas, interlaced."""
    part, whole = np.ones((20, 30), np.uint8), np.zeros((36, 40), np.uint8)
    mine = ((1, 2, 3), (4, 5, 6))
    index = 1 if see_through else None
    images = (
        RawImage(whole, delay=5, transparent_index=index),
        *(RawImage(part, 3 * way, 2 * way, way, way, palette=mine) for way in range(8)),
        RawImage(part, 25, 30, 0, 2, transparent_index=index, interlaced=True),
        RawImage(whole, controlled=False),
    )
    return RawGif(width, height, images, loop=3).encoded()


def gif_of(image: RawImage) -> bytes:
    return RawGif(40, 40, (image,)).encoded()


def palette_first() -> bytes:
    """What Pillow opens but fails to convert."""
    data = io.BytesIO()
    Image.linear_gradient("L").convert("P").save(data, "PNG")
    png = data.getvalue()
    start, end = (png.index(name) - 4 for name in (b"PLTE", b"IDAT"))
    return png[:8] + png[start:end] + png[8:start] + png[end:]


def without(data: bytes, name: bytes) -> bytes:
    """A PNG without its first chunk of this name."""
    at = data.index(name) - 4
    return data[:at] + data[at + 12 + int.from_bytes(data[at : at + 4]) :]


EMPTY = RawImage(np.zeros((3, 0), np.uint8))
SHORT = RawImage(np.zeros((40, 40), np.uint8), data=b"\x08\x02\x00\x03\0")


def with_chunk(data: bytes, name: bytes, content: bytes, before: bytes) -> bytes:
    """A PNG with another chunk before its first one called `before`."""
    at = data.index(before) - 4
    chunk = name + content
    framed = struct.pack(">I", len(content)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return data[:at] + framed + data[at:]


def with_odd_exif(form: str) -> bytes:
    """An orientation that is no number, in a directory that is cut short."""
    exif = turned().tobytes()
    at = exif.index(struct.pack(">H", 0x0112) if b"MM" in exif else struct.pack("<H", 0x0112))
    return picture(form, exif=exif[: at + 2] + b"\0\x02\0\0\0\x40")


def two_headed_png() -> bytes:
    header = struct.pack(">IIBBBBB", 40, 33, 8, 2, 0, 0, 0)
    return with_chunk(picture("PNG"), b"IHDR", header, before=b"IDAT")


def webm_of_tracks(count: int) -> bytes:
    """Its list of one track comes again and again."""
    data = video("live.webm")
    at = data.index(bytes.fromhex("1654AE6B"))
    _, size, start = head(memoryview(data), at)
    return data[:at] + data[at : start + (size or 0)] * count + data[start + (size or 0) :]


def mp4_of_tracks(count: int) -> bytes:
    data = video("plain.mp4")
    movie, track = (data.index(name) - 4 for name in (b"moov", b"trak"))
    size = int.from_bytes(data[track : track + 4])
    longer = int.from_bytes(data[movie : movie + 4]) + (count - 1) * size
    tracks = data[track : track + size] * count
    before = data[:movie] + longer.to_bytes(4) + data[movie + 4 : track]
    return before + tracks + data[track + size :]


GOOD: dict[str, Callable[[], bytes]] = {
    "gif": gif,
    "gif that restores": lambda: gif(disposal=3),
    "gif that clears": lambda: gif(disposal=2, transparency=0),
    "gif of one frame": lambda: picture("GIF", duration=70),
    "odd gif": odd_gif,
    "odd see-through gif": lambda: odd_gif(see_through=True),
    "gif on a canvas too small for it": lambda: odd_gif(width=5, height=5),
    "png": lambda: picture("PNG"),
    "turned png": lambda: picture("PNG", exif=turned()),
    "apng": lambda: animation("PNG"),
    "apng with a still": lambda: animation("PNG", default_image=True),
    "apng without its number of frames": lambda: without(animation("PNG"), b"acTL"),
    "jpeg": lambda: picture("JPEG"),
    "turned jpeg": lambda: picture("JPEG", exif=turned()),
    "progressive jpeg": lambda: picture("JPEG", progressive=True),
    "jpeg with odd EXIF data": lambda: with_odd_exif("JPEG"),
    "webp": lambda: picture("WEBP"),
    "lossless webp": lambda: picture("WEBP", lossless=True),
    "turned webp": lambda: picture("WEBP", exif=turned()),
    "animated webp": lambda: animation("WEBP"),
    "turned video": turned_video,
    "trimmed video": trimmed_video,
    "mp4 of many tracks": lambda: mp4_of_tracks(32),
}
GOOD |= {name: partial(video, name) for name in WHOLE}

BROKEN: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "words": lambda: b"this is no picture at all",
    "gif that is too small": lambda: gif(size=(40, 31)),
    "webp that is too small": lambda: picture("WEBP", (31, 40)),
    "gif without its end mark": lambda: gif()[:-1],
    "gif without frames": lambda: RawGif(40, 40, ()).encoded(),
    "gif without width": lambda: odd_gif(width=0),
    "gif with an empty image": lambda: gif_of(EMPTY),
    "gif with too little in a frame": lambda: gif_of(SHORT),
    "gif with an unknown block": lambda: odd_gif()[:-1] + b"A;",
    "gif of too many frames": lambda: gif(delays=[10] * 41),
    "apng that is too long": lambda: animation("PNG", [9000, 9000, 9000]),
    "webp that is too long": lambda: animation("WEBP", [9000, 9000, 9000]),
    "jpeg of too many pixels": lambda: picture("JPEG", (1001, 1000)),
    "png with two headers": two_headed_png,
    "png whose palette comes first": palette_first,
    "png with too little to say what is see-through": lambda: with_chunk(
        picture("PNG"), b"tRNS", bytes(4), before=b"IEND"
    ),
    "webm whose header is said to be larger than any disk": lambda: (
        b"\x1a\x45\xdf\xa3\x01" + b"\xff" * 6 + video("vp8.webm")[5:]
    ),
    "png without a header": lambda: without(picture("PNG"), b"IHDR"),
    "webm of too many tracks": lambda: webm_of_tracks(33),
    "mp4 of too many tracks": lambda: mp4_of_tracks(33),
    "mp4 without pictures": lambda: sound_only("mp4"),
    "webm without pictures": lambda: sound_only("webm"),
    "mp4 without an index": lambda: video("plain.mp4").replace(b"moov", b"free"),
}
