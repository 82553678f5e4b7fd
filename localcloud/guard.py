"""Runs one machine's processes, so that none of them outlives whoever switched the machine on.

`python guard.py GRACE COMMAND…` runs the command in a session of its own and obeys its standard
input: a line `hang` stops all processes and `thaw` lets them go on, `kill TEXT` kills those whose
command line contains the text, `off` ends all politely with GRACE seconds to go, and the end of the
input kills them at once, whether it was closed or its writer died. The end of the command itself
ends nothing: a machine whose start-up script is through still runs. Standard library only, and
started by its path.
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
POLL_SECONDS = 0.02


def main() -> None:
    """Switch the machine on, and off again when told."""
    grace = float(sys.argv[1])
    adopt_orphans()
    user_data = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=report_end, args=(user_data,), daemon=True).start()
    while line := sys.stdin.readline():
        command, _, text = line.strip().partition(" ")
        if command == "hang":
            # Twice, for what a process started before the first signal reached it.
            signal_all(signal.SIGSTOP)
            signal_all(signal.SIGSTOP)
        elif command == "thaw":
            signal_all(signal.SIGCONT)
        elif command == "kill":
            signal_all(signal.SIGKILL, text)
        elif command == "off":
            signal_all(signal.SIGTERM)
            wait_until_none_is_left(time.monotonic() + grace)
            break
    while descendants():
        signal_all(signal.SIGKILL)
        time.sleep(POLL_SECONDS)


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent ends, on Linux: daemons are found by it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def report_end(user_data: "subprocess.Popen[bytes]") -> None:
    """Say on the console how the user data ended."""
    print(f"user data ended with status {user_data.wait()}", flush=True)


def descendants() -> set[int]:
    """All living processes below this one."""
    parents = processes()
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def processes() -> dict[int, int]:
    """Every living process's parent."""
    if not Path("/proc/self/stat").exists():
        return processes_by_ps()
    table = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name, in brackets, may itself hold brackets and spaces.
            state, parent = stat.read_text().rsplit(")", 1)[1].split()[:2]
            if state != "Z":
                table[int(stat.parent.name)] = int(parent)
    return table


def processes_by_ps() -> dict[int, int]:
    """The same for systems that have no /proc."""
    listing = subprocess.check_output(["ps", "-axo", "pid=,ppid=,stat="], text=True)
    rows = (line.split() for line in listing.splitlines())
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}


def signal_all(number: signal.Signals, text: str = "") -> None:
    """Send the signal to every descendant whose command line contains the text."""
    for pid in descendants():
        if not text or text in command_line(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


def command_line(pid: int) -> str:
    """A process's command and arguments; empty when it is over."""
    show = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    return subprocess.run(show, capture_output=True, text=True, check=False).stdout


def wait_until_none_is_left(deadline: float) -> None:
    """Return when no descendant is left, at the deadline, or when the input has ended."""
    while descendants() and time.monotonic() < deadline:
        if select.select([sys.stdin], [], [], POLL_SECONDS)[0]:
            return


if __name__ == "__main__":
    main()
