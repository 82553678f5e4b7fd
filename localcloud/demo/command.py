"""`python -m localcloud demo`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from localcloud.demo.request import DemoRequest
from localcloud.demo.run import run_demo
from localcloud.emulator import REPOSITORY
from localcloud.terminal import terminal

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="paint one clip, the whole workflow once")
    parser.add_argument(
        "--clip", type=Path, default=REPOSITORY / "localcloud/clips/harbour.gif", help="a clip file"
    )
    parser.add_argument("--style", default="starry-night", help="a style's id, or a picture file")
    parser.add_argument("--email", default="visitor@example.com", help="where the mails go")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "demo", help="the folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Paint the clip."""
    request = DemoRequest(arguments.clip, arguments.style, arguments.email, arguments.output)
    return run_demo(request, terminal())
