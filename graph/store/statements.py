"""The Cypher of the store: cypher/load and cypher/schema, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from dutygraph.graph.engine import Statement


@cache
def cypher(name: str) -> str:
    """The text of cypher/load/<name>.cypher."""
    return (files("dutygraph.cypher") / "load" / f"{name}.cypher").read_text(encoding="utf-8")


def statement(name: str, **params: Any) -> Statement:
    """The statement of that file with its parameters."""
    return Statement(cypher(name), params)


@cache
def constraints() -> tuple[str, ...]:
    """All of cypher/schema, in order of name."""
    folder = files("dutygraph.cypher") / "schema"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".cypher")), key=lambda each: each.name)
    return tuple(entry.read_text(encoding="utf-8") for entry in found)
