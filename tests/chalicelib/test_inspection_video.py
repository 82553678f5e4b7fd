"""MP4 and WebM are read from their bytes: what is found, what is refused, and that it ends."""

import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import InvalidUpload
from chalicelib.inspection import inspect_clip
from chalicelib.inspection.mp4_samples import check_chunks, count_samples, read_edits, shown_samples
from chalicelib.jobs import ClipFacts
from chalicelib.limits import Limits
from tests.chalicelib.builders import LIMITS
from tests.chalicelib.test_inspection import refusal
from tests.chalicelib.videos import WHOLE, sound_only, trimmed_video, turned_video, video

IN_ONE_PIECE = sorted(WHOLE.keys() - {"fragments.mp4", "few-fragments.mp4", "live.webm"})


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + kind + body


def table(form: str, *rows: tuple[int, ...]) -> memoryview:
    """A table of an MP4 track: version, number of rows, rows."""
    packed = b"".join(struct.pack(form, *row) for row in rows)
    return memoryview(struct.pack(">II", 0, len(rows)) + packed)


def changed(data: bytes, mark: bytes, offset: int, new: bytes) -> bytes:
    """The file with other bytes `offset` behind the first place of `mark`."""
    at = data.index(mark) + len(mark) + offset
    return data[:at] + new + data[at + len(new) :]


@pytest.mark.parametrize("name", WHOLE)
def test_a_video_is_known_by_its_frames_size_and_seconds(name: str) -> None:
    assert inspect_clip(video(name), LIMITS) == ClipFacts(12, 64, 48, 1.2)


def test_a_video_that_was_filmed_upright_is_upright() -> None:
    assert inspect_clip(turned_video(), LIMITS) == ClipFacts(12, 48, 64, 1.2)


def test_frames_that_the_edit_list_leaves_out_do_not_count() -> None:
    assert inspect_clip(trimmed_video(), LIMITS) == ClipFacts(6, 64, 48, 0.6)


@pytest.mark.parametrize("name", ["plain.mp4", "fragments.mp4", "vp8.webm", "live.webm"])
def test_a_video_over_a_limit_is_refused_with_both_numbers(name: str) -> None:
    data = video(name)
    few, small, short = (
        Limits(10**6, 10**6, 11, 20),
        Limits(10**6, 3000, 40, 20),
        Limits(10**6, 10**6, 40, 1),
    )
    assert refusal(data, few) == "The clip has 12 frames; the limit is 11."
    assert refusal(data, short) == "The clip lasts 1.2 seconds; the limit is 1."
    assert "The clip is 64 × 48 pixels" in refusal(data, small)


