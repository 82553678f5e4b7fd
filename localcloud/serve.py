"""`python -m localcloud serve`: the whole product, to be tried by hand, until Ctrl-C."""

import argparse
import signal
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from localcloud.product import Product, running_product
from localcloud.state_file import STATE_FILE

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="the local cloud, the routes and the page")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    console = Console()
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with (
        tempfile.TemporaryDirectory(prefix="localcloud-") as logs,
        running_product(Path(logs), state_file=STATE_FILE, say=lambda line: None) as product,
    ):
        _announce(product, console)
        _show_mails(product, console, over)
    console.print("Stopped; nothing is left running.")
    return 0


def _announce(product: Product, console: Console) -> None:
    console.print(f"The page:   {product.site_url}", highlight=False)
    console.print(f"The routes: {product.api_url}/styles", highlight=False)
    console.print(f"The cloud:  {product.cloud.endpoint_url}", highlight=False)
    console.print("Executions: .venv/bin/python -m localcloud executions", highlight=False)
    console.print("Mails are shown here as they are sent. Ctrl-C ends everything.")


def _show_mails(product: Product, console: Console, over: threading.Event) -> None:
    shown = 0
    while not over.wait(1.0):
        mails = product.cloud.inbox()
        for mail in mails[shown:]:
            console.rule(f"mail to {', '.join(mail.to)}: {mail.subject}")
            console.print(mail.text, highlight=False)
        shown = len(mails)
