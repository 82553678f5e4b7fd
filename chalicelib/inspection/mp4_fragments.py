"""The fragments of an MP4 that was written while it was recorded or for streaming."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.inspection.boxes import Bytes, boxes
from chalicelib.inspection.refusals import cut_off

_BASE, _DESCRIPTION, _DEFAULT_DURATION = 0x1, 0x2, 0x8
_OFFSET, _FIRST_FLAGS = 0x1, 0x4
_DURATION, _PER_SAMPLE = 0x100, (0x100, 0x200, 0x400, 0x800)


@dataclass(frozen=True)
class Fragments:
    """How many frames of the track are in fragments, and for how long in the track's time."""

    frames: int
    duration: int


def read_fragments(moofs: Iterable[Bytes], track: int, default_duration: int) -> Fragments:
    """Adds up all runs of the track with this id."""
    frames, duration = 0, 0
    for moof in moofs:
        for kind, body in boxes(moof):
            if kind == b"traf":
                found = _track_fragment(body, track, default_duration)
                frames += found.frames
                duration += found.duration
    return Fragments(frames, duration)


def default_duration(mvex: Bytes, track: int) -> int:
    """How long a frame of the track lasts when its fragment does not say."""
    for kind, body in boxes(mvex):
        if kind == b"trex":
            found, _, duration = struct.unpack_from(">III", body, 4)
            if found == track:
                return int(duration)
    return 0


def _track_fragment(traf: Bytes, track: int, lasts: int) -> Fragments:
    frames, duration, wanted = 0, 0, False
    for kind, body in boxes(traf):
        if kind == b"tfhd":
            flags, found = struct.unpack_from(">II", body)
            wanted = found == track
            if flags & _DEFAULT_DURATION:
                at = 8 + (8 if flags & _BASE else 0) + (4 if flags & _DESCRIPTION else 0)
                (lasts,) = struct.unpack_from(">I", body, at)
        elif kind == b"trun" and wanted:
            run = _run(body, lasts)
            frames += run.frames
            duration += run.duration
    return Fragments(frames, duration)


def _run(trun: Bytes, lasts: int) -> Fragments:
    flags, count = struct.unpack_from(">II", trun)
    start = 8 + (4 if flags & _OFFSET else 0) + (4 if flags & _FIRST_FLAGS else 0)
    step = 4 * sum(bool(flags & field) for field in _PER_SAMPLE)
    if start + count * step > len(trun):
        raise cut_off()
    if not flags & _DURATION:
        return Fragments(count, count * lasts)
    rows = trun[start : start + count * step]
    durations = struct.iter_unpack(f">I{step - 4}x", rows)
    return Fragments(count, sum(duration for (duration,) in durations))
