"""Whether frames are those that a ClipInfo describes."""

from collections.abc import Iterator

from gpu_task.clip.model import ClipInfo, Frame, Frames


def fitting(info: ClipInfo, frames: Frames) -> Iterator[Frame]:
    """Every frame once, in order; ValueError unless there is one of the clip's size per delay."""
    if not info.frame_count or len(frames) != info.frame_count:
        raise ValueError(f"{info.frame_count} delays do not fit {len(frames)} frames.")
    for frame in frames:
        if frame.rgb.shape != (info.height, info.width, 3):
            raise ValueError(f"A frame of shape {frame.rgb.shape} does not fit {info}.")
        yield frame
