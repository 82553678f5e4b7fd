"""Lambda functions that raise, before or after they have done their work."""

from dataclasses import dataclass
from itertools import product

from localcloud.faults import Fault
from tests.torture import deeds, events, moments
from tests.torture.case import FAILED, READY, Act, Case, Injects, at, nothing
from tests.torture.trial import Trial

ERRORS = ("RuntimeError", "MemoryError", "Sandbox.Timedout", "Runtime.ExitError")


@dataclass(frozen=True)
class Function:
    """A function that a job passes, or one of its uses, told by a text in its event."""

    name: str
    use: str = ""
    act: Act = nothing
    fails: bool = False


FUNCTIONS = (
    Function("on_upload"),
    Function("check_upload"),
    Function("launch_instance"),
    Function("send_mail", "accepted"),
    Function("release_instance"),
    Function("send_mail", "ready"),
    Function("on_execution_end", act=at(moments.booting, deeds.stop_execution), fails=True),
)


def raising(function: Function, applied: bool) -> Injects:
    """The function raises once or twice in a row."""

    def injects(trial: Trial) -> tuple[Fault, ...]:
        use = f'"{trial.job_id}", "mail": "{function.use}"' if function.use else trial.job_id
        return (
            Fault(
                f"handler:{trial.ground.function(function.name)}",
                trial.dice.choice(ERRORS),
                containing=use,
                count=trial.dice.randint(1, 2),
                applied=applied,
            ),
        )

    return injects


def _case(function: Function, applied: bool) -> Case:
    when = "after" if applied else "before"
    name = " ".join(filter(None, (function.name, function.use)))
    return Case(
        f"{name} raises {when}",
        f"the function raises, once or twice, {when} it has done its work",
        act=function.act,
        injects=raising(function, applied),
        ends=FAILED if function.fails else READY,
    )


def unheard(trial: Trial) -> tuple[Fault, ...]:
    """on_upload fails as often as Lambda tries."""
    return (
        Fault(
            f"handler:{trial.ground.function('on_upload')}",
            "RuntimeError",
            containing=trial.job_id,
            count=3,
        ),
    )


def throttled(trial: Trial) -> tuple[Fault, ...]:
    """Lambda takes none of the workflow's calls for a while."""
    return (
        Fault(
            "lambda:InvokeFunction",
            "TooManyRequestsException",
            429,
            containing=trial.job_id,
            skip=trial.dice.randrange(5),
            count=trial.dice.randint(1, 3),
        ),
    )


CASES = (
    *(_case(function, applied) for function, applied in product(FUNCTIONS, (False, True))),
    Case(
        "on_upload gives up",
        "it raises in all its tries; an operator redrives the event from the dead letters",
        events.redrive_dead_letter,
        injects=unheard,
    ),
    Case(
        "functions throttled",
        "Lambda refuses one to three of the workflow's calls",
        injects=throttled,
    ),
)
