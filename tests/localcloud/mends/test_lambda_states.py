from tests.localcloud.account import Account

MEND = "lambda_states"

SOURCE = """
def handler(event, context):
    return None
"""


def test_a_new_function_is_active_at_the_first_poll(account: Account) -> None:
    function = account.function(SOURCE)

    configuration = account.client("lambda").get_function_configuration(FunctionName=function)

    assert configuration["State"] == "Active"
