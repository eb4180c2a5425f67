"""Names of superiors and subordinates to the owners they name; those nobody describes become external."""

from __future__ import annotations

from dataclasses import replace

from dutygraph.loaders.extract.draft import Draft, NameAt, Owner, Reporting


def resolve(draft: Draft) -> None:
    """Give every line its two owners."""
    draft.lines = [_resolved(draft, line) for line in draft.lines]


def _resolved(draft: Draft, line: Reporting) -> Reporting:
    sub, sup = line.subordinate, line.superior
    return replace(
        line,
        subordinate=_owner(draft, sub, below=True) if isinstance(sub, NameAt) else sub,
        superior=_owner(draft, sup) if isinstance(sup, NameAt) else sup,
    )


def _owner(draft: Draft, name: NameAt, *, below: bool = False) -> Owner:
    found = draft.find(name.key, name.unit, ("role", "body", "external"))
    if found:
        return found
    return draft.add(Owner("external", name.name, name.key, name.start, name.end))
