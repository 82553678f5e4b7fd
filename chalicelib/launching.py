"""LaunchInstance: walk the launch plan until a machine is had, and lay out what it needs."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib import clock
from chalicelib.errors import CapacityExceeded, LaunchMisconfigured
from chalicelib.handover import hand_over
from chalicelib.instances import LaunchRefused
from chalicelib.launch import Order, Refusal, Rung, honest_reason, launch_plan, still_worth_trying
from chalicelib.logs import logger
from chalicelib.metrics import (
    launch_refused,
    machine_launched,
    plan_walked,
    waited_for_machine,
)
from chalicelib.painters import Part
from chalicelib.services import Services
from chalicelib.turns import take_turn
from chalicelib.user_data import user_data


@dataclass(frozen=True)
class Launch:
    """A try to launch. `inherits` are painters whose saved frames the new one goes on from,
    `joins` the parts that were painted by others and are joined now.
    """

    job_id: str
    attempt: int
    part: Part | None = None
    joins: tuple[Part, ...] = ()
    inherits: tuple[str, ...] = ()

    @property
    def order(self) -> Order:
        return Order(self.job_id, self.attempt, self.part.name if self.part else None)


@dataclass(frozen=True)
class Launched:
    """The machine that will paint, and the name of its painter."""

    instance_id: str
    instance_type: str
    market: str
    painter_id: str


def launch_instance(services: Services, launch: Launch) -> Launched:
    """Repeating a try launches nothing twice.

    Raises NotYourTurn or WaitedTooLong, CapacityExceeded (try again later), LaunchMisconfigured,
    InvalidUpload (the clip was replaced meanwhile), or JobNotFound.
    """
    job = services.jobs.unfinished(launch.job_id)
    order = launch.order
    # Whose parts are all painted waits for as long as it takes.
    take_turn(services, order, patient=bool(launch.joins))
    launched = _left_behind(services, order) or _walk(services, order)
    services.jobs.painter_launched(job.job_id, launched.painter_id, of_part=launch.part is not None)
    hand_over(services, job, launched.painter_id, launch.part, launch.joins, launch.inherits)
    if order.attempt == 0 and order.part is None:
        waited = clock.now() - datetime.fromisoformat(job.created_at)
        services.metrics.emit(waited_for_machine(waited.total_seconds()))
    logger.info(
        "Launched an instance",
        extra={
            "instance_id": launched.instance_id,
            "instance_type": launched.instance_type,
            "market": launched.market,
            "attempt": order.attempt,
            "part": order.part,
        },
    )
    return launched


def _left_behind(services: Services, order: Order) -> Launched | None:
    """What an earlier run of this try launched before it broke off."""
    for instance in services.instances.of_job(order.job_id):
        if (instance.part, instance.attempt) == (order.part or "", str(order.attempt)):
            return _launched(
                services, instance.instance_id, instance.instance_type, instance.market
            )
    return None


def _walk(services: Services, order: Order) -> Launched:
    settings = services.settings
    script = user_data(order.job_id, services.region, settings)
    plan = launch_plan(settings.instance_types, settings.subnet_ids, settings.markets)
    full_markets: set[str] = set()
    refusals: list[LaunchRefused] = []
    for rung in still_worth_trying(plan, full_markets):
        try:
            instance_id = services.instances.launch(rung, order, script)
        except LaunchRefused as refused:
            refusals.append(refused)
            services.metrics.emit(launch_refused(rung.market, refused.refusal))
            _weigh(refused, rung, full_markets)
            if refused.refusal is Refusal.THROTTLED:
                break
        else:
            launched = machine_launched(rung.instance_type, rung.market)
            services.metrics.emit(launched, plan_walked(machine_had=True))
            return _launched(services, instance_id, rung.instance_type, rung.market)
    services.metrics.emit(plan_walked(machine_had=False))
    if order.part is None:
        reason = honest_reason(refused.refusal for refused in refusals)
        services.jobs.wait_for_capacity(order.job_id, reason)
    raise CapacityExceeded(_summary(refusals))


def _launched(services: Services, instance_id: str, instance_type: str, market: str) -> Launched:
    painter_id = f"{services.settings.painter_role_id}:{instance_id}"
    return Launched(instance_id, instance_type, market, painter_id)


def _weigh(refused: LaunchRefused, rung: Rung, full_markets: set[str]) -> None:
    if refused.refusal is Refusal.MISCONFIGURED:
        raise LaunchMisconfigured(str(refused)) from refused
    if refused.refusal is Refusal.QUOTA:
        full_markets.add(rung.market)


def _summary(refusals: list[LaunchRefused]) -> str:
    tried = sorted({f"{refused.rung.market}: {refused.code}" for refused in refusals})
    return f"no machine on {len(refusals)} rungs ({'; '.join(tried)})"
