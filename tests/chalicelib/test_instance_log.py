"""The log's shipping, where CloudWatch is slow, away, or wants smaller pieces."""

import threading
from collections.abc import Sequence

from chalicelib.instance_log import BATCH_LINES, LINE_CHARACTERS, Line, Shipper
from tests.chalicelib.booting import Ground
from tests.waiting import eventually

NO_LOGS = "export AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=http://127.0.0.1:9"


class Kept:
    """Keeps what is sent, after so many sendings that fail."""

    def __init__(self, failures: int = 0) -> None:
        self.batches: list[list[str]] = []
        self._failures = failures

    def send(self, lines: Sequence[Line]) -> None:
        if self._failures:
            self._failures -= 1
            raise ConnectionError("nobody there")
        self.batches.append([line.text for line in lines])

    @property
    def lines(self) -> list[str]:
        return [text for batch in self.batches for text in batch]


def test_what_was_not_taken_is_sent_again() -> None:
    kept = Kept(failures=2)
    shipper = Shipper(kept.send, every_seconds=0)
    shipper.add("one")
    shipper.add("two")

    eventually(lambda: kept.lines == ["one", "two"])

    assert shipper.close() == ""


def test_what_is_never_taken_is_told_at_the_end() -> None:
    shipper = Shipper(Kept(failures=1_000_000).send)
    shipper.add("one")

    assert shipper.close() == "ConnectionError: nobody there"


def test_the_end_waits_for_nobody_longer_than_its_patience() -> None:
    answered = threading.Event()

    def wait(_: Sequence[Line]) -> None:
        answered.wait(60)

    shipper = Shipper(wait)
    shipper.add("one")

    assert shipper.close(patience_seconds=0.3) == "not done after 0 seconds"

    answered.set()


def test_lines_wait_until_it_is_time_or_there_is_no_time_left() -> None:
    kept = Kept()
    shipper = Shipper(kept.send, every_seconds=3600)
    shipper.add("one")
    assert kept.lines == []

    shipper.hurry()

    eventually(lambda: kept.lines == ["one"])


def test_a_batch_is_never_more_than_cloudwatch_takes() -> None:
    kept = Kept()
    shipper = Shipper(kept.send, every_seconds=3600)
    for _ in range(BATCH_LINES + 1):
        shipper.add("🎨" * (LINE_CHARACTERS + 1))
    shipper.add("")
    shipper.close()

    sizes = [sum(len(line.encode()) + 26 for line in batch) for batch in kept.batches]
    assert max(sizes) <= 1_048_576
    assert "".join(kept.lines) == "🎨" * (LINE_CHARACTERS + 1) * (BATCH_LINES + 1)
    assert "" not in kept.lines


def test_a_painting_goes_on_without_its_log(ground: Ground) -> None:
    machine = ground.boot(ground.painter("print('painting')"), preface=NO_LOGS)

    assert machine.powers_off()
    painting, powering_off, trouble = machine.console()
    assert (painting, powering_off) == ("painting", "Powering off")
    assert trouble.startswith("The log was not shipped: EndpointConnectionError")
