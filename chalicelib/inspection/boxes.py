"""The boxes that an MP4 file is made of (ISO/IEC 14496-12)."""

from collections.abc import Iterator

from chalicelib.inspection.refusals import cut_off, damaged

Bytes = memoryview

_HEAD, _LONG_HEAD = 8, 16
_TELLING = b"mvhd mvex tkhd edts elst mdia mdhd hdlr minf stbl"
_TABLES = b"stsd stsz stz2 stco co64 stsc stts ctts"
_KNOWN = frozenset((_TELLING + b" " + _TABLES).split())


def boxes(data: Bytes) -> Iterator[tuple[bytes, Bytes]]:
    """Every box as (type, content); raises InvalidUpload for one that reaches beyond the end."""
    at = 0
    while at < len(data):
        if at + _HEAD > len(data):
            raise cut_off()
        head, size = _HEAD, int.from_bytes(data[at : at + 4])
        if size == 0:
            # The rest belongs to this box, or is padding.
            size = len(data) - at
        elif size == 1:
            head, size = _LONG_HEAD, int.from_bytes(data[at + _HEAD : at + _LONG_HEAD])
        if at + max(head, size) > len(data):
            raise cut_off()
        if size < head:
            raise damaged(f"a part of the video says that it has {size} bytes")
        yield bytes(data[at + 4 : at + _HEAD]), data[at + head : at + size]
        at += size


def first_of(data: Bytes) -> dict[bytes, Bytes]:
    """The content of the first box of every type that tells something here."""
    found: dict[bytes, Bytes] = {}
    for kind, body in boxes(data):
        # Made-up types would fill the memory.
        if kind in _KNOWN:
            found.setdefault(kind, body)
    return found
