"""The catalogue: every question that can be asked, read from cypher/questions and checked when it is read.

A query file starts with a head of comments (docs/cypher.md) that says what it asks, which parameters it takes and what
its columns mean; faces make their commands, routes and tables from it. A broken head is a `HouseError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from typing import Any, cast

from dutygraph.graph.errors import HouseError, UnknownName
from dutygraph.graph.parameters import Param, nearest, read_param

__all__ = ["Catalog", "Column", "Param", "Query", "catalog"]

_KEYS = ("asks", "params", "columns", "revision", "source", "computed_by", "with")
_REQUIRED = ("asks", "columns", "revision", "source")
_KEY = re.compile(r"//\s?(\w+):\s*(.*)")
_MORE = re.compile(r"//\s{3,}(\S.*)")
_SECOND_KEY = re.compile(r"\s{3,}(?=\w+: )")
_COLUMN = re.compile(r"(?P<name>[a-z][a-z0-9_]*): (?P<type>[a-z_]+(?:\[[a-z]+\])?)(?: \((?P<unit>[a-z]+)\))?")
_COLUMN_TYPES = frozenset(
    {"str", "int", "float", "bool", "list[str]", "list[int]", "list[float]", "list[bool]", "list[list]"}
)
_SOURCE = re.compile(r"docs/[a-z_]+\.md#[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer. `unit` is what a number counts: count, levels, ratio, people; None for the rest."""

    name: str
    type: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """One query file.

    `params` and `columns` describe the final answer. Where `computed_by` names a function, the Cypher (and that of the
    files in `reads`) is the input of the computation and the function makes the rows; see `graph.measures.Computed`.
    """

    name: str
    asks: str
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    revision: int
    source: str
    computed_by: str | None
    reads: tuple[str, ...]
    cypher: str
    cypher_params: tuple[str, ...]
    """The parameters that the Cypher itself uses."""

    def param(self, name: str) -> Param | None:
        """The parameter of that name, None where the question has none."""
        return next((param for param in self.params if param.name == name), None)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All query files that people's questions rest on, by name, in order of name."""

    questions: Mapping[str, Query]
    columns: Mapping[str, Query]
    """Queries that computed questions and the search for names share; nobody asks them by themselves."""

    def question(self, name: str) -> Query:
        """The question of that name; dashes do for underscores.

        Raises UnknownName that names the nearest questions where there is none.
        """
        found = self.questions.get(name.replace("-", "_"))
        if found is None:
            raise UnknownName(f"There is no question {name!r}.{nearest(name, list(self.questions))}")
        return found


@cache
def catalog() -> Catalog:
    """The catalogue of this package, read once.

    Raises HouseError where a query file is broken.
    """
    return Catalog(read_queries("questions"), read_queries("columns"))


@cache
def read_queries(folder: str) -> Mapping[str, Query]:
    """The query files of one folder of cypher/, by name, in order of name."""
    files = resources.files("dutygraph.cypher").joinpath(folder)
    names = sorted(file.name for file in files.iterdir() if file.name.endswith(".cypher"))
    return {
        name.removesuffix(".cypher"): read_query(
            name.removesuffix(".cypher"), files.joinpath(name).read_text(encoding="utf-8"), f"cypher/{folder}/{name}"
        )
        for name in names
    }


def computation(query: Query) -> Callable[..., Any]:
    """The function that `computed_by` names, such as `graph.measures.span.table`.

    Raises HouseError where there is none.
    """
    module, _, function = (query.computed_by or "").rpartition(".")
    try:
        return cast("Callable[..., Any]", getattr(import_module(f"dutygraph.{module}"), function))
    except (ImportError, AttributeError) as error:
        raise HouseError(f"{query.name}: computed_by names {query.computed_by}, which is not there.") from error


