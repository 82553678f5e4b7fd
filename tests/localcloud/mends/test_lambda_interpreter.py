import json

from tests.localcloud.account import Account

MEND = "lambda_interpreter"

SOURCE = """
import importlib.util

def handler(event, context):
    return {name: bool(importlib.util.find_spec(name)) for name in ("boto3", "ministack")}
"""


def test_a_function_finds_boto3_and_nothing_of_the_emulator(account: Account) -> None:
    answer = account.client("lambda").invoke(FunctionName=account.function(SOURCE))

    assert json.load(answer["Payload"]) == {"boto3": True, "ministack": False}
