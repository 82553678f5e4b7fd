"""The elements that a WebM file is made of (EBML, RFC 8794)."""

from collections.abc import Iterator

from chalicelib.inspection.refusals import cut_off, damaged

Bytes = memoryview

_LONGEST_ID, _LONGEST_SIZE = 4, 8
_MOST = 300_000
"""Elements: enough for an hour of pictures and sound; a file of nothing but heads has millions."""


def elements(data: Bytes, entered: frozenset[int]) -> Iterator[tuple[int, Bytes]]:
    """Every element in the order of the file as (id, content).

    The content of an element that is entered is empty: its children follow it. Its own end, which a
    live recording does not know, needs no attention.
    """
    at, count = 0, 0
    while at < len(data):
        count += 1
        if count > _MOST:
            raise damaged(f"it is made of more than {_MOST} parts")
        identity, size, at = head(data, at)
        if size is None and identity not in entered:
            raise damaged("a part of the video has no end")
        if at + (size or 0) > len(data):
            raise cut_off()
        if identity in entered:
            yield identity, data[at:at]
        else:
            end = at + (size or 0)
            yield identity, data[at:end]
            at = end


def head(data: Bytes, at: int) -> tuple[int, int | None, int]:
    """The id of the element, the size of its content or None for unknown, and where that begins."""
    end = at + 9 - data[at].bit_length()
    if end > at + _LONGEST_ID:
        raise damaged(f"no part of a video begins as byte {at} does")
    size, start = number(data, end)
    return int.from_bytes(data[at:end]), size, start


def number(data: Bytes, at: int) -> tuple[int | None, int]:
    """A number of variable length and where it ends; None for the one that means unknown."""
    length = 9 - data[at].bit_length()
    if length > _LONGEST_SIZE:
        raise damaged("a part of the video has no size")
    end = at + length
    if end > len(data):
        raise cut_off()
    most = (1 << 7 * length) - 1
    value = int.from_bytes(data[at:end]) & most
    return None if value == most else value, end


def unsigned(content: Bytes) -> int:
    """The value of an element that is a whole number."""
    if len(content) > _LONGEST_SIZE:
        raise damaged(f"a number in it has {len(content)} bytes")
    return int.from_bytes(content)
