"""The machine behind an instance: processes with a disk, a console, and an image's commands."""

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

GUARD = Path(__file__).with_name("guard.py")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# Stands in for shutdown(8): leaves the time of the power-off, since the epoch, in a file.
SHUTDOWN = """\
#!/bin/sh
when=+1
for argument in "$@"; do
    case "$argument" in
        -c) rm -f '{power}'; exit 0 ;;
        -r | --reboot) echo "shutdown: this machine cannot reboot" >&2; exit 1 ;;
        -*) ;;
        now) when=+0; break ;;
        +[0-9]*) when=$argument; break ;;
        *) echo "shutdown: cannot understand the time '$argument'" >&2; exit 1 ;;
    esac
done
echo $(($(date +%s) + 60 * ${{when#+}})) >'{power}.new' && mv '{power}.new' '{power}'
"""


@dataclass(frozen=True)
class MachineImage:
    """What the image of the instances offers: the painter's interpreter, and more variables.

    AWS's base image, which has no such interpreter, is one whose `painter_python` is None. Both
    have a Python of the system's and the AWS CLI: here that is version 1, of PyPI.
    """

    painter_python: Path | None = Path(sys.executable)
    environment: Mapping[str, str] = field(default_factory=dict)
    shutdown_grace_seconds: float = 10.0


class Machine:
    """Switched on when it is made; runs the user data with an environment from scratch.

    `directory` keeps the console; the disk in it is wiped when the machine is off.
    """

    def __init__(
        self,
        directory: Path,
        user_data: bytes,
        environment: Mapping[str, str],
        image: MachineImage,
    ) -> None:
        self.directory = directory
        self.console = directory / "console.log"
        self.hung = False
        self._ending = False
        self._power = directory / "power"
        self._disk = directory / "disk"
        self._install(user_data, image)
        with self.console.open("wb") as console:
            self._guard = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", GUARD),
                    str(image.shutdown_grace_seconds),
                    *("bash", directory / "user-data"),
                ],
                cwd=self._disk,
                env=self._environment() | dict(image.environment) | dict(environment),
                stdin=subprocess.PIPE,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_off(self) -> bool:
        """Whether no process of the machine is left."""
        return self._guard.poll() is not None

    def wants_power_off(self) -> bool:
        """Whether the machine's own shutdown command asked for now, or for a time that has come."""
        with contextlib.suppress(FileNotFoundError):
            return time.time() >= int(self._power.read_text())
        return False

    def hang(self) -> None:
        """Freeze all processes."""
        self._tell("hang\n")
        self.hung = True

    def thaw(self) -> None:
        """Let frozen processes go on."""
        self._tell("thaw\n")
        self.hung = False

    def kill_process(self, text: str) -> None:
        """Kill the processes whose command line contains the text."""
        self._tell(f"kill {text}\n")

    def power_off(self) -> None:
        """End all processes, politely at first. Returns at once; may be repeated."""
        if not self._ending:
            self._tell("off\n")
        self._ending = True

    def pull_the_plug(self) -> None:
        """Kill all processes, and wait until they are gone."""
        if self._guard.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._guard.stdin.close()
        self._guard.wait()
        shutil.rmtree(self._disk, ignore_errors=True)

    def _tell(self, command: str) -> None:
        if self._guard.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._guard.stdin.write(command.encode())
                self._guard.stdin.flush()

    def _install(self, user_data: bytes, image: MachineImage) -> None:
        commands = self.directory / "bin"
        for folder in (commands, self._disk / "tmp"):
            folder.mkdir(parents=True)
        (self.directory / "user-data").write_bytes(user_data)
        programs = {"python3": Path(sys.executable), "aws": Path(sys.executable).with_name("aws")}
        if image.painter_python is not None:
            programs["painter-python"] = image.painter_python
        scripts = {name: f"#!/bin/sh\nexec '{file}' \"$@\"\n" for name, file in programs.items()}
        for name, script in {**scripts, "shutdown": SHUTDOWN.format(power=self._power)}.items():
            (commands / name).write_text(script)
            (commands / name).chmod(0o755)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.directory / 'bin'}:{SYSTEM_PATH}",
            "HOME": str(self._disk),
            "TMPDIR": str(self._disk / "tmp"),
            "LANG": "C.UTF-8",
        }
