"""The limits of an organisation's statements: each tier of a sentence to the owner that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutygraph.graph.text.limits import Limit, read_limits
from dutygraph.loaders.extract.draft import Draft, Owner, Statement
from dutygraph.loaders.extract.page import Page, plain_form, tidy

_GAP = 8
"""Characters between two statements of one list of tiers: `；`, a line break, `(二)`."""


class Limiting:
    """Reads the limits of all statements of a draft once.

    A tier that says nothing of its matter (`超过2000元的，由…`) is read together with the statements right before it.
    """

    def __init__(self, page: Page, draft: Draft) -> None:
        self._draft = draft
        self._names = {name for owner in draft.owners for name in (owner.key, *owner.alias_keys)}
        self._limits: dict[tuple[int, int], Sequence[Limit]] = {}
        run: list[Statement] = []
        for statement in _in_order(draft):
            limits = read_limits(statement.text)
            follows = bool(run) and statement.start - run[-1].end <= _GAP
            if limits and limits[0].matter is None and follows:
                run.append(statement)
                self._together(run)
                continue
            run = [statement] if limits else []
            self._limits[_place(statement)] = limits

    def _together(self, run: Sequence[Statement]) -> None:
        text, starts = "", []
        for statement in run:
            starts.append(len(text))
            text += statement.text + "\n"
        limits = read_limits(text)
        for statement, start in zip(run, starts, strict=True):
            end = start + len(statement.text)
            self._limits[_place(statement)] = [each for each in limits if start < each.end <= end]

    def own(self, owner: Owner, statement: Statement) -> list[Limit]:
        """The limits of a statement that name its owner, or nobody."""
        limits = self._limits.get(_place(statement), ())
        return [each for each in limits if each.role is None or self._names_owner(each.role, owner)]

    def others(self, owner: Owner, statement: Statement) -> Iterator[tuple[Owner, Limit]]:
        """The limits of a statement that name other owners of the draft."""
        for limit in self._limits.get(_place(statement), ()):
            if limit.role is not None and not self._names_owner(limit.role, owner):
                said = _key(limit.role)
                named = [o for o in self._draft.owners if o.stated and (o.key == said or said in o.alias_keys)]
                if len(named) == 1:
                    yield named[0], limit

    def _names_owner(self, role: str, owner: Owner) -> bool:
        """Whether a limit's role is an owner's name, or part of it (总经理 of 公司总经理) and nobody else's name."""
        said, names = _key(role), {owner.key, *owner.alias_keys}
        if said in self._names:
            return said in names
        return any(name.endswith(said) or said.endswith(name) for name in names)


def _in_order(draft: Draft) -> list[Statement]:
    found = {_place(each): each for owner in draft.owners for each in (*owner.authorities, *owner.duties)}
    return [found[place] for place in sorted(found)]


def _place(statement: Statement) -> tuple[int, int]:
    return statement.start, statement.end


def _key(role: str) -> str:
    """A role's words as owners are looked up by."""
    return tidy(plain_form(role))
