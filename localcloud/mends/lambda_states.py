"""How long a new or changed function stays pending.

Stock: half a second, and as waiters poll every five seconds a deployment of ten functions waits for
minutes.
AWS: a function on the Python runtime without a VPC is usually active at the first poll.
"""

from ministack.services import lambda_svc


def apply() -> None:
    """Make functions active at once."""
    if not lambda_svc._LAMBDA_STATE_TRANSITION_DELAY > 0:
        raise RuntimeError("the emulator no longer delays the state of functions")
    lambda_svc._LAMBDA_STATE_TRANSITION_DELAY = 0
