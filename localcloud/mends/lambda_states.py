"""How long a new or changed function stays pending.

Stock: half a second, and as waiters poll every five seconds a deployment of ten functions waits for
minutes.
AWS: a function on the Python runtime without a VPC is usually active at the first poll.
"""

from ministack.services import lambda_svc

from localcloud.mends.patching import Mend, Untyped, replaces

READY = {
    "State": "Active",
    "StateReason": "",
    "StateReasonCode": "",
    "LastUpdateStatus": "Successful",
    "LastUpdateStatusReason": "",
    "LastUpdateStatusReasonCode": "",
}


def apply() -> None:
    """Make functions active before the request is answered: a thread of its own could be late."""

    @replaces(lambda_svc, "_schedule_state_transition")
    def schedule(stock: Mend, name: str, delay: float) -> Untyped:
        lambda_svc._functions[name]["config"].update(READY)
        return stock(name, delay)
