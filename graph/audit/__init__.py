"""The audit: rules over a graph, findings with their sentences, and the life of a finding (docs/audit.md)."""

from __future__ import annotations

from dutygraph.graph.audit.finding import Acceptance, AuditResult, Check, Finding, Gone
from dutygraph.graph.audit.rules import Rule, rules
from dutygraph.graph.audit.run import audit

__all__ = ["Acceptance", "AuditResult", "Check", "Finding", "Gone", "Rule", "audit", "rules"]
