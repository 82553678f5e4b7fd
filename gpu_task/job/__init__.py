"""A painting as a job: what runs on the GPU instance that the workflow launched."""
