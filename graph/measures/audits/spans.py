"""Spans of control and layers against a profile's figures (docs/findings.md#spans)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.organization import EXTERNAL, OWNING, Organization
from dutygraph.graph.measures.audits.things import Role
from dutygraph.graph.measures.audits.titles import has_trait
from dutygraph.graph.measures.span import spans


class Width(NamedTuple):
    """The span of a manager: reports that count, the figure judged, whether it counts people, and its archetype."""

    reports: tuple[str, ...]
    figure: float
    of_people: bool
    archetype: str


def managers(organization: Organization) -> list[str]:
    """The described roles that others report to, in order."""
    return [role for role in organization.described if counted(organization, role)]


def counted(organization: Organization, manager: str) -> tuple[str, ...]:
    """The direct reports of a manager without assistants and secretaries, who do not widen a span."""
    roles = organization.roles
    return tuple(r for r in organization.reports(manager) if not has_trait(roles[r].title, "assistants"))


def width(organization: Organization, manager: str) -> Width:
    """People, where the headcount of every report is stated, shared by the people who fill the manager's post; posts
    otherwise."""
    reports = counted(organization, manager)
    sizes = [size for report in reports if (size := people(organization.roles[report])) is not None]
    archetype = archetype_of(organization, manager, reports)
    if len(sizes) < len(reports):
        return Width(reports, len(reports), False, archetype)
    chairs = people(organization.roles[manager]) or 1
    return Width(reports, round(sum(sizes) / chairs, 1), True, archetype)


def people(role: Role) -> int | None:
    """How many people fill a post, None where none is stated, and 0 counts as none stated."""
    return role.most or role.least or None


def archetype_of(organization: Organization, manager: str, reports: Sequence[str]) -> str:
    """Which benchmark fits: executive (leads managers, nobody above), managers (leads managers), and for those who lead
    no managers first_line_sales, experts, routine or first_line by the words in most of the reports' titles, else in
    the manager's own."""
    if any(organization.reports(report) for report in reports):
        return "managers" if organization.superiors(manager) else "executive"
    titles = [organization.roles[report].title for report in reports]
    for trait, name in (("sales", "first_line_sales"), ("routine", "routine"), ("experts", "experts")):
        if 2 * sum(has_trait(title, trait) for title in titles) > len(titles):
            return name
    return "first_line_sales" if has_trait(organization.roles[manager].title, "sales") else "first_line"


def complete(organization: Organization, manager: str) -> bool:
    """Whether the documents can be taken to name all reports of a manager: in the units in which it sits every other
    described role has a superior."""
    around = {role for unit in organization.units_of.get(manager, ()) for role in organization.roles_in.get(unit, ())}
    return all(role in organization.up for role in around & organization.described.keys() - {manager})


