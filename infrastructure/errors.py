"""What can go wrong while deploying; the message of each is for the person who deploys."""


class DeploymentError(Exception):
    """The deployment cannot go on."""


class InvalidStage(DeploymentError):
    """A stage's file is missing, or names a setting wrongly."""


class StackFailed(DeploymentError):
    """CloudFormation refused the template or rolled back; the message names the resources."""


class ChaliceFailed(DeploymentError):
    """`chalice deploy` or `chalice delete` failed; the message ends with what it printed."""


class MissingValue(DeploymentError):
    """A policy or a configuration names a placeholder that has no value."""
