"""Answers of the catalogue, each made once for a run however many ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dutygraph.api.http.once import Once
from dutygraph.api.http.replies import Form, Pages, as_json, gone
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.answer import Answer
from dutygraph.graph.catalog import Query

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
        self._encoded: Once[Encoded] = Once(_BYTES, lambda encoded: 500 + len(encoded.content))

    def get(self, question: Query, form: Form, pages: Pages) -> Encoded:
        """The answer to a question, as it goes out.

        Raises what `ask` raises, Refused (410) for pages of a run that is no more.
        """
        shown = self._workspace.run_id()
        run = shown if pages.state is None else pages.state
        asked = (question.name, *sorted(pages.asked.items()))
        known = self._workspace.ask if run == shown else self._former

        def make() -> Encoded:
            answer = known(run, question.name, pages.asked)
            if pages.state is not None and not answer.is_of(run):
                raise gone()
            return _encoded(answer, form, pages)

        return self._encoded.get((run, *asked, form, pages.window), make, keep=lambda encoded: encoded.state == run)

    def _former(self, run: str, name: str, params: Mapping[str, object]) -> Answer:
        """The answer of a former run, of which pages may still be wanted."""
        answer = self._workspace.answer_of(run, name, params)
        if answer is None:
            raise gone()
        return answer


def _encoded(answer: Answer, form: Form, pages: Pages) -> Encoded:
    state = (answer.run_id or "") if answer.complete else None
    total = len(answer.rows)
    cursor = pages.next(state, total) if state is not None else None
    rows = pages.window.rows
    part = replace(answer, rows=answer.rows[rows], evidence=answer.evidence[rows])
    if form == "csv":
        return Encoded(part.to_csv().encode(), state, total, cursor)
    return Encoded(as_json(part.to_dict() | {"total": total, "next_cursor": cursor}), state, total, cursor)
