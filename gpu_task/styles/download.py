"""Downloads one file that may come from anywhere: bounded in bytes, time, hops and schemes."""

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

USER_AGENT = "VisualNeurons/0.1 (fetches its style pictures once; urllib)"
CHUNK = 1 << 16


class DownloadFailed(Exception):
    """The address gave nothing that can be used; the message says why."""


@dataclass(frozen=True)
class Limits:
    """What a download may take: `seconds` is for all of it, `schemes` holds for every redirect."""

    schemes: tuple[str, ...] = ("https",)
    most_bytes: int = 40_000_000
    redirects: int = 4
    seconds: float = 60.0


def download(address: str, limits: Limits) -> bytes:
    """Return the bytes behind an address; raise `DownloadFailed` when a limit is passed."""
    _check_scheme(address, limits)
    opener = urllib.request.build_opener(_Redirects(limits))
    request = urllib.request.Request(address, headers={"User-Agent": USER_AGENT})  # noqa: S310
    deadline = time.monotonic() + limits.seconds
    try:
        with opener.open(request, timeout=limits.seconds) as response:
            kind = response.headers.get_content_type()
            if not kind.startswith("image/"):
                raise DownloadFailed(f"it is {kind}, not a picture")
            return _read(response, limits, deadline)
    except urllib.error.HTTPError as error:
        error.close()
        raise DownloadFailed(f"the server answered {error.code} {error.reason}") from error
    except (OSError, HTTPException) as error:
        raise DownloadFailed(f"it could not be reached ({error})") from error


def _read(response: IO[bytes], limits: Limits, deadline: float) -> bytes:
    content = bytearray()
    while chunk := response.read(CHUNK):
        content += chunk
        if len(content) > limits.most_bytes:
            raise DownloadFailed(f"it is larger than {limits.most_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise DownloadFailed(f"it took longer than {limits.seconds:g} seconds")
    return bytes(content)


def _check_scheme(address: str, limits: Limits) -> None:
    scheme = urlsplit(address).scheme
    if scheme not in limits.schemes:
        allowed = ", ".join(limits.schemes)
        raise DownloadFailed(f"{scheme or 'no'} address where only {allowed} is allowed: {address}")


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.redirects

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _check_scheme(newurl, self._limits)
        if self._left == 0:
            raise DownloadFailed(f"more than {self._limits.redirects} redirects")
        self._left -= 1
        return super().redirect_request(req, fp, code, msg, headers, newurl)
