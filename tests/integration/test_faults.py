"""Some of the faults that `make torture` tries: whatever breaks, the job ends as promised."""

from collections.abc import Mapping

import pytest

from tests.integration.running import Running
from tests.torture.cases import CASES
from tests.torture.ground import Ground
from tests.torture.matrix import attempts
from tests.torture.trying import Outcome

SEED = 1
CHOSEN = (
    "painter killed",
    "launch_instance raises after",
    "send_mail ready raises after",
    "upload told thrice at once",
    "end told again",
    "S3 answer lost",
    "launch's answer lost",
    "stopped by an operator",
)


@pytest.fixture(scope="module")
def outcomes(running: Running) -> Mapping[str, Outcome]:
    ground = Ground(running.cloud, running.deployment)
    cases = [case for case in CASES if case.name in CHOSEN]
    return {outcome.case: outcome for outcome in attempts(ground, cases, (SEED,), at_once=2)}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_job_ends_as_promised(outcomes: Mapping[str, Outcome], name: str) -> None:
    assert not outcomes[name].broken, outcomes[name].story
