"""`python -m localcloud serve`: the whole product, to be tried by hand, until Ctrl-C."""

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Never

from rich.console import Console

from localcloud.product import Product, running_product
from localcloud.state_file import STATE_FILE
from localcloud.terminal import STOPPED, end_well, terminal

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="the local cloud, the routes and the page")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    console = terminal()
    console.print("Starting the local cloud and deploying to it.")
    status = end_well(lambda: _serve(console), console)
    return 0 if status == STOPPED else status


def _serve(console: Console) -> Never:
    with (
        tempfile.TemporaryDirectory(prefix="localcloud-") as logs,
        running_product(Path(logs), state_file=STATE_FILE, say=lambda line: None) as product,
    ):
        _announce(product, console)
        _show_mails(product, console)


def _announce(product: Product, console: Console) -> None:
    console.print(f"The page:   {product.site_url}")
    console.print(f"The routes: {product.api_url}/styles")
    console.print(f"The cloud:  {product.cloud.endpoint_url}")
    console.print("Executions: .venv/bin/python -m localcloud executions")
    console.print("Mails are shown here as they are sent. Ctrl-C ends everything.")


def _show_mails(product: Product, console: Console) -> Never:
    shown = 0
    while True:
        time.sleep(1.0)
        mails = product.cloud.inbox()
        for mail in mails[shown:]:
            console.rule(f"mail to {', '.join(mail.to)}: {mail.subject}")
            console.print(mail.text)
        shown = len(mails)
