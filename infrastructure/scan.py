"""Has checkov look at the templates, and holds what it finds against the reasons given in them.

A resource's `Metadata: {checkov: {skip: [{id, comment}]}}` says what is not to be mended, and why.
The templates are scanned without these, so that a reason that nothing needs any more is noticed.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from infrastructure.check import CheckFailed, rendered_templates
from infrastructure.stages import load_stage

CHECKOV = Path(__file__).resolve().parent.parent / ".venv-checkov" / "bin" / "checkov"

_OPTIONS = ["--framework=cloudformation", "--skip-download", "--soft-fail", "--compact"]

Template = dict[str, Any]


@dataclass(frozen=True, order=True)
class Finding:
    """A check of checkov that a resource does not pass."""

    template: str
    resource: str
    check: str

    def __str__(self) -> str:
        return f"{self.template}: {self.resource}, {self.check}"


def scan(checkov: Path = CHECKOV) -> str:
    """What was found in order, in words. Raises CheckFailed, naming all that is not."""
    rendered = rendered_templates(load_stage("prod"))
    templates = {file.stem: json.loads(text) for file, text in rendered.items()}
    given = {
        finding: reason
        for name, template in templates.items()
        for finding, reason in reasons(name, template)
    }
    found = _found(checkov, {name: without_reasons(one) for name, one in templates.items()})
    problems = objections(found, given)
    if problems:
        raise CheckFailed("checkov:\n" + "\n".join(f"  {problem}" for problem in problems))
    return f"templates: checkov finds nothing but what has one of {len(given)} reasons"


def reasons(name: str, template: Template) -> Iterator[tuple[Finding, str]]:
    """Why things are left as they are, as the template says it."""
    for resource, about in template["Resources"].items():
        for skip in about.get("Metadata", {}).get("checkov", {}).get("skip", []):
            yield Finding(name, resource, skip["id"]), skip.get("comment") or ""


def without_reasons(template: Template) -> Template:
    """A copy that checkov looks at without sparing anything."""
    resources = {
        name: {key: value for key, value in about.items() if key != "Metadata"}
        for name, about in template["Resources"].items()
    }
    return {**template, "Resources": resources}


def objections(found: Mapping[Finding, str], given: Mapping[Finding, str]) -> list[str]:
    """Findings without a reason, reasons without a finding, and reasons that say nothing."""
    return [
        *(f"{finding}: {found[finding]}" for finding in sorted(set(found) - set(given))),
        *(f"{finding}: the reason is needless" for finding in sorted(set(given) - set(found))),
        *(f"{finding}: no reason is given" for finding in sorted(given) if not given[finding]),
    ]


def _found(checkov: Path, templates: Mapping[str, Template]) -> dict[Finding, str]:
    with TemporaryDirectory() as folder:
        for name, template in templates.items():
            Path(folder, f"{name}.json").write_text(json.dumps(template, indent=1), "utf-8")
        ran = subprocess.run(
            [str(checkov), "--directory", folder, "--output", "json", *_OPTIONS],
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode:
        raise CheckFailed(f"checkov did not run:\n{ran.stderr[-4000:]}")
    results = json.loads(ran.stdout)["results"]
    if results["parsing_errors"]:
        raise CheckFailed(f"checkov cannot read {', '.join(results['parsing_errors'])}")
    return dict(map(_finding, results["failed_checks"]))


def _finding(told: Mapping[str, str]) -> tuple[Finding, str]:
    # checkov names a resource by its type and its name: AWS::S3::Bucket.Uploads.
    resource = told["resource"].rpartition(".")[2]
    return Finding(Path(told["file_path"]).stem, resource, told["check_id"]), told["check_name"]
