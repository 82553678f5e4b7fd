import urllib.error
import urllib.request

import pytest

from tests.localcloud.account import Account, unique

MEND = "refusals_with_cors"

SITE = "https://visual.example"


def test_a_page_sees_that_its_upload_was_refused(account: Account) -> None:
    bucket, s3 = unique("bucket"), account.client("s3")
    s3.create_bucket(Bucket=bucket)
    rule = {"AllowedOrigins": [SITE], "AllowedMethods": ["PUT"], "AllowedHeaders": ["*"]}
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})
    nobody = account.client("s3", account.user())
    url = nobody.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a.gif"})

    def put_from(origin: str) -> str | None:
        request = urllib.request.Request(url, b"x", {"Origin": origin}, method="PUT")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request, timeout=5)
        with refusal.value as answer:
            assert answer.code == 403
            return answer.headers["Access-Control-Allow-Origin"]

    assert put_from(SITE) == SITE
    assert put_from("https://elsewhere.example") is None
