"""What the commands share: some options, and where their report goes."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tests.torture.report import write_section

if TYPE_CHECKING:
    from argparse import _SubParsersAction

Commands: TypeAlias = "_SubParsersAction[argparse.ArgumentParser]"


def add(
    commands: Commands, name: str, does: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """Add a command with the options that all have."""
    parser = commands.add_parser(name, help=does)
    parser.add_argument("--keep", type=Path, help="a folder that keeps the logs")
    parser.add_argument("--write", action="store_true", help="write it into the document")
    parser.set_defaults(run=run)
    return parser


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Add the option of a command with one seed."""
    parser.add_argument("--seed", type=int, default=1)


def add_at_once(parser: argparse.ArgumentParser, default: int) -> None:
    """Add the option of a command that tries job after job."""
    parser.add_argument("--at-once", type=int, default=default, help="jobs at the same time")


def publish(name: str, text: str, arguments: argparse.Namespace) -> None:
    """Print it, and write it into its section of the document where that is wanted."""
    print(text)
    if arguments.write:
        write_section(name, text)
