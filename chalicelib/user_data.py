"""What a launched instance runs at boot. It names the job; the task token is never in it."""

import math
import shlex
from pathlib import Path

from chalicelib.settings import Settings

_SCRIPT = Path(__file__).with_name("user_data.sh")
_CARRIED = {
    "@INSTANCE_LOG@": Path(__file__).with_name("instance_log.py"),
    "@INSTANCE_BOOT@": Path(__file__).with_name("instance_boot.py"),
}
_SPARE_MINUTES = 30
"""On top of the painting's budget: boot, fetching, encoding."""


def user_data(job_id: str, region: str, settings: Settings) -> str:
    """The script of `user_data.sh`, this job's variables exported, the Python files within."""
    variables = {
        "JOB_ID": job_id,
        "STAGE": settings.stage,
        "PAINTERS_TABLE": settings.painters_table,
        "PAINTER_ROLE_ID": settings.painter_role_id,
        "MEDIA_BUCKET": settings.media_bucket,
        "PAINTER_PACKAGE": settings.painter_package,
        "PAINTER_LOGS": settings.painter_logs,
        "WHEELHOUSE": settings.wheelhouse,
        "OBJECTIVE": settings.objective,
        "PAINTING_MINUTES": f"{settings.painting_minutes:g}",
        "MAX_PARTS": str(settings.max_parts),
        "MAX_PIXELS": str(settings.limits.pixels),
        "MAX_FRAMES": str(settings.limits.frames),
        "MAX_SECONDS": str(settings.limits.seconds),
        "LIFETIME_MINUTES": str(lifetime_minutes(settings)),
        "AWS_DEFAULT_REGION": region,
    }
    shebang, _, body = _SCRIPT.read_text().partition("\n")
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
    for place, file in _CARRIED.items():
        body = body.replace(place, file.read_text().rstrip())
    return f"{shebang}\n{exports}{body}"


def lifetime_minutes(settings: Settings) -> int:
    """How long after its boot an instance powers itself off at the latest."""
    return math.ceil(settings.painting_minutes) + _SPARE_MINUTES
