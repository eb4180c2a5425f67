"""The overlap register of one organisation: matters with several owners, who settles each, and who could own it.

The matter of every two duties is compared; those of which one has a share of the other's are scored. Where these are
too many the nearest are, and the register says what share of the overlaps that finds, measured on a sample.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.measures.overlaps.candidates import Ids, sharing_pairs
from dutygraph.graph.measures.overlaps.common import with_common_words
from dutygraph.graph.measures.overlaps.evaluate import DISTINCT, LABELS
from dutygraph.graph.measures.overlaps.features import Pairs
from dutygraph.graph.measures.overlaps.judge import Context, Scores, Side, design, score
from dutygraph.graph.measures.overlaps.prepared import Encode, Prepared, prepare
from dutygraph.graph.measures.overlaps.proposal import Proposal, propose
from dutygraph.graph.measures.overlaps.reason import explain
from dutygraph.graph.measures.overlaps.sparse import Relation
from dutygraph.graph.text.acts import parse
from dutygraph.graph.text.folding import fold

SHARE = 0.2
"""Share of one duty's matter that the other must have: nine in ten of the overlaps that readers labelled reach it, of
pairs drawn at random one in thirty."""

MOST_SCORED = 1_500_000
"""Pairs that are scored: all that reach the share among about 6,000 duties."""

MOST_COMPARED = 20_000
"""Duties whose matter is compared; of more, only those that say the same but for words without meaning of their own."""

LEAST = 0.6
"""Score from which a pair stands in the register."""

SAME_TEXT_OWNERS = 3
"""How many owners of one text are compared with other texts; more say nothing new."""

SAMPLE = 20_000
"""Pairs that are scored of those left out, to measure how many overlaps are among them."""

POOL_SHARE = 0.5
"""Posts of one title that share so much of the shorter list of duties are one pool of equal posts."""

HELPING = frozenset({"assist", "participate", "consulted", "informed"})
"""Modes of those who do not own a duty."""

SUPPORT = "support"
"""What an overlap is where one side helps by its mode, whatever its words say."""


class Duty(NamedTuple):
    """A duty as one owner holds it. `id` is the fact's, `duty_id` the duty node's."""

    id: str
    duty_id: str
    owner_id: str
    text: str
    mode: str = "own"


class Owner(NamedTuple):
    """A role or a unit. `unit_ids`: for a role the units it sits in, for a unit the units it is part of, the nearest
    first; `charge` what the unit is for, or the role, in the document's words."""

    id: str
    title: str
    is_unit: bool = False
    unit_ids: tuple[str, ...] = ()
    charge: str = ""


class Overlap(NamedTuple):
    """Two duties of two owners; `a` and `b` are `Duty.id`s, the owner first by title, then by id. `design`: why the
    overlap is meant, None where it is a fault (`judge.design`); `texts` are the folded texts."""

    a: str
    b: str
    owners: tuple[str, str]
    texts: tuple[str, str]
    score: float
    label: str
    design: str | None
    arbiter_id: str | None


class Cluster(NamedTuple):
    """One matter with several owners. `duties` by owner's title; `pairs` best first; `score` of the best pair, `label`
    of it; `arbiter_id` the lowest common superior of all owners; `nobody_owns` where every owner only helps."""

    duties: tuple[str, ...]
    owners: tuple[str, ...]
    score: float
    label: str
    arbiter_id: str | None
    nobody_owns: bool
    proposal: Proposal
    pairs: tuple[Overlap, ...]


@dataclass(frozen=True)
class Register:
    """`clusters` worst first; `by_design` the overlaps that are meant, best first. `compared` pairs were scored out of
    `duties`; `recall` is the share of the overlaps found, measured on a sample, None where nothing was left out;
    `alike_only` tells that there are too many duties and only those that say the same were looked at."""

    clusters: tuple[Cluster, ...]
    by_design: tuple[Overlap, ...]
    duties: int
    compared: int
    recall: float | None
    alike_only: bool
    explain: Callable[[Overlap], str] = field(compare=False)
    """Why a pair of the register was judged so, in words; told for those that are shown, for it takes a while."""

    @property
    def warnings(self) -> list[str]:
        """What a reader of the register should know."""
        if self.alike_only:
            return [f"Only duties that say the same were compared: {self.duties} are more than {MOST_COMPARED}."]
        if self.recall is not None:
            return [f"The {self.compared} nearest pairs were scored; they hold {self.recall:.1%} of the overlaps."]
        return []


