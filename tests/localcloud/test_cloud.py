import json
import os
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from localcloud.__main__ import main
from localcloud.cloud import LocalCloud
from localcloud.credentials import Credentials
from localcloud.state_file import CloudState
from tests.localcloud.account import Account, one_state
from tests.waiting import eventually


def test_the_deployer_is_a_user_whom_iam_checks(cloud: LocalCloud) -> None:
    identity = cloud.session().client("sts").get_caller_identity()

    assert identity["Arn"].endswith(":user/deployer")
    with pytest.raises(ClientError, match="AccessDenied"):
        cloud.session().client("kms").create_key()


def test_a_forged_secret_is_refused(cloud: LocalCloud) -> None:
    forged = Credentials(cloud.deployer.access_key_id, "forged")

    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        cloud.session(forged).client("sts").get_caller_identity()


def test_secrets_are_not_shown() -> None:
    assert "hidden" not in repr(Credentials("AKID", "hidden", "hidden too"))


def test_a_role_can_be_played(cloud: LocalCloud) -> None:
    iam = cloud.session().client("iam")
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    arn = iam.create_role(RoleName="played", AssumeRolePolicyDocument=document)["Role"]["Arn"]

    session = cloud.session(cloud.role(arn, "chalice-local"))

    identity = session.client("sts").get_caller_identity()
    assert identity["Arn"].endswith(":assumed-role/played/chalice-local")
    with pytest.raises(ClientError, match="AccessDenied"):
        session.client("s3").list_buckets()


def test_sessions_ignore_the_profile_of_whoever_runs_them(
    cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "production")

    identity = cloud.session().client("sts").get_caller_identity()

    assert identity["Arn"].endswith(":user/deployer")


def test_a_subprocess_is_told_everything_by_its_environment(cloud: LocalCloud) -> None:
    variables = cloud.environment(Credentials("AKID", "secret", "token"))

    assert variables == {
        "AWS_ACCESS_KEY_ID": "AKID",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
        "AWS_DEFAULT_REGION": cloud.region,
        "AWS_REGION": cloud.region,
        "AWS_ENDPOINT_URL": cloud.endpoint_url,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def test_a_mail_can_be_kept_as_a_file(cloud: LocalCloud) -> None:
    ses = cloud.session().client("sesv2")
    ses.create_email_identity(EmailIdentity="paint@visual.example")
    ses.send_email(
        FromEmailAddress="Visual Neurons <paint@visual.example>",
        Destination={"ToAddresses": ["visitor@b.example"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Schön"},
                "Body": {"Text": {"Data": "Größe"}, "Html": {"Data": "<p>Größe</p>"}},
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
    )

    mail = message_from_bytes(cloud.inbox()[-1].as_eml(), policy=policy.default)

    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert (mail["To"], mail["Subject"]) == ("visitor@b.example", "Schön")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert text is not None
    assert text.get_content().strip() == "Größe"
    assert html is not None
    assert html.get_content().strip() == "<p>Größe</p>"


def test_executions_of_the_running_cloud_are_listed(
    mended: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    machine = mended.machine(one_state({"Type": "Pass", "End": True}))
    states = mended.client("stepfunctions")
    states.start_execution(stateMachineArn=machine, name="a-job")
    ended = {"stateMachineArn": machine, "statusFilter": "SUCCEEDED"}
    eventually(lambda: states.list_executions(**ended)["executions"])
    state_file, emulator = tmp_path / "state.json", mended.emulator
    account = emulator.settings.account
    CloudState(emulator.endpoint_url, mended.region, account, emulator.root).write(state_file)
    monkeypatch.setattr("localcloud.state_file.STATE_FILE", state_file)

    assert main(["executions", "a-job", "--json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["visits"][0]["state"]) == ("a-job", "It")
    assert main(["executions"]) == 0
    assert "a-job" in capsys.readouterr().out
    assert main(["executions", "another"]) == 1


@pytest.mark.parametrize("command", [["executions"], ["logs", "a-job"]])
def test_without_a_running_cloud_a_command_says_so(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("localcloud.state_file.STATE_FILE", tmp_path / "state.json")

    assert main(command) == 1
    assert "No local cloud is running" in capsys.readouterr().err


def test_the_state_of_a_killed_cloud_is_not_taken_for_a_running_one(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    pid_of_nobody = 2**22 + 1
    state = CloudState("http://127.0.0.1:1", "us-east-1", "0", Credentials("a", "b"), pid_of_nobody)
    state.write(path)

    assert CloudState.read(path) is None
    assert path.stat().st_mode & 0o077 == 0


def test_a_cloud_that_ends_forgets_its_own_state_only(tmp_path: Path) -> None:
    path, somebody = tmp_path / "state.json", Credentials("a", "b")
    CloudState("http://127.0.0.1:1", "us-east-1", "0", somebody, os.getppid()).write(path)
    CloudState.forget(path)
    assert path.exists()

    CloudState("http://127.0.0.1:2", "us-east-1", "0", somebody).write(path)
    CloudState.forget(path)
    assert not list(tmp_path.iterdir())
