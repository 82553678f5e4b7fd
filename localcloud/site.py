"""Serves the page from the website bucket, as CloudFront does on AWS."""

import http.server
import threading
import urllib.parse
from types import TracebackType
from typing import TYPE_CHECKING, Self

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# What CloudFront's response headers policy adds on AWS.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Site:
    """A web server on a loopback port, for as long as the context lasts."""

    def __init__(self, s3: "S3Client", bucket: str, port: int) -> None:
        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", port), _handler(s3, bucket), bind_and_activate=True
        )
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="site", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(s3: "S3Client", bucket: str) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
            key = path.lstrip("/") or "index.html"
            try:
                found = s3.get_object(Bucket=bucket, Key=key)
            except ClientError:
                self.send_error(404)
                return
            body = found["Body"].read()
            self.send_response(200)
            self.send_header("Content-Type", found["ContentType"])
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", found.get("CacheControl", "no-cache"))
            for name, value in SECURITY_HEADERS.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Keeps the terminal quiet."""

    return Handler
