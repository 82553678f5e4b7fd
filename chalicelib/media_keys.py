"""Where a job's files lie in the media bucket. Every prefix ends with a slash."""


def checkpoints_of(job_id: str) -> str:
    """What all painters of a job were given, and have saved."""
    return f"checkpoints/{job_id}/"


def desk_of(job_id: str, painter_id: str) -> str:
    """One painter's own part of it: the clip, saved frames, a preview."""
    return f"{checkpoints_of(job_id)}{painter_id}/"


def results_of(job_id: str) -> str:
    """What all painters of a job have finished."""
    return f"results/{job_id}/"


def results_by(job_id: str, painter_id: str) -> str:
    """What one painter has finished."""
    return f"{results_of(job_id)}{painter_id}/"
