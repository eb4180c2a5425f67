"""What a question comes back with: rows whose columns say type and unit, and for each row the sentences it rests on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from dutygraph.graph.catalog import Column
from dutygraph.graph.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_SHOWN = 200
"""Rows that a notebook shows; the rest is counted."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with; the wide forms are what a Chinese keyboard gives for the signs."""


class Evidence(NamedTuple):
    """One sentence. `span` is 'start:end' in the document's text as read, 'author|date' of an interview, '' if none."""

    fact_id: str
    document_key: str
    quote: str
    locator: str
    span: str


class Sentences(Sequence[tuple[Evidence, ...]]):
    """The evidence of each row, made when it is looked at: of 50,000 lines few are read.

    `rows` holds the ids of the facts each row rests on; `facts`, by id, a list of the id, then all documents, quotes,
    locators and spans of its sentences, one after another; `keys` the document keys by id.
    """

    def __init__(
        self, rows: Sequence[Sequence[str]], facts: Mapping[str, Sequence[str]], keys: Mapping[str, str]
    ) -> None:
        self._rows = rows
        self._facts = facts
        self._keys = keys

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> tuple[Evidence, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Evidence, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Evidence, ...] | list[tuple[Evidence, ...]]:
        if isinstance(place, slice):
            return [self._made(row) for row in self._rows[place]]
        return self._made(self._rows[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def _made(self, ids: Sequence[str]) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(id_, self._keys.get(document, document), quote, locator, span)
            for id_ in ids
            for document, quote, locator, span in _each(self._facts.get(id_, ()))
        )


def _each(fact: Sequence[str]) -> list[Sequence[str]]:
    """Document, quote, locator and span of each sentence of a fact."""
    count = len(fact) // 4
    return [fact[place::count] for place in range(1, count + 1)]


@dataclass(frozen=True)
class Answer:
    """Rows, and what they rest on.

    `evidence` goes in step with `rows`. `params` are the parameters as they were taken, names as ids. `cypher` and
    `cypher_params` are what ran; where `computed_by` names a function, they are the input of its computation.
    `complete` says that the whole answer came from the run `run_id`; a load that was under way makes it false.
    """

    question: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    evidence: Sequence[tuple[Evidence, ...]]
    params: Mapping[str, Any]
    cypher: str
    cypher_params: Mapping[str, Any]
    computed_by: str | None
    engine: str
    run_id: str | None
    complete: bool
    warnings: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row as a dict by column name, without its evidence."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame whose last column, `quotes`, holds the list of sentences of each row.

        The columns' units stand in `attrs["units"]`. Raises InputError where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise InputError("to_pandas needs pandas: pip install 'dutygraph[notebook]'.") from error
        frame = pd.DataFrame(self.rows, columns=[column.name for column in self.columns])
        frame["quotes"] = [[piece.quote for piece in pieces] for pieces in self.evidence]
        frame.attrs["units"] = {column.name: column.unit for column in self.columns if column.unit}
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The rows as a data frame of polars whose last column, `quotes`, holds the list of sentences of each row.

        Raises InputError where polars is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise InputError("to_polars needs polars: pip install 'dutygraph[polars]'.") from error
        texts = pl.List(pl.String)
        types: dict[str, Any] = {
            "str": pl.String,
            "int": pl.Int64,
            "float": pl.Float64,
            "bool": pl.Boolean,
            "list[str]": texts,
        }
        columns = [
            pl.Series(column.name, [row[place] for row in self.rows], dtype=types.get(column.type))
            for place, column in enumerate(self.columns)
        ]
        quotes = [[piece.quote for piece in pieces] for pieces in self.evidence]
        return pl.DataFrame([*columns, pl.Series("quotes", quotes, dtype=texts)])

    def to_dict(self) -> dict[str, Any]:
        """The whole answer as plain values: what every face gives to a program."""
        return {
            "question": self.question,
            "params": dict(self.params),
            "columns": [{"name": c.name, "type": c.type, "unit": c.unit} for c in self.columns],
            "rows": self.to_dicts(),
            "evidence": [
                [
                    {"fact_id": e.fact_id, "document": e.document_key, "quote": e.quote, "locator": e.locator,
                     "span": e.span}
                    for e in pieces
                ]
                for pieces in self.evidence
            ],
            "warnings": list(self.warnings),
            "run_id": self.run_id,
            "complete": self.complete,
            "engine": self.engine,
            "computed_by": self.computed_by,
            "cypher": self.cypher,
            "cypher_params": dict(self.cypher_params),
        }  # fmt: skip

    def to_json(self) -> str:
        """`to_dict` as JSON, Chinese as it is: the same answer, the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def is_of(self, run: str) -> bool:
        """Whether the whole answer came from that run, '' for a graph that was never loaded."""
        return self.complete and (self.run_id or "") == run

    def to_csv(self) -> str:
        """The rows as CSV, a list's items and the sentences one a line in their cell; the first line names columns.

        A text that a spreadsheet would run as a formula gets an apostrophe before it.
        """
        columns = [*(column.name for column in self.columns), "documents", "quotes"]
        return csv_text(
            columns,
            (
                (*row, list(dict.fromkeys(piece.document_key for piece in pieces)), [piece.quote for piece in pieces])
                for row, pieces in zip(self.rows, self.evidence, strict=True)
            ),
        )

    def _repr_html_(self) -> str:
        """A table with the sentences below each row's figures, for notebooks."""
        heads = "".join(
            f"<th>{escape(c.name)}{f'<br><small>{escape(c.unit)}</small>' if c.unit else ''}</th>" for c in self.columns
        )
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(_shown(value))}</td>' for value in row)}<td>{_quotes(pieces)}</td></tr>"
            for row, pieces in zip(self.rows[:_SHOWN], self.evidence, strict=False)
        )
        notes = [*self.warnings]
        if len(self.rows) > _SHOWN:
            notes.append(f"{_SHOWN} of {len(self.rows)} rows shown.")
        if not self.complete:
            notes.append("A load was under way: this answer may mix two states of the graph.")
        below = "".join(f"<p>{escape(note)}</p>" for note in notes)
        return f"<table><thead><tr>{heads}<th>evidence</th></tr></thead><tbody>{body}</tbody></table>{below}"


def _shown(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV below the names of their columns, each value as `_csv_value` makes it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    return out.getvalue()


def _csv_value(value: object) -> object:
    """A value as a CSV cell: a list's items one a line, and an apostrophe before a text that a spreadsheet would run as
    a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = "\n".join(map(str, value))
    if not isinstance(value, str):
        return value
    value = "'" + value if value.startswith(_FORMULA) else value
    return value.replace("\r\n", "\n").replace("\r", "\n")  # the csv module leaves a lone \r unquoted


def _quotes(pieces: Sequence[Evidence]) -> str:
    return "<br>".join(
        f"{escape(piece.quote)} <small>{escape(', '.join(filter(None, (piece.document_key, piece.locator))))}</small>"
        for piece in pieces
    )
