"""Readers that ask all the while a writer loads: an answer that says it is complete is that of the run it names.

How many complete answers are waited for comes from the environment: DUTYGRAPH_ANSWERS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter

from tests.neo4j.firm import documents, load
from tests.neo4j.reader import QUESTIONS, answer
from tests.servers import Server

ANSWERS = int(os.environ.get("DUTYGRAPH_ANSWERS", "150"))
READERS = 2


class Reader:
    """A process that asks, and what it was told."""

    def __init__(self, server: Server) -> None:
        self.told: list[tuple[int, str, bool, str]] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.neo4j.reader", server.address],
            env={**os.environ, **server.environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            encoding="utf-8",
        )  # fmt: skip
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def complete(self) -> int:
        assert self._process.poll() is None, "the reader has died"
        return sum(complete for _, _, complete, _ in self.told)

    def end(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._thread.join()
        return self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        self.told.extend(tuple(json.loads(line)) for line in self._process.stdout)


def test_a_complete_answer_is_that_of_the_run_it_names(server: Server) -> None:
    engine = server.engine("neo4j")
    given = documents(0), documents(1)
    right: dict[tuple[int, str], str] = {}

    def load_and_ask() -> None:
        load(engine, given[len(right) // len(QUESTIONS) % 2])
        for number in range(len(QUESTIONS)):
            run_id, complete, said = answer(engine, number)
            assert complete, "nobody loads now"
            right[number, run_id] = said

    load_and_ask()
    readers = [Reader(server) for _ in range(READERS)]
    try:
        while len(right) < 4 * len(QUESTIONS) or sum(reader.complete() for reader in readers) < ANSWERS:
            load_and_ask()
    finally:
        codes = [reader.end() for reader in readers]
    assert codes == [0] * READERS
    told = [each for reader in readers for each in reader.told]
    wrong = [
        (QUESTIONS[number][0], run_id)
        for number, run_id, complete, said in told
        if complete and said != right[number, run_id]
    ]
    assert not wrong
    assert {number for number, _, complete, _ in told if complete} == set(range(len(QUESTIONS)))
    assert Counter(complete for _, _, complete, _ in told)[False] > 0, "no answer fell into a load"
