"""What a painter's machine has said is found in CloudWatch, under its job and its instance."""

from collections.abc import Mapping

from localcloud.instance import InstanceState
from localcloud.job import Job
from tests.integration.conftest import Disturbed
from tests.integration.running import Running


def test_a_good_jobs_log_is_shipped_without_the_address(running: Running, painted: Job) -> None:
    (machine,) = machines(running, painted)
    wait_until_off(running, machine)
    assert shipped(running, painted, machine) == console(running, machine)
    assert any("PaintingSeconds" in line for line in shipped(running, painted, machine))
    address = running.addresses[painted.job_id]
    assert not any(address in line for line in console(running, machine))


def test_an_interrupted_machine_and_the_one_that_goes_on_have_a_log_each(
    running: Running, disturbed: Mapping[str, Disturbed]
) -> None:
    job = disturbed["interrupted"].job
    first, second = machines(running, job)
    for machine in (first, second):
        wait_until_off(running, machine)
        assert shipped(running, job, machine) == console(running, machine)
    assert any(line.startswith("Interrupted: ") for line in shipped(running, job, first))


def machines(running: Running, job: Job) -> list[str]:
    """The job's machines in the order of their ends."""
    found = running.cloud.hypervisor.instances()
    return [one.instance_id for one in found if one.tags.get("job_id") == job.job_id]


def wait_until_off(running: Running, machine: str) -> None:
    running.eventually(lambda: state(running, machine).state == "off")


def console(running: Running, machine: str) -> list[str]:
    """What user data and the painter have printed, but for empty lines: CloudWatch takes none."""
    lines = state(running, machine).console.read_text().splitlines()
    return [line for line in lines if line and not line.startswith("user data ended")]


def state(running: Running, machine: str) -> InstanceState:
    found = running.cloud.hypervisor.instances()
    return next(one for one in found if one.instance_id == machine)


def shipped(running: Running, job: Job, machine: str) -> list[str]:
    pages = running.client("logs").get_paginator("filter_log_events")
    group = f"/visualneurons/{running.deployment.stage}/painter"
    found = pages.paginate(logGroupName=group, logStreamNames=[f"{job.job_id}/{machine}"])
    return [event["message"] for page in found for event in page["events"]]
