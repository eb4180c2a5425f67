"""What the whole section tells of its parts: names to their owners, introductions to summaries, aliases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dutygraph.graph.text.folding import fold
from dutygraph.loaders.extract.aliases import Aliases
from dutygraph.loaders.extract.draft import Draft, DraftNotice, NameAt, Owner, Reporting, Statement
from dutygraph.loaders.extract.given import settle_given
from dutygraph.loaders.extract.heads import Heads
from dutygraph.loaders.extract.page import plain_form
from dutygraph.loaders.extract.reading import Reading

_LISTED = 3
"""Owners with lists of duties that make a text one of posts, in which procedure names no others."""


def resolve(draft: Draft, reading: Reading, aliases: Mapping[str, tuple[str, ...]]) -> None:
    """Settle a draft when its section has been read to the end; `aliases` are the user's: a title → other forms."""
    for owner in draft.owners:
        _powers_as_duties(owner)
        _keep_list(owner)
    _short_bodies(draft)
    draft.lines = _without_prose(draft)
    _join_given(draft, aliases)
    _join_found(draft, reading)
    _drop_headings(draft)
    Heads(draft, reading).settle()
    draft.lines = [_resolved(draft, reading, line) for line in draft.lines]
    draft.deputies = [
        replace(
            found,
            deputy=_owner(draft, reading, found.deputy) if isinstance(found.deputy, NameAt) else found.deputy,
            role=_owner(draft, reading, found.role) if isinstance(found.role, NameAt) else found.role,
        )
        for found in draft.deputies
    ]
    settle_given(draft, aliases)
    _acting(draft)
    draft.lines = _without_repeats(draft.lines)
    lines = [end for line in draft.lines for end in (line.subordinate, line.superior)]
    people = [end for found in draft.deputies for end in (found.deputy, found.role)]
    for end in [*lines, *people, *(role for _, role, _, _ in draft.holdings)]:
        if isinstance(end, Owner):
            end.stated = True  # a heading over others, or a post of procedure, that a line names all the same


def _keep_list(owner: Owner) -> None:
    """An owner with a list of duties keeps to it: what introduces the owner is its summary, what is said of it later
    is procedure. Where it is only introduced, the introduction is all there is."""
    duties = owner.duties
    if any(not duty.overview for duty in duties):
        intro = [duty for duty in duties if duty.overview]
        duties = [duty for duty in duties if not duty.overview]
        listed = [duty for duty in duties if duty.listed]
        if listed:
            intro += [duty for duty in duties if not duty.listed and duty.start < listed[0].start]
            duties = listed
        owner.summary += [(duty.start, duty.end) for duty in sorted(intro, key=_place)]
        owner.duties = duties


def _powers_as_duties(owner: Owner) -> None:
    """A list of powers (职权) is what a body has to do as well, where no list says what it has to do."""
    if owner.has_powers and not any(duty.listed for duty in owner.duties):
        owner.duties = sorted([*owner.duties, *(replace(power) for power in owner.authorities)], key=_place)


def _place(statement: Statement) -> int:
    return statement.start


def _short_bodies(draft: Draft) -> None:
    """The last words by which a body's own section calls it are its alias, where they fit no other body."""
    bodies = [owner for owner in draft.owners if owner.kind == "body"]
    for body in bodies:
        for key in sorted(body.called):
            if body.key.endswith(f" {key}") and sum(other.key.endswith(key) for other in bodies) == 1:
                body.add_alias(body.name[-len(key) :], key)


def _without_prose(draft: Draft) -> list[Reporting]:
    """Lines without those that prose repeats of a post whose superior a label states, and without units as superiors
    where the unit is one of the section's own (在营销部带领下)."""
    labelled = {id(line.subordinate) for line in draft.lines if line.listed_by == "subordinate"}
    units = {owner.key for owner in draft.owners if owner.kind == "unit"}
    return [
        line
        for line in draft.lines
        if line.listed_by != "prose"
        or (
            id(line.subordinate) not in labelled
            and not (isinstance(line.superior, NameAt) and line.superior.key in units)
        )
    ]


def _join_given(draft: Draft, aliases: Mapping[str, tuple[str, ...]]) -> None:
    """Posts that the user says are one: what is said under another form is said of the title."""
    for given, others in aliases.items():
        title = given.rpartition("/")[2].strip()
        key = fold(title)
        owner = next((o for o in draft.owners if o.kind == "role" and fold(o.key) == key), None)
        for other in others:
            same = [o for o in draft.owners if o.kind == "role" and fold(o.key) == fold(other) and o is not owner]
            if owner is None and same:
                owner = same.pop(0)
                name, former = owner.name, owner.key
                draft.rename(owner, title, plain_form(title))
                owner.add_alias(name, former)
            for twin in same if owner is not None else ():
                _merge(draft, owner, twin.name, twin.key)  # type: ignore[arg-type]
            if owner is not None:
                draft.by_key.setdefault(plain_form(other), [owner])


