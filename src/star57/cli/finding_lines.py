"""Findings of a doctor as lines for a person, or one JSON value, and the exit code they make."""

from collections.abc import Iterable
from dataclasses import asdict

from star57.cli.failures import REFUSED
from star57.cli.terminal import print_json, say
from star57.findings import Finding, Grade

SIGNS = {Grade.RIGHT: "ok  ", Grade.LOOK: "look", Grade.WRONG: "BAD "}


def told(findings: Iterable[Finding], *, as_json: bool) -> int:
    """Each line as it is found. 1 when anything is wrong."""
    found = []
    for finding in findings:
        found.append(finding)
        if not as_json:
            say(f"{SIGNS[finding.grade]}  {finding.subject}: {finding.words}" + (f"\n      → {finding.to_do}" if finding.to_do else ""))
    is_well = not any(each.grade is Grade.WRONG for each in found)
    if as_json:
        print_json({"is_well": is_well, "findings": [asdict(each) for each in found]})
    return 0 if is_well else REFUSED
