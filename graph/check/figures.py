"""Spans, ways up and common superiors as the questions give them, beside what networkx finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import networkx as nx

from dutygraph.graph import schema
from dutygraph.graph.ask import ask
from dutygraph.graph.check.difference import Difference
from dutygraph.graph.check.graph import Graph
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import EngineError
from dutygraph.graph.measures.span import Span

WAYS = 20
"""Roles of an organisation whose way up and common superior are asked for; each is a question of its own."""

_SOLID = "solid"


def measures(engine: Engine, graph: Graph) -> Iterator[Difference]:
    """Every span of every organisation, and the ways up of some of its roles."""
    roles: dict[str, list[str]] = {}
    for row in graph.held[schema.ROLE]:
        roles.setdefault(row["organization_id"], []).append(row["id"])
    for organization in sorted(row["id"] for row in graph.held[schema.ORGANIZATION]):
        own = set(roles.get(organization, ()))
        lines = [row for row in graph.held[schema.REPORTS_TO] if row["from_id"] in own and row["line"] == _SOLID]
        down: nx.DiGraph[str] = nx.DiGraph((row["to_id"], row["from_id"]) for row in lines)
        down.remove_edges_from(list(nx.selfloop_edges(down)))
        try:
            yield from _spans(engine, organization, down)
            yield from _ways(engine, organization, down, sorted(own)[:: max(1, len(own) // WAYS)])
        except EngineError:
            raise
        except Exception as error:  # values of other types, names that are gone: whatever damage leads to
            message = f"a question cannot be answered: {type(error).__name__}: {error}"
            yield Difference("measure_differs", "questions", organization, message)


def _spans(engine: Engine, organization: str, down: nx.DiGraph[str]) -> Iterator[Difference]:
    answer = ask(engine, "span_of_control", {"organization": organization, "min_reports": 0})
    told = {row[0]: Span(*row[3:7]) for row in answer.rows}
    found = _found(down)
    for role in sorted(told.keys() | found.keys()):
        if told.get(role) != found.get(role):
            message = f"{_said(told.get(role))}, networkx finds {_said(found.get(role))}"
            yield Difference("measure_differs", answer.question, role, message)


def _found(down: nx.DiGraph[str]) -> dict[str, Span]:
    tops = {role for role in down if not down.in_degree(role) and down.out_degree(role)}
    layers = nx.multi_source_dijkstra_path_length(down, tops) if tops else {}
    found = {}
    for role in down:
        if not down.degree(role):  # only a line to itself
            continue
        reached = nx.single_source_shortest_path_length(down, role)
        layer = int(layers[role]) + 1 if role in layers else None
        found[role] = Span(down.out_degree(role), len(reached) - 1, max(reached.values()), layer)
    return found


def _ways(engine: Engine, organization: str, down: nx.DiGraph[str], roles: Sequence[str]) -> Iterator[Difference]:
    """A way up goes along stated lines, meets no role twice, and ends where nobody stands above or a circle closes."""
    for role in roles:
        answer = ask(engine, "escalation_path", {"organization": organization, "role": role})
        way = [role, *(row[1] for row in answer.rows if row[0])]
        rules = [row[4] for row in answer.rows if row[0]]
        for (low, high), rule in zip(pairwise(way), rules, strict=True):
            if rule == "line" and not down.has_edge(high, low):
                message = f"the way goes from {low} to {high}, where no solid line leads"
                yield Difference("measure_differs", answer.question, role, message)
        ends_early = way[-1] in down and down.in_degree(way[-1]) and not set(down.predecessors(way[-1])) & set(way)
        if len(way) != len(set(way)) or (ends_early and not answer.warnings):
            yield Difference(
                "measure_differs", answer.question, role, f"the way stops at {way[-1]}, who has a superior"
            )


def _said(figure: Span | None) -> str:
    if figure is None:
        return "no figures"
    return f"direct {figure.direct}, in all {figure.total}, levels below {figure.below}, layer {figure.layer}"
