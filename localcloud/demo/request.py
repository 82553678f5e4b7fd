"""What the demo was asked to paint, checked before anything is started."""

from dataclasses import dataclass
from pathlib import Path

from gpu_task.styles import load_catalogue


class InvalidRequest(Exception):
    """The demo cannot be run as asked; the message says what was given and what is possible."""


@dataclass(frozen=True)
class DemoRequest:
    """A clip, a style (an id of the catalogue or a picture file), and where the results go."""

    clip: Path
    style: str
    email: str
    folder: Path

    @property
    def style_file(self) -> Path | None:
        """The visitor's own picture, None for a painting of the catalogue."""
        file = Path(self.style)
        return file if file.is_file() else None

    def check(self) -> None:
        """Raises InvalidRequest."""
        if not self.clip.is_file():
            raise InvalidRequest(f"there is no file {self.clip}")
        offered = [style.id for style in load_catalogue() if style.offered]
        if self.style_file is None and self.style not in offered:
            raise InvalidRequest(
                f"the style {self.style!r} is neither a file nor one of {', '.join(offered)}"
            )
