"""What the permissions to write logs are checked on.

Stock: on the log group's bare ARN, which policies do not name.
AWS: on a stream's ARN, `…:log-group:NAME:log-stream:STREAM`, so that policies name `…:NAME:*`, as
CloudFormation's `!GetAtt Group.Arn` does. Tags alone belong to the group itself.
"""

import json

from ministack.core import iam_actions

from localcloud.mends.patching import Mend, Untyped, replaces

OF_THE_GROUP = ("TagResource", "UntagResource", "ListTagsForResource")


def apply() -> None:
    """Complete the ARN."""

    @replaces(iam_actions, "extract_resource_arn")
    def resource(stock: Mend, service: str, method: str, path: str, *request: Untyped) -> str:
        arn = str(stock(service, method, path, *request))
        headers, body, *_ = request
        action = headers.get("x-amz-target", "").rpartition(".")[2]
        if service != "logs" or arn == "*" or action in OF_THE_GROUP:
            return arn
        return f"{arn}:log-stream:{json.loads(body).get('logStreamName', '')}"
