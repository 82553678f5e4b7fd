"""What an input took: seconds of CPU time and memory, those of FFmpeg included.

Needs Linux, where a process can ask again and again how much memory it held at most.
"""

import resource
import time
from pathlib import Path


class Meter:
    """Measures from when it is made."""

    def __init__(self) -> None:
        # From now on the peak is what is held now (proc(5), clear_refs).
        Path("/proc/self/clear_refs").write_text("5")
        self._memory = _peak()
        self._children = _seconds_of_children()
        self._seconds = time.process_time()

    def read(self) -> tuple[float, int]:
        """Seconds and bytes."""
        children = _seconds_of_children() - self._children
        seconds = time.process_time() - self._seconds + children
        memory = _peak() - self._memory
        if children:
            # The largest one that has ever been waited for, which is never less than this one.
            largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
            memory = max(memory, largest)
        return seconds, memory


def _seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _peak() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("The kernel does not say how much memory a process held at most.")
