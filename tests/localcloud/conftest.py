"""A running local cloud; emulators with all mends, and without the one that a contract is about."""

import functools
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import timedelta
from urllib.error import HTTPError

import pytest
from botocore.exceptions import ClientError

from localcloud.cloud import LocalCloud
from localcloud.emulator import Emulator, EmulatorSettings
from localcloud.hypervisor import Hypervisor, HypervisorSettings
from localcloud.machine import MachineImage
from localcloud.mends import MENDS
from localcloud.session import Session
from tests.localcloud.account import Account
from tests.localcloud.instances import Ec2

LAMBDA_WORKERS = 3
# Mends that are missing together: no contract needs another mend of its own group.
_APART = (
    frozenset({"lambda_states"}),
    frozenset(
        {
            "executions",
            "instance_details",
            "lambda_errors",
            "run_instances_permissions",
            "task_tokens",
        }
    ),
)
GROUPS = (*_APART, frozenset(MENDS).difference(*_APART))
BROKEN_CONTRACT = (AssertionError, ClientError, HTTPError, pytest.fail.Exception)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """A local cloud with everything."""
    with LocalCloud(tmp_path_factory.mktemp("localcloud")) as running:
        yield running


@pytest.fixture(scope="session")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account on an emulator with all mends."""
    settings = EmulatorSettings(lambda_workers=LAMBDA_WORKERS)
    with Emulator(tmp_path_factory.mktemp("mended") / "emulator.log", settings) as emulator:
        yield Account(emulator)


@pytest.fixture(scope="module")
def ec2(mended: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ec2]:
    """The account with machines behind its instances, which are in a hurry to end."""
    emulator = mended.emulator
    root = Session(emulator.endpoint_url, mended.region, emulator.root)
    settings = HypervisorSettings(
        MachineImage(shutdown_grace_seconds=0.3), poll_seconds=0.1, interruption_grace=timedelta(0)
    )
    hypervisor = Hypervisor(root, tmp_path_factory.mktemp("instances"), settings)
    hypervisor.start()
    running = Ec2(mended, hypervisor)
    yield running
    running.terminate_all()
    hypervisor.stop()


@pytest.fixture(scope="session")
def lacking_together(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Account]]:
    """Finds an account on an emulator without the named mend, and without others of its group."""
    with ExitStack() as running:

        @functools.cache
        def start(group: frozenset[str]) -> Account:
            settings = EmulatorSettings(
                lambda_workers=LAMBDA_WORKERS, without_mends=tuple(sorted(group))
            )
            log = tmp_path_factory.mktemp("lacking") / "emulator.log"
            return Account(running.enter_context(Emulator(log, settings)))

        yield lambda mend: start(next(group for group in GROUPS if mend in group))


@pytest.fixture
def lacking(request: pytest.FixtureRequest, lacking_together: Callable[[str], Account]) -> Account:
    """An account on an emulator without the mend that the test module is about."""
    return lacking_together(request.module.MEND)


@pytest.fixture(params=["mended", "lacking"])
def account(request: pytest.FixtureRequest) -> Account:
    """The account that a contract is checked on: it must hold with the mend, and only with it."""
    running: Account = request.getfixturevalue(request.param)
    return running


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A contract on an emulator without its mend passes when it is broken."""
    call = getattr(pyfuncitem, "callspec", None)
    if call is None or call.params.get("account") != "lacking":
        return (yield)
    try:
        yield
    except BROKEN_CONTRACT:
        return True
    pytest.fail("the contract holds without the mend, which may be needless now")
