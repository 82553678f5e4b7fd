"""Counts each day's uploads in DynamoDB, by somebody whose name is not kept.

A row is one day of one mailbox or identity: `jobs` is the set of those that were counted, so a job
is counted once however often it is tried, and deleting it gives nothing back. `told` is the first
job that was too many. Rows are keyed by a hash with a salt that is drawn for each day and expires
with the day's rows: afterwards nobody can tell whose they were, nor join two days.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from chalicelib.items import condition_failed, put_new, read_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_KEPT = timedelta(days=2)


class Verdict(Enum):
    """Whether one more job was within the quota."""

    WITHIN = "within"
    FIRST_OVER = "first over"
    OVER = "over"


class QuotaStore:
    """The quotas table of a stage."""

    def __init__(self, table: "Table") -> None:
        self._table = table
        self._salts: dict[date, bytes] = {}

    def count(self, day: date, kind: str, who: str, job_id: str, most: int) -> Verdict:
        """Counts the job unless the day has `most` others. The same job gets the same verdict."""
        key = {"quota": self._key(day, kind, who)}
        try:
            self._table.update_item(
                Key=key,
                UpdateExpression="ADD jobs :jobs SET expires_at = :expiry",
                ConditionExpression=(
                    "attribute_not_exists(jobs) OR size(jobs) < :most OR contains(jobs, :job)"
                ),
                ExpressionAttributeValues={
                    ":jobs": {job_id},
                    ":job": job_id,
                    ":most": most,
                    ":expiry": _expiry(day),
                },
            )
        except condition_failed(self._table):
            return self._over(key, job_id)
        return Verdict.WITHIN

    def _over(self, key: dict[str, str], job_id: str) -> Verdict:
        told = self._table.update_item(
            Key=key,
            UpdateExpression="SET told = if_not_exists(told, :job)",
            ExpressionAttributeValues={":job": job_id},
            ReturnValues="ALL_NEW",
        )["Attributes"]["told"]
        return Verdict.FIRST_OVER if told == job_id else Verdict.OVER

    def _key(self, day: date, kind: str, who: str) -> str:
        digest = hmac.new(self._salt(day), who.encode(), hashlib.sha256).hexdigest()
        return f"{day.isoformat()}#{kind}#{digest}"

    def _salt(self, day: date) -> bytes:
        if day not in self._salts:
            self._salts = {day: self._draw_salt(day)}
        return self._salts[day]

    def _draw_salt(self, day: date) -> bytes:
        """The day's salt, which whoever needs it first lays in."""
        key = {"quota": f"{day.isoformat()}#salt"}
        found = read_item(self._table, key)
        if found is not None:
            return bytes(found["salt"])
        salt = secrets.token_bytes(32)
        laid = put_new(self._table, {**key, "salt": salt, "expires_at": _expiry(day)}, "quota")
        return salt if laid else self._draw_salt(day)


def _expiry(day: date) -> int:
    return int((datetime(day.year, day.month, day.day, tzinfo=UTC) + _KEPT).timestamp())
