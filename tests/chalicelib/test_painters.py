"""Painter records on a real table, and what several painters of one clip tell together."""

import uuid
from decimal import Decimal

import pytest

from chalicelib.jobs import Job, Upload, Wishes
from chalicelib.painters import Painter, PainterStore, Part, Progress, progress_of
from tests.chalicelib.conftest import Backend

PARTS = (Part(0, 12, 1.0, 0.7), Part(12, 30, 1.0, 0.7))


@pytest.fixture
def store(backend: Backend) -> PainterStore:
    return backend.services.painters


@pytest.fixture
def job(backend: Backend) -> Job:
    wishes = Wishes("visitor@example.com", "scream", "0.5", "true")
    return backend.services.jobs.create(str(uuid.uuid4()), Upload("u/a.gif", '"e"', 9), wishes)


def row(backend: Backend, painter_id: str) -> dict[str, object]:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.painters_table)
    found = table.get_item(Key={"painter_id": painter_id})["Item"]
    return dict(found)


def test_a_painter_is_told_its_job_but_not_whom_it_is_for(
    backend: Backend, store: PainterStore, job: Job
) -> None:
    store.assign("role:i-1", job, PARTS[1], ())
    known = row(backend, "role:i-1")
    assert known["job_id"] == job.job_id
    assert known["part"] == {"first": 12, "last": 30, "scale": 1, "effort": Decimal("0.7")}
    assert "visitor" not in str(known)


def test_assigning_again_keeps_what_the_painter_has_written(
    backend: Backend, store: PainterStore, job: Job
) -> None:
    services = backend.services
    table = services.session.resource("dynamodb").Table(services.settings.painters_table)
    store.assign("role:i-2", job, None, PARTS)
    table.update_item(
        Key={"painter_id": "role:i-2"},
        UpdateExpression="SET painted = :yes, progress = :progress, notes = :notes",
        ExpressionAttributeValues={
            ":yes": True,
            ":progress": {"frame": 3, "of": 9, "phase": "painting", "seconds_left": Decimal("1.5")},
            ":notes": ["a note"],
        },
    )
    store.assign("role:i-2", job, None, PARTS)
    expected = Painter("role:i-2", None, Progress(3, 9, "painting", 1.5), True, ("a note",))
    assert store.get("role:i-2") == expected


def test_a_painter_without_a_record_has_told_nothing(store: PainterStore) -> None:
    assert store.get("role:i-nobody") == Painter("role:i-nobody")


def test_painters_of_parts_are_as_far_as_their_sum() -> None:
    first = Painter("a", PARTS[0], Progress(5, 12, "painting", 40.0))
    silent = Painter("b", PARTS[1])
    assert progress_of([first, silent], 30) == Progress(5, 30, "painting", 40.0)
    second = Painter("c", PARTS[1], Progress(7, 18, "painting", 90.0))
    assert progress_of([first, silent, second], 30) == Progress(12, 30, "painting", 90.0)


def test_the_painter_that_went_on_counts_for_the_one_that_was_interrupted() -> None:
    gone = Painter("a", PARTS[0], Progress(5, 12, "painting", 40.0))
    heir = Painter("b", PARTS[0], Progress(8, 12, "painting", 20.0))
    assert progress_of([gone, heir], 30) == progress_of([heir, gone], 30)
    assert progress_of([gone, heir], 30) == Progress(8, 30, "painting", 20.0)


def test_without_parts_there_is_nothing_to_add_up() -> None:
    assert progress_of([Painter("a", None, Progress(1, 2, "painting"))], 2) is None
