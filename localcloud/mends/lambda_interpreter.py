"""The interpreter that plays AWS's Lambda runtime.

Stock: functions run on the emulator's own interpreter and see its packages.
AWS: a Python runtime has boto3 and what the deployment package brings, nothing else.
"""

import os

from ministack.core import lambda_runtime

from localcloud.mends.patching import Mend, replaces


def apply() -> None:
    """Run Python functions on the interpreter named in the environment."""
    interpreter = os.environ["LOCALCLOUD_LAMBDA_PYTHON"]

    @replaces(lambda_runtime, "_detect_runtime_binary")
    def detect(stock: Mend, runtime: str) -> tuple[str, str]:
        binary, script = stock(runtime)
        return (interpreter if runtime.startswith("python") else binary), script
