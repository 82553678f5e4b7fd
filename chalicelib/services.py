"""Everything the steps work with, made once per function process."""

from dataclasses import dataclass

import boto3
from botocore.config import Config

from chalicelib import clock
from chalicelib.catalogue import Catalogue
from chalicelib.instances import ONE_TRY, InstancePool
from chalicelib.job_store import JobStore
from chalicelib.mailer import Mailer
from chalicelib.object_store import ObjectStore
from chalicelib.settings import Settings
from chalicelib.workflow import Workflow


@dataclass(frozen=True)
class Services:
    """The control plane's adapters, their clients passed in."""

    settings: Settings
    region: str
    jobs: JobStore
    uploads: ObjectStore
    media: ObjectStore
    catalogue: Catalogue
    instances: InstancePool
    workflow: Workflow
    mailer: Mailer

    @classmethod
    def create(cls, settings: Settings, session: boto3.Session) -> "Services":
        # Presigned links by SigV4 only: older signatures are refused by newer regions.
        s3 = session.client("s3", config=Config(signature_version="s3v4"))
        media = ObjectStore(s3, settings.media_bucket)
        table = session.resource("dynamodb").Table(settings.jobs_table)
        return cls(
            settings=settings,
            region=session.region_name,
            jobs=JobStore(table, clock.now, settings.keep_days),
            uploads=ObjectStore(s3, settings.uploads_bucket),
            media=media,
            catalogue=Catalogue(media),
            instances=InstancePool(
                session.client("ec2"),
                session.client("ec2", config=ONE_TRY),
                settings.launch_template,
                settings.stage,
            ),
            workflow=Workflow(session.client("stepfunctions"), settings.state_machine_arn),
            mailer=Mailer(session.client("sesv2"), settings.sender, settings.configuration_set),
        )
