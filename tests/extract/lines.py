"""Facts as lines a person reads and a test compares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutygraph.graph.facts import AnyRecord, Authority, Deputy, Duty, Notice, Organization, ReportsTo, Role, Unit


def lines(records: Sequence[AnyRecord]) -> list[str]:
    """A line a fact, without what is empty; persons, metrics and sources are left to tests of their own."""
    names = {record.id: record.name for record in records if isinstance(record, Unit)}
    names |= {record.id: record.title for record in records if isinstance(record, Role)}
    return [line for record in records for line in _line(record, names)]


def _line(record: AnyRecord, names: dict[str, str]) -> Iterator[str]:
    match record:
        case Organization():
            yield f"organization {record.name}"
        case Unit():
            yield _joined(f"unit {record.name}", record.parent_id and f"in {names[record.parent_id]}")
        case Role():
            count = record.headcount_min and f"{record.headcount_min}-{record.headcount_max}"
            kind = None if record.kind == "post" else record.kind
            unit = record.unit_id and f"in {names[record.unit_id]}"
            yield _joined(f"role {record.title}", unit, count, kind, record.vacant and "vacant")
        case ReportsTo():
            line = f"line {names[record.subordinate_id]} -> {names[record.superior_id]}"
            yield _joined(line, record.line, None if record.basis == "stated" else record.basis)
        case Duty():
            area = record.area and f"area {record.area}"
            metric = record.metric and f"metric {record.metric}"
            owner = names[record.owner_id]
            yield _joined(f"duty {owner}", record.text, record.mode, record.frequency, area, metric)
        case Authority():
            limit = record.limit and f"limit {record.limit.text}"
            basis = None if record.basis == "stated" else record.basis
            yield _joined(f"authority {names[record.owner_id]}", record.act, record.matter, limit, basis)
        case Deputy():
            yield f"deputy {names[record.deputy_id]} for {names[record.role_id]}"
        case Notice():
            yield f"notice {record.code}"


def _joined(*parts: str | None) -> str:
    return " | ".join(part for part in parts if part)
