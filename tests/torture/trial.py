"""One job that is tortured: sent as the page does, watched as the account's root does."""

import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from chalicelib.mails import MailKind
from localcloud.faults import Fault
from localcloud.job import Job
from localcloud.visitor import Visitor
from tests.clips import ClipKind
from tests.mail_kinds import mails_to
from tests.torture.ground import Ground
from tests.waiting import JOB_SECONDS, eventually

STYLES = ("starry-night", "scream", "composition-viii")


@dataclass
class Trial:
    """A job to be, with dice that decide whatever is left to chance."""

    ground: Ground
    dice: random.Random
    clip: ClipKind
    job_id: str = ""
    email: str = ""
    upload_key: str = ""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.job_id = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        self.email = f"{self.dice.getrandbits(64):016x}@example.com"

    @property
    def job(self) -> Job:
        return Job(self.job_id, self.ground.cloud, self.ground.deployment)

    def upload(self, visitor: Visitor | None = None) -> None:
        """Puts the clip as a new visitor does."""
        cloud, deployment = self.ground.cloud, self.ground.deployment
        visitor = visitor or Visitor.arrive(
            cloud.endpoint_url, cloud.region, deployment.identity_pool_id
        )
        wishes = {"email": self.email, "style": self.dice.choice(STYLES)}
        self.upload_key = visitor.upload(
            deployment.uploads_bucket, f"{self.job_id}.gif", self.clip.make(self.dice), wishes
        )

    def inject(self, fault: Fault) -> str:
        """Lets the fault be until the trial is over, or `lift` is called."""
        name = self.ground.cloud.faults.add(fault)
        self.faults.append(name)
        return name

    def lift(self) -> None:
        """Takes all faults of this trial away."""
        while self.faults:
            self.ground.cloud.faults.remove(self.faults.pop())

    def item(self) -> dict[str, Any]:
        """The job's record as it lies in the table."""
        return self.ground.item(self.job)

    def painter(self) -> dict[str, Any]:
        """The record of the painter that counts now; empty while there is none."""
        return self.ground.painter(self.job)

    def mails(self) -> list[MailKind]:
        """The kinds of the mails that went to the job's address, in their order."""
        return mails_to(self.email, self.ground.cloud)

    def frames_done(self) -> int:
        """How far that painter is."""
        return int(self.painter().get("progress", {}).get("frame", 0))

    def status(self) -> str:
        """How the execution stands, empty while there is none."""
        return self.ground.status(self.job)

    def machines(self) -> dict[str, str]:
        """The state of every machine that was ever on for this job, by the instance's id."""
        return {
            state.instance_id: state.state
            for state in self.ground.cloud.hypervisor.instances()
            if state.tags.get("job_id") == self.job_id
        }

    def machine(self, *, after: int = 0) -> str:
        """Waits until a machine is on, after so many that were; returns its id."""

        def latest() -> str | None:
            machines = self.machines()
            if len(machines) <= after:
                return None
            newest = list(machines)[-1]
            return newest if machines[newest] == "running" else None

        return eventually(latest, JOB_SECONDS, what=f"machine {after + 1}")

    def consoles(self) -> str:
        """The last words of the job's machines."""
        return "\n".join(
            f"--- {state.instance_id}\n{state.console.read_text(errors='replace')[-1500:]}"
            for state in self.ground.cloud.hypervisor.instances()
            if state.tags.get("job_id") == self.job_id
        )
