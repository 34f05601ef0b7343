"""What a validation finds: an issue and how grave it is. Source: FHIR R4 operationoutcome.html (issue severity)."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from tongmai.base.outcome import Issue
from tongmai.base.words import Words

Severity = Literal["error", "warning", "information"]


class Finding(NamedTuple):
    """`rule` of the issue names the invariant, the profile or the value set that it breaks."""

    severity: Severity
    issue: Issue


def finding(severity: Severity, kind: str, where: str, zh: str, en: str, rule: str = "") -> Finding:
    """One finding."""
    return Finding(severity, Issue(kind, Words(zh, en), where, rule))


def errors(findings: Iterable[Finding]) -> list[Issue]:
    """The issues that stand against a resource."""
    return [issue for severity, issue in findings if severity == "error"]
