"""The line of jobs that want a machine, on a real table."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.line import Line
from tests.chalicelib.conftest import Backend


class Timepiece:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def line(backend: Backend) -> Iterator[Line]:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.line_table)
    line = Line(table, Timepiece(), "painters")
    yield line
    for place in line.places():
        line.leave(place)


def test_whoever_comes_first_stands_first(line: Line) -> None:
    assert [line.stand(name, None)[1] for name in ("z", "a", "m")] == [0, 1, 2]
    assert [place.job_id for place in line.places()] == ["z", "a", "m"]


def test_who_asks_again_keeps_the_place(line: Line) -> None:
    first, _ = line.stand("early", None)
    line.stand("late", None)
    assert line.stand("early", None) == (first, 0)


def test_when_the_first_one_leaves_all_others_move_up(line: Line) -> None:
    first, _ = line.stand("early", None)
    line.stand("late", None)
    line.leave(first)
    assert line.stand("late", None)[1] == 0


def test_each_part_of_a_job_has_its_own_place(line: Line) -> None:
    assert [line.stand("job", part)[1] for part in ("0", "12", "0")] == [0, 1, 0]
    assert [place.name for place in line.places()] == ["job#0", "job#12"]


def test_a_long_line_is_read_to_its_end(line: Line) -> None:
    for number in range(30):
        line.stand(f"job-{number:02}", None)
    assert line.stand("last", None)[1] == 30


def test_a_place_knows_how_long_it_has_been_held(line: Line) -> None:
    place, _ = line.stand("job", None)
    since = datetime.fromisoformat(place.since)
    assert place.waited(since + timedelta(minutes=5)) == timedelta(minutes=5)


def test_lines_in_one_table_do_not_see_each_other(backend: Backend, line: Line) -> None:
    services = backend.services
    line.stand("job", None)
    assert services.deletions.places() == ()
    place, before = services.deletions.stand("job", None)
    assert before == 0
    services.deletions.leave(place)
    assert [one.job_id for one in line.places()] == ["job"]
