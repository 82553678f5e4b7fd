"""Errors on demand.

Stock: every request that is allowed succeeds, at once.
AWS: any request can fail: out of capacity, throttled, unavailable; or take its time; or succeed
while its answer is lost; and any function can raise. `localcloud/faults.py` says what a fault is.
Also hit are the calls that Step Functions makes itself; never hit is the root, who looks after the
machines and whom tests look with.
"""

import asyncio
import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from fnmatch import fnmatchcase

from ministack import app as gateway
from ministack.core import iam_actions, iam_evaluator
from ministack.core.router import extract_access_key_id
from ministack.services import lambda_svc, stepfunctions

from localcloud.mends import admin
from localcloud.mends.patching import Mend, Untyped, replaces

Fault = dict[str, Untyped]

STEP_FUNCTIONS = "states.amazonaws.com"
POLL_SECONDS = 0.05

_faults: list[Fault] = []
_lock = threading.Lock()


def apply() -> None:
    """Serve `/_localcloud/faults`, and let requests fail as asked."""
    admin.route("POST", "faults", _add)
    admin.route("GET", "faults", lambda _: _faults)
    admin.route("DELETE", "faults", _remove)
    _hit_requests()
    _hit_state_machines()
    _hit_functions()


def _hit_requests() -> None:
    @replaces(gateway, "_handle_special_data_plane_request")
    async def special(stock: Mend, *request: Untyped, **more: Untyped) -> Untyped:
        fault = _hit_by_request(*request) if _faults else None
        if fault is None:
            return await stock(*request, **more)
        for seconds in _waits(fault):
            await asyncio.sleep(seconds)
        if not fault["code"]:
            return await stock(*request, **more)
        if fault["applied"]:
            await stock(*request, **more) or await gateway._dispatch_service_request(*request)
        return _error(fault, *request)


def _hit_state_machines() -> None:
    @replaces(stepfunctions, "_invoke_aws_sdk_integration")
    def integration(stock: Mend, resource: str, payload: Untyped) -> Untyped:
        service, operation = resource.split(":")[-2:]
        action = f"{service}:{operation[0].upper()}{operation[1:].split('.')[0]}"
        return _called(action, payload, lambda: stock(resource, payload))

    @replaces(stepfunctions, "_call_lambda")
    def call(stock: Mend, function: Untyped, event: Untyped) -> Untyped:
        payload = {"FunctionName": str(function), "Payload": event}
        return _called("lambda:InvokeFunction", payload, lambda: stock(function, event))


def _hit_functions() -> None:
    @replaces(lambda_svc, "_execute_function_warm")
    def execute(stock: Mend, function: Untyped, event: Untyped, request_id: str) -> Untyped:
        name = (function.get("config") or function)["FunctionName"]
        fault = _hit(f"handler:{name}", json.dumps(event))
        if fault is None:
            return stock(function, event, request_id)
        _wait(fault)
        if not fault["code"]:
            return stock(function, event, request_id)
        if fault["applied"]:
            stock(function, event, request_id)
        body = {"errorMessage": fault["message"], "errorType": fault["code"]}
        return {"body": body, "error": True, "log": ""}


def _add(fault: Fault) -> Fault:
    fault = {
        "count": 1,
        "skip": 0,
        "containing": "",
        "caller": "",
        "delay": 0,
        "applied": False,
        "code": "",
        "status": 500,
        "message": "Injected by the local cloud",
        **fault,
        "name": uuid.uuid4().hex,
        "action": str(fault["action"]).replace(".", ":", 1),
        "hits": 0,
    }
    with _lock:
        _faults.append(fault)
    return fault


def _remove(asked: Untyped) -> None:
    with _lock:
        _faults[:] = [fault for fault in _faults if asked and fault["name"] != asked["name"]]


def _hit(action: str, text: str, caller: str = "") -> Fault | None:
    with _lock:
        for fault in _faults:
            if not fnmatchcase(action, fault["action"]):
                continue
            if fault["containing"] not in text or fault["caller"] not in caller:
                continue
            if fault["skip"] > 0:
                fault["skip"] -= 1
            elif fault["count"] is None or fault["hits"] < fault["count"]:
                fault["hits"] += 1
                return fault
    return None


def _waits(fault: Fault) -> Iterator[float]:
    """Short waits, until the delay is over or the fault is taken away."""
    until = time.monotonic() + fault["delay"]
    while time.monotonic() < until and fault in _faults:
        yield min(POLL_SECONDS, fault["delay"])


def _wait(fault: Fault) -> None:
    for seconds in _waits(fault):
        time.sleep(seconds)


def _hit_by_request(
    method: str, path: str, headers: Untyped, body: bytes, query: Untyped, *_: Untyped
) -> Fault | None:
    if extract_access_key_id(headers, query) == os.environ["AWS_ACCESS_KEY_ID"]:
        return None
    parameters = gateway._routing_params(method, path, headers, body, query)
    service = gateway.detect_service(method, path, headers, parameters)
    action = iam_actions.extract_iam_action(service, method, path, headers, body, parameters)
    text = f"{path} {json.dumps(query)} {body.decode(errors='replace')}"
    caller = iam_evaluator.request_caller_arn(headers, query)
    return _hit(action, text, caller) if action else None


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
    fault = _hit(action, json.dumps(payload), STEP_FUNCTIONS)
    if fault is None:
        return call()
    _wait(fault)
    if not fault["code"]:
        return call()
    if fault["applied"]:
        call()
    raise stepfunctions._ExecutionError(_error_name(action, fault["code"]), fault["message"])


def _error_name(action: str, code: str) -> str:
    """Step Functions names errors by the exceptions of AWS's SDK for Java."""
    service = action.split(":")[0]
    prefix = {"dynamodb": "DynamoDb"}.get(service, service.capitalize())
    return f"{prefix}.{code.removesuffix('Exception')}Exception"
