"""The span of control of 50,000 roles on kglite: the whole answer, beside one fetch of columns and rustworkx.

The other side fetches the same lines in one statement, once with their sentences and once without, gives them to
rustworkx and computes the same figures; it makes no rows, titles or evidence. Both use one open engine in one process.
The first question on a store also fetches the names of all roles; that is a figure of its own.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import rustworkx as rx

from bench.figures import Figure, figure, in_turn
from bench.organization import records
from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import group_by_document

ROLES = 50_000
ROUNDS = 7
Spans = dict[str, tuple[int, int, int, int | None]]


def figures() -> Iterator[Figure]:
    """Seconds of an answer, of the first answer, and of the other side with and without sentences."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "span.kgl")
        engine = open_engine(address)
        store.load(engine, group_by_document(records(1, ROLES, 1)), holder="bench")
        organization = ask(engine, "span_of_control").params["organization"]
        _agree(engine, organization)
        told = f"seconds for the span of control of {ROLES} roles, with titles and sentences, beside one columnar fetch"
        for name, statement, fetched in (
            ("span", "span_of_control", "the same lines and sentences"),
            ("span.bare", "lines", "the bare lines"),
        ):
            ours, other = in_turn(
                lambda: seconds(lambda: ask(engine, "span_of_control")),
                lambda statement=statement: seconds(lambda: plain_spans(engine, organization, statement)),  # type: ignore[misc]
                ROUNDS,
            )
            yield figure(
                name,
                ours,
                other,
                ratio=ours / other,
                better="lower",
                what=f"{told} of {fetched} + rustworkx; ours by other",
            )
        engine.close()
        ours, other = in_turn(
            lambda: _opened(address, lambda fresh: ask(fresh, "span_of_control")),
            lambda: _opened(address, lambda fresh: plain_spans(fresh, organization, "span_of_control")),
            3,
        )
        yield figure(
            "span.first",
            ours,
            other,
            ratio=ours / other,
            better="lower",
            what="seconds of the first question on an opened store, beside the same; ours by other",
        )


def _opened(address: str, work: Callable[[Engine], object]) -> float:
    engine = open_engine(address)
    taken = seconds(lambda: work(engine))
    engine.close()
    return taken


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain_spans(engine: Engine, organization: str, statement: str) -> Spans:
    """What somebody would write with a fetch and rustworkx: direct and total reports, levels below, layer."""
    query = catalog().questions.get(statement) or catalog().columns[statement]
    result = engine.read(query.cypher, {"organization": organization, "line": "solid"})
    fetched = dict(zip(result.columns, result.rows[0], strict=True))
    subordinates, superiors = fetched["subordinate_ids"], fetched["superior_ids"]
    roles = list(dict.fromkeys(superiors + subordinates))
    number = {role: i for i, role in enumerate(roles)}
    graph = rx.PyDiGraph()
    graph.add_nodes_from(roles)
    graph.add_edges_from_no_data([(number[m], number[s]) for s, m in zip(subordinates, superiors, strict=True)])
    tops = [role for role in graph.node_indices() if not graph.in_degree(role)]
    layers = {role: layer for layer, level in enumerate(rx.bfs_layers(graph, tops), 1) for role in level}
    found: Spans = {}
    for role in graph.node_indices():
        if graph.out_degree(role):
            levels = rx.bfs_layers(graph, [role])
            found[roles[role]] = (len(levels[1]), sum(map(len, levels)) - 1, len(levels) - 1, layers.get(role))
    return found


def _agree(engine: Engine, organization: str) -> None:
    ours = {row[0]: row[3:] for row in ask(engine, "span_of_control").rows}
    if ours != plain_spans(engine, organization, "lines"):
        raise AssertionError("the two sides differ")
