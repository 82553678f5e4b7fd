"""Paints a clip in the style of a painting: on a GPU instance as a job, or at the command line."""
