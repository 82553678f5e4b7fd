"""The paintings to paint like: a catalogue, its pictures, and where better pictures come from."""

from gpu_task.styles.catalogue import Style, UnknownStyle, find_style, load_catalogue, resolve_style

__all__ = ["Style", "UnknownStyle", "find_style", "load_catalogue", "resolve_style"]
