"""The template's promises, read from the template itself."""

import json
import re
from typing import Any

import pytest

from infrastructure.check import check
from infrastructure.template import BYTES_AT_MOST, load_template, render_template
from statemachine.definition import load_definition

TEMPLATE = load_template()
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
BUCKETS = [name for name, one in RESOURCES.items() if one["Type"] == "AWS::S3::Bucket"]
ORIGIN = {
    "Fn::If": [
        "HasSiteUrl",
        {"Ref": "SiteUrl"},
        {"Fn::Sub": "https://${Distribution.DomainName}"},
    ]
}


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = RESOURCES[name]["Properties"]
    return found


def policies_of(role: str) -> list[dict[str, Any]]:
    return [
        statement
        for policy in properties(role)["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def test_linters_accept_the_template_with_the_workflow_and_all_stages_and_policies() -> None:
    assert any("cfn-lint finds nothing" in line for line in check())


def test_the_rendered_template_holds_the_whole_workflow_and_is_not_too_long() -> None:
    rendered = render_template(load_definition())
    workflow = json.loads(rendered)["Resources"]["Workflow"]["Properties"]["Definition"]
    assert workflow == load_definition()
    assert len(rendered.encode()) <= BYTES_AT_MOST


def test_every_placeholder_of_the_workflow_has_a_substitution() -> None:
    wanted = set(re.findall(r"\$\{(\w+)\}", json.dumps(load_definition())))
    assert wanted == set(properties("Workflow")["DefinitionSubstitutions"])


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_private_encrypted_and_owned_by_the_account(name: str) -> None:
    bucket = properties(name)
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_refuses_whatever_comes_without_tls(name: str) -> None:
    statements = properties(f"{name}Policy")["PolicyDocument"]["Statement"]
    (refusal,) = [one for one in statements if one.get("Effect") == "Deny"]
    assert refusal["Action"] == "s3:*"
    assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(refusal["Resource"]) == 2


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_gives_up_incomplete_uploads(name: str) -> None:
    rules = properties(name)["LifecycleConfiguration"]["Rules"]
    assert any("AbortIncompleteMultipartUpload" in rule for rule in rules)
    assert all(rule["Status"] == "Enabled" for rule in rules)


def test_visitors_files_expire_after_the_days_of_the_stage() -> None:
    days = {"Ref": "KeepDays"}
    (uploads, *_) = properties("Uploads")["LifecycleConfiguration"]["Rules"]
    assert uploads["ExpirationInDays"] == days
    assert "Prefix" not in uploads
    media = properties("Media")["LifecycleConfiguration"]["Rules"]
    expiring = {rule.get("Prefix"): rule.get("ExpirationInDays") for rule in media}
    assert expiring == {"checkpoints/": days, "results/": days, None: None}


def test_only_the_page_may_upload_from_a_browser() -> None:
    uploading, reading = properties("Uploads")["CorsConfiguration"]["CorsRules"]
    assert uploading["AllowedMethods"] == ["PUT"]
    assert uploading["AllowedOrigins"] == [ORIGIN]
    assert "*" not in uploading["AllowedHeaders"]
    assert reading["AllowedMethods"] == ["GET"]


def test_a_visitor_may_do_nothing_but_upload_under_the_own_prefix() -> None:
    (statement,) = policies_of("VisitorRole")
    assert set(statement["Action"]) == {"s3:PutObject", "s3:AbortMultipartUpload"}
    own = "${Uploads.Arn}/uploads/${!cognito-identity.amazonaws.com:sub}/*"
    assert statement["Resource"] == {"Fn::Sub": own}


def test_identities_come_by_the_enhanced_flow_only() -> None:
    assert properties("Visitors")["AllowClassicFlow"] is False


def test_jobs_expire_and_can_be_restored() -> None:
    jobs = properties("Jobs")
    expiry = {"AttributeName": "expires_at", "Enabled": True}
    assert jobs["TimeToLiveSpecification"] == expiry
    assert jobs["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert jobs["SSESpecification"] == {"SSEEnabled": True}


def test_counts_of_uploads_expire() -> None:
    expiry = {"AttributeName": "expires_at", "Enabled": True}
    assert properties("Quotas")["TimeToLiveSpecification"] == expiry
    assert properties("Quotas")["SSESpecification"] == {"SSEEnabled": True}


def test_nobody_reaches_a_painter_from_outside() -> None:
    assert properties("PainterGroup")["SecurityGroupIngress"] == []
    assert "KeyName" not in properties("PainterTemplate")["LaunchTemplateData"]


def test_a_painters_machine_is_hardened_and_ends_by_powering_off() -> None:
    data = properties("PainterTemplate")["LaunchTemplateData"]
    assert data["MetadataOptions"]["HttpTokens"] == "required"
    assert data["MetadataOptions"]["HttpPutResponseHopLimit"] == 1
    assert data["MetadataOptions"]["InstanceMetadataTags"] == "enabled"
    assert data["InstanceInitiatedShutdownBehavior"] == "terminate"
    (disk,) = data["BlockDeviceMappings"]
    assert disk["Ebs"]["Encrypted"]
    assert disk["Ebs"]["VolumeType"] == "gp3"
    assert disk["Ebs"]["DeleteOnTermination"]


def test_a_painters_machine_and_its_disk_are_tagged() -> None:
    specifications = properties("PainterTemplate")["LaunchTemplateData"]["TagSpecifications"]
    assert {one["ResourceType"] for one in specifications} == {"instance", "volume"}
    for one in specifications:
        assert {tag["Key"] for tag in one["Tags"]} == {"project", "stage"}


def test_a_painter_cannot_list_the_names_of_jobs() -> None:
    (listing,) = [one for one in policies_of("PainterRole") if one["Action"] == "s3:ListBucket"]
    prefixes = listing["Condition"]["StringLike"]["s3:prefix"]
    assert all(
        prefix.endswith("/${aws:userid}/*")
        for prefix in prefixes
        if prefix.startswith(("checkpoints", "results"))
    )


def test_a_painter_reports_to_this_stages_workflow_only() -> None:
    (reports,) = [
        one for one in policies_of("PainterRole") if "states:SendTaskSuccess" in one["Action"]
    ]
    assert reports["Resource"]["Fn::Sub"].endswith(":stateMachine:visualneurons-${Stage}-paint")


def test_the_workflow_calls_exactly_the_functions_that_its_states_name() -> None:
    (calls,) = [
        one for one in policies_of("WorkflowRole") if one["Action"] == "lambda:InvokeFunction"
    ]
    granted = {one["Fn::Sub"].rpartition("${Stage}-")[2] for one in calls["Resource"]}
    named = set(re.findall(r"\$\{Functions\}-(\w+)", json.dumps(load_definition())))
    assert granted == named


def test_the_workflow_is_logged_without_its_data_and_traced() -> None:
    workflow = properties("Workflow")
    assert workflow["LoggingConfiguration"]["IncludeExecutionData"] is False
    assert workflow["TracingConfiguration"] == {"Enabled": True}


def test_only_the_distribution_reads_the_website_and_only_where_there_is_one() -> None:
    statements = properties("WebsitePolicy")["PolicyDocument"]["Statement"]
    (choice,) = [one["Fn::If"] for one in statements if "Fn::If" in one]
    condition, reading, otherwise = choice
    assert condition == "IsDistributed"
    assert reading["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "aws:SourceArn" in reading["Condition"]["StringEquals"]
    assert otherwise == {"Ref": "AWS::NoValue"}
