"""Reads what an upload says about itself: its key and its metadata."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.errors import ForeignObject, InvalidUpload
from chalicelib.jobs import Wishes

_IDENTITY = r"[a-z]{2}(?:-[a-z]+)+-\d:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_JOB_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_KEY = re.compile(rf"uploads/({_IDENTITY})/({_JOB_ID})\.([a-z0-9]{{1,5}})")

OWN_STYLE = "own"
"""The style id that means: the visitor's own picture, uploaded beside the clip."""
OWN_STYLE_EXTENSION = "style"


@dataclass(frozen=True)
class UploadKey:
    """`uploads/{identity_id}/{job_id}.{extension}`; the extension promises nothing."""

    identity_id: str
    job_id: str
    extension: str

    @property
    def is_style_picture(self) -> bool:
        return self.extension == OWN_STYLE_EXTENSION


def is_job_id(text: str) -> bool:
    """Whether the text is a UUIDv4 in its canonical lower-case form."""
    return re.fullmatch(_JOB_ID, text) is not None


def parse_key(key: str) -> UploadKey:
    """Raises ForeignObject for a key outside the scheme."""
    match = _KEY.fullmatch(key)
    if match is None:
        # A key can hold anything, an address too: it is not repeated.
        raise ForeignObject("the key is not uploads/IDENTITY/JOB_ID.EXTENSION")
    return UploadKey(*match.groups())


def style_picture_key(upload_key: str) -> str:
    """Where the visitor's own style picture lies, given the key of the clip."""
    return f"{upload_key.rpartition('.')[0]}.{OWN_STYLE_EXTENSION}"


def wishes_from_metadata(metadata: Mapping[str, str]) -> Wishes:
    """The visitor's wishes, unchecked: a record must exist before anything can be refused."""
    return Wishes(
        email=metadata.get("email", "").strip(),
        style=metadata.get("style", "").strip(),
        strength=metadata.get("strength", "").strip(),
        keep_colours=metadata.get("keep-colours", "").strip(),
    )


def check_wishes(wishes: Wishes, offered: Mapping[str, str]) -> None:
    """Raises InvalidUpload for what cannot be painted. `offered` maps style ids to titles.

    The reason goes into a mail, and anyone can enter anyone's address: it repeats nothing that was
    given.
    """
    if wishes.style != OWN_STYLE and wishes.style not in offered:
        given = "The chosen style is not one we have" if wishes.style else "No style was chosen"
        raise InvalidUpload(f"{given}; choose one of: {', '.join(offered.values())}.")
    if wishes.strength and not _is_share(wishes.strength):
        raise InvalidUpload("The strength should be a number between 0 and 1, as in 0.5.")
    if wishes.keep_colours not in ("", "true", "false"):
        raise InvalidUpload("The option to keep colours can be true or false.")


def _is_share(text: str) -> bool:
    return re.fullmatch(r"0(\.\d{1,4})?|1(\.0{1,4})?", text) is not None
