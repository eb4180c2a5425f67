"""findings.json: what an audit found, for other programs and for the next run (docs/findings.schema.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dutygraph.graph.audit.finding import Acceptance, AuditResult, Finding, Gone
from dutygraph.graph.audit.life import Earlier
from dutygraph.graph.audit.rules import Rule, rules
from dutygraph.graph.errors import InputError
from dutygraph.graph.profiles import Benchmark

FORM: Final = "dutygraph.findings/1"


def to_dict(result: AuditResult) -> dict[str, Any]:
    """The whole result as plain values, in the order of the schema."""
    judged = {check.rule for check in result.checks}
    return {
        "schema": FORM,
        "audit_id": result.audit_id,
        "baseline": result.baseline,
        "run_id": result.run_id,
        "as_of": result.as_of,
        "complete": result.complete,
        "profile": {"name": result.profile.name, "title": dict(result.profile.titles)},
        "organizations": [{"id": id_, "title": title} for id_, title in result.organizations.items()],
        "rules": [_rule(rule) for name, rule in rules().items() if name in judged],
        "checks": [
            {"rule": c.rule, "organization_id": c.organization_id, "count": c.count, "population": c.population}
            for c in result.checks
        ],
        "findings": [_finding(finding) for finding in result.findings],
        "fixed": [_gone(gone) for gone in result.fixed],
        "unused_acceptances": [_acceptance(acceptance) for acceptance in result.unused],
    }


def to_json(result: AuditResult) -> str:
    """`to_dict` as JSON, Chinese as it is: the same result, the same bytes."""
    return json.dumps(to_dict(result), ensure_ascii=False, indent=1) + "\n"


def read_earlier(file: Path) -> Earlier | None:
    """The audit that wrote a findings.json, None where there is no such file.

    Raises InputError where the file is not in the form.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read: {error}. Remove it to begin anew.") from error
    if not isinstance(content, dict) or content.get("schema") != FORM:
        raise InputError(f"{file} is not in the form {FORM!r}. Remove it to begin anew.")
    try:
        findings = {each["id"]: _read_gone(each) for each in content["findings"]}
        fixed = tuple(_read_gone(each) for each in content["fixed"])
        return Earlier(content["audit_id"], content["baseline"], findings, fixed)
    except (KeyError, TypeError) as error:
        raise InputError(f"{file} lacks {error}. Remove it to begin anew.") from error


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "group": rule.group,
        "severity": rule.severity,
        "title": dict(rule.title),
        "counts": dict(rule.counts),
        "formula": rule.formula,
        "basis": rule.basis,
        "grade": rule.grade,
        "revision": rule.revision,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "group": finding.group,
        "severity": finding.severity,
        "state": finding.state,
        "since": finding.since,
        "title": dict(finding.title),
        "message": dict(finding.message),
        "advice": dict(finding.advice),
        "organization_id": finding.organization_id,
        "subjects": list(finding.subjects),
        "values": dict(finding.values),
        "quotes": [
            {"fact_id": e.fact_id, "document": e.document_key, "quote": e.quote, "locator": e.locator, "span": e.span}
            for e in finding.quotes
        ],
        "quotes_count": finding.quotes_count,
        "benchmark": _benchmark(finding.benchmark),
        "acceptance": _acceptance(finding.acceptance) if finding.acceptance else None,
    }


def _benchmark(benchmark: Benchmark | None) -> dict[str, Any] | None:
    if benchmark is None:
        return None
    return {
        "name": benchmark.name,
        "profile": benchmark.profile,
        "values": dict(benchmark.values),
        "source": benchmark.source,
        "grade": benchmark.grade,
    }


def _acceptance(acceptance: Acceptance) -> dict[str, str]:
    return {
        "finding": acceptance.finding,
        "reason": acceptance.reason,
        "by": acceptance.by,
        "until": acceptance.until,
    }


def _gone(gone: Gone) -> dict[str, Any]:
    return {
        "id": gone.id,
        "rule": gone.rule,
        "severity": gone.severity,
        "title": dict(gone.title),
        "message": dict(gone.message),
        "organization_id": gone.organization_id,
        "since": gone.since,
        "fixed_in": gone.fixed_in,
    }


def _read_gone(each: Mapping[str, Any]) -> Gone:
    return Gone(
        id=each["id"],
        rule=each["rule"],
        severity=each["severity"],
        title=each["title"],
        message=each["message"],
        organization_id=each["organization_id"],
        since=each["since"],
        fixed_in=each.get("fixed_in", ""),
    )
