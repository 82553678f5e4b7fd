"""`python -m tests.torture COMMAND`: what `make torture` runs."""

import argparse
import importlib
import sys
from collections.abc import Sequence

# Modules with a function `register(commands)`, which adds their command; it sets `run`.
COMMANDS = ("matrix", "load", "soak")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; its exit status is returned."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"tests.torture.{name}").register(commands)
    chosen = parser.parse_args(arguments)
    status: int = chosen.run(chosen)
    return status


if __name__ == "__main__":
    sys.exit(main())
