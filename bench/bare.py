"""What somebody would write who needs the graph once: read, check, gather rows in dicts, UNWIND … MERGE, save."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import kglite

from dutygraph.graph import identity
from dutygraph.graph.facts import (
    Document,
    Duty,
    Organization,
    ReportsTo,
    Role,
    Source,
    Unit,
    check,
    group_by_document,
    read_facts,
)
from dutygraph.graph.store.statements import constraints, cypher

BATCH = 20_000

NODES = ("document", "organization", "unit", "role", "duty")
JOINS = (
    "unit_part_of_organization", "role_in_unit_unit", "role_reports_to_role", "role_owns_duty_duty",
    "organization_described_in_document", "unit_described_in_document", "role_described_in_document",
)  # fmt: skip

_Rows = dict[str, dict[str, dict[str, Any]]]


def load(path: Path, store: Path) -> None:
    """Load a JSON Lines file of organisations, units, roles, reporting lines and duties."""
    graph = kglite.open(str(store), durable="off")
    for text in constraints():
        graph.cypher(text)
    rows: _Rows = {name: {} for name in (*NODES, *JOINS)}
    for facts in group_by_document(read_facts(path)):
        check(facts)
        gather(facts.document, facts.reading, facts.records, rows)
    for name in (*NODES, *JOINS):
        text, pending = cypher(name), list(rows[name].values())
        for start in range(0, len(pending), BATCH):
            graph.cypher(text, params={"rows": pending[start : start + BATCH]}, timeout_ms=0)
    graph.save(layout="compact")


def gather(document: Document, reading: str, records: list[Any], rows: _Rows) -> None:
    """Add the rows of one document."""
    organization_of: dict[str, str] = {}
    items: dict[str, int] = {}
    for record in records:
        if isinstance(record, Duty):
            owner = record.owner_id
            items[owner] = items.get(owner, 0) + 1
            own_duty(record, organization_of[owner], items[owner], rows)
        elif isinstance(record, ReportsTo):
            row = {
                "id": record.id,
                "from_id": record.subordinate_id,
                "to_id": record.superior_id,
                "line": record.line,
                "condition": record.condition,
                "basis": record.basis,
            }
            state(rows["role_reports_to_role"], row, record.source)
        elif isinstance(record, Role):
            organization_of[record.id] = record.organization_id
            place_role(record, document.id, rows)
        elif isinstance(record, Unit):
            place_unit(record, document.id, rows)
        elif isinstance(record, Organization):
            row = {"id": record.id, "title": record.name, "aliases": list(record.aliases)}
            state(rows["organization"], row, record.source)
            describe(rows["organization_described_in_document"], record.id, document.id)
        elif isinstance(record, Document):
            row = {name: getattr(record, name) for name in record.__struct_fields__}
            now = datetime.now(timezone.utc).isoformat()
            rows["document"][record.id] = {**row, "reading": reading, "loaded_at": now}


def own_duty(record: Duty, organization: str, item: int, rows: _Rows) -> None:
    """Add the duty and who owns it."""
    duty = identity.duty_id(organization, record.text)
    if duty not in rows["duty"]:
        rows["duty"][duty] = {
            "id": duty,
            "organization_id": organization,
            "text": record.text,
            "verb": record.verb,
            "object": record.object,
        }
    row = {
        "id": record.id,
        "from_id": record.owner_id,
        "to_id": duty,
        "mode": record.mode,
        "area": record.area,
        "frequency": record.frequency,
        "item": item,
    }
    state(rows["role_owns_duty_duty"], row, record.source)


def place_role(record: Role, document: str, rows: _Rows) -> None:
    """Add the role and its unit."""
    row = {
        "id": record.id,
        "organization_id": record.organization_id,
        "title": record.title,
        "aliases": list(record.aliases),
        "kind": record.kind,
        "vacant": record.vacant,
        "headcount_min": record.headcount_min,
        "headcount_max": record.headcount_max,
        "summary": record.summary,
    }
    state(rows["role"], row, record.source)
    unit = record.unit_id or ""
    row = {"id": identity.in_unit_id(record.id, unit), "from_id": record.id, "to_id": unit}
    state(rows["role_in_unit_unit"], row, record.source)
    describe(rows["role_described_in_document"], record.id, document)


def place_unit(record: Unit, document: str, rows: _Rows) -> None:
    """Add the unit and what it is part of."""
    row = {
        "id": record.id,
        "organization_id": record.organization_id,
        "title": record.name,
        "aliases": list(record.aliases),
        "headcount_min": record.headcount_min,
        "headcount_max": record.headcount_max,
        "goal": record.goal,
    }
    state(rows["unit"], row, record.source)
    above = record.organization_id
    row = {"id": identity.part_of_id(record.id, above), "from_id": record.id, "to_id": above}
    state(rows["unit_part_of_organization"], row, record.source)
    describe(rows["unit_described_in_document"], record.id, document)


def state(of_kind: dict[str, dict[str, Any]], row: dict[str, Any], source: Source) -> None:
    """Add a row with its evidence, or the evidence to the row that is there."""
    known = of_kind.get(row["id"])
    if known is None:
        row["document_ids"] = [source.document_id]
        row["quotes"] = [source.quote]
        row["locators"] = [source.locator or ""]
        row["spans"] = [source.span]
        of_kind[row["id"]] = row
    else:
        known["document_ids"].append(source.document_id)
        known["quotes"].append(source.quote)
        known["locators"].append(source.locator or "")
        known["spans"].append(source.span)


def describe(of_kind: dict[str, dict[str, Any]], node: str, document: str) -> None:
    """Add the derived relationship to the document."""
    name = identity.described_in_id(node, document)
    of_kind[name] = {"id": name, "from_id": node, "to_id": document}
