"""LaunchInstance: walk the launch plan until a machine is had."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib import clock
from chalicelib.errors import CapacityExceeded, LaunchMisconfigured
from chalicelib.instances import LaunchRefused
from chalicelib.launch import Refusal, Rung, launch_plan, still_worth_trying
from chalicelib.logs import logger
from chalicelib.metrics import (
    launch_refused,
    machine_launched,
    plan_walked,
    waited_for_machine,
)
from chalicelib.services import Services
from chalicelib.user_data import user_data


@dataclass(frozen=True)
class Launched:
    """The machine that will paint."""

    instance_id: str
    instance_type: str
    market: str


def launch_instance(services: Services, job_id: str, attempt: int) -> Launched:
    """Raises CapacityExceeded (try again later), LaunchMisconfigured, or JobNotFound.

    Repeating a try launches nothing twice: what an earlier run of it left behind is taken over.
    """
    job = services.jobs.begin_launch(job_id)
    launched = _left_behind(services, job_id, attempt) or _walk(services, job_id, attempt)
    services.jobs.instance_launched(job_id, launched.instance_id)
    if attempt == 0:
        waited = clock.now() - datetime.fromisoformat(job.created_at)
        services.metrics.emit(waited_for_machine(waited.total_seconds()))
    logger.info(
        "Launched an instance",
        extra={
            "instance_id": launched.instance_id,
            "instance_type": launched.instance_type,
            "market": launched.market,
            "attempt": attempt,
        },
    )
    return launched


def _left_behind(services: Services, job_id: str, attempt: int) -> Launched | None:
    for instance in services.instances.of_job(job_id):
        if instance.attempt == str(attempt):
            return Launched(instance.instance_id, instance.instance_type, instance.market)
    return None


def _walk(services: Services, job_id: str, attempt: int) -> Launched:
    settings = services.settings
    script = user_data(job_id, services.region, settings)
    plan = launch_plan(settings.instance_types, settings.subnet_ids, settings.markets)
    full_markets: set[str] = set()
    refusals: list[LaunchRefused] = []
    for rung in still_worth_trying(plan, full_markets):
        try:
            instance_id = services.instances.launch(rung, job_id, attempt, script)
        except LaunchRefused as refused:
            refusals.append(refused)
            services.metrics.emit(launch_refused(rung.market, refused.refusal))
            _weigh(refused, rung, full_markets)
            if refused.refusal is Refusal.THROTTLED:
                break
        else:
            launched = machine_launched(rung.instance_type, rung.market)
            services.metrics.emit(launched, plan_walked(machine_had=True))
            return Launched(instance_id, rung.instance_type, rung.market)
    services.metrics.emit(plan_walked(machine_had=False))
    services.jobs.wait_for_capacity(job_id)
    raise CapacityExceeded(_summary(refusals))


def _weigh(refused: LaunchRefused, rung: Rung, full_markets: set[str]) -> None:
    if refused.refusal is Refusal.MISCONFIGURED:
        raise LaunchMisconfigured(str(refused)) from refused
    if refused.refusal is Refusal.QUOTA:
        full_markets.add(rung.market)


def _summary(refusals: list[LaunchRefused]) -> str:
    tried = sorted({f"{refused.rung.market}: {refused.code}" for refused in refusals})
    return f"no machine in {len(refusals)} places ({'; '.join(tried)})"
