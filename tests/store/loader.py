"""Loads in a process of its own: `python -m tests.store.loader ADDRESS STATE`; says `ready` before it begins."""

from __future__ import annotations

import sys

from dutygraph.graph import store
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts
from tests.store.papers import Paper, full_paper


def given(state: int) -> list[DocumentFacts]:
    """Forty documents of one firm; the second state has changed a third of them."""
    papers = []
    for number in range(40):
        paper = full_paper(f"{number:02}.txt") if number % 4 == 0 else Paper(f"{number:02}.txt").role("总经理")
        for item in range(60):
            edited = "修订后的" if state == 1 and number % 3 == 0 and item % 5 == 0 else ""
            paper.duty("总经理", f"{edited}第{number}号文件的第{item}项职责")
        papers.append(paper.facts())
    return papers


def main(address: str, state: str) -> None:
    """Load that state."""
    engine, papers = open_engine(address), given(int(state))
    print("ready", flush=True)
    store.load(engine, papers, holder="loader")
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