def span_of_control(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Managers whose span is off target. Narrow ones only where all reports are known."""
    found = Violations()
    judged = 0
    for manager in managers(organization):
        span = width(organization, manager)
        figures = benchmarks[span.archetype]
        if not span.reports:
            continue
        judged += 1
        if span.figure > figures["most"]:
            band, severity = ("excessive", "warning") if span.figure >= figures["excess"] else ("above", "info")
        elif span.of_people and 1 < span.figure < figures["least"] and complete(organization, manager):
            band, severity = ("micro" if span.figure <= 3 else "below"), "info"
        else:
            continue
        number = int(span.figure) if span.figure == int(span.figure) else span.figure
        kind = "people" if span.of_people else "positions"
        found.add(
            manager, str(number), kind, band, span.archetype, str(int(figures["least"])), str(int(figures["most"])),
            list(span.reports), severity, span.archetype, facts=_facts(organization, manager, span.reports),
        )  # fmt: skip
    return found.of(judged)


def one_to_one(organization: Organization, _: Benchmarks) -> Judged:
    """Managers with a single report that a single person fills."""
    found = Violations()
    leading = managers(organization)
    for manager in leading:
        reports = organization.reports(manager)
        if len(reports) != 1 or not complete(organization, manager) or passes_on(organization, manager):
            continue
        report = organization.roles[reports[0]]
        if organization.stands_above(report.id, manager):  # a circle, which has a rule of its own
            continue
        size = people(report)
        if size is not None and size > 1:
            continue
        leads = bool(organization.reports(report.id))
        if size is None and not leads and has_trait(report.title, "many"):
            continue
        severity = "warning" if size == 1 or leads else "info"
        found.add(manager, report.id, severity, facts=_facts(organization, manager, reports))
    return found.of(len(leading))


def deputy_pass_through(organization: Organization, _: Benchmarks) -> Judged:
    """Deputies with a single report and no duty of their own."""
    found = Violations()
    deputies = [role for role in organization.described.values() if has_trait(role.title, "deputies")]
    for deputy in deputies:
        if passes_on(organization, deputy.id):
            reports = organization.reports(deputy.id)
            helping = [claim.id for claim in organization.duties_of.get(deputy.id, ())]
            found.add(deputy.id, reports[0], facts=[*_facts(organization, deputy.id, reports), *helping, deputy.id])
    return found.of(len(deputies))


def passes_on(organization: Organization, role: str) -> bool:
    """Whether a deputy has one report and owns no duty: all it has is help, reports and attendance."""
    claims = organization.duties_of.get(role, ())
    return (
        has_trait(organization.roles[role].title, "deputies")
        and len(organization.reports(role)) == 1
        and not any(claim.mode in OWNING for claim in claims)
    )


def spans_overall(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """An organisation in which too few managers are on target."""
    found = Violations()
    figures = benchmarks["share"]
    spans_known = []
    for manager in managers(organization):
        span = width(organization, manager)
        if span.of_people:
            own = benchmarks[span.archetype]
            spans_known.append((manager, own["least"] <= span.figure <= own["most"]))
    inside = sum(fits for _, fits in spans_known)
    if len(spans_known) >= figures["least_managers"] and inside < figures["least_ratio"] * len(spans_known):
        facts = [line.id for manager, fits in spans_known if not fits for line in organization.down[manager]]
        found.add(organization.id, inside, len(spans_known), "share", facts=facts)
    return found.of(1 if spans_known else 0)


def layers(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """An organisation with more levels than its size asks for."""
    found = Violations()
    figures = spans([line.subordinate for line in organization.solid], [line.superior for line in organization.solid])
    reached = {role: figure.layer for role, figure in figures.items() if figure.layer}
    deepest = max(reached.values(), default=0)
    size = sum(people(role) or 1 for role in organization.described.values())
    name = next(
        name for name, each in sorted(benchmarks.items(), key=lambda item: item[1]["below"]) if size < each["below"]
    )
    if deepest > benchmarks[name]["most"]:
        chain = _chain(organization, min(role for role, layer in reached.items() if layer == deepest), reached)
        facts = [line.id for low, high in pairwise(chain) for line in organization.up[low] if line.superior == high]
        found.add(organization.id, deepest, size, str(int(benchmarks[name]["most"])), chain[::-1], name, facts=facts)
    return found.of(1 if reached else 0)


def _chain(organization: Organization, role: str, reached: dict[str, int]) -> list[str]:
    """From a role to the top, each step to a superior one level up."""
    chain = [role]
    while above := [s for s in organization.superiors(chain[-1]) if reached.get(s) == reached[chain[-1]] - 1]:
        chain.append(min(above))
    return chain


def _facts(organization: Organization, manager: str, reports: Sequence[str]) -> list[str]:
    """The lines of the reports, then the reports themselves where their headcount is stated."""
    lead = set(reports)
    lines = [line.id for line in organization.down.get(manager, ()) if line.subordinate in lead]
    sized = [report for report in reports if people(organization.roles[report]) is not None]
    return lines + [report for report in sized if organization.roles[report].kind != EXTERNAL]
