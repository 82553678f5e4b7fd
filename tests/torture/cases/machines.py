"""Machines that die, hang, lose their network, or are taken away."""

import time

from tests.clips import LONG, SCENES
from tests.torture import deeds, moments
from tests.torture.case import FAILED, Case, at, every_launch
from tests.torture.trial import Trial


def kill_one_of_a_part(trial: Trial) -> None:
    """The first machine finds the clip too long; those after it paint the parts."""
    machine = trial.machine(after=trial.dice.choice((1, 2)))
    time.sleep(trial.dice.uniform(0, 8))
    deeds.kill_machine(trial, machine)


CASES = (
    Case(
        "machine dies: booting",
        "its processes are gone and EC2 terminates it, before the painter is there",
        at(moments.booting, deeds.kill_machine),
    ),
    Case(
        "machine dies: waiting for the token",
        "the same while the painter looks for its token",
        at(moments.waiting_for_token, deeds.kill_machine),
    ),
    Case(
        "machine dies: reading",
        "the same while the clip is fetched",
        at(moments.reading, deeds.kill_machine),
    ),
    Case(
        "machine dies: painting",
        "the same at some frame",
        at(moments.painting, deeds.kill_machine),
        clip=LONG,
    ),
    Case(
        "machine dies: encoding",
        "the same while one of the four files is put",
        at(moments.encoding, deeds.kill_machine),
    ),
    Case(
        "machine dies: reporting",
        "the same with all files put and the report lost",
        at(moments.reporting, deeds.kill_machine),
    ),
    Case(
        "clip in parts",
        "a clip that is too long for one machine, for comparison",
        clip=SCENES,
    ),
    Case(
        "machine of a part dies",
        "one of the machines that paint a part of such a clip dies",
        kill_one_of_a_part,
        clip=SCENES,
    ),
    Case(
        "every machine dies",
        "each machine dies while it boots, until the workflow gives up",
        every_launch(moments.booting, deeds.kill_machine, launches=3),
        ends=FAILED,
    ),
    Case(
        "painter killed",
        "the painter's process is killed at some frame, as Linux out of memory does",
        at(moments.painting, deeds.kill_painter),
        clip=LONG,
    ),
    Case(
        "machine hangs: waiting for the token",
        "its processes are frozen while the painter looks for its token",
        at(moments.waiting_for_token, deeds.hang),
    ),
    Case(
        "machine hangs: painting",
        "its processes are frozen at some frame",
        at(moments.painting, deeds.hang),
        clip=LONG,
    ),
    Case(
        "machine wakes up late",
        "it hangs, cannot be terminated, and goes on while its successor paints",
        at(moments.painting, deeds.wake_after_replacement),
        clip=LONG,
    ),
    Case(
        "network lost: painting",
        "from some frame on, nothing that the machine asks is answered",
        at(moments.painting, deeds.lose_network),
        clip=LONG,
    ),
    Case(
        "network lost: encoding",
        "the same from one of the four files on",
        at(moments.encoding, deeds.lose_network),
    ),
    Case(
        "network away for seconds",
        "the same for 2 to 7 s, in one of the phases",
        at(moments.any_phase, deeds.lose_network_for_a_while),
        clip=LONG,
    ),
    Case(
        "spot notice: before the token",
        "the machine is announced to be taken away while the painter looks for its token",
        at(moments.waiting_for_token, deeds.give_notice),
    ),
    Case(
        "spot notice: painting",
        "the same at some frame",
        at(moments.painting, deeds.give_notice),
        clip=LONG,
    ),
    Case(
        "spot notice: encoding",
        "the same while one of the four files is put",
        at(moments.encoding, deeds.give_notice),
    ),
)
