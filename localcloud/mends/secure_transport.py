"""Policies that refuse requests without TLS.

Stock: every request to the local endpoint is plain HTTP, so such a policy refuses everybody.
AWS: clients use TLS. A request that never leaves the machine counts as secure here.
"""

from ministack import app as gateway

from localcloud.mends.patching import Mend, Untyped, replaces

LOOPBACK = ("127.0.0.1", "::1")


def apply() -> None:
    """Count requests over the loopback interface as secure."""

    @replaces(gateway, "pin_request_origin")
    def pin(stock: Mend, address: str, secure: bool) -> Untyped:
        return stock(address, secure or address in LOOPBACK)
