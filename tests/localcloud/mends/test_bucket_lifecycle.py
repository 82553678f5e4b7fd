import json

from tests.localcloud.account import Account, unique
from tests.waiting import eventually

MEND = "bucket_lifecycle"


def test_a_bucket_made_by_a_template_expires_its_objects(account: Account) -> None:
    name, stacks = unique("stack"), account.client("cloudformation")
    rules = [
        {"Id": "expire", "Status": "Enabled", "Prefix": "uploads/", "ExpirationInDays": 3},
        {
            "Id": "abort",
            "Status": "Enabled",
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        },
    ]
    bucket = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"BucketName": name, "LifecycleConfiguration": {"Rules": rules}},
    }
    stacks.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"B": bucket}}))

    def is_complete() -> bool:
        status = stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        return bool(status == "CREATE_COMPLETE")

    eventually(is_complete)
    found = account.client("s3").get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert [(rule["ID"], rule["Filter"].get("Prefix", "")) for rule in found] == [
        ("expire", "uploads/"),
        ("abort", ""),
    ]
    assert found[0]["Expiration"]["Days"] == 3
    assert found[1]["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] == 1
