"""What visitors do: nothing special, something that cannot be painted, a change of mind."""

from tests.clips import BROKEN, LONG, STILL
from tests.torture.case import DELETED, REJECTED, Case, at
from tests.torture.deeds import delete_job
from tests.torture.moments import any_phase, over

CASES = (
    Case("nothing", "an ordinary clip, for comparison"),
    Case("a still picture", "a clip of one frame", clip=STILL),
    Case("no picture", "the file is random bytes", clip=BROKEN, ends=REJECTED),
    Case(
        "deleted on the way",
        "the visitor deletes the job in one of the painter's phases",
        at(any_phase, delete_job),
        clip=LONG,
        ends=DELETED,
    ),
    Case(
        "deleted at the end",
        "the visitor deletes the job when its execution is over",
        at(over, delete_job),
        ends=DELETED,
    ),
)
