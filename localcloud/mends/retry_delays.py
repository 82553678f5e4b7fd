"""The delays of a retrier.

Stock: `MaxDelaySeconds` and `JitterStrategy` are ignored (and no delay is longer than a minute,
which stays so).
AWS: delays stop growing at `MaxDelaySeconds`, and full jitter waits anything between nothing and
the delay.
"""

import random

from ministack.services import stepfunctions

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Hand the emulator the delay instead of what to compute it from."""

    @replaces(stepfunctions, "_find_matching_retrier")
    def find(
        stock: Mend, retriers: list[dict[str, Untyped]], error: str, counts: Untyped
    ) -> Untyped:
        retrier, index = stock(retriers, error, counts)
        if retrier is None:
            return retrier, index
        delay = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** counts.get(
            index, 0
        )
        delay = min(delay, retrier.get("MaxDelaySeconds", delay))
        if retrier.get("JitterStrategy") == "FULL":
            delay = random.uniform(0, delay)  # noqa: S311
        return retrier | {"IntervalSeconds": delay, "BackoffRate": 1}, index
