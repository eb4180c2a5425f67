"""The JSON Schema of findings.json: `python -m dutygraph.graph.audit.schema > docs/findings.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from dutygraph.graph.audit.finding import State
from dutygraph.graph.audit.form import FORM
from dutygraph.graph.audit.rules import GRADES, GROUPS, LANGUAGES, SEVERITIES

_QUOTE = ("fact_id", "document", "quote", "locator", "span")


def as_text() -> str:
    """docs/findings.schema.json."""
    return json.dumps(schema(), indent=1) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of findings.json."""
    text: dict[str, Any] = {"type": "string"}
    count = {"type": "integer", "minimum": 0}
    texts = _object(dict.fromkeys(LANGUAGES, text), "A text by language.")
    severity = {"enum": list(SEVERITIES)}
    grade = {"enum": list(GRADES), "description": "A statute, B consultancy or vendor, C practitioner, P proposed."}
    acceptance = _object(
        dict.fromkeys(("finding", "reason", "by", "until"), text), "From accepted.toml; until is '' for good."
    )
    finding = {
        "id": {**text, "description": "Depends on the rule and what it is about, not on wording or place."},
        "rule": text,
        "group": {"enum": list(GROUPS)},
        "severity": severity,
        "state": {"enum": list(get_args(State))},
        "since": {**text, "description": "The audit_id that found it first."},
        "title": texts,
        "message": texts,
        "advice": texts,
        "organization_id": text,
        "subjects": {"type": "array", "items": text, "description": "Ids of roles, units, duties, matters, metrics."},
        "values": {"type": "object", "description": "The columns of the rule."},
        "quotes": {"type": "array", "items": _object(dict.fromkeys(_QUOTE, text))},
        "quotes_count": count,
        "benchmark": {"anyOf": [{"type": "null"}, _benchmark(text, grade)]},
        "acceptance": {"anyOf": [{"type": "null"}, acceptance]},
    }  # fmt: skip
    gone = {key: finding[key] for key in ("id", "rule", "severity", "title", "message", "organization_id", "since")}
    rule = {key: finding[key] for key in ("group", "severity", "title")} | {
        "name": text, "counts": texts, "formula": text, "basis": text, "grade": grade, "revision": count,
    }  # fmt: skip
    check = {"rule": text, "organization_id": text, "count": count, "population": count}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Findings of an audit",
        **_object(
            {
                "schema": {"const": FORM},
                "audit_id": {**text, "description": "Names facts, profile and rules: equal ids, equal findings."},
                "baseline": {**text, "description": "The audit_id that states compare with, '' where there is none."},
                "run_id": text,
                "as_of": text,
                "complete": {"type": "boolean"},
                "profile": _object({"name": text, "title": texts}),
                "organizations": {"type": "array", "items": _object({"id": text, "title": text})},
                "rules": {"type": "array", "items": _object(rule)},
                "checks": {"type": "array", "items": _object(check, "count of population.")},
                "findings": {"type": "array", "items": _object(finding)},
                "fixed": {"type": "array", "items": _object({**gone, "fixed_in": text})},
                "unused_acceptances": {"type": "array", "items": acceptance},
            }
        ),
    }


def _benchmark(text: Mapping[str, Any], grade: Mapping[str, Any]) -> dict[str, Any]:
    values = {"type": "object", "additionalProperties": {"type": "number"}}
    return _object(
        {"name": text, "profile": text, "values": values, "source": text, "grade": grade},
        "The figures compared with, and their source.",
    )


def _object(properties: Mapping[str, Any], description: str = "") -> dict[str, Any]:
    made = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
    return {**made, "description": description} if description else made


if __name__ == "__main__":
    print(as_text(), end="")
