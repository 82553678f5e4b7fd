"""Errors on demand.

Stock: every request that is allowed succeeds.
AWS: any request can fail: out of capacity, throttled, unavailable; or succeed while its answer is
lost. A fault names the action as IAM does (`ec2:RunInstances`), the error's code and HTTP status,
how many requests it hits (`count`, null for all), how many it lets pass before (`skip`), a text
that must occur in the request (`containing`), and whether the request is carried out nevertheless
(`applied`). Also hit are the calls that Step Functions makes itself; never hit is the root, who
looks after the machines and whom tests look with.
"""

import json
import os
import threading

from ministack import app as gateway
from ministack.core import iam_actions
from ministack.core.router import extract_access_key_id
from ministack.services import stepfunctions

from localcloud.mends import admin
from localcloud.mends.patching import Mend, Untyped, replaces

Fault = dict[str, Untyped]

_faults: list[Fault] = []
_lock = threading.Lock()


def apply() -> None:
    """Serve `/_localcloud/faults`, and let requests fail as asked."""
    admin.route("POST", "faults", _add)
    admin.route("GET", "faults", lambda _: _faults)
    admin.route("DELETE", "faults", lambda _: _faults.clear())

    @replaces(gateway, "_handle_special_data_plane_request")
    async def special(stock: Mend, *request: Untyped, **more: Untyped) -> Untyped:
        fault = _hit_by_request(*request) if _faults else None
        if fault is None:
            return await stock(*request, **more)
        if fault["applied"]:
            await stock(*request, **more) or await gateway._dispatch_service_request(*request)
        return _error(fault, *request)

    @replaces(stepfunctions, "_invoke_aws_sdk_integration")
    def integration(stock: Mend, resource: str, payload: Untyped) -> Untyped:
        service, operation = resource.split(":")[-2:]
        action = f"{service}:{operation[0].upper()}{operation[1:].split('.')[0]}"
        return _called(action, payload, lambda: stock(resource, payload))

    @replaces(stepfunctions, "_call_lambda")
    def call(stock: Mend, function: Untyped, event: Untyped) -> Untyped:
        payload = {"FunctionName": str(function), "Payload": event}
        return _called("lambda:InvokeFunction", payload, lambda: stock(function, event))


def _add(fault: Fault) -> Fault:
    fault = {
        "count": 1,
        "skip": 0,
        "containing": "",
        "applied": False,
        "status": 500,
        "message": "Injected by the local cloud",
        **fault,
        "action": str(fault["action"]).replace(".", ":", 1),
        "hits": 0,
    }
    with _lock:
        _faults.append(fault)
    return fault


def _hit(action: str, text: str) -> Fault | None:
    with _lock:
        for fault in _faults:
            if fault["action"] != action or fault["containing"] not in text:
                continue
            if fault["skip"] > 0:
                fault["skip"] -= 1
            elif fault["count"] is None or fault["hits"] < fault["count"]:
                fault["hits"] += 1
                return fault
    return None


def _is_root(headers: Untyped, query: Untyped) -> bool:
    return bool(extract_access_key_id(headers, query) == os.environ["AWS_ACCESS_KEY_ID"])


def _hit_by_request(
    method: str, path: str, headers: Untyped, body: bytes, query: Untyped, *_: Untyped
) -> Fault | None:
    if _is_root(headers, query):
        return None
    parameters = gateway._routing_params(method, path, headers, body, query)
    service = gateway.detect_service(method, path, headers, parameters)
    action = iam_actions.extract_iam_action(service, method, path, headers, body, parameters)
    text = f"{path} {json.dumps(query)} {body.decode(errors='replace')}"
    return _hit(action, text) if action else None


def _error(
    fault: Fault,
    method: str,
    path: str,
    headers: Untyped,
    body: bytes,
    query: Untyped,
    request_id: str,
) -> Untyped:
    parameters = gateway._routing_params(method, path, headers, body, query)
    service = gateway.detect_service(method, path, headers, parameters)
    if service == "ses" and path.startswith("/v2/"):
        service = "sesv2"
    _, answered, content = iam_actions.access_denied_response(
        service,
        fault["action"],
        "",
        request_id,
        error_code=fault["code"],
        message=fault["message"],
        headers=headers,
    )
    return fault["status"], answered, content


def _called(action: str, payload: Untyped, call: Untyped) -> Untyped:
    fault = _hit(action, json.dumps(payload))
    if fault is None:
        return call()
    if fault["applied"]:
        call()
    service = action.split(":")[0]
    prefix = {"dynamodb": "DynamoDb"}.get(service, service.capitalize())
    raise stepfunctions._ExecutionError(f"{prefix}.{fault['code']}", fault["message"])
