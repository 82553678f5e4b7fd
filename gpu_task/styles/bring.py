"""`python -m gpu_task.styles.bring ID FILE --rights TEXT`: use a picture file of your own.

The file takes the place of the style's picture, and the style is offered from then on. For a
painting under copyright the text names the licence; it is shown with the style.
"""

import argparse
from pathlib import Path

from gpu_task.styles.catalogue import LOCAL, Credit, UnknownStyle, find_style
from gpu_task.styles.local_pictures import place
from gpu_task.styles.pictures import InvalidPicture


def main(arguments: list[str] | None = None, local: Path = LOCAL) -> None:
    """Put one file in place; exit with 2 and the reason when it cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m gpu_task.styles.bring", description=__doc__)
    parser.add_argument("id", help="the style, by id or title")
    parser.add_argument("file", type=Path, help="the picture")
    parser.add_argument("--rights", required=True, help="the rights or licence to state with it")
    given = parser.parse_args(arguments)
    try:
        if not given.rights.strip():
            parser.error("--rights is empty: say whose picture it is and why it may be used.")
        credit = Credit(given.rights.strip(), source=None)
        path = place(find_style(given.id), given.file.read_bytes(), credit, local)
    except InvalidPicture as reason:
        parser.error(f"{given.file} cannot be used: {reason}")
    except (UnknownStyle, OSError) as reason:
        parser.error(str(reason))
    print(f"{path} is used from now on.")


if __name__ == "__main__":
    main()
