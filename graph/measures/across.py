"""Near-copies of duties among all organisations of a store (docs/overlap.md#across-organisations)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dutygraph.graph.answer import Evidence
from dutygraph.graph.measures.selfjoin import NearCopies, near_copies
from dutygraph.graph.records import AnyRecord, Document, Duty, Organization, Role, Unit
from dutygraph.graph.text.folding import fold

SHOWN = 3
"""Statements of one text that a row names; `copies` counts them all."""


class Statement(NamedTuple):
    """A duty of an owner, and where it stands."""

    text: str
    owner_id: str
    owner: str
    organization_id: str
    organization: str
    evidence: Evidence


class Side(NamedTuple):
    """One wording: how many statements have it, by how many owners of how many organisations, and the first of them."""

    text: str
    copies: int
    owners: int
    organizations: int
    first: tuple[Statement, ...]


class Row(NamedTuple):
    """Two wordings that are near, or one wording of several owners (`b` is then `a`, score 1).

    `matter` numbers the rows that hang together from 1; `organizations` counts those of both sides.
    """

    matter: int
    score: float
    organizations: int
    a: Side
    b: Side


class Across(NamedTuple):
    """The rows shown, how many there are, and of how many statements and different texts they come."""

    rows: list[Row]
    found: int
    statements: int
    texts: int


def statements(records: Iterable[AnyRecord]) -> list[Statement]:
    """The duties among the records of documents, whatever their order within a document; a fact stated twice once.

    An organisation without a name is called by its document.
    """
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    owners: dict[str, tuple[str, str]] = {}
    duties: dict[str, Duty] = {}
    for record in records:
        if isinstance(record, Document):
            keys[record.id] = record.key
        elif isinstance(record, Organization):
            names[record.id] = record.name or names.get(record.id) or keys.get(record.document_id, record.document_id)
        elif isinstance(record, Unit):
            owners[record.id] = record.organization_id, record.name
        elif isinstance(record, Role):
            owners[record.id] = record.organization_id, record.title
        elif isinstance(record, Duty):
            duties.setdefault(record.id, record)
    found = []
    for duty in duties.values():
        organization, title = owners[duty.owner_id]
        source = duty.source
        evidence = Evidence(duty.id, keys[source.document_id], source.quote, source.locator or "", source.span)
        found.append(
            Statement(duty.text, duty.owner_id, title, organization, names.get(organization, organization), evidence)
        )
    return found


def across(found: Sequence[Statement], least: float, most: int) -> Across:
    """Wordings of different owners that are equal or near, those of several organisations first, then the nearest.

    Texts count as equal that fold to the same; texts without letters are passed over. `least` is the cosine from which
    two are near (0 < least <= 1), `most` how many rows are made. Raises InputError as `near_copies` does.
    """
    folded = [fold(each.text) for each in found]
    kept = [place for place, text in enumerate(folded) if text]
    near = near_copies([folded[place] for place in kept], least)
    sides = _Sides(found, [[kept[number] for number in group] for group in near.groups])
    later, earlier, score = _candidates(near, sides)
    matters = _matters(len(near.groups), later, earlier)
    organizations = sides.organizations_of(later, earlier)
    order = np.lexsort((later, earlier, -(sides.copies[later] + sides.copies[earlier]), -score, organizations < 2))
    numbers: dict[int, int] = {}
    rows = []
    for place in order[:most].tolist():
        a, b = int(earlier[place]), int(later[place])
        matter = numbers.setdefault(int(matters[a]), len(numbers) + 1)
        rows.append(Row(matter, round(float(score[place]), 3), int(organizations[place]), sides[a], sides[b]))
    return Across(rows, len(order), len(found), len(near.groups))


@dataclass
class _Sides:
    """The groups of equal texts with counts of what is in them."""

    found: Sequence[Statement]
    groups: Sequence[Sequence[int]]

    def __post_init__(self) -> None:
        self._owners = [frozenset(self.found[place].owner_id for place in group) for group in self.groups]
        self._organizations = [frozenset(self.found[place].organization_id for place in group) for group in self.groups]
        self.copies = np.array([len(group) for group in self.groups], np.int64)
        self.shared = np.array([len(owners) > 1 for owners in self._owners], bool)

    def __getitem__(self, group: int) -> Side:
        members = [self.found[place] for place in self.groups[group]]
        return Side(
            members[0].text,
            len(members),
            len(self._owners[group]),
            len(self._organizations[group]),
            tuple(_varied(members)),
        )

    def different_owners(self, later: npt.NDArray[np.intp], earlier: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        pairs = zip(later.tolist(), earlier.tolist(), strict=True)
        return np.array([len(self._owners[x] | self._owners[y]) > 1 for x, y in pairs], bool)

    def organizations_of(self, later: npt.NDArray[np.intp], earlier: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
        pairs = zip(later.tolist(), earlier.tolist(), strict=True)
        return np.array([len(self._organizations[x] | self._organizations[y]) for x, y in pairs], np.int64)


def _varied(members: Sequence[Statement]) -> Iterator[Statement]:
    """The first statements, of different organisations as far as there are any."""
    by_organization: dict[str, list[Statement]] = defaultdict(list)
    for member in members:
        by_organization[member.organization_id].append(member)
    depth = 0
    left = min(SHOWN, len(members))
    while left:
        for held in by_organization.values():
            if left and depth < len(held):
                yield held[depth]
                left -= 1
        depth += 1


def _candidates(
    near: NearCopies, sides: _Sides
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Later group, earlier group and score: pairs of groups, and groups of several owners with themselves."""
    alone = np.flatnonzero(sides.shared)
    later, earlier = near.later.astype(np.intp), near.earlier.astype(np.intp)
    kept = sides.different_owners(later, earlier)
    return (
        np.concatenate([alone, later[kept]]),
        np.concatenate([alone, earlier[kept]]),
        np.concatenate([np.ones(len(alone)), np.minimum(near.cosine[kept], 1.0).astype(np.float64)]),
    )


def _matters(size: int, later: npt.NDArray[np.intp], earlier: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """For each group the first of those it hangs together with."""
    parents = list(range(size))

    def root(group: int) -> int:
        while parents[group] != group:
            parents[group] = group = parents[parents[group]]
        return group

    for x, y in zip(later.tolist(), earlier.tolist(), strict=True):
        a, b = root(x), root(y)
        parents[max(a, b)] = min(a, b)
    return np.array([root(group) for group in range(size)], np.intp)
