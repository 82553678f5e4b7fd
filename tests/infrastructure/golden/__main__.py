"""Writes the policies as they are now: `python -m tests.infrastructure.golden`."""

import json

from infrastructure.check import example
from infrastructure.functions import policies
from tests.infrastructure.golden import GOLDEN, STAGE

if __name__ == "__main__":
    for name, policy in policies(STAGE, example(STAGE)).items():
        (GOLDEN / f"{name}.json").write_text(json.dumps(policy, indent=2) + "\n")