def _join_found(draft: Draft, reading: Reading) -> None:
    def merge(owner: Owner, name: str, key: str, start: int, end: int) -> None:
        _merge(draft, owner, name, key)
        message = f"{name} is read as another title of {owner.name}."
        draft.notices.append(DraftNotice("title_variant", "info", message, start, end))

    Aliases(draft, reading.names).apply(merge)


def _merge(draft: Draft, owner: Owner, name: str, key: str) -> None:
    """Let `name` be another title of `owner`; a post already met under it becomes one with it."""
    owner.add_alias(name, key)
    twins = [other for other in draft.by_key.get(key, ()) if other is not owner and other.kind == "role"]
    draft.by_key[key] = [owner]
    for other in twins:
        owner.headcount = owner.headcount or other.headcount
        owner.vacant = owner.vacant or other.vacant
        owner.duties += other.duties
        owner.authorities += other.authorities
        other.stated = False
    if twins:
        draft.lines = [
            replace(
                line,
                subordinate=owner if line.subordinate in twins else line.subordinate,
                superior=owner if line.superior in twins else line.superior,
            )
            for line in draft.lines
        ]


def _drop_headings(draft: Draft) -> None:
    """A heading that only gathers other owners under a general title is no post; nor, where owners have lists of
    their own, is somebody whom only a rule of procedure names."""
    if sum(any(duty.listed for duty in owner.duties) for owner in draft.owners) >= _LISTED:
        for owner in draft.owners:
            owner.stated = owner.stated and not owner.incidental
    ends = {id(end) for line in draft.lines for end in (line.subordinate, line.superior)}
    for owner in draft.owners:
        if owner.kind == "role" and owner.gathers and not owner.described and id(owner) not in ends:
            owner.stated = bool(owner.headcount)


def _resolved(draft: Draft, reading: Reading, line: Reporting) -> Reporting:
    sub, sup = line.subordinate, line.superior
    return replace(
        line,
        subordinate=_owner(draft, reading, sub) if isinstance(sub, NameAt) else sub,
        superior=_owner(draft, reading, sup) if isinstance(sup, NameAt) else sup,
    )


def _owner(draft: Draft, reading: Reading, name: NameAt) -> Owner:
    found = draft.find(name.key, name.unit, ("role", "body", "external")) or _nearest(draft, reading, name)
    if found is None and name.key.isascii() and name.key.endswith("s"):
        found = draft.find(name.key[:-1], name.unit, ("role",))  # Supervises: Bakers
    if found:
        return found
    return draft.add(Owner("external", name.name, name.key, name.start, name.end))


def _nearest(draft: Draft, reading: Reading, name: NameAt) -> Owner | None:
    """The post described before that place whose title is a unit and the name, where a section calls its own head by
    the rank alone (班长, 科主任)."""
    found = None
    for owner in draft.owners:
        unit = owner.key.removesuffix(name.key)
        if unit == owner.key or owner.kind != "role" or not owner.described or owner.end > name.start:
            continue
        first = name.key[:1]
        if unit.endswith(first) or "unit" in (reading.names.kind(unit), reading.names.kind(unit + first)):
            found = owner
    return found


def _acting(draft: Draft) -> None:
    """Who stands beside a post as superior and acts while it is vacant, acts (销售总监/总经理)."""
    for vacancy in draft.vacancies:
        below = {id(line.subordinate) for line in draft.lines if line.superior is vacancy.role}
        for at, line in enumerate(draft.lines):
            superior = line.superior
            if id(line.subordinate) in below and isinstance(superior, Owner) and superior.key == vacancy.deputy.key:
                draft.lines[at] = replace(line, line="acting", condition=vacancy.condition)


def _without_repeats(lines: list[Reporting]) -> list[Reporting]:
    """Lines without those from a post to itself, and without what is inferred where it is stated too."""
    stated = {(id(x.subordinate), id(x.superior)) for x in lines if x.basis == "stated"}
    return [
        line
        for line in lines
        if line.subordinate is not line.superior
        and (line.basis == "stated" or (id(line.subordinate), id(line.superior)) not in stated)
    ]
