"""Which organisation, unit and role of one edition is which of the other: by name and place, then by what they do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from dutygraph.graph.editions.side import Side, Thing
from dutygraph.graph.text.folding import fold

ALIKE = 50
"""How alike two texts of one owner are, of 100, from which one is the other in new words."""

SAME_WORK = 0.5
"""The share of the smaller list of duties that two roles of other titles have in common, from which they are one."""

_TITLES_ALIKE = 60


def pair(old: Side, new: Side) -> dict[str, str]:
    """The ids of the old edition that are ids of the new one: organisations, units and roles."""
    known = _organizations(old, new)
    for is_role in (False, True):
        _things(old, new, known, is_role)
    return known


def _organizations(old: Side, new: Side) -> dict[str, str]:
    known = {id_: id_ for id_ in old.organizations if id_ in new.organizations}
    _by_key(
        known,
        old.organizations,
        new.organizations,
        lambda id_: fold(old.organizations[id_]),
        lambda id_: fold(new.organizations[id_]),
    )
    shared = {
        (a, b): len(_titles(old, a) & _titles(new, b)) / (min(len(_titles(old, a)), len(_titles(new, b))) or 1)
        for a in old.organizations
        if a not in known
        for b in new.organizations
        if b not in known.values()
    }
    _greedy(known, {ends: share for ends, share in shared.items() if share > 0})
    left = [id_ for id_ in old.organizations if id_ not in known]
    right = [id_ for id_ in new.organizations if id_ not in known.values()]
    if len(left) == len(right) == 1:
        known[left[0]] = right[0]
    return known


def _titles(side: Side, organization: str) -> set[str]:
    return {fold(thing.title) for thing in side.things.values() if thing.organization == organization}


def _things(old: Side, new: Side, known: dict[str, str], is_role: bool) -> None:
    left = [thing for thing in old.things.values() if thing.is_role == is_role]
    right = [thing for thing in new.things.values() if thing.is_role == is_role]
    ids = {thing.id: thing for thing in (*left, *right)}

    def by(side: Side, *parts: Callable[[Thing, Side], Hashable]) -> Callable[[str], Hashable]:
        def key(id_: str) -> Hashable:
            thing = side.things[id_]
            organization = known.get(thing.organization, "?") if side is old else thing.organization
            return (organization, *(part(thing, side) for part in parts))

        return key

    def path(thing: Thing, side: Side) -> Hashable:
        return side.path(thing.id)

    def inside(thing: Thing, side: Side) -> Hashable:
        parent = known.get(thing.parent, thing.parent) if side is old else thing.parent
        return parent, fold(thing.title)

    def title(thing: Thing, side: Side) -> Hashable:
        return fold(thing.title)

    for part in (path, inside, title):
        _by_key(known, [t.id for t in left], [t.id for t in right], by(old, part), by(new, part))
    work_old, work_new = _work(old, is_role), _work(new, is_role)
    scores: dict[tuple[str, str], float] = {}
    taken = set(known.values())
    for a in left:
        for b in right:
            if a.id in known or b.id in taken or known.get(a.organization) != b.organization:
                continue
            if (score := _score(ids[a.id], ids[b.id], known, work_old[a.id], work_new[b.id])) > 0:
                scores[a.id, b.id] = score
    _greedy(known, scores)


def _work(side: Side, is_role: bool) -> Mapping[str, set[str]]:
    """What an owner is known by: its duties, for a unit also the titles of its roles."""
    found: dict[str, set[str]] = defaultdict(set)
    for owner, text in side.claims:
        found[owner].add(text)
    if not is_role:
        for thing in side.things.values():
            found[thing.parent].add(fold(thing.title))
    return found


def _score(a: Thing, b: Thing, known: Mapping[str, str], work_a: set[str], work_b: set[str]) -> float:
    """How far one may be the other under a new name; 0 where it is not."""
    same = len(work_a & work_b) / min(len(work_a), len(work_b)) if work_a and work_b else 0.0
    near = known.get(a.parent, a.parent) == b.parent
    title = fuzz.ratio(fold(a.title), fold(b.title)) / 100
    if same >= SAME_WORK:
        return 1 + same + title / 10
    return title if near and title * 100 >= _TITLES_ALIKE and not (work_a and work_b) else 0.0


def _by_key(
    known: dict[str, str],
    left: Iterable[str],
    right: Iterable[str],
    key_left: Callable[[str], Hashable],
    key_right: Callable[[str], Hashable],
) -> None:
    """Pair what has a key that one thing on each side has."""
    taken = set(known.values())
    one: dict[Hashable, list[str]] = defaultdict(list)
    other: dict[Hashable, list[str]] = defaultdict(list)
    for id_ in left:
        if id_ not in known:
            one[key_left(id_)].append(id_)
    for id_ in right:
        if id_ not in taken:
            other[key_right(id_)].append(id_)
    for key, ids in one.items():
        if len(ids) == len(other.get(key, ())) == 1:
            known[ids[0]] = other[key][0]


def _greedy(known: dict[str, str], scores: Mapping[tuple[str, str], float]) -> None:
    """Pair the best first; equal ones in order of their ids."""
    taken = set(known.values())
    for (a, b), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if a not in known and b not in taken:
            known[a] = b
            taken.add(b)


def likenesses(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places of texts that are one in new words, each in one pair, the most alike first."""
    scored = [
        (score, i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (score := fuzz.ratio(fold(a), fold(b))) >= ALIKE
    ]
    pairs: list[tuple[int, int]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            pairs.append((i, j))
    return pairs
