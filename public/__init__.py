"""dutygraph: responsibility documents in, a graph with the quote for every statement out.

>>> import dutygraph
>>> with dutygraph.connect(":memory:") as graph:
...     graph.ask("organizations").rows
[]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dutygraph.api.notebook import Graph as Graph
    from dutygraph.api.notebook import connect as connect
    from dutygraph.api.views.answer import Answer as Answer
    from dutygraph.graph.errors import AmbiguousName as AmbiguousName
    from dutygraph.graph.errors import DocumentError as DocumentError
    from dutygraph.graph.errors import DutyGraphError as DutyGraphError
    from dutygraph.graph.errors import EngineError as EngineError
    from dutygraph.graph.errors import FactsError as FactsError
    from dutygraph.graph.errors import HouseError as HouseError
    from dutygraph.graph.errors import InputError as InputError
    from dutygraph.graph.errors import ServerUnreachable as ServerUnreachable
    from dutygraph.graph.errors import StoreDamaged as StoreDamaged
    from dutygraph.graph.errors import StoreLocked as StoreLocked
    from dutygraph.graph.errors import StoreVersion as StoreVersion
    from dutygraph.graph.errors import UnknownName as UnknownName

_ERRORS = (
    "AmbiguousName",
    "DocumentError",
    "DutyGraphError",
    "EngineError",
    "FactsError",
    "HouseError",
    "InputError",
    "ServerUnreachable",
    "StoreDamaged",
    "StoreLocked",
    "StoreVersion",
    "UnknownName",
)
_HOME = {
    "Answer": "dutygraph.api.views.answer",
    "Graph": "dutygraph.api.notebook",
    "connect": "dutygraph.api.notebook",
    **dict.fromkeys(_ERRORS, "dutygraph.graph.errors"),
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """Names are fetched when they are first used, so that `import dutygraph` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'dutygraph' has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
