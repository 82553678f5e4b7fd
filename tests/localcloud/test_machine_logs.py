from pathlib import Path

import pytest

from localcloud import machine_logs, state_file
from localcloud.__main__ import main
from localcloud.cloud import LocalCloud
from localcloud.state_file import CloudState


@pytest.fixture
def found(cloud: LocalCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalCloud:
    """A local cloud that the commands find."""
    monkeypatch.setattr(state_file, "STATE_FILE", tmp_path / "state.json")
    CloudState(cloud.endpoint_url, cloud.region, cloud.account, cloud.deployer).write()
    return cloud


def test_a_jobs_machines_are_shown_with_what_they_printed(
    found: LocalCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    logs = found.session().client("logs")
    logs.create_log_group(logGroupName=machine_logs.GROUP)
    for name, said in (("a-job/i-1", "hello"), ("a-job/i-2", "again"), ("another/i-3", "hidden")):
        logs.create_log_stream(logGroupName=machine_logs.GROUP, logStreamName=name)
        events = [{"timestamp": 1_700_000_000_000, "message": said}]
        logs.put_log_events(logGroupName=machine_logs.GROUP, logStreamName=name, logEvents=events)

    assert main(["logs", "a-job"]) == 0

    shown = capsys.readouterr().out
    places = [shown.index(text) for text in ("i-1", "hello", "i-2", "again")]
    assert places == sorted(places)
    assert "hidden" not in shown
    assert main(["logs", "no-job"]) == 1
    assert "No machine of a job no-job has a log yet" in capsys.readouterr().err
