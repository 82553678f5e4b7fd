"""Functions that are the target of an EventBridge rule.

Stock: the function is invoked once, whatever becomes of it.
AWS: it is invoked asynchronously: tried again as often as its configuration says, and then its
event goes to the failure destination.
"""

import json

from ministack.services import eventbridge, lambda_svc

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Invoke functions the way that S3's notifications do."""

    @replaces(eventbridge, "_dispatch_to_lambda")
    def dispatch(stock: Mend, arn: str, payload: str) -> Untyped:
        function, config, _ = lambda_svc._get_func_record_for_ref(arn)
        if not function or not config:
            return stock(arn, payload)
        record = lambda_svc._execution_record_for_config(function, config)
        return lambda_svc.invoke_async_with_retry(record, json.loads(payload))
