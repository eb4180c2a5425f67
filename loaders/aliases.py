"""Titles that may mean one post, proposed for a person to keep (`aliases.toml`): by rule, never by likeness.

- Found while reading: a title that is only named was read as that of a described post (notice `title_variant`).
- To be decided: everybody below a superior whom nobody describes stands in one unit, and one post of that unit is
  described to whom none of them reports: its sheet may give the same post another title.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dutygraph.graph import facts
from dutygraph.graph.facts import AnyRecord, DocumentFacts
from dutygraph.graph.text.folding import fold

_HEAD = """\
# Titles that mean one post, as dutygraph proposes them. To take them over, keep this file as aliases.toml beside
# dutygraph.toml: from then on the other forms are read as the title on the left, in all documents. Delete what is
# wrong.
"""
_UNDECIDED = """
# To be decided: take away the first # where both are one post.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`title` (with its unit before `/`, where it has one) and other forms of it; `reason` says where they stand."""

    title: str
    forms: tuple[str, ...]
    reason: str
    decided: bool


def proposals(groups: Iterable[DocumentFacts]) -> list[Proposal]:
    """What the facts of documents propose, in order. A form that would mean several posts is left to be decided."""
    found = [each for group in groups for each in (*_found(group), *_undecided(group))]
    meant: dict[str, set[str]] = defaultdict(set)
    for each in found:
        for form in each.forms:
            meant[fold(form)].add(fold(each.title))
    kept: dict[tuple[str, tuple[str, ...]], Proposal] = {}
    for each in found:
        clear = each.decided and all(len(meant[fold(form)]) == 1 for form in each.forms)
        kept.setdefault((each.title, each.forms), Proposal(each.title, each.forms, each.reason, clear))
    return list(kept.values())


def as_toml(found: Iterable[Proposal]) -> str:
    """The proposals as a file to keep: decided ones hold, the others stand behind `#`."""
    decided: dict[str, list[str]] = {}
    reasons: dict[str, list[str]] = {}
    open_ones = []
    for each in found:
        if not each.decided:
            open_ones.append(f"# {each.reason}\n# {_quoted(each.title)} = {_quoted(list(each.forms))}")
            continue
        forms = decided.setdefault(each.title, [])
        forms += [form for form in each.forms if form not in forms]
        reasons.setdefault(each.title, []).append(each.reason)
    lines = [
        f"# {'; '.join(dict.fromkeys(reasons[t]))}\n{_quoted(t)} = {_quoted(forms)}" for t, forms in decided.items()
    ]
    return "\n".join([_HEAD, *lines, *([_UNDECIDED, *open_ones] if open_ones else [])]) + "\n"


def _quoted(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)  # TOML's basic strings and arrays are written like those of JSON


def _found(group: DocumentFacts) -> Iterator[Proposal]:
    units = {record.id: record.name for record in group.records if isinstance(record, facts.Unit)}
    done: set[str] = set()
    for record in group.records:
        if isinstance(record, facts.Role) and record.aliases and record.id not in done:
            done.add(record.id)
            place = f", {record.source.locator}" if record.source.locator else ""
            yield Proposal(_called(record, units), record.aliases, f"{group.document.key}{place}", True)


def _undecided(group: DocumentFacts) -> Iterator[Proposal]:
    records = group.records
    units = {record.id: record.name for record in records if isinstance(record, facts.Unit)}
    roles = {record.id: record for record in records if isinstance(record, facts.Role)}
    described = {record.owner_id for record in records if isinstance(record, facts.Duty | facts.Authority)}
    below: dict[str, dict[str, AnyRecord]] = defaultdict(dict)
    for record in records:
        if isinstance(record, facts.ReportsTo) and record.line == "solid":
            below[record.superior_id][record.subordinate_id] = record
    for outsider, lines in below.items():
        within = {roles[name].unit_id for name in lines}
        if roles[outsider].kind != "external" or within == {None} or len(within) != 1:
            continue
        [unit] = within
        free = [r for r in roles.values() if r.unit_id == unit and r.id in described and r.id not in lines]
        if len(free) == 1 and not any(free[0].id in others for others in below.values()):
            [first, *_] = lines.values()
            quote = "" if isinstance(first, facts.Document) else first.source.quote.split("\n")[0]
            place = f"superior by label ({quote}), described under a heading of {units.get(unit or '')}"
            why = f"{group.document.key}: {place}"
            yield Proposal(_called(free[0], units), (roles[outsider].title,), why, False)


def _called(role: facts.Role, units: dict[str, str]) -> str:
    unit = units.get(role.unit_id or "")
    return f"{unit}/{role.title}" if unit else role.title
