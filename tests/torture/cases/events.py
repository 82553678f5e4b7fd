"""Events that come twice, too late, too early, or at once."""

from tests.clips import LONG
from tests.torture import events
from tests.torture.case import DELETED, FAILED, READY, Case, at
from tests.torture.deeds import delete_job
from tests.torture.moments import any_phase, over
from tests.torture.trial import Trial


def deliver_upload_after_deletion(trial: Trial) -> None:
    """The event comes once more, late, when the job is gone."""
    at(over if trial.dice.random() < 0.5 else any_phase, delete_job)(trial)
    events.deliver(trial, "on_upload", events.upload_event(trial), times=2)


def deliver_ending_early(trial: Trial) -> None:
    """In one of the phases."""
    at(any_phase, lambda job, machine: events.deliver_ending_early(job))(trial)


CASES = (
    Case(
        "upload told thrice at once",
        "the upload's event is delivered twice more, at the same time",
        events.deliver_upload_thrice_at_once,
    ),
    Case(
        "upload told after the end",
        "the upload's event is delivered again, twice at once, when the job is over",
        events.deliver_upload_after_the_end,
    ),
    Case(
        "upload told after deletion",
        "the same when the visitor has deleted the job",
        deliver_upload_after_deletion,
        clip=LONG,
        ends=DELETED,
    ),
    Case(
        "end told early",
        "a failure of the execution is told, twice at once, while it runs",
        deliver_ending_early,
        clip=LONG,
        ends=FAILED | READY,
    ),
    Case(
        "end told again",
        "an abortion is told, twice at once, after the execution has succeeded",
        events.deliver_ending_again,
        ends=READY,
    ),
)
