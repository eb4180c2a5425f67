"""For notebooks and scripts: `dutygraph.connect(graph).ask(question, **params)`."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from dutygraph.graph.ask import Answer, ask
from dutygraph.graph.engine import Engine, Result
from dutygraph.graph.engines import open_engine, wrap_engine
from dutygraph.graph.errors import DutyGraphError, InputError
from dutygraph.graph.store import state


class Graph:
    """A graph to ask. Use it in a `with` block, or call `close()`.

    >>> with connect(":memory:") as graph:
    ...     graph.ask("organizations").rows
    []
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, question: str, **params: object) -> Answer:
        """The answer to a question of the catalogue (docs/questions.md).

        Raises InputError for an unknown question, a missing or ill-typed parameter or a name nothing has,
        AmbiguousName where a name fits several things, EngineError where the graph fails.
        """
        return ask(self._engine, question, params)

    def cypher(self, text: str, **params: Any) -> Result:
        """The rows of the user's own reading statement; `$name` in the text takes the parameter `name`.

        Raises InputError for faulty or writing Cypher, EngineError where the graph fails.
        """
        return self._engine.read(text, params)

    def close(self) -> None:
        """Let go of the graph."""
        self._engine.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<dutygraph graph {self._engine.address} on {self._engine.name}>"


def connect(graph: str | Path | object) -> Graph:
    """Open a graph: a file such as `report/graph.kgl`, the address of a server, a `py2neo.Graph` that you already hold,
    or `:memory:` for an empty one.

    Raises InputError where there is no such file, EngineError where the graph cannot be opened.
    """
    return Graph(open_existing(str(graph)) if isinstance(graph, str | Path) else wrap_engine(graph))


def open_existing(address: str) -> Engine:
    """The engine of a graph that is to be asked; never makes a new file.

    Raises InputError where there is no such file, EngineError where it cannot be opened.
    """
    if "://" not in address and address != ":memory:" and not Path(address).exists():
        audited = Path("report/graph.kgl")
        hint = f"perhaps {audited}" if audited.exists() else "an audit keeps its own as DIR/graph.kgl"
        raise InputError(
            f"there is no graph at {address}. Name another ({hint}), or make it with `dutygraph load PATH`."
        )
    engine = open_engine(address)
    try:
        state(engine)  # tells whether another version of the model wrote it
    except DutyGraphError:
        engine.close()
        raise
    return engine
