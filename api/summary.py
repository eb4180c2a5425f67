"""The summary of an audit: what a person should see first, and the whole of it for a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dutygraph.api.audit import AuditView, OrganizationView
from dutygraph.api.render import Sheet
from dutygraph.api.words import Words

FIRST = 3
"""Rows of each kind in the summary; the report has them all."""


def sheets(view: AuditView, say: Words) -> list[Sheet]:
    """The summary as tables: documents, organisations, then the first findings of each organisation."""
    read = view.load.count("added", "changed", "unchanged")
    told = [sum(notice.severity == severity for notice in view.notices) for severity in ("error", "warning", "info")]
    counts = ("title", "units", "roles", "duties", "lines", "authorities")
    head = Sheet(
        counts,
        [tuple(org.counts[name] for name in counts) for org in view.organizations],
        title="\n".join(
            (
                say(
                    "audit.documents_read",
                    read=read,
                    failed=view.load.count("failed"),
                    skipped=view.load.count("skipped"),
                ),
                say("audit.notices_counted", errors=told[0], warnings=told[1], infos=told[2]),
            )
        ),
    )
    return [head, *(sheet for org in view.organizations for sheet in _organization(org, say))]


def _organization(org: OrganizationView, say: Words) -> list[Sheet]:
    found: list[Sheet] = []
    rows: list[tuple[Any, ...]]
    if org.overlaps.rows:
        rows = [
            (row["score"], _place(row["a_unit"], row["a"]), _place(row["b_unit"], row["b"]), row["arbiter"])
            for row in org.overlaps.to_dicts()[:FIRST]
        ]
        title = say("audit.overlaps_first", title=org.title, count=len(org.overlaps.rows))
        found.append(Sheet(("score", "a", "b", "arbiter"), rows, title, org.overlaps.evidence[:FIRST]))
    if org.spans.rows:
        figures = ("direct_reports", "total_reports", "levels_below")
        rows = [
            (_place(row["unit"], row["title"]), *(row[name] for name in figures))
            for row in org.spans.to_dicts()[:FIRST]
        ]
        title = say("audit.spans_first", title=org.title)
        found.append(Sheet(("role", *figures), rows, title, org.spans.evidence[:FIRST], most_quotes=2))
    if org.paths:
        first = org.paths[:FIRST]
        rows = [
            (_some([title for _, title in path.roles], say), " → ".join(step["title"] for step in path.steps))
            for path in first
        ]
        title = say("audit.paths_first", title=org.title)
        found.append(Sheet(("role", "escalates_to"), rows, title, [path.evidence for path in first]))
    return found


def _some(titles: list[str], say: Words) -> list[str]:
    rest = len(titles) - FIRST
    return [*titles[:FIRST], say("common.more", count=rest)] if rest > 0 else titles


def _place(unit: str, title: str) -> str:
    return f"{unit}/{title}" if unit else title


def as_dict(view: AuditView) -> dict[str, Any]:
    """The whole audit as plain values."""
    return {
        "run_id": view.run_id,
        "as_of": view.as_of,
        "load": view.load.as_dict(),
        "documents": [{"key": d.key, "title": d.title, "edition": d.edition} for d in view.documents],
        "notices": [
            {
                "code": notice.code,
                "severity": notice.severity,
                "message": notice.message,
                "document": notice.document,
                "quote": notice.quote,
                "locator": notice.locator,
            }
            for notice in view.notices
        ],
        "organizations": [
            {
                "id": org.id,
                "title": org.title,
                "counts": {k: v for k, v in org.counts.items() if isinstance(v, int)},
                "overlapping_duties": org.overlaps.to_dict(),
                "span_of_control": org.spans.to_dict(),
                "escalation_paths": [asdict(path) for path in org.paths],
                "unattached_roles": org.unattached.to_dict(),
            }
            for org in view.organizations
        ],
    }
