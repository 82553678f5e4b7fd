"""`python -m localcloud COMMAND`."""

import argparse
import importlib
import sys
from collections.abc import Sequence

# Modules with a function `register(commands)`, which adds their command; it sets `run`.
COMMANDS = ("console", "demo.command", "machine_logs", "serve")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; its exit status is returned."""
    parser = argparse.ArgumentParser(prog="python -m localcloud", description="AWS on one machine.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"localcloud.{name}").register(commands)
    chosen = parser.parse_args(arguments)
    status: int = chosen.run(chosen)
    return status


if __name__ == "__main__":
    sys.exit(main())
