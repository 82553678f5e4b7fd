"""Where to try to launch, in which order, and what a refusal means. Nothing here calls EC2."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

SPOT = "spot"


@dataclass(frozen=True)
class Rung:
    """One step of the launch plan: a type in a subnet (so in a zone), bought in a market."""

    instance_type: str
    subnet_id: str
    market: str


@dataclass(frozen=True)
class Order:
    """Whom a machine is launched for: a job, or one part of it, and the how-manieth try it is."""

    job_id: str
    attempt: int
    part: str | None = None


class Refusal(Enum):
    """What EC2's refusal means for the rest of the plan."""

    CAPACITY = auto()
    """Full here: the next rung may have room."""
    QUOTA = auto()
    """The account's limit in this market: no rung of this market can help."""
    UNSUPPORTED = auto()
    """This type does not exist here: the next rung may."""
    THROTTLED = auto()
    """EC2 asks to slow down: stop and let the workflow wait."""
    MISCONFIGURED = auto()
    """Waiting does not help: an operator must look."""


_REFUSALS = {
    Refusal.CAPACITY: (
        "InsufficientInstanceCapacity",
        "InsufficientHostCapacity",
        "InsufficientCapacity",
        "InsufficientFreeAddressesInSubnet",
        "SpotMaxPriceTooLow",
    ),
    Refusal.QUOTA: (
        "InstanceLimitExceeded",
        "VcpuLimitExceeded",
        "MaxSpotInstanceCountExceeded",
        "MaxSpotFleetRequestCountExceeded",
        "PendingVerification",
    ),
    Refusal.UNSUPPORTED: (
        "Unsupported",
        "UnsupportedOperation",
        "InvalidInstanceType",
        # The token of this rung is used up by a launch that is over; another rung has its own.
        "IdempotentParameterMismatch",
        "IdempotentInstanceTerminated",
    ),
    Refusal.THROTTLED: (
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "EC2ThrottledException",
        "ServiceUnavailable",
        "Unavailable",
        "InternalError",
    ),
}
_MEANING = {code: refusal for refusal, codes in _REFUSALS.items() for code in codes}


def launch_plan(
    instance_types: Iterable[str], subnet_ids: Iterable[str], markets: Iterable[str]
) -> tuple[Rung, ...]:
    """Every rung: all of the first market before the next; a type in every zone before the next."""
    types, subnets = tuple(instance_types), tuple(subnet_ids)
    return tuple(
        Rung(instance_type, subnet, market)
        for market in markets
        for instance_type in types
        for subnet in subnets
    )


def meaning(error_code: str) -> Refusal:
    """What an error code of RunInstances means; an unknown one is taken as misconfiguration."""
    return _MEANING.get(error_code, Refusal.MISCONFIGURED)


def still_worth_trying(rungs: Iterable[Rung], full_markets: set[str]) -> Iterator[Rung]:
    """The rungs outside the markets whose quota is used up. The set may grow while iterating."""
    return (rung for rung in rungs if rung.market not in full_markets)


def honest_reason(refusals: Iterable[Refusal]) -> str:
    """Which limit was hit, in words for the visitor."""
    met = set(refusals)
    if Refusal.CAPACITY in met or Refusal.UNSUPPORTED in met:
        full = "AWS has no GPU machine free for us, neither in any of the places where we look"
        return f"{full} nor of any type that we use."
    if Refusal.QUOTA in met:
        return "We run as many GPU machines as AWS lets us run at once."
    return "AWS asks us to start machines more slowly."


def client_token(order: Order, rung: Rung, user_data: str) -> str:
    """The idempotency token of one try: the same try, repeated, launches nothing twice."""
    where = f"{rung.market}/{rung.instance_type}/{rung.subnet_id}"
    text = f"{order.job_id}/{order.part or ''}/{order.attempt}/{where}/{user_data}"
    return hashlib.sha256(text.encode()).hexdigest()
