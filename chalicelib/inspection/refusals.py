"""The sentences that refuse a file for what it is, not for its size."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.errors import InvalidUpload


def wrong_kind() -> InvalidUpload:
    return InvalidUpload(
        "The file is not a GIF, PNG, JPEG, WebP, MP4 or WebM file, whatever its name says."
    )


def wrong_picture() -> InvalidUpload:
    return InvalidUpload(
        "The file is not a PNG, JPEG, WebP or GIF picture, whatever its name says."
    )


def damaged(detail: str) -> InvalidUpload:
    """`detail` says in plain words what is missing or wrong."""
    return InvalidUpload(f"The file is damaged or was cut off: {detail}.")


def cut_off() -> InvalidUpload:
    return damaged("it ends before the clip does")


@contextmanager
def damage_refused() -> Iterator[None]:
    """Reading a number behind the last byte means that the file was cut off."""
    try:
        yield
    except (IndexError, struct.error) as error:
        raise cut_off() from error
