"""User data names the job, never its token, and is sound shell."""

import shlex
import subprocess
import sys
from pathlib import Path

from chalicelib.user_data import lifetime_minutes, user_data
from tests.chalicelib.builders import JOB_ID, settings

SHELLCHECK = Path(sys.executable).with_name("shellcheck")
LIMIT_BYTES = 16384


def test_user_data_exports_the_job_and_its_stage() -> None:
    script = user_data(JOB_ID, "eu-central-1", settings())
    assert script.startswith("#!/bin/bash\n")
    assert f"export JOB_ID={JOB_ID}\n" in script
    assert "export PAINTING_MINUTES=45\n" in script
    assert "export AWS_DEFAULT_REGION=eu-central-1\n" in script


def test_the_power_off_is_scheduled_before_anything_can_hang() -> None:
    commands = [
        line
        for line in user_data(JOB_ID, "eu-central-1", settings()).splitlines()
        if line and not line.startswith(("#", "export", "set "))
    ]
    assert commands[0] == 'shutdown -h +"$LIFETIME_MINUTES"'
    assert lifetime_minutes(settings()) > 45


def test_user_data_fits_into_what_ec2_takes() -> None:
    assert len(user_data(JOB_ID, "eu-central-1", settings()).encode()) < LIMIT_BYTES


def test_a_setting_cannot_become_a_command() -> None:
    hostile = settings(OBJECTIVE="auto; rm -rf / $(reboot) 'x'")
    script = user_data(JOB_ID, "eu-central-1", hostile)
    line = next(line for line in script.splitlines() if line.startswith("export OBJECTIVE="))
    assert shlex.split(line)[1] == "OBJECTIVE=auto; rm -rf / $(reboot) 'x'"


def test_user_data_is_shellcheck_clean(tmp_path: Path) -> None:
    script = tmp_path / "user-data.sh"
    script.write_text(user_data(JOB_ID, "eu-central-1", settings()))
    checked = subprocess.run([SHELLCHECK, script], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
