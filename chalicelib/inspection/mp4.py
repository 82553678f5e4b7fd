"""MP4: the first video track, read from its tables (ISO/IEC 14496-12).

Allowed is what the painter's decoder plays: pictures in the same file, in one piece or in
fragments, shown in whole or in the parts that an edit list names. Width and height are those of the
coded picture, turned as the track's matrix says.
"""

import struct
from dataclasses import dataclass

from chalicelib.errors import InvalidUpload
from chalicelib.inspection.boxes import Bytes, boxes, first_of
from chalicelib.inspection.mp4_fragments import default_duration, read_fragments
from chalicelib.inspection.mp4_samples import (
    check_chunks,
    count_samples,
    read_edits,
    shown_samples,
)
from chalicelib.inspection.refusals import cut_off, damaged, wrong_kind
from chalicelib.inspection.rules import Rules
from chalicelib.jobs import ClipFacts

_WIDTH_IN_ENTRY = 40
_TURNED = (0, 0)
_NOTHING = memoryview(b"")


@dataclass(frozen=True)
class _Track:
    """`clock`: units of the track's time in a second."""

    id: int
    width: int
    height: int
    clock: int
    tables: dict[bytes, Bytes]
    edits: Bytes


def inspect_mp4(data: bytes, rules: Rules) -> ClipFacts:
    """The frames are counted before any one of them is looked at."""
    file = memoryview(data)
    movie = _movie(file)
    parts = first_of(movie)
    rules.check_tracks(sum(kind == b"trak" for kind, _ in boxes(movie)))
    track = _video_track(movie)
    rules.check_size(track.width, track.height)
    lasts = default_duration(parts.get(b"mvex", _NOTHING), track.id)
    moofs = (body for kind, body in boxes(file) if kind == b"moof")
    fragments = read_fragments(moofs, track.id, lasts)
    count = count_samples(track.tables)
    rules.check_frames(count + fragments.frames)
    check_chunks(track.tables, count, len(data))
    # With fragments to come, edits only say where the sound begins.
    scale = track.clock / _clock(_part(parts, b"mvhd"))
    edits = read_edits(_NOTHING if fragments.frames else track.edits, scale)
    shown = shown_samples(track.tables, count, edits)
    frames = shown.frames + fragments.frames
    seconds = (shown.duration + fragments.duration) / track.clock
    rules.check_frames(frames)
    rules.check_seconds(seconds)
    return ClipFacts(frames, track.width, track.height, round(seconds, 3))


def _movie(file: Bytes) -> Bytes:
    """All boxes are walked, so that a last one that was cut off is noticed."""
    movie, is_picture, last = None, False, b""
    for last, body in boxes(file):
        if last == b"moov" and movie is None:
            movie = body
        is_picture |= last == b"meta"
    if movie is None:
        # HEIC and AVIF pictures are made of the same boxes, but have no movie.
        raise wrong_kind() if is_picture else cut_off()
    if last == b"moof":
        raise cut_off()
    return movie


def _video_track(movie: Bytes) -> _Track:
    for kind, body in boxes(movie):
        if kind != b"trak":
            continue
        track = first_of(body)
        media = first_of(_part(track, b"mdia"))
        if bytes(_part(media, b"hdlr")[8:12]) == b"vide":
            return _read_track(track, media)
    raise InvalidUpload("The video has no pictures, only sound or text.")


def _read_track(track: dict[bytes, Bytes], media: dict[bytes, Bytes]) -> _Track:
    tables = first_of(_part(first_of(_part(media, b"minf")), b"stbl"))
    clock = _clock(_part(media, b"mdhd"))
    width, height = _coded_size(_part(tables, b"stsd"))
    header = _part(track, b"tkhd")
    long = header[0] == 1
    (identity,) = struct.unpack_from(">I", header, 20 if long else 12)
    matrix = struct.unpack_from(">5i", header, 52 if long else 40)
    if (matrix[0], matrix[4]) == _TURNED:
        width, height = height, width
    edits = first_of(track.get(b"edts", _NOTHING)).get(b"elst", _NOTHING)
    return _Track(identity, width, height, clock, tables, edits)


def _coded_size(descriptions: Bytes) -> tuple[int, int]:
    if bytes(descriptions[12:16]) == b"encv":
        raise InvalidUpload("The video is protected against copying and cannot be painted.")
    width, height = struct.unpack_from(">HH", descriptions, _WIDTH_IN_ENTRY)
    return width, height


def _clock(header: Bytes) -> int:
    """Units of time in a second, which media and movie headers have at the same place."""
    (clock,) = struct.unpack_from(">I", header, 20 if header[0] == 1 else 12)
    return clock or 1


def _part(parts: dict[bytes, Bytes], kind: bytes) -> Bytes:
    if kind not in parts:
        raise damaged(f"its part {kind.decode()} is missing")
    return parts[kind]
