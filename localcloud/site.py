"""Serves the page from the website bucket, as CloudFront does on AWS."""

import contextlib
import http.server
import threading
import urllib.parse
from collections.abc import Iterator
from typing import TYPE_CHECKING

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


@contextlib.contextmanager
def served_site(s3: "S3Client", bucket: str, port: int) -> Iterator[None]:
    """A web server on a loopback port, for as long as the context lasts."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), _handler(s3, bucket)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, name="site", daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()


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
