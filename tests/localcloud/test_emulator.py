import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from localcloud import server
from localcloud.emulator import REPOSITORY, Emulator, EmulatorError, EmulatorSettings
from tests.localcloud.account import Account
from tests.waiting import eventually

SLEEPER = """
import time

def handler(event, context):
    time.sleep(60)
"""
START_AND_BE_KILLED = """
import os, signal, sys
from pathlib import Path
from localcloud.emulator import Emulator

with Emulator(Path(sys.argv[1])) as emulator:
    print(emulator.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def processes_of_group(group: int) -> list[Path]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, process_group = stat.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(process_group) == group and state != "Z":
            found.append(stat)
    return found


def is_alive(pid: int) -> bool:
    return bool(processes_of_group(pid))


def test_any_other_version_of_the_emulator_is_refused() -> None:
    server.require_version("1.5.33")
    with pytest.raises(SystemExit, match=r"needs ministack 1\.5\.33, but 1\.5\.34 is installed"):
        server.require_version("1.5.34")


def test_an_emulator_that_cannot_start_says_why_at_once(tmp_path: Path) -> None:
    settings = EmulatorSettings(without_mends=("no_such_mend",))
    began = time.monotonic()

    with pytest.raises(EmulatorError, match="no such mends: no_such_mend"):
        Emulator(tmp_path / "log", settings).__enter__()

    assert time.monotonic() - began < 15


def test_an_emulator_without_its_interpreter_does_not_start(tmp_path: Path) -> None:
    settings = EmulatorSettings(server_python=tmp_path / "nothing")

    with pytest.raises(EmulatorError, match="there is no"):
        Emulator(tmp_path / "log", settings).__enter__()


def test_it_listens_on_the_loopback_interface_only(mended: Account) -> None:
    port = int(mended.emulator.endpoint_url.rsplit(":", 1)[1])

    sockets = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    addresses = {line.split()[1] for line in sockets.splitlines() if f":{port:04X} " in line}

    assert {item.split(":")[0] for item in addresses if item.endswith(f":{port:04X}")} == {
        "0100007F"
    }


def test_nothing_of_it_is_left_after_it_was_stopped(tmp_path: Path) -> None:
    with Emulator(tmp_path / "log") as emulator:
        account, group = Account(emulator), emulator.pid
        environment = Path(f"/proc/{group}/environ").read_text()
        scratch = Path(environment.split("TMPDIR=")[1].split("\0")[0])
        function = account.function(SLEEPER)
        account.client("lambda").invoke(FunctionName=function, InvocationType="Event")
        eventually(lambda: len(processes_of_group(group)) > 1)
        started = time.monotonic()

    assert time.monotonic() - started < 15
    assert not is_alive(group)
    assert not scratch.exists()


def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.run(
        [sys.executable, "-c", START_AND_BE_KILLED, tmp_path / "log"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert parent.returncode == -signal.SIGKILL
    eventually(lambda: not is_alive(int(parent.stdout)))


def test_functions_inherit_nothing_of_the_environment(
    mended: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEFT_BY_A_DEVELOPER", "by accident")
    function = mended.function("import os\ndef handler(event, context): return dict(os.environ)")

    answer = mended.client("lambda").invoke(FunctionName=function)["Payload"].read().decode()

    assert "LEFT_BY_A_DEVELOPER" not in answer


def test_it_is_restarted_where_it_was_with_what_it_kept(tmp_path: Path) -> None:
    with Emulator(tmp_path / "log", EmulatorSettings(keeps_state=True)) as emulator:
        account, address, first = Account(emulator), emulator.endpoint_url, emulator.pid
        s3, dynamodb = account.client("s3"), account.client("dynamodb")
        s3.create_bucket(Bucket="kept")
        etag = s3.put_object(Bucket="kept", Key="a/b", Body=b"it", Metadata={"x": "y"})["ETag"]
        dynamodb.create_table(
            TableName="kept",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        dynamodb.put_item(TableName="kept", Item={"id": {"S": "it"}})

        emulator.restart()

        assert (emulator.endpoint_url, emulator.pid != first) == (address, True)
        found = s3.get_object(Bucket="kept", Key="a/b", IfMatch=etag)
        assert (found["Body"].read(), found["Metadata"]) == (b"it", {"x": "y"})
        assert dynamodb.get_item(TableName="kept", Key={"id": {"S": "it"}})["Item"]
        scratch = emulator.scratch

    assert not scratch.exists()


def test_one_that_keeps_nothing_is_not_restarted(mended: Account) -> None:
    with pytest.raises(EmulatorError, match="keeps no state"):
        mended.emulator.restart()
