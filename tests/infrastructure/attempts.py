"""How each action is tried on a resource, for whoever wants to know who may."""

from collections.abc import Callable

from localcloud.session import Session
from tests.infrastructure.conftest import Stand
from tests.infrastructure.test_permissions import JOB, mail

Call = Callable[[Session, str], object]


def attempts(stand: Stand, machine: str) -> dict[str, Call]:
    """By the action's name in IAM; `machine` is an instance that paints."""
    parts = (
        of_dynamodb(),
        of_ec2(stand, machine),
        of_logs(),
        of_s3(),
        of_states(),
        of_others(stand),
    )
    return {action: call for part in parts for action, call in part.items()}


def of_dynamodb() -> dict[str, Call]:
    key = {"job_id": {"S": JOB}}
    return {
        "dynamodb:GetItem": lambda of, arn: of.client("dynamodb").get_item(
            TableName=tail(arn), Key=key
        ),
        "dynamodb:PutItem": lambda of, arn: of.client("dynamodb").put_item(
            TableName=tail(arn), Item=key
        ),
        "dynamodb:UpdateItem": lambda of, arn: of.client("dynamodb").update_item(
            TableName=tail(arn), Key=key
        ),
        "dynamodb:DeleteItem": lambda of, arn: of.client("dynamodb").delete_item(
            TableName=tail(arn), Key=key
        ),
        "dynamodb:Query": lambda of, arn: of.client("dynamodb").query(
            TableName=tail(arn),
            KeyConditionExpression="job_id = :j",
            ExpressionAttributeValues={":j": key["job_id"]},
        ),
        "dynamodb:Scan": lambda of, arn: of.client("dynamodb").scan(TableName=tail(arn)),
    }


def of_ec2(stand: Stand, machine: str) -> dict[str, Call]:
    tag = [{"Key": "stage", "Value": "mine"}]
    return {
        "ec2:CreateTags": lambda of, arn: of.client("ec2").create_tags(
            Resources=[machine], Tags=tag
        ),
        "ec2:DescribeInstances": lambda of, arn: of.client("ec2").describe_instances(),
        "ec2:RunInstances": lambda of, arn: of.client("ec2").run_instances(
            LaunchTemplate={"LaunchTemplateId": stand.outputs["LaunchTemplate"]},
            InstanceType=stand.stage.instance_types[0],
            MinCount=1,
            MaxCount=1,
        ),
        "ec2:TerminateInstances": lambda of, arn: of.client("ec2").terminate_instances(
            InstanceIds=[machine]
        ),
    }


def of_logs() -> dict[str, Call]:
    return {
        "logs:CreateLogStream": lambda of, arn: of.client("logs").create_log_stream(
            logGroupName=log_group(arn), logStreamName="x"
        ),
        "logs:PutLogEvents": lambda of, arn: of.client("logs").put_log_events(
            logGroupName=log_group(arn),
            logStreamName="x",
            logEvents=[{"timestamp": 0, "message": "x"}],
        ),
    }


def of_s3() -> dict[str, Call]:
    return {
        "s3:AbortMultipartUpload": lambda of, arn: of.client("s3").abort_multipart_upload(
            **in_bucket(arn), UploadId="x"
        ),
        "s3:DeleteObject": lambda of, arn: of.client("s3").delete_object(**in_bucket(arn)),
        "s3:GetObject": lambda of, arn: of.client("s3").get_object(**in_bucket(arn)),
        "s3:ListBucket": lambda of, arn: of.client("s3").list_objects_v2(
            Bucket=in_bucket(arn)["Bucket"]
        ),
        "s3:PutObject": lambda of, arn: of.client("s3").put_object(**in_bucket(arn), Body=b"x"),
    }


def of_states() -> dict[str, Call]:
    return {
        "states:DescribeExecution": lambda of, arn: of.client("stepfunctions").describe_execution(
            executionArn=arn
        ),
        "states:SendTaskFailure": lambda of, arn: of.client("stepfunctions").send_task_failure(
            taskToken="x"
        ),
        "states:SendTaskHeartbeat": lambda of, arn: of.client("stepfunctions").send_task_heartbeat(
            taskToken="x"
        ),
        "states:SendTaskSuccess": lambda of, arn: of.client("stepfunctions").send_task_success(
            taskToken="x", output="{}"
        ),
        "states:StartExecution": lambda of, arn: of.client("stepfunctions").start_execution(
            stateMachineArn=arn
        ),
        "states:StopExecution": lambda of, arn: of.client("stepfunctions").stop_execution(
            executionArn=arn
        ),
    }


def of_others(stand: Stand) -> dict[str, Call]:
    return {
        "iam:CreateServiceLinkedRole": lambda of, arn: of.client("iam").create_service_linked_role(
            AWSServiceName="spot.amazonaws.com"
        ),
        "lambda:InvokeFunction": lambda of, arn: of.client("lambda").invoke(
            FunctionName=arn.rpartition(":")[2]
        ),
        "ses:SendEmail": lambda of, arn: of.client("ses").send_email(**mail(stand)),
        "ses:GetSuppressedDestination": lambda of, arn: of.client(
            "sesv2"
        ).get_suppressed_destination(EmailAddress="somebody@example.com"),
        "sns:Publish": lambda of, arn: of.client("sns").publish(TopicArn=arn, Message="x"),
        "sqs:SendMessage": lambda of, arn: of.client("sqs").send_message(
            QueueUrl=f"{stand.cloud.endpoint_url}/{stand.cloud.account}/{arn.rpartition(':')[2]}",
            MessageBody="x",
        ),
        "ssm:GetParameters": lambda of, arn: of.client("ssm").get_parameters(
            Names=["/" + arn.partition(":parameter/")[2]]
        ),
    }


def tail(arn: str) -> str:
    return arn.rpartition("/")[2]


def in_bucket(arn: str) -> dict[str, str]:
    bucket, _, key = arn.rpartition(":::")[2].partition("/")
    return {"Bucket": bucket, "Key": key}


def log_group(arn: str) -> str:
    return arn.partition(":log-group:")[2].partition(":")[0]
