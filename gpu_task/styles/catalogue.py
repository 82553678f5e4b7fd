"""The catalogue of styles.

`catalogue.json` names the paintings. Their pictures in `pictures/` are stand-ins that the project
painted itself (`gpu_task.styles.studio`). A file `local/<id>.jpg`, fetched or brought by an
operator, takes the stand-in's place: its presence is the one truth about what a style looks like
here. The credit beside it (`local/<id>.json`) replaces the rights that the catalogue states and is
what makes a style offered that is not otherwise.
"""

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path

from gpu_task.errors import InvalidClip
from gpu_task.styles.pictures import InvalidPicture, check_picture

HERE = Path(__file__).parent
CATALOGUE = HERE / "catalogue.json"
STAND_INS = HERE / "pictures"
LOCAL = HERE / "local"


class UnknownStyle(InvalidClip):
    """No style of the catalogue and no picture file has this name; the message lists the styles."""


@dataclass(frozen=True)
class Credit:
    """Whose picture a local file is: the rights to state with it, and the address it came from."""

    rights: str
    source: str | None


@dataclass(frozen=True)
class Style:
    """One painting of the catalogue; `picture` names its file, `path` is the one used here."""

    id: str
    title: str
    artist: str
    year: str
    rights: str
    source: str | None
    picture: str
    stand_in: bool
    offered: bool
    note: str | None
    path: Path


def load_catalogue(path: Path = CATALOGUE, local: Path | None = LOCAL) -> tuple[Style, ...]:
    """Read all styles, offered or not, with the pictures used here; `local=None`: stand-ins."""
    entries = json.loads(path.read_text("utf-8"))["styles"]
    stand_ins = path.parent / "pictures"
    styles = [Style(**entry, path=stand_ins / entry["picture"]) for entry in entries]
    return tuple(_with_local_picture(style, local) for style in styles)


def find_style(name: str, styles: tuple[Style, ...] | None = None) -> Style:
    """Find a style by its id or title, whatever the case; raise `UnknownStyle` otherwise."""
    styles = load_catalogue() if styles is None else styles
    wanted = name.strip().casefold()
    for style in styles:
        if wanted in (style.id, style.title.casefold()):
            return style
    known = ", ".join(f"{style.id} ({style.title})" for style in styles)
    raise UnknownStyle(f"{name!r} is no style of the catalogue. The styles are: {known}.")


def resolve_style(name_or_path: str | Path) -> Path:
    """Return the picture of a style, given by id, title or as any picture file.

    Raises `UnknownStyle` when it is neither, or a file that is no usable picture.
    """
    try:
        return find_style(str(name_or_path)).path
    except UnknownStyle as unknown:
        path = Path(name_or_path)
        if not path.is_file():
            raise UnknownStyle(f"{unknown} A picture file works too.") from None
    try:
        check_picture(path)
    except InvalidPicture as reason:
        raise UnknownStyle(f"The file {path} cannot be used as a style: {reason}") from reason
    return path


def credit_file(style_id: str, local: Path = LOCAL) -> Path:
    """Where the credit of a style's local picture is kept."""
    return local / f"{style_id}.json"


def _with_local_picture(style: Style, local: Path | None) -> Style:
    if local is None or not (picture := local / style.picture).is_file():
        return style
    found = replace(style, path=picture, stand_in=False)
    if not (credit := credit_file(style.id, local)).is_file():
        return found
    stated = Credit(**json.loads(credit.read_text("utf-8")))
    return replace(found, rights=stated.rights, source=stated.source, offered=True)


STORED_FIELDS = tuple(field.name for field in fields(Style) if field.name != "path")
