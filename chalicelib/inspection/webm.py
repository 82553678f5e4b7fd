"""WebM: the first video track and its blocks (Matroska, RFC 9559), live recordings included.

The blocks tell how long the clip is: the duration that the file states is a mere claim, and counts
the sound in.
"""

import struct

from chalicelib.errors import InvalidUpload
from chalicelib.inspection.ebml import Bytes, elements, head, number, unsigned
from chalicelib.inspection.refusals import cut_off, damaged, wrong_kind
from chalicelib.inspection.rules import Rules
from chalicelib.jobs import ClipFacts

_DOCTYPE = 0x4282
_SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_TRACK, _VIDEO, _BLOCK_GROUP = 0xAE, 0xE0, 0xA0
_ENTERED = frozenset({_INFO, _TRACKS, _CLUSTER, _TRACK, _VIDEO, _BLOCK_GROUP})
_TICK, _NUMBER, _TYPE, _WIDTH, _HEIGHT = 0x2AD7B1, 0xD7, 0x83, 0xB0, 0xBA
_DEFAULT_DURATION, _TIMESTAMP, _BLOCK_DURATION = 0x23E383, 0xE7, 0x9B
_BLOCK, _SIMPLE_BLOCK = 0xA1, 0xA3
_OF_TRACK = frozenset({_NUMBER, _TYPE, _WIDTH, _HEIGHT, _DEFAULT_DURATION})
_PICTURES = 1
_LACED = 0x06
_DEFAULT_TICK = 1_000_000


def inspect_webm(data: bytes, rules: Rules) -> ClipFacts:
    """One frame a block, several where blocks are laced."""
    reading = _Reading()
    for identity, content in elements(_segment(memoryview(data)), _ENTERED):
        reading.take(identity, content)
    rules.check_tracks(reading.tracks)
    track = reading.video()
    width, height = track.get(_WIDTH, 0), track.get(_HEIGHT, 0)
    rules.check_size(width, height)
    rules.check_frames(reading.frames)
    seconds = reading.seconds(track)
    rules.check_seconds(seconds)
    return ClipFacts(reading.frames, width, height, round(seconds, 3))


def _segment(data: Bytes) -> Bytes:
    """What is between the header and the end, of whose size a live recording says nothing."""
    _, size, at = head(data, 0)
    end = at + (size or 0)
    if end > len(data):
        raise cut_off()
    header = dict(elements(data[at:end], frozenset()))
    if bytes(header.get(_DOCTYPE, b"")).rstrip(b"\0") not in (b"webm", b"matroska"):
        raise wrong_kind()
    identity, size, at = head(data, end)
    if identity != _SEGMENT:
        raise damaged("the video does not begin where it should")
    if size is not None and at + size > len(data):
        raise cut_off()
    return data[at:] if size is None else data[at : at + size]


class _Reading:
    """What was found so far. Times are in ticks of the segment; a track maps ids to numbers."""

    def __init__(self) -> None:
        self.frames = 0
        self.tracks = 0
        self._tick = _DEFAULT_TICK
        self._track: dict[int, int] = {}
        self._video: dict[int, int] | None = None
        self._cluster = 0
        self._first: int | None = None
        self._last = 0
        self._last_lasts: int | None = None
        self._in_last = False

    def take(self, identity: int, content: Bytes) -> None:
        """The next element."""
        if identity in (_BLOCK, _SIMPLE_BLOCK):
            self._take_block(content)
        elif identity == _TIMESTAMP:
            self._cluster = unsigned(content)
        elif identity == _BLOCK_DURATION and self._in_last:
            self._last_lasts = unsigned(content)
        elif identity == _TRACK:
            self.tracks += 1
            self._settle_track()
        elif identity in _OF_TRACK:
            self._track.setdefault(identity, unsigned(content))
        elif identity == _TICK:
            self._tick = unsigned(content) or _DEFAULT_TICK

    def video(self) -> dict[int, int]:
        """The first track of pictures."""
        self._settle_track()
        if self._video is None:
            raise InvalidUpload("The video has no pictures, only sound or text.")
        return self._video

    def seconds(self, track: dict[int, int]) -> float:
        """To the end of the last frame, which lasts as long as the others unless the file says."""
        span = self._last - (self._first or 0)
        if self._last_lasts is not None:
            lasts: float = self._last_lasts
        elif _DEFAULT_DURATION in track:
            lasts = track[_DEFAULT_DURATION] / self._tick
        else:
            lasts = span / max(1, self.frames - 1)
        return (span + lasts) * self._tick / 1e9

    def _settle_track(self) -> None:
        """The track before the next one, or before the first block, has been read."""
        if self._video is None and self._track.get(_TYPE) == _PICTURES:
            self._video = self._track
        self._track = {}

    def _take_block(self, content: Bytes) -> None:
        number_of_track, at = number(content, 0)
        if number_of_track != self.video().get(_NUMBER):
            self._in_last = False
            return
        offset, flags = struct.unpack_from(">hB", content, at)
        self.frames += 1 + (content[at + 3] if flags & _LACED else 0)
        start = self._cluster + offset
        self._first = start if self._first is None else min(self._first, start)
        self._in_last = start >= self._last
        if self._in_last:
            self._last, self._last_lasts = start, None