def register(
    duties: Iterable[Duty],
    owners: Iterable[Owner],
    superiors: Superiors,
    *,
    least: float = LEAST,
    encode: Encode | None = None,
) -> Register:
    """The register of one organisation. The order of the input changes nothing."""
    known = {owner.id: owner for owner in owners}
    held = _once(duties, known)
    count = len(held)
    if alike_only := count > MOST_COMPARED:
        held = _alike(held)
    book = _Book(held, known, superiors, encode)
    left, right, recall = book.candidates(least, book.copies() if alike_only else None)
    found = book.score(left, right)
    chosen = _standing(found, least)
    chosen = chosen[np.lexsort((right[chosen], left[chosen], -np.round(found.scores[chosen], 4)))]
    clusters, by_design = book.written(left[chosen], right[chosen], Scores(found.scores[chosen], found.labels[chosen]))
    return Register(clusters, by_design, count, len(left), recall, alike_only, book.reason)


def _standing(found: Scores, least: float) -> Ids:
    """The places of the pairs that stand in the register."""
    return np.flatnonzero((found.scores >= least) & (found.labels != LABELS.index(DISTINCT)))


def _alike(duties: Sequence[Duty]) -> list[Duty]:
    """The duties that another owner's equals, filler aside."""
    groups: dict[tuple[str, ...], list[Duty]] = defaultdict(list)
    for duty in duties:
        groups[_said(duty)].append(duty)
    alike = {duty.id for group in groups.values() if len({duty.owner_id for duty in group}) > 1 for duty in group}
    return [duty for duty in duties if duty.id in alike]


def _said(duty: Duty) -> tuple[str, ...]:
    """What a duty says, filler aside."""
    return tuple(word.text for word in parse(duty.text).words)


def _once(duties: Iterable[Duty], owners: Mapping[str, Owner]) -> list[Duty]:
    """Duties with text whose owner is known, one for an owner and folded text, by title, text and id."""
    kept: dict[tuple[str, str], Duty] = {}
    for duty in sorted(duties, key=lambda d: (d.text, d.id)):
        folded = fold(duty.text)
        if folded and duty.owner_id in owners:
            kept.setdefault((duty.owner_id, folded), duty)
    return sorted(kept.values(), key=lambda d: (owners[d.owner_id].title, d.owner_id, d.text, d.id))


