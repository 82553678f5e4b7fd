"""The two mail slots of a job's record, `accepted_mail` and `final_mail`: each is used once.

A slot is claimed before its mail is sent, and says afterwards what became of the mail.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from chalicelib.clock import Clock, timestamp
from chalicelib.items import condition_failed, read_item
from chalicelib.job_updates import JobUpdates

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

CLAIM_LASTS = timedelta(seconds=90)
"""Longer than the function that sends may run: an older claim belongs to one that died."""


class Slot(StrEnum):
    """Which of a job's two mails, by the attribute of its record."""

    ACCEPTED = "accepted_mail"
    FINAL = "final_mail"


class MailSlots:
    """The mail slots in the jobs table of a stage."""

    def __init__(self, table: "Table", clock: Clock) -> None:
        self._table = table
        self._clock = clock
        self._updates = JobUpdates(table, clock)

    def claim(self, job_id: str, kind: str, slot: Slot) -> bool:
        """Takes the right to send the mail of a slot; False when it was sent or is being sent."""
        moment, owner = self._clock(), secrets.token_hex(8)
        claim = {"kind": kind, "state": "sending", "at": timestamp(moment), "owner": owner}
        # Its owner is this one call: where DynamoDB's answer is lost, the client that asks again
        # finds its own claim, which would otherwise keep the mail from leaving until it is stale.
        # A request that comes late finds the mail sent, and changes nothing.
        try:
            self._table.update_item(
                Key={"job_id": job_id},
                UpdateExpression="SET #slot = :claim",
                ConditionExpression=(
                    "attribute_exists(email) AND (attribute_not_exists(#slot) OR"
                    " (#slot.#state = :sending AND (#slot.#at < :stale OR #slot.#owner = :owner)))"
                ),
                ExpressionAttributeNames={
                    "#slot": slot,
                    "#state": "state",
                    "#at": "at",
                    "#owner": "owner",
                },
                ExpressionAttributeValues={
                    ":claim": claim,
                    ":sending": "sending",
                    ":stale": timestamp(moment - CLAIM_LASTS),
                    ":owner": owner,
                },
            )
        except condition_failed(self._table):
            return False
        return True

    def settled(self, job_id: str, slot: Slot) -> bool:
        """Whether the mail of a slot has left or never will, and is not merely claimed."""
        claim = (read_item(self._table, {"job_id": job_id}) or {}).get(slot)
        return isinstance(claim, Mapping) and claim.get("state") != "sending"

    def confirm(self, job_id: str, slot: Slot) -> None:
        """The mail has left."""
        self._updates.update(job_id, {f"{slot}.state": "sent"})

    def give_up(self, job_id: str, slot: Slot, why: str) -> None:
        """The mail was refused for good."""
        self._updates.update(job_id, {f"{slot}.state": "refused", f"{slot}.why": why})

    def withhold(self, job_id: str, slot: Slot, why: str) -> None:
        """Takes the slot for good, so that no mail is ever sent of it."""
        self._updates.update(job_id, {slot: {"state": "withheld", "why": why}}, unfinished=True)

    def unclaim(self, job_id: str, slot: Slot) -> None:
        """The mail has not left, and may be tried again at once."""
        self._updates.update(job_id, {}, removals=(slot,))
