"""How many functions run at once.

Stock: every concurrent invocation gets a process of its own: 200 uploads at once were 200 processes
and 6 GB.
AWS: as many, but on AWS's machines, and asynchronous invocations above the account's limit wait in
a queue. Here all invocations above a small limit wait.
"""

import os
import threading

from ministack.services import lambda_svc

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Let invocations above the limit named in the environment wait for their turn."""
    slots = threading.BoundedSemaphore(int(os.environ["LOCALCLOUD_LAMBDA_WORKERS"]))

    @replaces(lambda_svc, "_execute_function_warm")
    def execute(stock: Mend, *arguments: Untyped) -> Untyped:
        with slots:
            return stock(*arguments)
