"""Where the reading of an outline stands."""

from __future__ import annotations

from typing import NamedTuple

from dutygraph.loaders.extract.draft import Owner


class Context(NamedTuple):
    """Inside which unit, for whom, in which section.

    `strong`: the owners were named by a heading or label of their own, not only by the document's title. `word` is the
    label over the section where its own wording matters (审核事项). `metrics_beside`: a column of measures stands
    beside the duties, and its items may have fallen among them.
    """

    unit: Owner | None = None
    owners: tuple[Owner, ...] = ()
    strong: bool = False
    key: str | None = None
    area: str | None = None
    frequency: str | None = None
    overview: bool = False
    word: str = ""
    metrics_beside: bool = False
    about: str = ""
    """The matter of which a list gives tiers."""

    @property
    def roles(self) -> list[Owner]:
        """The owners that are roles or bodies."""
        return [owner for owner in self.owners if owner.kind != "unit"]

    def of(self, owners: tuple[Owner, ...]) -> Context:
        """The context for what is said of these owners by name."""
        unit = owners[0] if len(owners) == 1 and owners[0].kind == "unit" else self.unit
        return self._replace(unit=unit, owners=owners, strong=True, key=None)
