"""An engine that notes every statement that is run on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dutygraph.graph.engine import Engine, Result, Statement


class Recorder:
    """Passes everything on; `texts` holds each Cypher text that was run."""

    def __init__(self, engine: Engine) -> None:
        self.texts: set[str] = set()
        self._engine = engine
        self.name, self.address, self.save, self.close = engine.name, engine.address, engine.save, engine.close

    def read(self, cypher: str, params: Mapping[str, Any] | None = None) -> Result:
        self.texts.add(cypher)
        return self._engine.read(cypher, params)

    def write(self, statements: Sequence[Statement], only_if: Statement | None = None) -> list[Result]:
        self.texts.update(each.cypher for each in (*statements, *([only_if] if only_if else ())))
        return self._engine.write(statements, only_if)

    def define(self, statements: Sequence[str]) -> None:
        self.texts.update(statements)
        self._engine.define(statements)
