"""Makers of the values that the tests of the control plane need."""

from chalicelib.limits import Limits, Quotas
from chalicelib.settings import Settings

LIMITS = Limits(bytes=5_000_000, pixels=1_000_000, frames=40, seconds=20)
QUOTAS = Quotas(per_address=3, per_identity=5)
JOB_ID = "0b9c1d1e-3b1f-4c57-9d5e-0a4d5c5b6f01"
IDENTITY = "us-east-1:11111111-2222-3333-4444-555555555555"

ENVIRONMENT = {
    "STAGE": "test",
    "UPLOADS_BUCKET": "uploads",
    "MEDIA_BUCKET": "media",
    "JOBS_TABLE": "jobs",
    "PAINTERS_TABLE": "painters",
    "LINE_TABLE": "line",
    "PAINTER_ROLE_ID": "AROAEXAMPLE",
    "QUOTAS_TABLE": "quotas",
    "STATE_MACHINE_ARN": "arn:aws:states:us-east-1:000000000000:stateMachine:paint",
    "LAUNCH_TEMPLATE": "lt-1",
    "SUBNET_IDS": "subnet-a,subnet-b",
    "INSTANCE_TYPES": "g4dn.xlarge,g5.xlarge",
    "MARKETS": "spot,on-demand",
    "SENDER": "studio@paint.example",
    "CONFIGURATION_SET": "mails",
    "SITE_URL": "https://paint.example",
    "PAINTER_PACKAGE": "artifacts/gpu_task-00ff.zip",
    "PAINTER_LOGS": "/visualneurons/test/painter",
    "WHEELHOUSE": "",
    "OBJECTIVE": "auto",
    "PAINTING_MINUTES": "45",
    "MAX_PARTS": "4",
    "MAX_INSTANCES": "2",
    "PATIENCE_MINUTES": "90",
    "MAX_BYTES": str(LIMITS.bytes),
    "MAX_PIXELS": str(LIMITS.pixels),
    "MAX_FRAMES": str(LIMITS.frames),
    "MAX_SECONDS": str(LIMITS.seconds),
    "UPLOADS_PER_ADDRESS": str(QUOTAS.per_address),
    "UPLOADS_PER_IDENTITY": str(QUOTAS.per_identity),
    "ALLOWED_DOMAINS": "",
    "DENIED_DOMAINS": "denied.example",
    "KEEP_DAYS": "7",
}


def settings(**changes: str) -> Settings:
    return Settings.from_environment(ENVIRONMENT | changes)
