"""The addresses of all views, with something in each of them."""

from __future__ import annotations

import json
from urllib.parse import quote
from urllib.request import urlopen


def asked(address: str) -> dict[str, object]:
    """What the API says at an address."""
    with urlopen(address, timeout=60) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def views(site: str) -> dict[str, str]:
    """Every view by name, of the largest organisation."""
    rows = asked(f"{site}/api/v1/organizations")["rows"]
    assert isinstance(rows, list)
    home = max(rows, key=lambda row: row["roles"])["organization_id"]
    found = asked(f"{site}/api/v1/span-of-control?organization={home}")["rows"]
    documents = asked(f"{site}/api/v1/documents")["documents"]
    findings = asked(f"{site}/api/v1/findings")["findings"]
    assert isinstance(found, list)
    assert isinstance(documents, list)
    assert isinstance(findings, list)
    role = found[0]["role_id"]
    scenario = quote(f'title = "t"\norganization = "{home}"\nchanges = [{{ add_unit = "新设部" }}]')
    return {
        "start": "/",
        "chart": f"/chart?organization={home}&role={role}#here",
        "search": f"/search?organization={home}&q={quote('客户')}",
        "card": f"/cards/{role}",
        "questions": "/questions",
        "form": "/questions/escalation_path",
        "answer": f"/questions/span_of_control?organization={home}&min_reports=0",
        "who approves": f"/who-approves?organization={home}",
        "approval": f"/who-approves?organization={home}&matter={quote('合同')}&amount=30000",
        "overlaps": f"/overlaps?organization={home}",
        "findings": "/findings?severity=warning&severity=info",
        "finding": f"/findings/{findings[0]['id']}",
        "documents": "/documents",
        "document": f"/documents/{documents[-1]['id']}?at=20:40#at",
        "what if": f"/what-if?scenario={scenario}",
        "report": "/report",
        "error": "/cards/role_none",
    }
