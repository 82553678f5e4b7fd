"""Runs the whole product for the page's tests and answers their questions, one JSON line each.

The first line says where everything is. After that each line on the input is a question with its
details: `["mails", null]`, `["uploads", null]`, `["fault", {…}]`, `["no faults", null]`. The end of
the input ends everything.
"""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from localcloud.faults import Fault
from localcloud.product import Product, running_product

SHORTER = {
    "LaunchInstance.CapacityExceeded.IntervalSeconds": 1,
    "LaunchInstance.CapacityExceeded.MaxAttempts": 1,
}


def main() -> None:
    """Serve until the input ends."""
    with (
        tempfile.TemporaryDirectory(prefix="visualneurons-page-") as folder,
        running_product(Path(folder), times=SHORTER, say=lambda line: None) as product,
    ):
        tell({"site": product.site_url, "api": product.api_url, "aws": product.cloud.endpoint_url})
        for line in sys.stdin:
            question, details = json.loads(line)
            tell(answer(product, question, details))


def answer(product: Product, question: str, details: Any) -> object:
    """What a test wants to know or to have happen behind the page."""
    if question == "mails":
        wanted = ("to", "subject", "text")
        mails = (asdict(mail) for mail in product.cloud.inbox())
        return [{key: mail[key] for key in wanted} for mail in mails]
    if question == "uploads":
        s3 = product.cloud.session(product.cloud.root).client("s3")
        listed = s3.list_objects_v2(Bucket=product.deployment.uploads_bucket)
        return [entry["Key"] for entry in listed.get("Contents", [])]
    if question == "fault":
        product.cloud.faults.add(Fault(**details))
        return True
    if question == "no faults":
        product.cloud.faults.clear()
        return True
    raise ValueError(f"unknown question {question!r}")


def tell(value: object) -> None:
    """One line to the other side."""
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
