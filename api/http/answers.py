"""Answers of the catalogue, each made once for a run however many ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from dutygraph.api.http.once import Once
from dutygraph.api.http.replies import Form, Pages, Window, as_json, gone
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.answer import Answer
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import Query

Asked: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A question and its parameters."""

_ROWS = 100_000
"""Rows of answers that are kept for further pages."""

_BYTES = 32_000_000
"""Bytes of answers that are kept as they went out."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An answer or a page of one as it goes out; `state` is its run, None where it is not complete."""

    content: bytes
    state: str | None
    total: int
    cursor: str | None


class Answers:
    """The answers over one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._answers: Once[Answer] = Once(_ROWS, lambda answer: 1 + len(answer.rows))
        self._encoded: Once[Encoded] = Once(_BYTES, lambda encoded: 500 + len(encoded.content))

    def get(
        self,
        question: Query,
        given: Mapping[str, object],
        form: Form,
        pages: Pages,
        cursor: str | None,
        limit: int | None,
    ) -> Encoded:
        """The answer to a question, as it goes out.

        Raises what `ask` raises, Refused (410, 422) for a cursor that leads nowhere.
        """
        run, window = pages.window(cursor, limit)
        shown = self._workspace.run_id()
        asked = (question.name, tuple(sorted((name, str(value)) for name, value in given.items())))

        def make() -> Encoded:
            answer = self._answer(question, given, asked, shown, run)
            if run is not None and (not answer.complete or (answer.run_id or "") != run):
                raise gone()
            return _encoded(answer, form, pages, window)

        of = shown if run is None else run
        return self._encoded.get((of, *asked, form, window), make, keep=lambda encoded: encoded.state == of)

    def _answer(
        self, question: Query, given: Mapping[str, object], asked: Asked, shown: str, run: str | None
    ) -> Answer:
        """The answer of the run shown, or that of a former run where pages of it may still be wanted."""
        if run is not None and run != shown:
            answer = self._answers.known((run, *asked))
            if answer is None:
                raise gone()
            return answer
        return self._answers.get(
            (shown, *asked),
            lambda: ask(self._workspace.engine, question.name, given),
            keep=lambda answer: answer.complete and (answer.run_id or "") == shown,
        )


def _encoded(answer: Answer, form: Form, pages: Pages, window: Window) -> Encoded:
    state = (answer.run_id or "") if answer.complete else None
    total = len(answer.rows)
    cursor = pages.next(state, window, total) if state is not None else None
    rows = slice(window.start, window.end)
    part = replace(answer, rows=answer.rows[rows], evidence=answer.evidence[rows])
    if form == "csv":
        return Encoded(part.to_csv().encode(), state, total, cursor)
    return Encoded(as_json(part.to_dict() | {"total": total, "next_cursor": cursor}), state, total, cursor)
