import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gpu_task.clip.model import Frame
from gpu_task.errors import PaintingFailed
from gpu_task.painting.descent import Moments
from gpu_task.painting.finished import FinishedFrames
from gpu_task.painting.ledger import Manifest, Plan, Span, frame_from_png, frame_name, frame_to_png
from gpu_task.painting.state import Reference, State, halved
from tests.gpu_task.painting.builders import MemoryCheckpoints, hole, texture


@settings(max_examples=30)
@given(
    arrays(np.uint8, (5, 7, 3)),
    st.none() | arrays(np.bool_, (5, 7)),
)
def test_a_saved_frame_is_read_back_exactly(rgb: np.ndarray, opaque: np.ndarray | None) -> None:
    frame = frame_from_png(frame_to_png(Frame(rgb, opaque)))
    assert np.array_equal(frame.rgb, rgb)
    if opaque is None:
        assert frame.opaque is None
    else:
        assert frame.opaque is not None
        assert np.array_equal(frame.opaque, opaque)


def test_the_state_is_read_back_exactly() -> None:
    rng = np.random.default_rng(0)
    numbers = [halved(rng.normal(size=(40, 48, 3)).astype(np.float32)) for _ in range(3)]
    state = State(texture(1), texture(2), numbers[0], Moments(numbers[1], numbers[2], 17), 3, 20)
    again = State.from_bytes(state.to_bytes())
    assert np.array_equal(again.source, state.source)
    assert np.array_equal(again.anchor, state.anchor)
    assert np.array_equal(again.painted, state.painted)
    assert np.array_equal(again.moments.mean, state.moments.mean)
    assert np.array_equal(again.moments.root, state.moments.root)
    assert (again.moments.steps, again.scene, again.scene_frame) == (17, 3, 20)


def test_a_reference_is_read_back_exactly() -> None:
    painted = halved(np.random.default_rng(0).normal(size=(40, 48, 3)).astype(np.float32))
    again = Reference.from_bytes(Reference(texture(1), painted, 4).to_bytes())
    assert np.array_equal(again.painted, painted)
    assert again.scene == 4


def test_the_manifest_is_read_back_only_for_the_same_painting() -> None:
    store = MemoryCheckpoints()
    span = Span(4, 9)
    manifest = Manifest("ours", span, Plan(0.5, 0.7), ("a", "b"), (4, 4), (4,), ("a note",))
    store.save(manifest.name, manifest.to_bytes())
    assert Manifest.load(store, "ours", span) == manifest
    assert Manifest.load(store, "another's", span) is None
    assert Manifest.load(store, "ours", Span(0, 9)) is None


def test_a_note_is_made_once() -> None:
    manifest = Manifest("ours", Span(0, 3), Plan()).noted("short").noted("short")
    assert manifest.notes == ("short",)


def test_finished_frames_are_loaded_one_by_one_and_sliced() -> None:
    store = MemoryCheckpoints()
    for index in (0, 1):
        store.save(frame_name(index), frame_to_png(Frame(texture(index), hole())))
    frames = FinishedFrames(store, [0, 1, 0])
    assert np.array_equal(frames[2].rgb, texture(0))
    assert np.array_equal(frames[1:][0].rgb, texture(1))
    assert len(frames) == 3


def test_a_missing_frame_is_named() -> None:
    with pytest.raises(PaintingFailed, match="Frame 2 "):
        FinishedFrames(MemoryCheckpoints(), [5, 7])[1]
