"""Looks into an uploaded file: is it a clip, whole, and within the limits?"""

from chalicelib.inspection.clip import inspect_clip
from chalicelib.inspection.rules import too_large
from chalicelib.inspection.style_picture import inspect_picture

__all__ = ["inspect_clip", "inspect_picture", "too_large"]
