"""What a state machine may do.

Stock: a state machine may do everything, whatever its role.
AWS: its role decides. Checked here are `lambda:InvokeFunction` and the actions on tables.
"""

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions

from localcloud.mends.executions import current
from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Fail tasks that the role does not allow."""

    @replaces(stepfunctions, "_call_lambda")
    def call(stock: Mend, function: str, event: Untyped) -> Untyped:
        name = function.split(":function:")[-1]
        _require("lambda:InvokeFunction", _arn("lambda", f"function:{name}"))
        return stock(function, event)

    @replaces(stepfunctions, "_invoke_aws_sdk_integration")
    def integration(stock: Mend, resource: str, payload: Untyped) -> Untyped:
        service, operation = resource.split(":")[-2:]
        if service == "dynamodb":
            table = payload["TableName"].split(":table/")[-1]
            action = operation[0].upper() + operation[1:].split(".")[0]
            _require(f"dynamodb:{action}", _arn("dynamodb", f"table/{table}"))
        return stock(resource, payload)


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{get_region()}:{get_account_id()}:{resource}"


def _require(action: str, resource: str) -> None:
    execution = current()
    if execution is None:
        return
    machine = stepfunctions._state_machines[execution["stateMachineArn"]]
    role = machine["roleArn"].rsplit("/", 1)[-1]
    context = iam_evaluator.EvalContext(
        principal_arn=machine["roleArn"],
        principal_type="AssumedRole",
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
    )
    policies = iam_evaluator._gather_role_policies(role, get_account_id())
    if iam_evaluator.evaluate(context, policies).decision != "Allow":
        service = {"lambda": "Lambda", "dynamodb": "DynamoDb"}[action.split(":")[0]]
        cause = f"User: {machine['roleArn']} is not authorized to perform: {action} on {resource}"
        raise stepfunctions._ExecutionError(f"{service}.AccessDeniedException", cause)