@pytest.mark.parametrize("name", IN_ONE_PIECE)
def test_a_video_that_was_cut_off_anywhere_is_refused(name: str) -> None:
    data = video(name)
    for length in range(12, len(data), 1 + len(data) // 600):
        assert "damaged or was cut off" in refusal(data[:length])


@pytest.mark.parametrize("name", ["fragments.mp4", "few-fragments.mp4", "live.webm"])
def test_a_recording_is_refused_unless_it_was_cut_off_between_two_of_its_parts(name: str) -> None:
    data = video(name)
    whole = []
    for length in range(12, len(data)):
        try:
            whole.append(inspect_clip(data[:length], LIMITS).frames)
        except InvalidUpload as refused:
            assert str(refused)
    assert len(whole) <= 6
    assert whole == sorted(whole)


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_sound_alone_is_refused(kind: str) -> None:
    assert "no pictures, only sound" in refusal(sound_only(kind))


def test_a_heic_picture_is_not_taken_for_a_video() -> None:
    data = box(b"ftyp", b"heic" + bytes(8)) + box(b"meta", bytes(40))
    assert "not a GIF, PNG, JPEG, WebP, MP4 or WebM file" in refusal(data)


def test_another_kind_of_matroska_is_refused() -> None:
    assert "not a GIF" in refusal(video("vp8.webm").replace(b"webm", b"weba", 1))


def test_a_protected_video_is_refused() -> None:
    assert "protected against copying" in refusal(video("plain.mp4").replace(b"avc1", b"encv"))


@pytest.mark.parametrize("frames", [0, 13, 2**31, 2**32 - 1])
def test_a_false_number_of_frames_is_refused(frames: int) -> None:
    data = changed(video("plain.mp4"), b"stsz", 8, struct.pack(">I", frames))
    assert refusal(data)


def test_a_frame_behind_the_end_of_the_file_is_refused() -> None:
    data = video("plain.mp4")
    assert "cut off" in refusal(changed(data, b"stco", 8, struct.pack(">I", len(data) - 20)))


def test_endless_durations_are_refused_with_their_number() -> None:
    data = changed(video("plain.mp4"), b"stts", 12, b"\xff\xff\xff\xff")
    assert "seconds; the limit is 20." in refusal(data)


@pytest.mark.parametrize(
    "hostile",
    [
        video("live.webm") + b"\xec\x80" * 60_000,
        video("live.webm") + b"\xae\x80" * 60_000,
        video("plain.mp4") + b"\0\0\0\x08free" * 40_000,
        box(b"ftyp", b"isom") + box(b"moov", b"\0\0\0\x08trak" * 40_000),
        box(b"ftyp", b"isom") + b"\0\0\0\0moov" * 40_000,
        b"GIF89a \0 \0\0\0\0!\xfe" + b"\x01a" * 60_000,
        b"GIF89a \0 \0\0\0\0" + b"!\xfe\0" * 60_000,
    ],
    ids=["voids", "tracks", "boxes", "traks", "nested", "comment", "comments"],
)
def test_a_file_of_nothing_but_heads_is_read_in_a_time_that_grows_with_its_bytes_only(
    hostile: bytes,
) -> None:
    started = time.process_time()
    try:
        inspect_clip(hostile, LIMITS)
    except InvalidUpload as refused:
        assert str(refused)
    assert time.process_time() - started < 5


def test_a_webm_of_more_parts_than_an_hour_of_film_is_refused() -> None:
    assert "more than 300000 parts" in refusal(video("live.webm") + b"\xec\x80" * 300_000)


def test_the_frames_of_an_edit_are_those_that_start_within_it() -> None:
    tables = {b"stts": table(">II", (10, 100)), b"ctts": table(">II", (10, 50))}
    shown = shown_samples(tables, 10, read_edits(table(">IiI", (3, 50, 1), (2, 850, 1)), 100))
    assert (shown.frames, shown.duration) == (5, 500)
    twice = shown_samples(tables, 10, read_edits(table(">IiI", (10, 50, 1), (10, 50, 1)), 100))
    assert (twice.frames, twice.duration) == (20, 2000)
    paused = shown_samples(tables, 10, read_edits(table(">IiI", (9, -1, 1), (10, 50, 1)), 100))
    assert (paused.frames, paused.duration) == (10, 1000)


def test_frames_that_are_shown_early_have_a_negative_delay() -> None:
    tables = {b"stts": table(">II", (2, 100)), b"ctts": table(">Ii", (1, 0), (1, -50))}
    assert shown_samples(tables, 2, read_edits(memoryview(b""), 1)).duration == 150


@pytest.mark.parametrize(
    "sizes",
    [
        {b"stsz": memoryview(struct.pack(">III", 0, 10, 3))},
        {b"stsz": memoryview(struct.pack(">III3I", 0, 0, 3, 10, 10, 10))},
        {b"stz2": memoryview(struct.pack(">III3B", 0, 8, 3, 10, 10, 10))},
        {b"stz2": memoryview(struct.pack(">III3H", 0, 16, 3, 10, 10, 10))},
        {b"stz2": memoryview(struct.pack(">III2B", 0, 4, 3, 0xAA, 0xA0))},
    ],
    ids=["common", "32 bits", "8 bits", "16 bits", "4 bits"],
)
@pytest.mark.parametrize("kind", [b"stco", b"co64"])
def test_every_frame_must_lie_within_the_file(sizes: dict[bytes, memoryview], kind: bytes) -> None:
    form = ">I" if kind == b"stco" else ">Q"
    places = {b"stsc": table(">III", (1, 2, 1), (2, 1, 1)), kind: table(form, (100,), (200,))}
    tables = sizes | places
    assert count_samples(tables) == 3
    check_chunks(tables, 3, 210)
    with pytest.raises(InvalidUpload, match="cut off"):
        check_chunks(tables, 3, 209)
    with pytest.raises(InvalidUpload, match="where its last frames are"):
        check_chunks(tables | {kind: table(form, (100,))}, 3, 210)


CHANGES = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(changes=CHANGES, share=st.floats(0.5, 1.0), tail=st.booleans())
@pytest.mark.parametrize("name", ["plain.mp4", "fragments.mp4", "live.webm", "with-sound.webm"])
def test_a_damaged_video_is_within_the_limits_or_refused(
    name: str, changes: list[tuple[int, int]], share: float, tail: bool
) -> None:
    data = bytearray(video(name))
    at = data.index(b"moov") if tail and b"moov" in data else 0
    for step, value in changes:
        data[(at + step % 900) % len(data)] = value
    try:
        facts = inspect_clip(bytes(data[: int(len(data) * share)]), LIMITS)
    except InvalidUpload as refused:
        reason = str(refused)
        assert reason.endswith(".")
        assert len(reason) < 120
    else:
        assert 1 <= facts.frames <= LIMITS.frames
        assert 0 <= facts.seconds <= LIMITS.seconds
        assert facts.width * facts.height <= LIMITS.pixels
        assert min(facts.width, facts.height) >= 32
