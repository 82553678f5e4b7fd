import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account

MEND = "rest_api_import"

SOURCE = """
def handler(event, context):
    return {"statusCode": 200, "body": event["path"]}
"""
ALLOW_ORIGIN = "method.response.header.Access-Control-Allow-Origin"


def specification(account: Account, function: str, path: str) -> bytes:
    arn = account.arn("lambda", f"function:{function}")
    uri = f"arn:aws:apigateway:{account.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
    proxy = {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}
    answer = {"statusCode": "200", "responseParameters": {ALLOW_ORIGIN: "'https://site.example'"}}
    preflight = {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": answer},
    }
    document = {
        "swagger": "2.0",
        "info": {"title": "it", "version": "1"},
        "x-amazon-apigateway-binary-media-types": ["image/gif"],
        "paths": {
            path: {
                "get": {"x-amazon-apigateway-integration": proxy},
                "options": {"x-amazon-apigateway-integration": preflight},
            }
        },
    }
    return json.dumps(document).encode()


def deploy(account: Account, function: str, path: str, api: str | None = None) -> dict[str, Any]:
    gateway, body = account.client("apigateway"), specification(account, function, path)
    answer: dict[str, Any] = (
        gateway.put_rest_api(restApiId=api, mode="overwrite", body=body)
        if api
        else gateway.import_rest_api(body=body, parameters={"endpointConfigurationTypes": "EDGE"})
    )
    gateway.create_deployment(restApiId=answer["id"], stageName="api")
    return answer


def request(account: Account, api: str, path: str, method: str = "GET") -> Any:
    url = f"{account.emulator.endpoint_url}/_aws/execute-api/{api}/api{path}"
    headers = {"Origin": "https://site.example"}
    asked = urllib.request.Request(url, headers=headers, method=method)
    return urllib.request.urlopen(asked, timeout=5)


def test_imported_routes_answer_with_cors(account: Account) -> None:
    api = deploy(account, account.function(SOURCE), "/health")

    assert api["binaryMediaTypes"] == ["image/gif"]
    with request(account, api["id"], "/health") as answer:
        assert answer.read() == b"/health"
    with request(account, api["id"], "/health", "OPTIONS") as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "https://site.example"


def test_a_second_deployment_replaces_the_routes(mended: Account) -> None:
    function = mended.function(SOURCE)
    api = deploy(mended, function, "/old")["id"]
    deploy(mended, function, "/new", api)

    with request(mended, api, "/new") as answer:
        assert answer.read() == b"/new"
    with pytest.raises(urllib.error.HTTPError) as error:
        request(mended, api, "/old")
    error.value.close()


def test_routes_of_an_api_that_is_not_there_cannot_be_replaced(mended: Account) -> None:
    with pytest.raises(ClientError, match="NotFoundException"):
        deploy(mended, mended.function(SOURCE), "/new", "nowhere")
