"""Which kind of file the bytes are, whatever the name says."""

from enum import StrEnum


class Kind(StrEnum):
    """What can be painted; for pictures the values are Pillow's names."""

    GIF = "GIF"
    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"
    MP4 = "MP4"
    WEBM = "WEBM"


PICTURES = frozenset({Kind.GIF, Kind.PNG, Kind.JPEG, Kind.WEBP})


def kind_of(data: bytes) -> Kind | None:
    """Told by the first bytes."""
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Kind.GIF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp":
        return Kind.MP4
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return Kind.WEBM
    return None
