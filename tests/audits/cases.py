"""Cases of rules: tests/cases/audits/<rule>/<case>.toml, a graph in the compact form and what the rule says of it.

`findings` are the messages in Chinese, in any order; `severities` (one for each message, the rule's own where absent)
and `population` are compared too, `quotes` where it is given: for each message the sentences it must rest on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.conformance.graphs import CASES, read_toml

FOLDER = CASES / "audits"


@dataclass(frozen=True)
class Case:
    """One file."""

    id: str
    rule: str
    documents: list[Mapping[str, Any]]
    population: int
    findings: list[str] = field(default_factory=list)
    severities: list[str] = field(default_factory=list)
    quotes: list[list[str]] = field(default_factory=list)


def read_cases() -> list[Case]:
    files = sorted(FOLDER.glob("*/*.toml"))
    return [Case(id=f"{path.parent.name}-{path.stem}", rule=path.parent.name, **read_toml(path)) for path in files]
