import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account

MEND = "classic_flow"


def test_a_pool_gives_out_tokens_only_if_it_allows_the_classic_flow(account: Account) -> None:
    cognito = account.client("cognito-identity")

    def identity(allowed: bool) -> str:
        pool = cognito.create_identity_pool(
            IdentityPoolName="visitors",
            AllowUnauthenticatedIdentities=True,
            AllowClassicFlow=allowed,
        )
        found: str = cognito.get_id(IdentityPoolId=pool["IdentityPoolId"])["IdentityId"]
        return found

    assert cognito.get_open_id_token(IdentityId=identity(allowed=True))["Token"]
    with pytest.raises(ClientError, match="classic"):
        cognito.get_open_id_token(IdentityId=identity(allowed=False))
