"""Puts a better picture in a stand-in's place: `local/<id>.jpg` with its credit beside it."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from gpu_task.styles.catalogue import LOCAL, Credit, Style, credit_file
from gpu_task.styles.pictures import jpeg, read_picture

LONGEST_SIDE = 1600


def place(style: Style, content: bytes, credit: Credit, local: Path = LOCAL) -> Path:
    """Check a picture, shrink it and put it in place; raise `InvalidPicture` and change nothing."""
    picture = jpeg(read_picture(content), longest=LONGEST_SIDE)
    local.mkdir(parents=True, exist_ok=True)
    # The picture's presence is what counts, so its credit has to be there first.
    _replace(credit_file(style.id, local), json.dumps(asdict(credit), indent=2).encode())
    return _replace(local / style.picture, picture)


def _replace(path: Path, content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        new.write(content)
    fresh = Path(new.name)
    try:
        fresh.chmod(0o644)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return path
