"""Importing a REST API, which is how Chalice deploys its routes.

Stock: ImportRestApi and PutRestApi are not there, and the import that CloudFormation uses drops the
integrations' responses (the CORS preflight among them) and the binary media types.
AWS: both create what the OpenAPI document says.
"""

import json

from ministack.services import apigateway_v1 as gateway

from localcloud.mends.patching import Mend, Untyped, replaces

Specification = dict[str, Untyped]
INTEGRATION = "x-amazon-apigateway-integration"
BINARY_TYPES = "x-amazon-apigateway-binary-media-types"


def apply() -> None:
    """Serve both operations, completely."""

    @replaces(gateway, "handle_request")
    async def handle(
        stock: Mend,
        method: str,
        path: str,
        headers: Untyped,
        body: bytes,
        query: dict[str, Untyped],
    ) -> Untyped:
        parts = path.strip("/").split("/")
        if method == "POST" and parts == ["restapis"] and _first(query, "mode") == "import":
            return _create(json.loads(body), _first(query, "endpointConfigurationTypes"))
        if method == "PUT" and len(parts) == 2 and parts[0] == "restapis":
            return _overwrite(parts[1], json.loads(body))
        return await stock(method, path, headers, body, query)

    @replaces(gateway, "_apply_patch")
    def patch(
        stock: Mend, resource: Untyped, operations: list[dict[str, Untyped]] | None
    ) -> Untyped:
        for operation in operations or []:
            if operation.get("path") == "/minimumCompressionSize":
                operation["value"] = int(operation["value"]) if operation.get("value") else None
        return stock(resource, operations or [])


def _first(query: dict[str, Untyped], name: str) -> str | None:
    values = query.get(name)
    return str(values[0]) if values else None


def _create(specification: Specification, endpoint: str | None) -> Untyped:
    base = {"endpointConfiguration": {"types": [endpoint]}} if endpoint else None
    api = gateway._import_rest_api(specification, base)
    _complete(api, specification)
    return gateway._v1_response(gateway._rest_api_view(gateway._rest_apis[api]), 201)


def _overwrite(api: str, specification: Specification) -> Untyped:
    if api not in gateway._rest_apis:
        return gateway._v1_error("NotFoundException", "Invalid API identifier specified", 404)
    root = next(item for item in gateway._resources[api].values() if item["path"] == "/")
    root["resourceMethods"] = {}
    gateway._resources[api] = {root["id"]: root}
    schemes = gateway._import_security_schemes(api, specification)
    for path, item in specification.get("paths", {}).items():
        gateway._import_path_item(api, path, item, schemes, specification.get("security"))
    _complete(api, specification)
    return gateway._v1_response(gateway._rest_api_view(gateway._rest_apis[api]), 200)


def _complete(api: str, specification: Specification) -> None:
    record = gateway._rest_apis[api]
    record["binaryMediaTypes"] = specification.get(BINARY_TYPES, record.get("binaryMediaTypes", []))
    resources = {item["path"]: item["id"] for item in gateway._resources[api].values()}
    for path, item in specification.get("paths", {}).items():
        for verb, operation in item.items():
            if isinstance(operation, dict) and INTEGRATION in operation:
                _complete_integration(api, resources[path], verb.upper(), operation[INTEGRATION])


def _complete_integration(
    api: str, resource: str, verb: str, integration: dict[str, Untyped]
) -> None:
    method = gateway._resources[api][resource]["resourceMethods"][verb]
    method["methodIntegration"]["requestTemplates"] = integration.get("requestTemplates", {})
    for pattern, response in integration.get("responses", {}).items():
        gateway._put_integration_response(
            api,
            resource,
            verb,
            str(response["statusCode"]),
            {
                "selectionPattern": "" if pattern == "default" else pattern,
                "responseParameters": response.get("responseParameters", {}),
                "responseTemplates": response.get("responseTemplates", {}),
            },
        )
