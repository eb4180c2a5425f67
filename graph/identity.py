"""Identifiers: `<kind>_` and 16 hex digits of BLAKE2b over the parts that make a thing that thing (docs/model.md).

Every part is text; what is absent is the empty text. Parts that are names are folded (`text.folding.fold`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from dutygraph.graph.text.folding import fold

_PART = "\x1f"
_STEP = "\x1e"  # between the names of a unit path, which is one part


def make_id(kind: str, *parts: str | None) -> str:
    """Hash the parts as they are; callers fold names first.

    >>> make_id("role", "a", None) == make_id("role", "a", "")
    True
    """
    joined = _PART.join([part or "" for part in parts])
    return f"{kind}_{blake2b(joined.encode(), digest_size=8).hexdigest()}"


def path_part(unit_path: Iterable[str]) -> str:
    """A unit path (outermost first) as one part."""
    return _STEP.join([fold(name) for name in unit_path])


def document_id(key: str) -> str:
    """A document is its key; its bytes are its edition."""
    return make_id("document", key)


def organization_id(name: str) -> str:
    """An organisation the user names; the same name in two documents is one organisation."""
    return make_id("organization", fold(name))


def unnamed_organization_id(document_key: str, ordinal: int) -> str:
    """An organisation nobody named: the title section `ordinal` (1 = first) of a document."""
    return make_id("organization", document_key, str(ordinal))


def stated_organization_id(document_key: str, name: str) -> str:
    """An organisation that a column of a table names: one for a document and folded name, not one for all documents."""
    return make_id("organization", document_key, fold(name))


def unit_id(organization: str, unit_path: Sequence[str]) -> str:
    """`unit_path` ends in the unit's own name, outermost first."""
    return make_id("unit", organization, path_part(unit_path))


def role_id(organization: str, unit_path: Sequence[str], title: str) -> str:
    """`unit_path` is that of the unit the role sits in, or its section path where no unit is stated."""
    return make_id("role", organization, path_part(unit_path), fold(title))


def duty_id(organization: str, text: str) -> str:
    """One duty for an organisation and folded text."""
    return make_id("duty", organization, fold(text))


def owns_duty_id(owner: str, duty: str, mode: str) -> str:
    """`owner` and `duty` are ids."""
    return make_id("owns_duty", owner, duty, mode)


def authority_id(organization: str, matter: str) -> str:
    """The matter of a grant, one for an organisation and the matter's normal form."""
    from dutygraph.graph.text.matters import normal_matter  # here: only grants need its words

    return make_id("authority", organization, fold(normal_matter(matter)))


def has_authority_id(
    holder: str, authority: str, act: str, step: int | None, limit_parts: Sequence[str], condition: str | None
) -> str:
    """`limit_parts` comes from `facts.Limit.identity()`; empty where the grant has no limit."""
    return make_id(
        "has_authority",
        holder,
        authority,
        act,
        "" if step is None else str(step),
        *(limit_parts or ("",) * 7),
        condition,
    )


def reports_to_id(subordinate: str, superior: str, line: str, condition: str | None) -> str:
    """Ends are ids; a solid and an acting line between one pair are two facts."""
    return make_id("reports_to", subordinate, superior, line, condition)


def in_unit_id(role: str, unit: str) -> str:
    """Ends are ids; `unit` may be an organisation."""
    return make_id("in_unit", role, unit)


def part_of_id(unit: str, parent: str) -> str:
    """Ends are ids; `parent` may be an organisation."""
    return make_id("part_of", unit, parent)


def metric_id(organization: str, text: str) -> str:
    """One metric for an organisation and folded text."""
    return make_id("metric", organization, fold(text))


def measured_by_id(owner: str, duty: str | None, metric: str) -> str:
    """`duty` is the id of the Duty node, None where the metric measures the owner as a whole."""
    return make_id("measured_by", owner, duty, metric)


def person_id(organization: str, name: str) -> str:
    """One person for an organisation and folded name."""
    return make_id("person", organization, fold(name))


def holds_id(person: str, role: str, acting: bool, valid_from: str | None, valid_to: str | None) -> str:
    """Ends are ids, dates ISO."""
    return make_id("holds", person, role, "acting" if acting else "", valid_from, valid_to)


def deputizes_for_id(
    deputy: str, role: str, condition: str | None, valid_from: str | None, valid_to: str | None
) -> str:
    """Ends are ids, dates ISO."""
    return make_id("deputizes_for", deputy, role, condition, valid_from, valid_to)


def described_in_id(node: str, document: str) -> str:
    """Ends are ids."""
    return make_id("described_in", node, document)


def narrows_id(matter: str, wider: str) -> str:
    """Ends are ids of Authority nodes."""
    return make_id("narrows", matter, wider)


def overlaps_with_id(owner: str, other: str) -> str:
    """Ends are ids, in either order."""
    return make_id("overlaps_with", *sorted((owner, other)))


def archive_id(document: str, reading: str, part: int) -> str:
    """One part of one edition's facts; `document` is an id, parts count from 0."""
    return make_id("archive", document, reading, str(part))
