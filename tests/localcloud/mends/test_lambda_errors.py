import json

from tests.localcloud.account import Account, invoke, one_state

MEND = "lambda_errors"

SOURCE = """
class InvalidUpload(Exception):
    pass

def handler(event, context):
    raise InvalidUpload("it is a poem: not a GIF")
"""


def test_an_error_has_the_name_of_its_class(account: Account) -> None:
    answer = account.client("lambda").invoke(FunctionName=account.function(SOURCE))

    body = json.load(answer["Payload"])
    assert (body["errorType"], body["errorMessage"]) == ("InvalidUpload", "it is a poem: not a GIF")
    assert "in handler" in body["stackTrace"][-1]


def test_a_state_machine_fails_with_the_name_of_the_class(mended: Account) -> None:
    machine = mended.machine(one_state(invoke(mended.function(SOURCE))))

    execution = mended.ended(mended.start(machine))

    assert execution.get("error") == "InvalidUpload"
    assert json.loads(execution["cause"])["errorMessage"] == "it is a poem: not a GIF"
