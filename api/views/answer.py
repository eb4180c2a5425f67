"""An answer in a notebook: one that can also be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dutygraph.api.views.heat import heat_map
from dutygraph.api.views.ladder import ladders
from dutygraph.api.views.lines import chart_of_lines, chart_of_path
from dutygraph.graph import answer
from dutygraph.graph.errors import InputError
from dutygraph.graph.measures import Name


@dataclass(frozen=True)
class Picture:
    """A drawing that a notebook shows by itself; `svg` is its text, for a file."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg


@dataclass(frozen=True)
class Answer(answer.Answer):
    """The answer of `graph.answer`, and a drawing of it.

    `labels` holds title and unit of the roles and units that the question was asked about, by id.
    """

    labels: Mapping[str, Name] = field(default_factory=dict)

    def plot(self) -> Picture:
        """The answer as a drawing: an organisation chart of lines, a heat map of overlapping duties, or a ladder of
        the limits of approvals.

        Raises InputError for a question that cannot be drawn, which names those that can, and for an answer without
        rows.
        """
        drawing = _DRAWINGS.get(self.question)
        if drawing is None:
            raise InputError(f"{self.question} cannot be drawn; what can: {', '.join(_DRAWINGS)}.")
        if not self.rows:
            raise InputError(f"this answer to {self.question} has no rows; there is nothing to draw.")
        return Picture(drawing(self))


_DRAWINGS: Mapping[str, Callable[[Answer], str]] = {
    "escalation_path": lambda answer: chart_of_path(answer.to_dicts(), answer.params["role"], answer.labels),
    "may_decide": lambda answer: ladders(answer.to_dicts(), None),
    "overlapping_duties": lambda answer: heat_map(answer.to_dicts()),
    "reporting_line": lambda answer: chart_of_lines(answer.to_dicts(), answer.params["role"], answer.labels),
    "who_approves": lambda answer: ladders(answer.to_dicts(), answer.params["amount"]),
}
