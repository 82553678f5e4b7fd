"""Idempotent launches.

Stock: RunInstances ignores `ClientToken` and launches again.
AWS: a repeated request with the same token answers the instances that the first one launched; the
same token with other parameters is refused with `IdempotentParameterMismatch`.
"""

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2

from localcloud.mends.ec2_requests import Request, value
from localcloud.mends.patching import Mend, Untyped, replaces_entry

SIGNING = ("X-Amz-", "Authorization")


def apply() -> None:
    """Remember the answer to each client token."""
    answers: dict[tuple[str, str, str], tuple[Request, Untyped]] = {}

    @replaces_entry(ec2._ACTION_MAP, "RunInstances")
    def run(stock: Mend, request: Request) -> Untyped:
        token = value(request, "ClientToken")
        if not token:
            return stock(request)
        key = (get_account_id(), get_region(), token)
        asked = {name: item for name, item in request.items() if not name.startswith(SIGNING)}
        if key in answers:
            first, answer = answers[key]
            if first != asked:
                message = "The token was used before, with other arguments"
                return ec2._error("IdempotentParameterMismatch", message, 400)
            return answer
        answer = stock(request)
        if answer[0] == 200:
            answers[key] = asked, answer
        return answer
