"""`python -m gpu_task.styles.fetch`: replace stand-ins by public-domain reproductions.

Every style with an address in the catalogue is downloaded to `local/`, where it takes precedence.
A picture that is already there stays, unless `--again`.
"""

import argparse
import sys
from pathlib import Path

from gpu_task.styles.catalogue import CATALOGUE, LOCAL, Credit, Style, load_catalogue
from gpu_task.styles.download import DownloadFailed, Limits, download
from gpu_task.styles.local_pictures import place
from gpu_task.styles.pictures import InvalidPicture


def fetch(style: Style, limits: Limits, local: Path = LOCAL) -> Path:
    """Download one style's reproduction; raise `DownloadFailed` or `InvalidPicture`."""
    if style.source is None:
        raise DownloadFailed("the catalogue has no address for it")
    content = download(style.source, limits)
    return place(style, content, Credit(style.rights, style.source), local)


def fetch_all(
    again: bool = False,
    limits: Limits | None = None,
    catalogue: Path = CATALOGUE,
    local: Path = LOCAL,
) -> bool:
    """Fetch what has an address, tell what happened to each; False when an address failed."""
    outcomes = [
        _tell(style, again, limits or Limits(), local)
        for style in load_catalogue(catalogue, local=None)
    ]
    return all(outcomes)


def _tell(style: Style, again: bool, limits: Limits, local: Path) -> bool:
    if style.source is None:
        print(f"  {style.title}: not fetched. {style.rights}. {style.note or ''}".rstrip())
        return True
    if (local / style.picture).is_file() and not again:
        print(f"  {style.title}: already here")
        return True
    try:
        path = fetch(style, limits, local)
    except (DownloadFailed, InvalidPicture) as reason:
        print(f"  {style.title}: failed, the stand-in stays. {style.source}: {reason}")
        return False
    print(f"  {style.title}: {path.stat().st_size // 1024} KiB")
    return True


def main() -> None:
    """Fetch all reproductions; exit with 1 when one could not be had."""
    parser = argparse.ArgumentParser(prog="python -m gpu_task.styles.fetch", description=__doc__)
    parser.add_argument("--again", action="store_true", help="also fetch what is already here")
    print(f"Pictures go to {LOCAL}")
    sys.exit(0 if fetch_all(parser.parse_args().again) else 1)


if __name__ == "__main__":
    main()
