import cv2
import numpy as np
import pytest
import tensorflow as tf

from gpu_task.clip.model import Frame
from gpu_task.errors import Interrupted, InvalidClip, PaintingFailed
from gpu_task.painting import PaintingOptions, Progress, paint
from gpu_task.painting.descent import Descent, Outcome, Task
from gpu_task.painting.flow import motion_between
from gpu_task.painting.pictures import from_pixels, luminance
from tests.gpu_task.painting.builders import (
    HEIGHT,
    QUICK,
    WIDTH,
    MemoryCheckpoints,
    clip_of,
    hole,
    moving_spot,
    painted,
    painting,
    texture,
)


def _pixels(frames: object) -> list[bytes]:
    return [frame.rgb.tobytes() for frame in frames]  # type: ignore[attr-defined]


def _names(store: MemoryCheckpoints, folder: str) -> list[str]:
    return sorted(name for name in store.files if name.startswith(folder))


@pytest.fixture(scope="module")
def whole() -> list[bytes]:
    """A clip of five frames painted without a stop."""
    return _pixels(painted(moving_spot(5)).frames)


def test_frame_count_and_size_are_the_clips(whole: list[bytes]) -> None:
    assert [len(pixels) for pixels in whole] == [HEIGHT * WIDTH * 3] * 5


def test_the_same_seed_paints_the_same_bytes(whole: list[bytes]) -> None:
    assert _pixels(painted(moving_spot(5)).frames) == whole


def test_another_seed_paints_otherwise(whole: list[bytes]) -> None:
    other = painted(moving_spot(1), PaintingOptions(objective="patches", seed=5))
    assert _pixels(other.frames)[0] != whole[0]


@pytest.mark.parametrize("stop_after", [0, 1, 3])
def test_a_stopped_painting_goes_on_to_the_same_bytes(whole: list[bytes], stop_after: int) -> None:
    store, finished = MemoryCheckpoints(), [0]

    def follow(progress: Progress) -> None:
        finished[0] = progress.frame

    with pytest.raises(Interrupted, match=f"Stopped after frame {stop_after} of 5"):
        painted(
            moving_spot(5),
            store=store,
            on_progress=follow,
            should_stop=lambda: finished[0] >= stop_after,
        )
    assert len(_names(store, "frames/")) == stop_after
    assert _pixels(painted(moving_spot(5), store=store).frames) == whole


def test_a_machine_lost_while_saving_loses_only_that_frame(whole: list[bytes]) -> None:
    class Dying(MemoryCheckpoints):
        def save(self, name: str, data: bytes) -> None:
            if name.startswith("manifest") and "frames/00002.png" in self.files:
                raise ConnectionError("the machine is gone")
            super().save(name, data)

    dying = Dying()
    with pytest.raises(ConnectionError):
        painted(moving_spot(5), store=dying)
    survivor = MemoryCheckpoints()
    survivor.files = dying.files
    assert _pixels(painted(moving_spot(5), store=survivor).frames) == whole


def test_finished_frames_of_other_options_are_not_gone_on_from() -> None:
    store = MemoryCheckpoints()
    painted(moving_spot(1), store=store)
    before = store.files["frames/00000.png"]
    painted(moving_spot(1), PaintingOptions(objective="patches", strength=0.2), store)
    assert store.files["frames/00000.png"] != before


def test_progress_counts_frames_and_shows_the_latest() -> None:
    seen: list[Progress] = []
    result = painted(moving_spot(2), on_progress=seen.append)
    assert [(progress.frame, progress.of) for progress in seen] == [(0, 2), (1, 2), (2, 2)]
    assert seen[0].picture is None
    assert seen[-1].seconds_left == 0
    assert np.array_equal(seen[-1].picture, result.frames[1].rgb)  # type: ignore[arg-type]


def test_identical_frames_are_painted_once() -> None:
    spot, store = moving_spot(3), MemoryCheckpoints()
    result = painted([spot[0], spot[0], spot[2], spot[0]], store=store)
    shown = _pixels(result.frames)
    assert shown[0] == shown[1] == shown[3] != shown[2]
    assert _names(store, "frames/") == ["frames/00000.png", "frames/00002.png"]


