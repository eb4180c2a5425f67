"""What the whole section tells of its parts: names to their owners, introductions to summaries, aliases."""

from __future__ import annotations

from dataclasses import replace

from dutygraph.loaders.extract.draft import Draft, NameAt, Owner, Reporting, Statement
from dutygraph.loaders.extract.reading import Reading


def resolve(draft: Draft, reading: Reading) -> None:
    """Settle a draft when its section has been read to the end."""
    for owner in draft.owners:
        _keep_list(owner)
    draft.lines = [_resolved(draft, line, reading) for line in draft.lines]
    _acting(draft)
    draft.lines = _without_repeats(draft.lines)


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


def _place(statement: Statement) -> int:
    return statement.start


def _resolved(draft: Draft, line: Reporting, reading: Reading) -> Reporting:
    sub, sup = line.subordinate, line.superior
    return replace(
        line,
        subordinate=_owner(draft, sub) if isinstance(sub, NameAt) else sub,
        superior=_owner(draft, sup) if isinstance(sup, NameAt) else sup,
    )


def _owner(draft: Draft, name: NameAt) -> Owner:
    found = draft.find(name.key, name.unit, ("role", "body", "external"))
    if found:
        return found
    return draft.add(Owner("external", name.name, name.key, name.start, name.end))


def _acting(draft: Draft) -> None:
    """Who stands beside a post as superior and acts while it is vacant, acts (销售总监/总经理)."""
    for vacancy in draft.vacancies:
        below = {id(line.subordinate) for line in draft.lines if line.superior is vacancy.role}
        for at, line in enumerate(draft.lines):
            superior = line.superior
            if id(line.subordinate) in below and isinstance(superior, Owner) and superior.key == vacancy.deputy.key:
                draft.lines[at] = replace(line, line="acting", condition=vacancy.condition)


def _without_repeats(lines: list[Reporting]) -> list[Reporting]:
    """Of what prose says of a line that a label states already, nothing is kept; nor a line from a post to itself."""
    labelled = {id(line.subordinate) for line in lines if line.listed_by != "prose"}
    stated = {(id(x.subordinate), id(x.superior)) for x in lines if x.basis == "stated"}
    kept = []
    for line in lines:
        if line.subordinate is line.superior:
            continue
        if line.listed_by == "prose" and id(line.subordinate) in labelled:
            continue
        if line.basis == "inferred" and (id(line.subordinate), id(line.superior)) in stated:
            continue
        kept.append(line)
    return kept
