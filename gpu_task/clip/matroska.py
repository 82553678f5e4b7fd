"""Raw frames with timestamps for ffmpeg's standard input, as a Matroska stream (RFC 9559).

A pipe of bare pixels has a fixed rate; Matroska is the simplest container in which every frame
states its own start and duration.
"""

import struct

from gpu_task.clip.model import Pixels

_UNKNOWN_SIZE = b"\x01" + b"\xff" * 7
_RGB24 = b"RGB\x18"


def stream_header(width: int, height: int) -> bytes:
    """What comes before the first frame of a stream of (height, width, 3) RGB frames."""
    ebml = _element(
        "1A45DFA3",
        _number("4286", 1),
        _number("42F7", 1),
        _number("42F2", 4),
        _number("42F3", 8),
        _element("4282", b"matroska"),
        _number("4287", 4),
        _number("4285", 2),
    )
    picture = _element(
        "E0", _number("B0", width), _number("BA", height), _element("2EB524", _RGB24)
    )
    track = _element(
        "AE",
        _number("D7", 1),
        _number("73C5", 1),
        _number("83", 1),
        _element("86", b"V_UNCOMPRESSED"),
        picture,
    )
    milliseconds = _element("1549A966", _number("2AD7B1", 1_000_000))
    segment = bytes.fromhex("18538067") + _UNKNOWN_SIZE
    return ebml + segment + milliseconds + _element("1654AE6B", track)


def timed_frame(rgb: Pixels, start: int, lasts: int) -> bytes:
    """A frame shown from `start` for `lasts` milliseconds, as a cluster of its own."""
    block = _element("A1", b"\x81\0\0\0", rgb.tobytes())
    return _element("1F43B675", _number("E7", start), _element("A0", block, _number("9B", lasts)))


def _element(name: str, *content: bytes) -> bytes:
    size = sum(len(part) for part in content)
    return bytes.fromhex(name) + struct.pack(">Q", size | 1 << 56) + b"".join(content)


def _number(name: str, value: int) -> bytes:
    return _element(name, struct.pack(">Q", value))
