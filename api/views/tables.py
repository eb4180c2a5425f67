"""What scenarios and editions lead to, as tables that a notebook shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import escape

from dutygraph.api import editions, whatif
from dutygraph.api.render import Sheet, as_table, cell
from dutygraph.api.words import Words, words
from dutygraph.graph.editions import Edited
from dutygraph.graph.scenario.run import Outcome


class Tables:
    """Titled tables: as HTML in a notebook, as text elsewhere."""

    def __init__(self, sheets: Sequence[Sheet], lang: str) -> None:
        self._sheets = sheets
        self._say = words(lang)

    def _repr_html_(self) -> str:
        return "".join(_html(sheet, self._say) for sheet in self._sheets)

    def __repr__(self) -> str:
        return "\n".join(as_table(sheet, self._say) for sheet in self._sheets)


class WhatIf(Tables):
    """What scenarios lead to: figures side by side, and the findings that go and come. `outcomes` holds all of it, one
    for each scenario."""

    def __init__(self, outcomes: Sequence[Outcome], lang: str) -> None:
        super().__init__(whatif.sheets(outcomes, words(lang)), lang)
        self.outcomes = tuple(outcomes)

    def to_dict(self) -> list[dict[str, Any]]:
        """Plain values, one object a scenario."""
        return whatif.as_dict(self.outcomes)


class Changes(Tables):
    """What changed between two editions, and the findings that went and came; `edited` holds all of it."""

    def __init__(self, edited: Edited, lang: str) -> None:
        super().__init__(editions.sheets(edited, words(lang)), lang)
        self.edited = edited

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return editions.as_dict(self.edited)


def _html(sheet: Sheet, say: Words) -> str:
    heads = "".join(f"<th>{escape(say.column(name))}</th>" for name in sheet.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell(value, say))}</td>' for value in row)}</tr>" for row in sheet.rows)
    return f"<p>{escape(sheet.title)}</p><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
