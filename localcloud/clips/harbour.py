"""The bundled clip: a small harbour in the evening, a seamless loop.

python -m localcloud.clips.harbour OUTPUT.gif
"""

import sys
from pathlib import Path

from localcloud.clips.boats import draw_boat, fleet
from localcloud.clips.canvas import HORIZON, Picture, averaged, over, upside_down
from localcloud.clips.gulls import draw_gulls
from localcloud.clips.palette import indexed, write
from localcloud.clips.pilings import WATERLINE, pilings
from localcloud.clips.shore import QUAY, headland, hills
from localcloud.clips.sky import clear_sky, with_wisps
from localcloud.clips.water import water

FRAMES = 24
DELAY = 80
"""Milliseconds that each frame is shown."""


class Harbour:
    """The scene; what stands still is drawn once."""

    def __init__(self) -> None:
        self._sky = clear_sky()
        self._hills = hills()
        self._headland = headland()
        self._headland_mirrored = upside_down(self._headland, QUAY)
        self._pilings = pilings()
        self._pilings_mirrored = upside_down(self._pilings, WATERLINE)

    def frame(self, time: float) -> Picture:
        """The view at a time from 0 to 1 around the loop: (HEIGHT, WIDTH, 3)."""
        boats = fleet(time)
        view = over(self._hills, with_wisps(self._sky, time))
        mirror = over(self._headland_mirrored, upside_down(view, HORIZON))
        for boat in boats:
            draw_boat(mirror, boat, mirrored=True)
        surface = water(over(self._pilings_mirrored, mirror), time)
        view[-len(surface) :] = surface
        view = over(self._headland, view)
        for boat in boats:
            draw_boat(view, boat, mirrored=False)
        draw_gulls(view, time)
        return averaged(over(self._pilings, view))


def render() -> list[Picture]:
    """All frames of the loop in colour."""
    scene = Harbour()
    return [scene.frame(number / FRAMES) for number in range(FRAMES)]


def main(arguments: list[str]) -> int:
    """Draw the clip and write it to the one path given."""
    if len(arguments) != 1:
        print("usage: python -m localcloud.clips.harbour OUTPUT.gif", file=sys.stderr)
        return 2
    write(Path(arguments[0]), indexed(render()), DELAY)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
