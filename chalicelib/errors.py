"""One class per decision that a caller makes. The workflow routes on these class names."""


class VisualNeuronsError(Exception):
    """Base of everything that the control plane raises on purpose."""


class InvalidUpload(VisualNeuronsError):
    """The upload can never be painted; the message tells the visitor why: the job is rejected."""


class CapacityExceeded(VisualNeuronsError):
    """No machine could be had anywhere in the launch plan. The workflow waits and tries again."""


class NotYourTurn(VisualNeuronsError):
    """As many machines paint as may, and others were here before: wait until the line moves."""


class WaitedTooLong(VisualNeuronsError):
    """A job waited in the line for as long as one may: ask the visitor to come again."""


class LaunchMisconfigured(VisualNeuronsError):
    """A launch was refused for a reason that waiting does not change: operators must look."""


class JobNotFound(VisualNeuronsError):
    """No job of this name exists, or it has expired or was deleted."""


class MalformedEvent(VisualNeuronsError):
    """An event that the workflow never sends, for it names no job: nothing is done for it."""


class ForeignObject(VisualNeuronsError):
    """An object in the uploads bucket that no job will be painted from: logged and deleted."""


class ObjectGone(VisualNeuronsError):
    """An object is not there any more, or may not be looked at: logged and left alone."""


class MissingSetting(VisualNeuronsError):
    """A setting is missing or malformed; the message names it."""


class MailInFlight(VisualNeuronsError):
    """Another try holds the right to send this mail and has not said how it went: try later."""


class MailNotTaken(VisualNeuronsError):
    """SES did not take a mail, now: try again. The message is SES's code, never its words."""


class MailRefused(VisualNeuronsError):
    """SES will never take this mail. The message is SES's code, never its words."""
