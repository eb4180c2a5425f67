"""What the user says of names: forms that are one title, and the department in which a post stands wherever named.

A document that says 直接上级：销售总监 does not say in which department; where the user's aliases do
(`销售部/销售总监`), the post is the one that another document describes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dutygraph.graph.text.folding import fold
from dutygraph.loaders.extract.draft import Draft, Owner
from dutygraph.loaders.extract.page import plain_form


def settle_given(draft: Draft, aliases: Mapping[str, tuple[str, ...]]) -> None:
    """Give units and outsiders the names, and posts without a unit the units, that `aliases` say: a title, or
    `unit/title`, → its other forms. Posts that the text describes have their titles already."""
    for given, others in aliases.items():
        *path, title = (part.strip() for part in given.split("/"))
        forms = {fold(form) for form in others}
        for owner in list(draft.owners):
            key = fold(owner.key)
            if owner.kind in ("unit", "external") and key in forms:
                name, former = owner.name, owner.key
                draft.rename(owner, title, plain_form(title))
                owner.add_alias(name, former)
            if owner.kind != "unit" and owner.unit is None and (key in forms or key == fold(title)):
                owner.unit = _unit(draft, path, owner)
            _join(draft, owner)


def _unit(draft: Draft, path: Iterable[str], owner: Owner) -> Owner | None:
    """The unit of that path; one that the text does not name is stated where the post is named."""
    unit = None
    for name in path:
        key = fold(name)
        found = [o for o in draft.owners if o.kind == "unit" and o.unit is unit and fold(o.key) == key]
        unit = found[0] if found else draft.add(Owner("unit", name, plain_form(name), owner.start, owner.end, unit))
    return unit


def _join(draft: Draft, owner: Owner) -> None:
    """An outsider who now is called like a post of the same unit is that post."""
    if owner.kind != "external":
        return
    for other in draft.by_key.get(owner.key, ()):
        if other is not owner and other.stated and other.kind != "unit" and other.unit is owner.unit:
            owner.stated = False
            draft.lines = [
                replace(
                    line,
                    subordinate=other if line.subordinate is owner else line.subordinate,
                    superior=other if line.superior is owner else line.superior,
                )
                for line in draft.lines
            ]
            draft.deputies = [
                replace(
                    found,
                    deputy=other if found.deputy is owner else found.deputy,
                    role=other if found.role is owner else found.role,
                )
                for found in draft.deputies
            ]
            return
