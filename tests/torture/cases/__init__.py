"""All named faults, the least surprising first."""

from tests.torture.case import Case
from tests.torture.cases import cloud, events, functions, machines, operators, services, visitors

CASES: tuple[Case, ...] = (
    *visitors.CASES,
    *machines.CASES,
    *functions.CASES,
    *events.CASES,
    *services.CASES,
    *operators.CASES,
    *cloud.CASES,
)
