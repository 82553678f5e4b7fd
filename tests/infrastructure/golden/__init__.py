"""The approved policies, one file per function, as they are rendered for production."""

from pathlib import Path

from infrastructure.stages import load_stage

GOLDEN = Path(__file__).parent
STAGE = load_stage("prod")
