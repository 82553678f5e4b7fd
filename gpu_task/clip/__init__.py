"""Clip files: read lazily and exactly, written streaming and whole or not at all."""

from gpu_task.clip.gif_writer import write_gif
from gpu_task.clip.limits import Limits
from gpu_task.clip.model import ClipInfo, Frame, Frames
from gpu_task.clip.reading import Clip, read_clip

__all__ = ["Clip", "ClipInfo", "Frame", "Frames", "Limits", "read_clip", "write_gif"]