class _Book:
    """The duties of one organisation while its register is made."""

    def __init__(
        self, duties: list[Duty], owners: Mapping[str, Owner], superiors: Superiors, encode: Encode | None
    ) -> None:
        self.duties, self.owners, self.superiors = duties, owners, superiors
        titles = [owners[duty.owner_id].title for duty in duties]
        self.prepared: Prepared = with_common_words(prepare([duty.text for duty in duties], titles, encode))
        self.ids = sorted({duty.owner_id for duty in duties}, key=lambda i: (owners[i].title, i))
        place = {owner: number for number, owner in enumerate(self.ids)}
        self.owner: Ids = np.array([place[duty.owner_id] for duty in duties], np.intp)
        self.place = {duty.id: row for row, duty in enumerate(duties)}
        self.folded = [fold(duty.text) for duty in duties]
        self.held: dict[str, list[int]] = defaultdict(list)
        for row, duty in enumerate(duties):
            self.held[duty.owner_id].append(row)
        self.same_text = self._same_texts()
        self.arbiters: dict[tuple[str, str], str | None] = {}
        self.above = self._relation(place, superiors.above)
        self.around = self._relation(place, lambda owner: owners[owner].unit_ids)
        self.pool = self._pools()

    def _relation(self, place: Mapping[str, int], of: Callable[[str], Iterable[str]]) -> Relation:
        """Who stands over whom, both with duties: `of` names those over an owner."""
        pairs = ((place[other], n) for n, owner in enumerate(self.ids) for other in of(owner) if other in place)
        return Relation(pairs, len(self.ids))

    def _same_texts(self) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = defaultdict(list)
        for row, text in enumerate(self.folded):
            groups[text].append(row)
        return groups

    def _pools(self) -> dict[int, int]:
        """Owner to its pool: posts of one title that share at least POOL_SHARE of the shorter list."""
        lists: dict[int, set[str]] = defaultdict(set)
        for row, number in enumerate(self.owner.tolist()):
            lists[number].add(self.folded[row])
        by_title: dict[str, list[int]] = defaultdict(list)
        for number, owner in enumerate(self.ids):
            if not self.owners[owner].is_unit:
                by_title[fold(self.owners[owner].title)].append(number)
        pools: dict[int, int] = {}
        for members in by_title.values():
            heads: list[int] = []
            for number in members:
                for head in heads:
                    if len(lists[head] & lists[number]) >= POOL_SHARE * min(len(lists[head]), len(lists[number])):
                        pools[number] = pools[head] = head
                        break
                else:
                    heads.append(number)
        return pools

    def rows(self) -> Ids:
        """The duties that are compared with other texts: of each text the first few owners'."""
        return np.array(sorted(row for group in self.same_text.values() for row in group[:SAME_TEXT_OWNERS]), np.intp)

    def copies(self) -> tuple[Ids, Ids]:
        """Every duty with the next one that says the same, filler aside."""
        last: dict[tuple[str, ...], int] = {}
        found = []
        for row, duty in enumerate(self.duties):
            said = _said(duty)
            if said in last:
                found.append((last[said], row))
            last[said] = row
        return np.array([a for a, _ in found], np.intp), np.array([b for _, b in found], np.intp)

    def candidates(self, least: float, given: tuple[Ids, Ids] | None) -> tuple[Ids, Ids, float | None]:
        """Rows of the pairs to score (the smaller first, owners differ), and what share of the overlaps they hold."""
        recall = None
        if given is not None:
            left, right = given
        else:
            left, right, share = sharing_pairs(self.prepared, self.rows(), SHARE)
            keep = self.owner[left] != self.owner[right]
            left, right, share = left[keep], right[keep], share[keep]
            if len(left) > MOST_SCORED:
                nearest = np.argsort(-share, kind="stable")
                recall = self._recall(left, right, nearest, least)
                left, right = left[nearest[:MOST_SCORED]], right[nearest[:MOST_SCORED]]
        chains = [pair for group in self.same_text.values() for pair in pairwise(group)]
        left = np.concatenate([left, np.array([a for a, _ in chains], np.intp)])
        right = np.concatenate([right, np.array([b for _, b in chains], np.intp)])
        size = max(len(self.duties), 1)
        unique = np.unique(left * size + right)
        left, right = unique // size, unique % size
        keep = self.owner[left] != self.owner[right]
        return left[keep], right[keep], recall

    def _recall(self, left: Ids, right: Ids, nearest: Ids, least: float) -> float:
        """The share of the overlaps that the nearest pairs hold, by even samples of these and of the others; equal
        texts, which are found without, are left out."""
        standing = []
        for part in (nearest[:MOST_SCORED], nearest[MOST_SCORED:]):
            part = part[self.prepared.texts[left[part]] != self.prepared.texts[right[part]]]
            sample = part[:: max(1, len(part) // SAMPLE)]
            found = self.score(left[sample], right[sample])
            standing.append(len(_standing(found, least)) / max(len(sample), 1) * len(part))
        return standing[0] / sum(standing) if any(standing) else 1.0

    def score(self, left: Ids, right: Ids) -> Scores:
        superior, within = self._between(self.owner[left], self.owner[right])
        return score(self.prepared, Pairs(left, right, superior, within))

    def _between(self, a: Ids, b: Ids) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
        """For each two owners (numbers): 1 where the first stands above the second, -1 the other way, 0 neither or, in
        a circle, both; and whether one is a unit around the other."""
        above = self.above.holds(a, b).astype(np.int8) - self.above.holds(b, a)
        return above, self.around.holds(a, b) | self.around.holds(b, a)

    def contexts(self, left: Ids, right: Ids) -> Iterator[Context]:
        """What the owners of each two duties are to each other; asked for many at once it takes little longer than
        for one."""
        a, b = self.owner[left], self.owner[right]
        above, within = self._between(a, b)
        pools = np.full(len(self.ids), -1, np.intp)
        pools[list(self.pool)] = list(self.pool.values())
        pooled = (pools[a] >= 0) & (pools[a] == pools[b])
        for superior, unit, same in zip(above.tolist(), within.tolist(), pooled.tolist(), strict=True):
            yield _context(superior, unit, same)

    def written(self, left: Ids, right: Ids, found: Scores) -> tuple[tuple[Cluster, ...], tuple[Overlap, ...]]:
        """The matters, and the overlaps that are meant, of pairs that stand in the register, best first."""
        faults: list[Overlap] = []
        designed: list[Overlap] = []
        rows = left.tolist(), right.tolist(), found.scores.tolist(), found.labels.tolist()
        for a, b, value, place, context in zip(*rows, self.contexts(left, right), strict=True):
            one_helps = (self.duties[a].mode in HELPING) != (self.duties[b].mode in HELPING)
            label = SUPPORT if one_helps else LABELS[place]
            overlap = Overlap(
                self.duties[a].id, self.duties[b].id, (self.duties[a].owner_id, self.duties[b].owner_id),
                (self.folded[a], self.folded[b]), round(value, 4), label, design(label, context),
                self._lowest_common(self.duties[a].owner_id, self.duties[b].owner_id),
            )  # fmt: skip
            (designed if overlap.design else faults).append(overlap)
        clusters = [self._cluster(group, pairs) for group, pairs in _grouped(faults, self.place, self.folded)]
        clusters.sort(key=lambda c: (-c.score, c.duties))
        return tuple(clusters), tuple(designed)

    def reason(self, overlap: Overlap) -> str:
        """Why a pair was judged so."""
        a, b = self.place[overlap.a], self.place[overlap.b]
        (context,) = self.contexts(np.array([a]), np.array([b]))
        return explain(self.prepared, a, b, overlap.label, context.superior).text

    def _cluster(self, group: Sequence[int], pairs: Sequence[Overlap]) -> Cluster:
        owners = sorted({self.duties[row].owner_id for row in group}, key=lambda i: (self.owners[i].title, i))
        return Cluster(
            duties=tuple(self.duties[row].id for row in group),
            owners=tuple(owners),
            score=pairs[0].score,
            label=pairs[0].label,
            arbiter_id=self._arbiter(owners),
            nobody_owns=all(self.duties[row].mode in HELPING for row in group),
            proposal=propose(self.prepared, group, self.duties, self.held, self.owners, self.superiors),
            pairs=tuple(pairs),
        )

    def _lowest_common(self, a: str, b: str) -> str | None:
        if (a, b) not in self.arbiters:
            self.arbiters[a, b] = self.superiors.lowest_common(a, b)
        return self.arbiters[a, b]

    def _arbiter(self, owners: Collection[str]) -> str | None:
        """The lowest common superior of all; one by one, which gives the same as all at once in a tree."""
        arbiter: str | None = None
        for number, owner in enumerate(owners):
            arbiter = owner if not number else self._lowest_common(arbiter, owner) if arbiter else None
        return arbiter


@cache
def _context(above: int, within: bool, same_pool: bool) -> Context:
    superior: Side | None = "a" if above > 0 else "b" if above < 0 else None
    return Context(superior=superior, unit_and_its_head=within, same_pool=same_pool)


def _grouped(
    overlaps: Sequence[Overlap], place: Mapping[str, int], folded: Sequence[str]
) -> Iterator[tuple[list[int], list[Overlap]]]:
    """Duties grouped into matters, best pair first. Two groups join only where at least half of the pairs between them
    overlap, so that a chain of neighbours does not make one matter of everything; equal texts always join."""
    group_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    links: dict[int, Counter[int]] = defaultdict(Counter)
    inside: dict[int, list[Overlap]] = defaultdict(list)

    def home(row: int) -> int:
        if row not in group_of:
            group_of[row] = row
            members[row] = [row]
        return group_of[row]

    pending = [(overlap, place[overlap.a], place[overlap.b]) for overlap in overlaps]
    for _, a, b in pending:
        x, y = home(a), home(b)
        if x != y:
            links[x][y] += 1
            links[y][x] += 1
    for _, a, b in pending:
        x, y = group_of[a], group_of[b]
        if x != y:
            if folded[a] != folded[b] and 2 * links[x][y] < len(members[x]) * len(members[y]):
                continue
            if len(members[x]) < len(members[y]):
                x, y = y, x
            members[x] += members[y]
            for row in members.pop(y):
                group_of[row] = x
            for other, count in links.pop(y).items():
                links[other].pop(y, None)
                if other != x:
                    links[x][other] += count
                    links[other][x] += count
            links[x].pop(y, None)
    for overlap, a, b in pending:
        if group_of[a] == group_of[b]:
            inside[group_of[a]].append(overlap)
    for group, pairs in inside.items():
        yield sorted(members[group]), pairs
