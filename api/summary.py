"""The summary of an audit: what a person should see first, and the whole of it for a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dutygraph.api.audit import AuditView, OrganizationView
from dutygraph.api.render import Sheet
from dutygraph.api.words import Words
from dutygraph.graph.answer import Evidence

FIRST = 3
"""Rows of each kind in the summary; the report has them all."""


def sheets(view: AuditView, say: Words) -> list[Sheet]:
    """The summary as tables: documents and organisations, then the first overlaps, spans and ways up of them all."""
    read = view.load.count("added", "changed", "unchanged")
    told = [sum(notice.severity == severity for notice in view.notices) for severity in ("error", "warning", "info")]
    counts = ("units", "roles", "duties", "lines", "authorities")
    title = "\n".join(
        (
            say(
                "audit.documents_read",
                read=read,
                failed=view.load.count("failed"),
                skipped=view.load.count("skipped"),
            ),
            say("audit.notices_counted", errors=told[0], warnings=told[1], infos=told[2]),
        )
    )
    rows = [(org.name, *(org.counts[name] for name in counts)) for org in view.organizations]
    found = [_overlaps(view, say), _spans(view, say), _paths(view, say)]
    return [Sheet(("organization", *counts), rows, title), *(sheet for sheet in found if sheet.rows)]


def _overlaps(view: AuditView, say: Words) -> Sheet:
    found = [
        (org, row, pieces)
        for org in view.organizations
        for row, pieces in zip(org.overlaps.to_dicts(), org.overlaps.evidence, strict=True)
        if row["by_design"] is None
    ]
    first = sorted(found, key=lambda each: -each[1]["score"])[:FIRST]
    rows = [
        (row["score"], _place(row["a_unit"], row["a"]), _place(row["b_unit"], row["b"]), row["arbiter"])
        for _, row, _ in first
    ]
    title = say("audit.overlaps_first", count=len(found))
    return _sheet(view, ("score", "a", "b", "arbiter"), rows, title, [(org, pieces) for org, _, pieces in first])


def _spans(view: AuditView, say: Words) -> Sheet:
    figures = ("direct_reports", "total_reports", "levels_below")
    found = [
        (org, row, pieces)
        for org in view.organizations
        for row, pieces in zip(org.spans.to_dicts(), org.spans.evidence, strict=True)
    ]
    first = sorted(found, key=lambda each: [-each[1][name] for name in figures])[:FIRST]
    rows = [(_place(row["unit"], row["title"]), *(row[name] for name in figures)) for _, row, _ in first]
    title = say("audit.spans_first")
    return _sheet(view, ("role", *figures), rows, title, [(org, pieces) for org, _, pieces in first])


def _paths(view: AuditView, say: Words) -> Sheet:
    found = [(org, path) for org in view.organizations for path in org.paths]
    first = sorted(found, key=lambda each: -len(each[1].steps))[:FIRST]
    rows = [
        (_some([title for _, title in path.roles], say), " → ".join(step["title"] for step in path.steps))
        for _, path in first
    ]
    title = say("audit.paths_first")
    return _sheet(view, ("role", "escalates_to"), rows, title, [(org, path.evidence) for org, path in first])


def _sheet(
    view: AuditView,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    title: str,
    found: Sequence[tuple[OrganizationView, tuple[Evidence, ...]]],
) -> Sheet:
    """A sheet that names each row's organisation where there are several."""
    evidence = [pieces for _, pieces in found]
    if len(view.organizations) > 1:
        columns = (*columns, "organization")
        rows = [(*row, org.name) for row, (org, _) in zip(rows, found, strict=True)]
    return Sheet(columns, rows, title, evidence, most_quotes=2 if columns[0] == "score" else 3)


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
                "name": org.name,
                "counts": {k: v for k, v in org.counts.items() if isinstance(v, int)},
                "overlapping_duties": org.overlaps.to_dict(),
                "span_of_control": org.spans.to_dict(),
                "escalation_paths": [asdict(path) for path in org.paths],
                "unattached_roles": org.unattached.to_dict(),
            }
            for org in view.organizations
        ],
    }
