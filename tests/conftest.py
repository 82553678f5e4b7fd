"""What all tests share."""

from hypothesis import settings

# The same examples every time: a red run can be repeated, and a green one was no luck.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
