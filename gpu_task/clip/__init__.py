"""Clip files: read lazily and exactly, written streaming and whole or not at all."""

from gpu_task.clip.gif_writer import write_gif
from gpu_task.clip.limits import Limits
from gpu_task.clip.model import ClipInfo, Frame, Frames
from gpu_task.clip.mp4_writer import write_mp4
from gpu_task.clip.previews import write_comparison, write_contact_sheet, write_poster
from gpu_task.clip.reading import Clip, read_clip
from gpu_task.clip.webp_writer import write_webp

__all__ = [
    "Clip",
    "ClipInfo",
    "Frame",
    "Frames",
    "Limits",
    "read_clip",
    "write_comparison",
    "write_contact_sheet",
    "write_gif",
    "write_mp4",
    "write_poster",
    "write_webp",
]
