"""The sample tables of an MP4 track: how many frames it has, where they lie and when they show."""

import math
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise, repeat

from chalicelib.inspection.boxes import Bytes
from chalicelib.inspection.refusals import cut_off, damaged

Tables = Mapping[bytes, Bytes]
Edit = tuple[float, float]


@dataclass(frozen=True)
class Shown:
    """How many frames are seen, and for how long in the track's time."""

    frames: int
    duration: int


def count_samples(tables: Tables) -> int:
    """As the table of sizes says; a track that lives in fragments has an empty one."""
    sizes = tables.get(b"stsz", tables.get(b"stz2"))
    return 0 if sizes is None else int(struct.unpack_from(">I", sizes, 8)[0])


def check_chunks(tables: Tables, count: int, length: int) -> None:
    """Raises InvalidUpload unless all samples lie within the `length` bytes of the file."""
    sizes = _sizes(tables, count)
    for offset, samples in _chunks(tables):
        if offset + sum(islice(sizes, samples)) > length:
            raise cut_off()
    if next(sizes, None) is not None:
        raise damaged("it does not say where its last frames are")


def read_edits(table: Bytes, scale: float) -> Iterator[Edit]:
    """Start and end, in the track's time, of every part that is shown; pauses are left out.

    `scale` is the track's units of time in one of the movie's. Without a table all is shown.
    """
    if not table:
        yield -math.inf, math.inf
        return
    form = ">QqI" if table[0] == 1 else ">IiI"
    for duration, start, _ in _rows(table, form):
        if start >= 0:
            yield start, start + duration * scale


def shown_samples(tables: Tables, count: int, edits: Iterable[Edit]) -> Shown:
    """An edit shows the frames that start within it."""
    durations = _padded(_runs(tables, b"stts"), count)
    delays = _padded(_runs(tables, b"ctts"), count)
    starts = accumulate(durations, initial=0)
    times = sorted(
        (at + _signed(late), lasts)
        for at, late, lasts in zip(starts, delays, durations, strict=False)
    )
    frames, duration = 0, 0
    for start, end in edits:
        first, behind = bisect_left(times, (start, 0)), bisect_left(times, (end, 0))
        if first < behind:
            frames += behind - first
            duration += sum(times[behind - 1]) - times[first][0]
    return Shown(frames, duration)


def _sizes(tables: Tables, count: int) -> Iterator[int]:
    if b"stsz" not in tables:
        return _small_sizes(tables.get(b"stz2", memoryview(b"")), count)
    (common,) = struct.unpack_from(">I", tables[b"stsz"], 4)
    if common:
        return repeat(common, count)
    table = tables[b"stsz"][12 : 12 + 4 * count]
    if len(table) < 4 * count:
        raise cut_off()
    return (size for (size,) in struct.iter_unpack(">I", table))


def _small_sizes(table: Bytes, count: int) -> Iterator[int]:
    bits = table[7] if count else 8
    if bits not in (4, 8, 16):
        raise damaged(f"the sizes of its frames have {bits} bits")
    content = table[12 : 12 + (count * bits + 7) // 8]
    if len(content) * 8 < count * bits:
        raise cut_off()
    if bits == 4:
        return islice(chain.from_iterable((byte >> 4, byte & 15) for byte in content), count)
    return (size for (size,) in struct.iter_unpack(">H" if bits == 16 else ">B", content))


def _chunks(tables: Tables) -> Iterator[tuple[int, int]]:
    """Where each chunk begins, and how many samples are in it."""
    kind, form = (b"stco", ">I") if b"stco" in tables else (b"co64", ">Q")
    table = tables.get(kind, memoryview(bytes(8)))
    behind = 1 + _length(table)
    runs = _rows(tables.get(b"stsc", memoryview(bytes(8))), ">III")
    lengths = (
        repeat(samples, max(0, min(following, behind) - first))
        for (first, samples, _), (following, *_) in pairwise(chain(runs, [(behind, 0, 0)]))
    )
    offsets = (offset for (offset,) in _rows(table, form))
    return zip(offsets, chain.from_iterable(lengths), strict=False)


def _runs(tables: Tables, kind: bytes) -> Iterator[int]:
    rows = _rows(tables.get(kind, memoryview(bytes(8))), ">II")
    return chain.from_iterable(repeat(value, length) for length, value in rows)


def _padded(values: Iterator[int], count: int) -> list[int]:
    return list(islice(chain(values, repeat(0)), count))


def _signed(offset: int) -> int:
    """Encoders write negative offsets in both versions of the table."""
    return offset - 2**32 if offset >= 2**31 else offset


def _length(table: Bytes) -> int:
    return int(struct.unpack_from(">I", table, 4)[0])


def _rows(table: Bytes, form: str) -> Iterator[tuple[int, ...]]:
    """The rows of a table, whose number stands before them."""
    end = 8 + _length(table) * struct.calcsize(form)
    if end > len(table):
        raise cut_off()
    return struct.iter_unpack(form, table[8:end])
