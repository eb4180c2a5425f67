"""Asks questions about the firm without a pause: `python -m tests.neo4j.reader ADDRESS`.

Prints one line of JSON for each answer until its input ends: question, run, whether it says it is complete, and a hash
of everything it says.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress

from dutygraph.graph.ask import ask
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError, StoreLocked

QUESTIONS: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("span_of_control", {}),
    ("who_owns", {"words": "库存报表"}),
    ("overlapping_duties", {}),
    ("unattached_roles", {}),
    ("unit_card", {"unit": "质量部"}),
    ("organizations", {}),
)


def answer(engine: Engine, number: int) -> tuple[str, bool, str]:
    """Run, completeness and hash of the answer to one question, asked once."""
    name, params = QUESTIONS[number]
    found = ask(engine, name, params, patience=0)
    said = json.dumps([found.rows, list(found.evidence), found.warnings], ensure_ascii=False)
    return found.run_id, found.complete, hashlib.sha256(said.encode()).hexdigest()


def main(address: str) -> None:
    engine = open_engine(address)
    asked = threading.Thread(target=sys.stdin.read, daemon=True)
    asked.start()
    for number in itertools.cycle(range(len(QUESTIONS))):
        if not asked.is_alive():
            break
        with suppress(InputError, StoreLocked):  # missing, or torn, while a load is under way
            print(json.dumps([number, *answer(engine, number)]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
