"""What a web page sees of a refused S3 request.

Stock: a refusal carries no CORS headers, so the page sees a failed fetch instead of AccessDenied.
AWS: it carries those that the bucket's CORS configuration allows.
"""

from ministack import app as gateway
from ministack.services import s3

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Add the bucket's CORS headers to refusals as well."""

    @replaces(gateway, "_dispatch_service_request")
    async def dispatch(
        stock: Mend,
        method: str,
        path: str,
        headers: Untyped,
        body: bytes,
        query: Untyped,
        request_id: str,
    ) -> Untyped:
        status, answered, content = await stock(method, path, headers, body, query, request_id)
        refused = status >= 400 and "origin" in headers
        if refused and gateway.detect_service(method, path, headers, query) == "s3":
            target = gateway._s3_cors_target(headers.get("host", ""), path)
            answered |= s3.cors_response_headers(target[0], method, headers) if target else {}
        return status, answered, content
