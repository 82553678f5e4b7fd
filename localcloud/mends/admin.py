"""Requests to the emulator itself, below `/_localcloud/`, for what AWS has no operation for."""

import json
from collections.abc import Callable

from ministack import app as gateway

from localcloud.mends.patching import Mend, Untyped, replaces

PREFIX = "/_localcloud/"

Handler = Callable[[Untyped], Untyped]
_handlers: dict[tuple[str, str], Handler] = {}


def route(method: str, name: str, handler: Handler) -> None:
    """Answer `method /_localcloud/name` with what `handler` makes of the request's JSON body."""
    if not _handlers:
        _serve()
    _handlers[method, name] = handler


def _serve() -> None:
    @replaces(gateway, "_handle_post_body_shortcuts")
    async def handle(
        stock: Mend, method: str, path: str, headers: Untyped, body: bytes, *more: Untyped
    ) -> Untyped:
        handler = _handlers.get((method, path.removeprefix(PREFIX)))
        if not path.startswith(PREFIX) or handler is None:
            return await stock(method, path, headers, body, *more)
        answer = handler(json.loads(body) if body else None)
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()
