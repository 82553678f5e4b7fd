"""What checkov finds, held against the reasons in the templates; `make check` runs the real one."""

from pathlib import Path

import pytest

from infrastructure.check import CheckFailed
from infrastructure.scan import Finding, objections, reasons, scan, without_reasons

LOGGED = Finding("template", "Uploads", "CKV_AWS_18")
TEMPLATE = {
    "Resources": {
        "Uploads": {
            "Type": "AWS::S3::Bucket",
            "Metadata": {"checkov": {"skip": [{"id": "CKV_AWS_18", "comment": "addresses"}]}},
        },
        "Media": {"Type": "AWS::S3::Bucket"},
    }
}


def test_the_reasons_are_read_from_the_resources_that_they_are_about() -> None:
    assert dict(reasons("template", TEMPLATE)) == {LOGGED: "addresses"}


def test_checkov_sees_the_template_without_the_reasons() -> None:
    seen = without_reasons(TEMPLATE)
    assert dict(reasons("template", seen)) == {}
    assert seen["Resources"].keys() == TEMPLATE["Resources"].keys()


def test_a_finding_with_a_reason_is_accepted() -> None:
    assert objections({LOGGED: "access logging"}, {LOGGED: "addresses"}) == []


def test_a_finding_without_a_reason_is_named() -> None:
    (problem,) = objections({LOGGED: "access logging"}, {})
    assert problem == "template: Uploads, CKV_AWS_18: access logging"


def test_a_reason_that_nothing_needs_any_more_is_named() -> None:
    (problem,) = objections({}, {LOGGED: "addresses"})
    assert problem == "template: Uploads, CKV_AWS_18: the reason is needless"


def test_a_suppression_must_give_its_reason() -> None:
    (problem,) = objections({LOGGED: "access logging"}, {LOGGED: ""})
    assert problem == "template: Uploads, CKV_AWS_18: no reason is given"


def test_a_checkov_that_does_not_run_is_no_clean_bill(tmp_path: Path) -> None:
    broken = tmp_path / "checkov"
    broken.write_text("#!/bin/sh\necho 'no module named checkov' >&2\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(CheckFailed, match="no module named checkov"):
        scan(broken)
