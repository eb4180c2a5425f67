"""For notebooks and scripts: `dutygraph.connect(graph).who_approves(matter=…)`, a method for each question."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from dutygraph.api.views.answer import Answer
from dutygraph.api.views.tables import Changes, WhatIf
from dutygraph.graph.answer import Answer as PlainAnswer
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import Param, Query, catalog
from dutygraph.graph.engine import Engine, Result
from dutygraph.graph.engines import open_engine, wrap_engine
from dutygraph.graph.errors import DutyGraphError, InputError
from dutygraph.graph.names import names
from dutygraph.graph.parameters import NAMES, nearest
from dutygraph.graph.store import state


class Graph:
    """A graph to ask. Use it in a `with` block, or call `close()`.

    Each question of the catalogue is a method: `graph.who_owns("合同")`. Completion lists them, `help` tells what each
    asks and takes.

    >>> with connect(":memory:") as graph:
    ...     graph.organizations().rows
    []
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, question: str, **params: object) -> Answer:
        """The answer to a question of the catalogue (docs/questions.md).

        Raises InputError for an unknown question, a missing or ill-typed parameter or a name nothing has,
        AmbiguousName where a name fits several things, EngineError where the graph fails.
        """
        answer = ask(self._engine, question, params)
        given = {field.name: getattr(answer, field.name) for field in fields(answer)}
        return Answer(**given, labels=self._labels(answer))

    def __getattr__(self, name: str) -> Callable[..., Answer]:
        query = catalog().questions.get(name)
        if query is None:
            offered = "" if name.startswith("_") else nearest(name, list(catalog().questions))
            raise AttributeError(f"a graph has no question or method {name!r}.{offered}", name=name, obj=self)
        return _method(query, self.ask)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *catalog().questions})

    def cypher(self, text: str, **params: Any) -> Result:
        """The rows of the user's own reading statement; `$name` in the text takes the parameter `name`.

        Raises InputError for faulty or writing Cypher, EngineError where the graph fails.
        """
        return self._engine.read(text, params)

    def whatif(self, *scenarios: str | Path, profile: str | Path | None = None, lang: str = "en") -> WhatIf:
        """What scenarios (docs/whatif.md) would fix, bring and leave: files, or their text. The graph stays as it is.

        A text is what holds a `=`; give a file with one in its name as a Path. `profile` names the figures of rules,
        as for an audit. Raises InputError that names scenario, change and name.
        """
        from dutygraph.api.editions import facts_in
        from dutygraph.graph.scenario import parse_scenario, read_scenario
        from dutygraph.graph.scenario.run import what_if
        from dutygraph.loaders.project import find_project
        from dutygraph.loaders.single import duty_reader

        if not scenarios:
            raise InputError("give a scenario: a .toml file, or its text (docs/whatif.md).")
        read = [
            parse_scenario(each, f"scenario {number}")
            if isinstance(each, str) and "=" in each
            else read_scenario(Path(each))
            for number, each in enumerate(scenarios, 1)
        ]
        project = find_project()
        used = profile or project.profile
        return WhatIf(what_if(facts_in(self._engine), read, duty_reader(project.vocabulary), profile=used), lang)

    def diff(self, other: Graph | str | Path, *, profile: str | Path | None = None, lang: str = "en") -> Changes:
        """What changed from this graph to `other`, the newer one, and the findings that went and came.

        `other` is a graph, or names a document, a folder, a facts file, or a graph. Raises DocumentError where nothing
        of it can be read, InputError and EngineError where there is no such graph.
        """
        from dutygraph.api.editions import facts_in, facts_of
        from dutygraph.graph.editions import diff

        newer = facts_in(other._engine) if isinstance(other, Graph) else facts_of(str(other))
        return Changes(diff(facts_in(self._engine), newer, profile=profile), lang)

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

    def _labels(self, answer: PlainAnswer) -> Mapping[str, Any]:
        """Title and unit of what the question was asked about."""
        query = catalog().question(answer.question)
        asked = [answer.params[param.name] for param in query.params if param.type in NAMES[1:]]
        if not any(asked):
            return {}
        labels = names(self._engine, answer.run_id or "").inside(answer.params["organization"]).labels
        return {id_: labels[id_] for id_ in asked if id_}


def connect(graph: str | Path | object) -> Graph:
    """Open a graph: a file such as `report/graph.kgl`, the address of a server, a `py2neo.Graph` or a driver of `neo4j`
    that you already hold, or `:memory:` for an empty one.

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


_TYPES: Mapping[str, type] = {"int": int, "float": float, "bool": bool}


def _method(query: Query, ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """A question as a function with signature and docstring; only what it cannot do without goes without a name."""
    signature = inspect.Signature(
        [_parameter(param) for param in sorted(query.params, key=_last)], return_annotation=Answer
    )

    def method(*values: object, **params: object) -> Answer:
        return ask(query.name, **signature.bind_partial(*values).arguments, **params)

    lines = [f"{param.name}: {param.expected}{_example(param)}" for param in query.params]
    columns = ", ".join(column.name for column in query.columns)
    method.__doc__ = "\n".join([query.asks, "", *lines, "", f"Columns: {columns}.", f"Defined in {query.source}."])
    method.__name__ = query.name
    method.__qualname__ = f"{Graph.__name__}.{query.name}"
    method.__signature__ = signature  # type: ignore[attr-defined]
    return method


def _last(param: Param) -> bool:
    """Sorts what may be left out behind what may not."""
    return not param.required


def _parameter(param: Param) -> inspect.Parameter:
    kind: Any = Literal[param.choices] if param.choices else _TYPES.get(param.type, str)
    if param.required:
        return inspect.Parameter(param.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)
    kind = kind if param.default is not None else kind | None
    return inspect.Parameter(param.name, inspect.Parameter.KEYWORD_ONLY, default=param.default, annotation=kind)


def _example(param: Param) -> str:
    return f", such as {param.example}" if param.example and not param.choices else ""
