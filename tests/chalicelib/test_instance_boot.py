"""A machine from its boot to its end: it tells what failed, ships its log, and powers off."""

import time

import pytest

from tests.chalicelib.booting import BASE_IMAGE, BROKEN_IMAGE, NO_STORAGE, Ground, packed
from tests.waiting import eventually

NO_METADATA_SERVICE = "export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:9"
NO_ROOM = "export TMPDIR=/proc"


def test_all_that_a_machine_prints_is_shipped(ground: Ground) -> None:
    painter = "for n in range(300): print('frame', n, 'ä' * 700)\nimport nothing_of_this_name"
    machine = ground.boot(ground.painter(painter))

    machine.reported()
    assert machine.powers_off()
    assert machine.shipped() == machine.console()
    assert sum(line.startswith("frame") for line in machine.console()) == 300
    assert "No module named 'nothing_of_this_name'" in machine.console()[-3]


@pytest.mark.parametrize(
    ("painter", "status"),
    [
        ("import nothing_of_this_name", 1),
        ("raise SystemExit(3)", 3),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9),
    ],
)
def test_a_painter_that_fails_may_have_more_luck_elsewhere(
    ground: Ground, painter: str, status: int
) -> None:
    machine = ground.boot(ground.painter(painter))

    assert machine.reported() == ("Interrupted", f"the painter ended with status {status}")
    assert machine.powers_off()
    assert machine.shipped() == machine.console()
    assert f"Interrupted: the painter ended with status {status}" in machine.console()


def test_a_package_that_is_missing_is_missed_everywhere(ground: Ground) -> None:
    key, _ = packed("# never laid down")
    machine = ground.boot(key)

    cause = f"the painter could not be fetched: {key} is missing"
    assert machine.reported() == ("PaintingFailed", cause)
    assert machine.powers_off()
    assert machine.shipped() == machine.console() == [f"PaintingFailed: {cause}", "Powering off"]


def test_a_package_that_the_machine_may_not_read_counts_as_missing(ground: Ground) -> None:
    machine = ground.boot("artifacts/elsewhere/gpu_task-0.zip")

    assert machine.reported()[0] == "PaintingFailed"
    assert machine.powers_off()


def test_a_package_that_cannot_be_reached_may_be_reached_elsewhere(ground: Ground) -> None:
    machine = ground.boot(ground.painter(""), preface=NO_STORAGE)

    error, cause = machine.reported()
    assert (error, "could not be fetched" in cause) == ("Interrupted", True)
    assert machine.powers_off()


def test_a_package_with_another_hash_is_not_run(ground: Ground) -> None:
    key, _ = packed("# the right one")
    _, another = packed("print('taken over')")
    ground.lay_down(key.removeprefix("artifacts/"), another)
    machine = ground.boot(key)

    error, cause = machine.reported()
    assert (error, "has the hash" in cause) == ("PaintingFailed", True)
    assert machine.powers_off()
    assert "taken over" not in machine.console()


def test_what_an_interrupted_machine_has_said_is_shipped(ground: Ground) -> None:
    machine = ground.boot(ground.painter("import time; print('painting'); time.sleep(600)"))
    assert machine.says("painting")

    ground.cloud.hypervisor.interrupt(machine.instance_id)

    assert machine.powers_off()
    assert machine.shipped() == machine.console()
    assert machine.shipped()[0] == "painting"


def test_a_machine_without_its_python_says_so(ground: Ground) -> None:
    machine = ground.boot(ground.painter(""), BASE_IMAGE)

    cause = "this image has no painter-python, and the stage no wheelhouse to install it from"
    assert machine.reported() == ("PaintingFailed", cause)
    assert machine.powers_off()
    assert machine.shipped() == machine.console() == [f"PaintingFailed: {cause}"]


def test_a_machine_whose_python_is_broken_says_so(ground: Ground) -> None:
    machine = ground.boot(ground.painter(""), BROKEN_IMAGE)

    cause = "the painter's Python ended with status 1"
    assert machine.reported() == ("Interrupted", cause)
    assert machine.powers_off()
    assert machine.shipped() == ["Interrupted: the painter’s Python ended with status 1"]


def test_a_machine_without_room_says_so(ground: Ground) -> None:
    machine = ground.boot(ground.painter(""), preface=NO_ROOM)

    assert machine.reported() == ("Interrupted", "there is no room to work in")
    assert machine.powers_off()
    assert machine.shipped() == ["Interrupted: there is no room to work in"]


@pytest.mark.parametrize("image", ["ami-painter", BASE_IMAGE])
def test_a_machine_without_its_metadata_service_can_tell_nobody_but_powers_off(
    ground: Ground, image: str
) -> None:
    machine = ground.boot(ground.painter(""), image, NO_METADATA_SERVICE)

    assert machine.powers_off()
    assert any("Unable to locate credentials" in line for line in machine.console())


def test_what_holds_on_to_the_log_delays_the_power_off_by_a_minute_at_most(ground: Ground) -> None:
    left_behind = "import subprocess; subprocess.Popen(['sleep', '600'])"
    machine = ground.boot(ground.painter(left_behind))
    assert machine.says("Powering off")
    state = machine.state()
    assert state is not None
    planned = state.console.with_name("power")

    assert eventually(lambda: int(planned.read_text()) <= time.time() + 61)
    assert state.state == "running"

    ground.cloud.hypervisor.kill(machine.instance_id)
