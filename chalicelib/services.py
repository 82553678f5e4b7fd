"""Everything the steps work with: each adapter is made when it is first used, once per process.

Making a client costs a tenth of a second and more, and no function needs all of them.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from chalicelib import clock, mailer
from chalicelib.catalogue import Catalogue
from chalicelib.instances import ONE_TRY, InstancePool
from chalicelib.job_store import JobStore
from chalicelib.line import Line
from chalicelib.mail_slots import MailSlots
from chalicelib.mailer import Mailer
from chalicelib.metrics import Metrics
from chalicelib.object_store import COPIES_AT_ONCE, ObjectStore
from chalicelib.painters import PainterStore
from chalicelib.quota_store import QuotaStore
from chalicelib.settings import Settings
from chalicelib.workflow import Workflow

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

_PROMPT = Config(
    connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 3, "mode": "standard"}
)
"""Fails within the time that a function has, so that it can still say what failed."""

_S3 = _PROMPT.merge(
    # Presigned links must name the bucket's own region, and be signed by SigV4: the global
    # endpoint redirects for new buckets, and newer regions refuse older signatures.
    Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
        max_pool_connections=COPIES_AT_ONCE,
    )
)


@dataclass(frozen=True)
class Services:
    """The control plane's adapters."""

    settings: Settings
    session: boto3.Session

    @property
    def region(self) -> str:
        return self.session.region_name

    @cached_property
    def jobs(self) -> JobStore:
        table = self._table(self.settings.jobs_table)
        return JobStore(table, clock.now, self.settings.keep_days)

    @cached_property
    def mail_slots(self) -> MailSlots:
        return MailSlots(self._table(self.settings.jobs_table), clock.now)

    @cached_property
    def painters(self) -> PainterStore:
        return PainterStore(self._table(self.settings.painters_table))

    @cached_property
    def line(self) -> Line:
        return Line(self._table(self.settings.line_table), clock.now, "painters")

    @cached_property
    def deletions(self) -> Line:
        """Deleted jobs whose machines may not have ended yet."""
        return Line(self._table(self.settings.line_table), clock.now, "deletions")

    @cached_property
    def quotas(self) -> QuotaStore:
        return QuotaStore(self._table(self.settings.quotas_table))

    @cached_property
    def uploads(self) -> ObjectStore:
        return self._bucket(self.settings.uploads_bucket)

    @cached_property
    def media(self) -> ObjectStore:
        return self._bucket(self.settings.media_bucket)

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.media)

    @cached_property
    def instances(self) -> InstancePool:
        return InstancePool(
            self.session.client("ec2", config=_PROMPT),
            self.session.client("ec2", config=ONE_TRY),
            self.settings.launch_template,
            self.settings.stage,
        )

    @cached_property
    def workflow(self) -> Workflow:
        states = self.session.client("stepfunctions", config=_PROMPT)
        return Workflow(states, self.settings.state_machine_arn)

    @cached_property
    def metrics(self) -> Metrics:
        return Metrics(self.settings.stage)

    @cached_property
    def mailer(self) -> Mailer:
        return Mailer(
            self.session.client("sesv2", config=mailer.ONE_TRY),
            self.session.client("sesv2", config=mailer.QUICK),
            self.settings.sender,
            self.settings.configuration_set,
        )

    def _table(self, name: str) -> "Table":
        return self._dynamodb.Table(name)

    @cached_property
    def _dynamodb(self) -> "DynamoDBServiceResource":
        return self.session.resource("dynamodb", config=_PROMPT)

    def _bucket(self, name: str) -> ObjectStore:
        return ObjectStore(self.session.client("s3", config=_S3), name)
