"""Lines that name a unit where a post is meant: its head has them, where the text describes one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dutygraph.loaders.extract.draft import Draft, DraftNotice, NameAt, Owner, Reporting
from dutygraph.loaders.extract.owners import within
from dutygraph.loaders.extract.reading import Reading


class Heads:
    """The heads of the units of one draft."""

    def __init__(self, draft: Draft, reading: Reading) -> None:
        self._draft, self._reading, self._names = draft, reading, reading.names

    def settle(self) -> None:
        """Put heads in place of units that stand as superiors, and in front of the superiors of units."""
        self._draft.lines = [*self._with_heads(), *self._of_units()]

    def _with_heads(self) -> Iterator[Reporting]:
        for line in self._draft.lines:
            sup, sub = line.superior, line.subordinate
            if not isinstance(sup, NameAt) or not self._is_unit(sup.key):
                yield line
            elif head := self._head(sup.key, sub.key):
                yield replace(line, superior=head)
            elif line.listed_by == "prose":
                yield line  # 受财政部人事处之监督: an office outside
            else:
                message = f"{sub.name} names the unit {sup.name} as superior; no head of it is described here."
                self._draft.notices.append(DraftNotice("unit_as_superior", "info", message, line.start, line.end))

    def _of_units(self) -> Iterator[Reporting]:
        for unit, superior, start, end in self._draft.above_units:
            head = self._head(unit.key, superior.key)
            if self._is_unit(superior.key):
                parent = self._unit(superior.key)
                if unit.unit is None and parent is not None and not within(parent, unit):
                    unit.unit = parent
                above: Owner | NameAt | None = self._head(superior.key, head.key if head else "")
            else:
                above = superior
            if head is not None and above is not None:
                yield Reporting(head, above, start, end, basis="inferred")

    def _is_unit(self, key: str) -> bool:
        known = self._unit(key) is not None and self._draft.find(key, kinds=("role", "body")) is None
        return known or self._names.kind(key) == "unit"

    def _unit(self, key: str) -> Owner | None:
        forms = self._reading.same_units(key)
        return next((o for form in forms for o in self._draft.by_key.get(form, ()) if o.kind == "unit"), None)

    def _head(self, key: str, but: str) -> Owner | None:
        """The post that heads a unit, other than `but`: a rank in it, or its name with a rank, the highest such."""
        ranks = self._reading.words.titles["ranks"]
        unit = self._unit(key)
        stems = {
            *self._reading.same_units(key),
            *(key.removesuffix(word) for word in self._reading.words.units["alike"]),
        }
        found: list[tuple[int, int, Owner]] = []
        for at, owner in enumerate(self._draft.owners):
            if owner.kind != "role" or owner.key == but:
                continue
            rests = [owner.key.removeprefix(stem) for stem in stems if owner.key.startswith(stem)]
            rests += [owner.key] if unit is not None and owner.unit is unit else []
            found += [(ranks.index(rest), at, owner) for rest in rests if rest in ranks]
        return min(found)[2] if found else None
