"""The basic (classic) flow of an identity pool.

Stock: `GetOpenIdToken` always answers a token, with which a role can be assumed.
AWS: it refuses where the pool does not allow the classic flow.
"""

from ministack.core.responses import error_response_json
from ministack.services import cognito

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Refuse tokens of pools that do not allow them."""

    @replaces(cognito, "_get_open_id_token")
    def token(stock: Mend, request: dict[str, Untyped]) -> Untyped:
        for pool in cognito._identity_pools.values():
            if request.get("IdentityId") in pool["_identities"] and not pool["AllowClassicFlow"]:
                message = "Basic (classic) flow is not enabled, please use enhanced flow."
                return error_response_json("InvalidParameterException", message, 400)
        return stock(request)
