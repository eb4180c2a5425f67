"""Where everybody begins: what the graph holds, what the audit found, and a place to drop documents."""

from __future__ import annotations

from collections import Counter

from fastapi import Response

from dutygraph.api.page.look import Look

EAGER_ROLES = 1_000
"""Up to so many roles the audit is made for the first page; of larger graphs whoever wants it opens the findings."""

COUNTED = ("units", "roles", "duties", "lines", "authorities")


def start(look: Look) -> Response:
    """`/`."""
    organizations = look.held.organizations()
    documents = look.held.documents()
    few = sum(each.counts["roles"] for each in organizations) <= EAGER_ROLES
    found = look.held.findings() if organizations and (few or look.held.judged()) else None
    standing = found.standing() if found else ()
    return look.render(
        "start.html.j2",
        organizations=organizations,
        documents=documents,
        found=found,
        severity_counts=Counter(each.severity for each in standing),
        counts=Counter((each.group, each.severity) for each in standing),
        counted=COUNTED,
    )


def report(look: Look) -> Response:
    """`/report`: what can be taken away."""
    return look.render("report_page.html.j2", documents=look.held.documents())