def read_query(name: str, text: str, where: str) -> Query:
    """A query file from its text. `where` names it in errors.

    Raises HouseError that says what is wrong with the head.
    """
    head, cypher = split_head(text, where, _KEYS)
    if not cypher:
        raise HouseError(f"{where}: there is no statement below the head.")
    if missing := [key for key in _REQUIRED if key not in head]:
        raise HouseError(f"{where}: the head lacks {', '.join(missing)}.")
    if not head["revision"].isdecimal():
        raise HouseError(f"{where}: revision is {head['revision']!r}, not a whole number.")
    if not _SOURCE.fullmatch(head["source"]):
        raise HouseError(f"{where}: source is {head['source']!r}, not like docs/measures.md#span-of-control.")
    params = tuple(read_param(part, where) for part in parts(head.get("params", "")))
    columns = tuple(read_column(part, where) for part in parts(head["columns"]))
    for kind, names in (("param", [p.name for p in params]), ("column", [c.name for c in columns])):
        if len(set(names)) < len(names):
            raise HouseError(f"{where}: a {kind} is named twice.")
    used = set(re.findall(r"\$(\w+)", cypher))
    if unknown := used - {param.name for param in params}:
        raise HouseError(f"{where}: the text uses {', '.join(sorted(unknown))}, which the head does not declare.")
    return Query(
        name,
        head["asks"],
        params,
        columns,
        int(head["revision"]),
        head["source"],
        head.get("computed_by"),
        tuple(parts(head.get("with", ""))),
        cypher,
        tuple(param.name for param in params if param.name in used),
    )


def split_head(text: str, where: str, keys: Sequence[str]) -> tuple[dict[str, str], str]:
    """The head of a query file as keys and values, and what stands below it.

    Raises HouseError for a line that is no `key: value` of `keys`.
    """
    lines = text.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    head: dict[str, str] = {}
    key = ""
    for line in lines[:count]:
        if key and (more := _MORE.fullmatch(line)):
            head[key] += " " + more[1]
            continue
        for piece in _SECOND_KEY.split(line.removeprefix("//").strip()):
            found = _KEY.fullmatch("// " + piece)
            if not found or found[1] not in keys or found[1] in head:
                raise HouseError(f"{where}: {piece!r} is no line of a head; the keys, each once: {', '.join(keys)}.")
            key = found[1]
            head[key] = found[2].strip()
    return head, "\n".join(lines[count:]).strip()


def parts(text: str) -> list[str]:
    """The items of a list in a head, which commas part."""
    return [part.strip() for part in text.split(",") if part.strip()]


def read_column(text: str, where: str, more_types: Collection[str] = ()) -> Column:
    """A column as a head declares it: `direct_reports: int (count)`.

    Raises HouseError.
    """
    found = _COLUMN.fullmatch(text)
    if not found or found["type"] not in (*_COLUMN_TYPES, *more_types):
        raise HouseError(f"{where}: {text!r} is no column; write it like 'direct_reports: int (count)'.")
    return Column(found["name"], found["type"], found["unit"])


def as_markdown() -> str:
    """docs/questions.md."""
    lines = [
        "# Questions",
        "",
        "Written from the heads in `cypher/questions` by `python -m dutygraph.graph.catalog > docs/questions.md`.",
        "Each is `dutygraph ask NAME --parameter value`, a route `/api/v1/NAME`, `graph.NAME(parameter=value)` in a",
        "notebook, and a tool NAME for agents ([agent.md](agent.md)). What the figures mean stands where each",
        "question's section links to.",
    ]
    for query in catalog().questions.values():
        lines += [
            "",
            f"## {query.name}",
            "",
            f"{query.asks} Defined in [{query.source}]({query.source.removeprefix('docs/')}).",
            "",
        ]
        lines += ["| parameter | takes | default | example |", "| --- | --- | --- | --- |"]
        for param in query.params:
            default = "required" if param.required else "" if param.default is None else f"`{param.default}`"
            lines.append(f"| `{param.name}` | {param.expected} | {default} | {param.example} |")
        columns = [f"`{c.name}`" + (f" ({c.unit})" if c.unit else "") for c in query.columns]
        lines += ["", f"Columns: {', '.join(columns)}."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
