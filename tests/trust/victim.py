"""Does one thing to a graph in a process of its own: `python -m tests.trust.victim ACTION FOLDER STATE`.

Says `ready` before it begins and `done` when it has; whoever kills it in between looks at what is left.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from dutygraph.graph import store
from dutygraph.graph.backup import backup
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.overlaps import write_overlaps
from dutygraph.loaders.reviewsheet import write_review
from tests.neo4j.firm import documents

GRAPH, BACKUP, REVIEW = "graph.kgl", "graph.backup", "review.xlsx"
ACTIONS = ("load", "sweep", "overlaps", "backup", "review")


def given(state: int) -> list[DocumentFacts]:
    """Documents in two states of the firm's paperwork."""
    return documents(state, count=8, duties=120)


def main(action: str, folder: Path, state: int) -> None:
    """Do it once."""
    facts = given(state)
    keys = {each.document.key for each in facts}
    print("ready", flush=True)
    if action == "backup":
        backup(str(folder / GRAPH), folder / BACKUP)
    elif action == "review":
        from dutygraph.graph.files import replacing

        with replacing(folder / REVIEW, keep=True) as stream:
            write_review(facts, stream, None)
    else:
        with closing(open_engine(str(folder / GRAPH))) as engine:
            if action == "load":
                store.load(engine, facts, holder="victim")
            elif action == "sweep":
                store.load(engine, facts, holder="victim", remove=store.readings(engine).keys() - keys)
            else:
                write_overlaps(engine, holder="victim")
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
