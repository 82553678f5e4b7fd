import json
from concurrent.futures import ThreadPoolExecutor

from tests.localcloud.account import Account

MEND = "lambda_concurrency"

SOURCE = """
import os, time

def handler(event, context):
    time.sleep(0.2)
    return os.getpid()
"""
CALLS = 5


def test_invocations_above_the_limit_wait_for_their_turn(account: Account) -> None:
    function, client = account.function(SOURCE), account.client("lambda")

    with ThreadPoolExecutor(CALLS) as pool:
        answers = list(pool.map(lambda _: client.invoke(FunctionName=function), range(CALLS)))

    processes = {json.load(answer["Payload"]) for answer in answers}
    assert 1 < len(processes) <= account.emulator.settings.lambda_workers
