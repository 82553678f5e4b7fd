"""A painting as a job: what runs on the GPU instance that the workflow launched."""

from gpu_task.job.runner import run_job

__all__ = ["run_job"]
