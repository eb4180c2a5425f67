"""The overlap register in the graph: `OVERLAPS_WITH` between owners, derived from the facts (docs/model.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeAlias

from dutygraph.graph import schema
from dutygraph.graph.ask import ask
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import DutyGraphError
from dutygraph.graph.identity import duty_id, overlaps_with_id
from dutygraph.graph.names import fetch
from dutygraph.graph.store.lease import Lease
from dutygraph.graph.store.statements import cypher
from dutygraph.graph.store.writer import Writer

Row: TypeAlias = dict[str, Any]

MOST_PAIRS = 100_000
"""Pairs of an organisation that are written."""


def write_overlaps(engine: Engine, *, holder: str) -> int:
    """Make the `OVERLAPS_WITH` of every organisation those of its register, and save. Returns how many there are.

    One for two owners whose overlap is a fault, with their surest pair's kind, score and reason, and the duties of all
    their pairs. Nothing is written where all stand there already. Raises StoreLocked while a load runs, EngineError.
    """
    wanted: dict[str, tuple[str, Row]] = {}
    held: dict[str, Row] = {}
    for organization in ask(engine, "organizations", {}).to_dicts():
        wanted |= _of(engine, organization["organization_id"])
        result = engine.read(cypher("overlaps_of_organization"), {"organization": organization["organization_id"]})
        held |= {row[0]: dict(zip(result.columns, row, strict=True)) for row in result.rows}
    if held == {id_: row for id_, (_, row) in wanted.items()}:
        return len(wanted)
    lease = Lease(engine, holder, datetime.now().astimezone())
    lease.take()
    try:
        with Writer(lease) as writer:
            _write(writer, held, wanted)
        lease.ready(lease.former.as_of or datetime.now().date().isoformat())
        engine.save()
    except BaseException:
        with suppress(DutyGraphError):
            lease.let_go()
        raise
    return len(wanted)


def _write(writer: Writer, held: Iterable[str], wanted: Mapping[str, tuple[str, Row]]) -> None:
    """What is not wanted goes; the rest is written over what is there."""
    writer.ids(f"sweep_{schema.OVERLAPS_WITH}".lower(), [id_ for id_ in held if id_ not in wanted])
    by_statement: dict[str, list[Row]] = defaultdict(list)
    for statement, row in wanted.values():
        by_statement[statement].append(row)
    for statement, rows in sorted(by_statement.items()):
        writer.rows(statement, rows)


def _of(engine: Engine, organization: str) -> dict[str, tuple[str, Row]]:
    """The relationships of an organisation by id, each with the statement that writes it."""
    answer = ask(engine, "overlapping_duties", {"organization": organization, "max_rows": MOST_PAIRS})
    units = set(fetch(engine, "units", {"organization": organization})["unit_ids"])
    rows: dict[str, tuple[str, Row]] = {}
    for pair in answer.to_dicts():
        if pair["by_design"] is not None:
            continue
        a, b = pair["a_id"], pair["b_id"]
        id_ = overlaps_with_id(a, b)
        if id_ not in rows:
            ends = (schema.UNIT if owner in units else schema.ROLE for owner in (a, b))
            rows[id_] = ("_{}_".join(ends).format(schema.OVERLAPS_WITH).lower(), {
                "id": id_, "from_id": a, "to_id": b, "kind": pair["kind"], "score": pair["score"], "duty_ids": [],
                "reason": pair["reason"], "arbiter_id": pair["arbiter_id"],
            })  # fmt: skip
        sides = ("a", "b") if rows[id_][1]["from_id"] == a else ("b", "a")
        rows[id_][1]["duty_ids"] += [duty_id(organization, pair[f"{side}_text"]) for side in sides]
    return rows