def test_untouched_pixels_stay_untouched_exactly() -> None:
    frames = painted(moving_spot(3)).frames
    still = np.s_[:, 36:]
    assert np.array_equal(frames[0].rgb[still], frames[1].rgb[still])
    assert np.array_equal(frames[1].rgb[still], frames[2].rgb[still])
    assert not np.array_equal(frames[0].rgb, frames[2].rgb)


def test_what_the_spot_uncovers_is_painted_as_it_was() -> None:
    background = Frame(texture(1))
    spot = moving_spot(3, step=14)
    frames = painted([background, *spot]).frames
    gone = np.s_[HEIGHT // 2 - 5 : HEIGHT // 2 + 5, 3:13]
    change = np.abs(frames[0].rgb[gone].astype(int) - frames[3].rgb[gone]).mean()
    covered = np.abs(frames[0].rgb[gone].astype(int) - frames[1].rgb[gone]).mean()
    assert change < 0.35 * covered


def test_a_cut_starts_anew_and_a_known_scene_goes_on() -> None:
    one, other = Frame(texture(1)), Frame(texture(2))
    nudged = texture(1)
    nudged[0:8, 0:8] += 9
    frames = painted([one, other, Frame(nudged)]).frames
    here = np.s_[20:, 20:]
    assert np.abs(frames[2].rgb[here].astype(int) - frames[0].rgb[here]).mean() < 3
    assert np.abs(frames[1].rgb[here].astype(int) - frames[0].rgb[here]).mean() > 20


def _turning(count: int) -> list[Frame]:
    """A clip that comes back to where it began: a picture that sways."""
    wide = texture(3, HEIGHT + 20, WIDTH + 20)
    frames = []
    for index in range(count):
        angle = 2 * np.pi * index / count
        shift = np.array([[1, 0, -10 - 2 * np.cos(angle)], [0, 1, -10 - 2 * np.sin(angle)]])
        moved = cv2.warpAffine(wide, shift, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
        frames.append(Frame(np.asarray(moved, np.uint8)))
    return frames


def test_a_loop_closes() -> None:
    source = _turning(12)
    motion = motion_between(source[11].rgb, source[0].rgb)

    def seam(loop: int | None) -> float:
        frames = painted(source, loop=loop).frames
        carried = motion.carry(frames[11].rgb.astype(np.float32))
        return float(np.abs(carried - frames[0].rgb)[motion.trust > 0].mean())

    assert seam(0) < 0.7 * seam(None)


def test_transparency_is_kept_exactly() -> None:
    frames = [Frame(frame.rgb, hole()) for frame in moving_spot(2)]
    result = painted(frames)
    assert result.info.transparent
    for frame in result.frames:
        assert frame.opaque is not None
        assert np.array_equal(frame.opaque, hole())


def test_kept_colours_are_the_clips() -> None:
    source = moving_spot(1)
    options = PaintingOptions(objective="patches", keep_colours=True)
    kept, free = painted(source, options).frames[0], painted(source).frames[0]

    def colour_gap(frame: Frame) -> float:
        ours, theirs = from_pixels(frame.rgb), from_pixels(source[0].rgb)
        gap = (ours - luminance(ours)[..., None]) - (theirs - luminance(theirs)[..., None])
        return float(np.abs(gap).mean())

    assert colour_gap(kept) < 0.25 * colour_gap(free)


def test_kept_colours_are_about_as_light_as_the_clip_though_it_begins_in_black() -> None:
    source = moving_spot(1)[0]
    frames = [Frame(np.zeros_like(source.rgb)), *[source] * 8]
    options = PaintingOptions(objective="patches", keep_colours=True)
    last = painted(frames, options).frames[8].rgb
    assert abs(last.mean() - source.rgb.mean()) < 0.25 * source.rgb.mean()


def test_a_clip_of_one_colour_is_painted_in_its_own_colours() -> None:
    plain = Frame(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    options = PaintingOptions(objective="patches", keep_colours=True)
    assert painted([plain], options).frames[0].rgb.mean() < 30


def test_kept_colours_do_not_depend_on_what_lies_under_holes() -> None:
    def shown(hidden: int) -> bytes:
        rgb = texture(1)
        rgb[~hole()] = hidden
        options = PaintingOptions(objective="patches", keep_colours=True)
        return painted([Frame(rgb, hole())], options).frames[0].rgb.tobytes()

    assert shown(0) == shown(255)


def test_a_strong_painting_is_further_from_the_clip_than_a_weak_one() -> None:
    source = moving_spot(1)

    def distance(strength: float) -> float:
        options = PaintingOptions(objective="patches", strength=strength)
        frame = painted(source, options).frames[0]
        return float(np.abs(frame.rgb.astype(int) - source[0].rgb).mean())

    assert distance(0.0) < distance(0.5) < distance(1.0)


def test_two_styles_are_blended() -> None:
    source = moving_spot(1)
    styles = [painting(100), painting(200)]
    shown = [
        paint(clip_of(source), source, chosen, QUICK, MemoryCheckpoints()).frames[0].rgb
        for chosen in (styles[:1], styles[1:], styles)
    ]
    mean = [frame.astype(float).mean(axis=(0, 1)) for frame in shown]
    assert np.linalg.norm(mean[2] - mean[0]) < np.linalg.norm(mean[1] - mean[0])
    assert np.linalg.norm(mean[2] - mean[1]) < np.linalg.norm(mean[1] - mean[0])


def test_a_large_clip_is_painted_smaller_and_keeps_its_size() -> None:
    source = [Frame(texture(1, 60, 90))]
    result = painted(source, PaintingOptions(objective="patches", max_side=48))
    assert result.frames[0].rgb.shape == (60, 90, 3)


def test_a_short_budget_is_said_and_gone_on_with() -> None:
    store = MemoryCheckpoints()
    options = PaintingOptions(objective="patches", minutes=0.05)
    result = painted(moving_spot(2), options, store)
    assert any("0.05 minutes" in note for note in result.notes)
    again = painted(moving_spot(2), options, store)
    assert again.notes == result.notes


def test_short_memory_is_answered_by_the_next_size_down(monkeypatch: pytest.MonkeyPatch) -> None:
    descend = Descent.__call__

    def short(self: Descent, task: Task) -> Outcome:
        if task.content.shape[1] > 60:
            raise tf.errors.ResourceExhaustedError(None, None, "out of memory")
        return descend(self, task)

    monkeypatch.setattr(Descent, "__call__", short)
    result = painted(moving_spot(2))
    assert any("75% size from frame 1 on because memory was short" in n for n in result.notes)
    assert result.frames[1].rgb.shape == (HEIGHT, WIDTH, 3)


def test_memory_that_is_too_short_for_anything_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def short(self: Descent, task: Task) -> Outcome:
        raise tf.errors.ResourceExhaustedError(None, None, "out of memory")

    monkeypatch.setattr(Descent, "__call__", short)
    with pytest.raises(PaintingFailed, match="Memory is too short"):
        painted(moving_spot(1))


def test_a_loss_that_is_no_number_fails_with_the_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    descend, calls = Descent.__call__, [0]

    def wrong(self: Descent, task: Task) -> Outcome:
        calls[0] += 1
        outcome = descend(self, task)
        if calls[0] < 3:
            return outcome
        return Outcome(outcome.picture, outcome.moments, outcome.steps, float("nan"))

    monkeypatch.setattr(Descent, "__call__", wrong)
    with pytest.raises(PaintingFailed, match=r"The loss of frame [23] is not a number"):
        painted(moving_spot(4))


def test_a_small_clip_is_refused_with_its_size_and_the_least() -> None:
    with pytest.raises(InvalidClip, match="30x20 pixels but must be at least 24x24"):
        painted([Frame(texture(1, 20, 30))])


def test_no_style_is_refused() -> None:
    source = moving_spot(1)
    with pytest.raises(InvalidClip, match="No style picture"):
        paint(clip_of(source), source, [], QUICK, MemoryCheckpoints())
