"""What the emulator lacks or does otherwise than AWS, mended: one module per difference.

Every module says in its docstring what the stock emulator does and what AWS does, and has one
function `apply`. They run only inside the emulator's own interpreter. The order matters where two
of them wrap the same function: a later one runs first.
"""

import importlib

MENDS = (
    "lambda_interpreter",
    "lambda_layers",
    "lambda_errors",
    "lambda_concurrency",
    "lambda_states",
    "instance_attributes",
    "instance_details",
    "launch_templates",
    "client_tokens",
    "run_instances_permissions",
    "instance_tags",
    "executions",
    "execution_timeout",
    "repeated_starts",
    "task_tokens",
    "retried_tokens",
    "heartbeats",
    "callback_errors",
    "retry_delays",
    "map_history",
    "log_permissions",
    "workflow_permissions",
    "rest_api_import",
    "secure_transport",
    "policy_variables",
    "leading_keys",
    "upload_conditions",
    "classic_flow",
    "sender_permissions",
    "table_expiry",
    "bucket_lifecycle",
    "refusals_with_cors",
    "sent_mails",
    "rule_targets",
    "suppressed_destinations",
    "faults",
    "restarts",
)


def apply(*, without: frozenset[str] = frozenset()) -> None:
    """Apply every mend except those named in `without`. Raises ValueError for an unknown name."""
    if unknown := without - set(MENDS):
        raise ValueError(f"no such mends: {', '.join(sorted(unknown))}")
    for name in MENDS:
        if name not in without:
            importlib.import_module(f"{__name__}.{name}").apply()
