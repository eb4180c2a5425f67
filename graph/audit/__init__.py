"""The audit: rules over a graph, findings with their sentences, and the life of a finding (docs/audit.md)."""

from __future__ import annotations

from dutygraph.graph.audit.finding import Acceptance, AuditResult, Check, Finding, Gone
from dutygraph.graph.audit.form import read_earlier, to_dict, to_json
from dutygraph.graph.audit.life import Earlier, read_accepted, with_life
from dutygraph.graph.audit.rules import Rule, rules
from dutygraph.graph.audit.run import audit

__all__ = [
    "Acceptance", "AuditResult", "Check", "Earlier", "Finding", "Gone", "Rule", "audit", "read_accepted",
    "read_earlier", "rules", "to_dict", "to_json", "with_life",
]  # fmt: skip
