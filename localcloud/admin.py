"""Requests to the emulator itself, for what AWS has no operation for (see `mends/admin.py`)."""

import json
import urllib.request
from typing import Any


def ask(endpoint_url: str, method: str, name: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
    """What the emulator answers to `method /_localcloud/name`, read from JSON."""
    data = None if body is None else json.dumps(body).encode()
    address = f"{endpoint_url}/_localcloud/{name}"
    request = urllib.request.Request(address, data=data, method=method)  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)
