"""Loads one state of the firm in a process of its own: `python -m tests.neo4j.loader ADDRESS STATE HOLDER [LEASE]`.

Prints `ready` once it is about to load and, when it has, the run, or the error that stopped it. Waits for a line of
input in between, so that several start together and a killer knows when it began. LEASE is in seconds; a
write gets half of it, as in the product.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from dutygraph.graph import store
from dutygraph.graph.engines import neo4j, open_engine
from dutygraph.graph.errors import DutyGraphError
from dutygraph.graph.store import lease
from tests.neo4j.firm import documents


def main(address: str, state: str, holder: str, seconds: str = "120") -> None:
    lease.LEASE = timedelta(seconds=float(seconds))
    neo4j.WRITE_SECONDS = float(seconds) / 2
    engine, given = open_engine(address), documents(int(state))
    gone = store.readings(engine).keys() - {facts.document.key for facts in given}
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        outcome = store.load(engine, given, holder=holder, remove=gone)
        print("loaded", outcome.run_id, flush=True)
    except DutyGraphError as error:
        print("refused", type(error).__name__, str(error).replace("\n", " "), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
