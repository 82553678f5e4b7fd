"""The ways a painting ends early: one class per decision that the workflow makes."""


class PaintingFailed(Exception):
    """The clip cannot be painted; trying again would fail again."""


class InvalidClip(PaintingFailed):
    """The clip or the style picture cannot be used; the message says what was given and allowed."""


class Interrupted(Exception):
    """The instance is being taken away; the finished frames are saved and another can go on."""
