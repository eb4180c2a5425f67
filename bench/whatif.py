"""A scenario on 50,000 roles beside a plain audit of the same store, in seconds of this process's processor.

The scenario changes a superior, vacates a post and moves a duty. Its time holds everything: the export, the graph in
memory, the audits before and after, the search for the change that brought each new finding, figures and hints. Both
sides run once before they are measured, so that words both know are not counted to either.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from bench.figures import Figure, figure, in_turn
from bench.organization import records
from dutygraph.graph import store
from dutygraph.graph.audit import audit
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import group_by_document
from dutygraph.graph.scenario import parse_scenario
from dutygraph.graph.scenario.run import Outcome, what_if
from dutygraph.loaders.single import read_duty

ROLES = 50_000
DOCUMENTS = 50
ROUNDS = 3
SCENARIO = """
changes = [
  { superior = "20号岗位", of = "50号岗位" },
  { vacate = "3号岗位" },
  { move = "第1位主管", from = "50号岗位", to = "60号岗位" },
]
"""


def figures() -> Iterator[Figure]:
    """Processor seconds of a scenario and of an audit."""
    engine = open_engine(":memory:")
    store.load(engine, group_by_document(records(DOCUMENTS, ROLES, 2)), holder="bench")
    _agree(engine)
    ours, other = in_turn(lambda: seconds(lambda: scenario(engine)), lambda: seconds(lambda: audit(engine)), ROUNDS)
    engine.close()
    yield figure(
        "whatif",
        ours,
        other,
        ratio=ours / other,
        better="lower",
        what=f"processor seconds of a scenario of three changes on {ROLES} roles, the copy and both audits included, "
        "beside one audit of the store; ours by other",
    )


def scenario(engine: Engine) -> Outcome:
    """The whole of it, from the export on."""
    documents = list(group_by_document(store.export_facts(engine)))
    [outcome] = what_if(documents, [parse_scenario(SCENARIO, "bench.toml")], read_duty)
    return outcome


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _agree(engine: Engine) -> None:
    """Before the changes the scenario finds what the audit finds."""
    before = {each.finding.id for each in scenario(engine).before.found}
    if before != {finding.id for finding in audit(engine).findings}:
        raise AssertionError("the two sides differ")
