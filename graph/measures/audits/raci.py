"""Validity of RACI charts, by row and by column (docs/findings.md#raci)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.charts import Row
from dutygraph.graph.measures.audits.organization import Organization

RESPONSIBLE, ACCOUNTABLE, CONSULTED, INFORMED = ("own", "lead"), ("approve",), ("consulted",), ("informed",)


def _with_letter(found: Sequence[Row], modes: Sequence[str]) -> list[Row]:
    """The rows of charts in which the letter is used at all."""
    used = {row.chart for row in found if row.owners(modes)}
    return [row for row in found if row.chart in used]


def raci_accountable(organization: Organization, _: Benchmarks) -> Judged:
    """Rows without an A, or with several."""
    found = Violations()
    judged = _with_letter(organization.chart_rows, ACCOUNTABLE)
    for row in judged:
        accountable = row.owners(ACCOUNTABLE)
        if len(accountable) != 1:
            kind = "several_accountable" if accountable else "no_accountable"
            found.add(row.duty, row.text, kind, accountable, facts=row.facts)
    return found.of(len(judged))


def raci_responsible(organization: Organization, _: Benchmarks) -> Judged:
    """Rows without an R."""
    found = Violations()
    judged = _with_letter(organization.chart_rows, RESPONSIBLE)
    for row in judged:
        if not row.owners(RESPONSIBLE):
            found.add(row.duty, row.text, facts=row.facts)
    return found.of(len(judged))


def raci_crowded(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Rows with so many R, C or I that nobody moves."""
    found = Violations()
    judged = organization.chart_rows
    most = benchmarks["row"]
    for row in judged:
        for kind, modes, figure in (
            ("many_responsible", RESPONSIBLE, most["most_responsible"]),
            ("many_consulted", CONSULTED, most["most_consulted"]),
            ("many_informed", INFORMED, most["most_informed"]),
        ):
            owners = row.owners(modes)
            if len(owners) > figure:
                found.add(row.duty, row.text, kind, len(owners), str(int(figure)), owners, "row", facts=row.facts)
    return found.of(len(judged))


def raci_column(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Owners who are in too much of a chart, or in it without doing anything."""
    found = Violations()
    figures = benchmarks["column"]
    charts: dict[str, list[Row]] = defaultdict(list)
    for row in organization.chart_rows:
        charts[row.chart].append(row)
    judged = 0
    for of_chart in charts.values():
        owners = sorted({claim.owner for row in of_chart for claim in row.claims})
        judged += len(owners)
        if len(of_chart) < figures["least_rows"]:
            continue
        for owner in owners:
            if kind := _load(owner, of_chart, figures["most_accountable_ratio"], figures["most_active_ratio"]):
                facts = [claim.id for row in of_chart for claim in row.claims if claim.owner == owner]
                found.add(owner, kind, len(facts), len(of_chart), "column", facts=facts)
    return found.of(judged)


def _load(owner: str, chart: Sequence[Row], most_accountable: float, most_active: float) -> str | None:
    accountable = sum(owner in row.owners(ACCOUNTABLE) for row in chart)
    active = sum(owner in row.owners((*ACCOUNTABLE, *RESPONSIBLE)) for row in chart)
    if not active:
        return "idle_column"
    if accountable > most_accountable * len(chart):
        return "accountable_column"
    return "active_column" if active > most_active * len(chart) else None
