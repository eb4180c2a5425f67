"""Answers of the catalogue, each made once for a run however many ask."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from dutygraph.api.http.once import Once
from dutygraph.api.http.replies import Form, Pages, as_json, gone
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.answer import Answer
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import Query

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

    def get(self, question: Query, form: Form, pages: Pages) -> Encoded:
        """The answer to a question, as it goes out.

        Raises what `ask` raises, Refused (410) for pages of a run that is no more.
        """
        shown = self._workspace.run_id()
        run = shown if pages.state is None else pages.state
        asked = (question.name, *sorted(pages.asked.items()))

        def make() -> Encoded:
            answer = self._answer(question, pages, (run, *asked), shown)
            if pages.state is not None and not _is_of(run, answer):
                raise gone()
            return _encoded(answer, form, pages)

        return self._encoded.get((run, *asked, form, pages.window), make, keep=lambda encoded: encoded.state == run)

    def _answer(self, question: Query, pages: Pages, key: tuple[Hashable, ...], shown: str) -> Answer:
        """The answer of the run shown, or that of a former run where pages of it may still be wanted."""
        if key[0] == shown:
            return self._answers.get(
                key,
                lambda: ask(self._workspace.engine, question.name, pages.asked),
                keep=lambda answer: _is_of(shown, answer),
            )
        answer = self._answers.known(key)
        if answer is None:
            raise gone()
        return answer


def _is_of(run: str, answer: Answer) -> bool:
    return answer.complete and (answer.run_id or "") == run


def _encoded(answer: Answer, form: Form, pages: Pages) -> Encoded:
    state = (answer.run_id or "") if answer.complete else None
    total = len(answer.rows)
    cursor = pages.next(state, total) if state is not None else None
    rows = slice(pages.window.start, pages.window.end)
    part = replace(answer, rows=answer.rows[rows], evidence=answer.evidence[rows])
    if form == "csv":
        return Encoded(part.to_csv().encode(), state, total, cursor)
    return Encoded(as_json(part.to_dict() | {"total": total, "next_cursor": cursor}), state, total, cursor)
