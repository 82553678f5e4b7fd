"""What operators and the clock do to an execution.

A job whose painting is laid down already is ready, whatever becomes of its execution.
"""

from tests.clips import LONG
from tests.torture import deeds, moments
from tests.torture.case import FAILED, READY, Case, at

CASES = (
    Case(
        "stopped by an operator",
        "the execution is stopped in one of the painter's phases",
        at(moments.any_phase, deeds.stop_execution),
        clip=LONG,
        ends=FAILED | READY,
    ),
    Case(
        "timed out",
        "the time of the whole execution is over in one of the painter's phases",
        at(moments.any_phase, deeds.time_out),
        clip=LONG,
        ends=FAILED | READY,
    ),
)
