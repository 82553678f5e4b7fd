"""`python -m gpu_task.styles.studio [ID …]`: paint the pictures that stand in for the originals."""

import argparse
import time
from pathlib import Path

from gpu_task.styles.catalogue import STAND_INS
from gpu_task.styles.pictures import jpeg
from gpu_task.styles.studio.paintings import PAINTINGS, make


def main() -> None:
    """Paint all pictures, or the named ones, into a folder."""
    known = [painting.id for painting in PAINTINGS]
    parser = argparse.ArgumentParser(prog="python -m gpu_task.styles.studio", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"one of {', '.join(known)}")
    parser.add_argument("--folder", type=Path, default=STAND_INS)
    arguments = parser.parse_args()
    unknown = set(arguments.ids) - set(known)
    if unknown:
        parser.error(f"no painting is called {', '.join(sorted(unknown))}; use {', '.join(known)}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for painting in PAINTINGS:
        if not arguments.ids or painting.id in arguments.ids:
            _paint_to(painting.id, arguments.folder)


def _paint_to(style_id: str, folder: Path) -> None:
    painting = next(painting for painting in PAINTINGS if painting.id == style_id)
    started = time.monotonic()
    content = jpeg(make(painting))
    (folder / f"{style_id}.jpg").write_bytes(content)
    print(f"{style_id}: {len(content) // 1024} KiB, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
