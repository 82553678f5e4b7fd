"""How commands that run a local cloud end, and what they say."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest
from rich.console import Console

from localcloud.emulator import REPOSITORY, EmulatorError
from localcloud.guard import processes
from localcloud.terminal import STOPPED, end_well, terminal
from tests.waiting import eventually

BRACKETS = "[INFO] [/tmp/it] :smile: [red]"


def below(pid: int) -> set[int]:
    """The living processes that this one has started."""
    return {child for child, parent in processes().items() if parent == pid}


def test_a_failure_is_told_in_words_as_they_are() -> None:
    output = io.StringIO()

    def fail() -> int:
        raise EmulatorError(BRACKETS)

    status = end_well(fail, Console(file=output, markup=False, emoji=False))

    assert (status, output.getvalue()) == (1, f"EmulatorError: {BRACKETS}\n")


def test_texts_of_logs_and_mails_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    terminal().print(BRACKETS)

    assert capsys.readouterr().out == f"{BRACKETS}\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_impatient_do_not_keep_a_command_from_tidying_up(number: signal.Signals) -> None:
    tidied = []
    before = signal.getsignal(number)

    def work() -> int:
        try:
            os.kill(os.getpid(), number)
            time.sleep(60)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGTERM)
            tidied.append("everything")
        return 0

    assert end_well(work, terminal()) == STOPPED
    assert tidied == ["everything"]
    assert signal.getsignal(number) == before


def test_ctrl_c_while_everything_starts_ends_it_at_once() -> None:
    serve = subprocess.Popen(
        [sys.executable, "-m", "localcloud", "serve"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    started = eventually(lambda: below(serve.pid))

    serve.send_signal(signal.SIGINT)

    said, _ = serve.communicate(timeout=30)
    assert said.splitlines()[1:] == ["Stopped; nothing is left running."]
    assert serve.returncode == 0
    assert not started & set(processes())
