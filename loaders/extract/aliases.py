"""Two titles of one post: found by rule, whole titles only, never by likeness alone.

A title that is only named (as a superior, in a staffing list) is another title of a post that is described, where
- it is the described one with or without the word for unit (市场部经理, 市场经理), or
- it is superior of exactly those posts whom the described one lists as subordinates, or
- it stands in the staffing list, the described one does not, and each is the other's nearest of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dutygraph.loaders.extract.draft import Draft, NameAt, Owner, Reporting
from dutygraph.loaders.extract.names import Names

_NEAR = 0.75
"""Share of characters that a title of the staffing list has in common with the described one."""

Merge = Callable[[Owner, str, str, int, int], None]


class Aliases:
    """Finds the aliases of one draft whose lines still carry names."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._draft, self._names = draft, names
        self._described = [o for o in draft.owners if o.kind == "role" and (o.described or o.duties)]

    def apply(self, merge: Merge) -> None:
        """Call `merge(owner, name, key, start, end)` for each alias found."""
        for head, post in list(self._by_head()):
            merge(post, head.name, head.key, head.start, head.end)
        for name in list(self._undescribed()):
            if owner := self._by_unit_word(name.key) or self._by_subordinates(name.key):
                merge(owner, name.name, name.key, name.start, name.end)
        for listed, post in list(self._by_staffing()):
            merge(post, listed.name, listed.key, listed.start, listed.end)

    def _undescribed(self) -> Iterator[NameAt]:
        """Names in lines that no described owner has, once each."""
        seen: set[str] = {owner.key for owner in self._described}
        seen |= {key for owner in self._described for key in owner.alias_keys}
        for line in self._draft.lines:
            for end in (line.superior, line.subordinate):
                if isinstance(end, NameAt) and end.key not in seen:
                    seen.add(end.key)
                    yield end
        described = set(map(id, self._described))
        for owner in self._draft.owners:
            if owner.kind == "role" and id(owner) not in described and owner.key not in seen:
                seen.add(owner.key)
                yield NameAt(owner.name, owner.key, owner.start, owner.end, owner.unit)

    def _by_unit_word(self, key: str) -> Owner | None:
        short = self._names.without_unit(key)
        found = [o for o in self._described if o.key == short or self._names.without_unit(o.key) == key]
        return found[0] if len(found) == 1 else None

    def _by_subordinates(self, key: str) -> Owner | None:
        below = {_key(x.subordinate) for x in self._draft.lines if _is_label(x) and _key(x.superior) == key}
        if len(below) < 2:
            return None
        for owner in self._described:
            listed = [x for x in self._draft.lines if x.listed_by == "superior" and x.superior is owner]
            if {_key(x.subordinate) for x in listed} == below:
                return owner
        return None

    def _by_head(self) -> Iterator[tuple[Owner, Owner]]:
        """营销部负责人 is the one post whose title is the unit's name and a rank."""
        for head in self._draft.owners:
            if head.heads is None:
                continue
            unit = head.heads
            ranks = [
                o for o in self._draft.owners
                if o.kind == "role" and o is not head and o.key.startswith(unit.key)
                and self._names.is_bare(o.key.removeprefix(unit.key))
            ]  # fmt: skip
            if len(ranks) == 1:
                yield head, ranks[0]

    def _by_staffing(self) -> Iterator[tuple[Owner, Owner]]:
        listed = [
            o for o in self._draft.owners
            if o.kind == "role" and o.headcount and o not in self._described and o.stated
        ]  # fmt: skip
        unlisted = [o for o in self._described if not o.headcount]
        for post in listed:
            near = _nearest(post, unlisted)
            if near and near.unit is post.unit and _nearest(near, listed) is post:
                yield post, near


def _is_label(line: Reporting) -> bool:
    return line.listed_by == "subordinate"


def _key(end: Owner | NameAt) -> str:
    return end.key


def _nearest(owner: Owner, others: list[Owner]) -> Owner | None:
    best, share = None, _NEAR
    for other in others:
        common = len(set(owner.key) & set(other.key)) / max(len(set(owner.key)), len(set(other.key)))
        if common > share:
            best, share = other, common
    return best
