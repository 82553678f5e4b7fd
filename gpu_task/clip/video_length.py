"""Whether a video file is as long as its outermost blocks say.

ffmpeg plays what is there of a file that was cut off, often without a word.
"""

from pathlib import Path
from typing import BinaryIO

from gpu_task.errors import InvalidClip

DAMAGED = "The video is cut off or damaged; only whole clips can be painted."


def check_whole(path: Path, container: str) -> None:
    """Raise InvalidClip when a `mov` (ISO 14496-12) or `matroska` (RFC 9559) file ends early."""
    length = path.stat().st_size
    with path.open("rb") as file:
        end = (_end_of_boxes if container == "mov" else _end_of_segment)(file, length)
    if end > length:
        raise InvalidClip(DAMAGED)


def _end_of_boxes(file: BinaryIO, length: int) -> int:
    at = 0
    while at < length:
        file.seek(at)
        head = file.read(16)
        size = int.from_bytes(head[:4])
        if size == 1:
            size = int.from_bytes(head[8:16])
        elif size == 0:
            return length
        at += max(size, 8)
    return at


def _end_of_segment(file: BinaryIO, length: int) -> int:
    """Where the segment after the EBML header ends; at its start when a live recording."""
    file.seek(4)
    header = _variable_size(file) or 0
    segment = file.tell() + header
    if segment > length:
        return segment
    file.seek(segment + 4)
    size = _variable_size(file)
    return file.tell() + (size or 0)


def _variable_size(file: BinaryIO) -> int | None:
    """EBML's number of variable length; None for the reserved one that means unknown."""
    first = file.read(1)
    if not first or not first[0]:
        raise InvalidClip(DAMAGED)
    more = 8 - first[0].bit_length()
    rest = file.read(more)
    bits = 7 * (more + 1)
    size = int.from_bytes(first + rest) & (1 << bits) - 1
    return None if size == (1 << bits) - 1 else size
