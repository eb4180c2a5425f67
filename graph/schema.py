"""The graph's labels, relationship types and properties: the only place in Python that spells them.

docs/schema.md is written from it (`python -m dutygraph.graph.schema > docs/schema.md`); the constraints in
cypher/schema and every name in cypher/** are checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA_VERSION = 1
"""Stored in every store. Raised when identity, folding, a label, a type or a property changes its meaning."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property: `kind` is str, int, float, bool or list[str]; `doc` one sentence; `unit` what a number counts."""

    name: str
    kind: str
    doc: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A label with its properties; `id` is always the first and is unique."""

    label: str
    doc: str
    properties: tuple[Property, ...]
    evidence: bool = False
    """Whether the node itself is a stated fact and carries the four evidence lists."""

    derived: bool = False
    """Kept by the store itself, never stated by a document."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A type with the (start label, end label) pairs it joins."""

    type: str
    doc: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    evidence: bool = True
    derived: bool = False


ORGANIZATION = "Organization"
UNIT = "Unit"
ROLE = "Role"
DUTY = "Duty"
AUTHORITY = "Authority"
METRIC = "Metric"
PERSON = "Person"
DOCUMENT = "Document"
ARCHIVE = "Archive"
STORE = "Store"

PART_OF = "PART_OF"
IN_UNIT = "IN_UNIT"
REPORTS_TO = "REPORTS_TO"
OWNS_DUTY = "OWNS_DUTY"
HAS_AUTHORITY = "HAS_AUTHORITY"
MEASURED_BY = "MEASURED_BY"
HOLDS = "HOLDS"
DEPUTIZES_FOR = "DEPUTIZES_FOR"
NARROWS = "NARROWS"
DESCRIBED_IN = "DESCRIBED_IN"
OVERLAPS_WITH = "OVERLAPS_WITH"

ID = Property("id", "str", "Identifier, derived from what makes the thing that thing; never changed.")
ORGANIZATION_ID = Property("organization_id", "str", "The organisation it belongs to.")

EVIDENCE = (
    Property(
        "document_ids", "list[str]", "The document of each piece of evidence, in order of document key, then place."
    ),
    Property("quotes", "list[str]", "The sentence of each piece of evidence, verbatim."),
    Property(
        "locators", "list[str]", "Where a person finds each sentence: page, sheet and cell, paragraph; '' if unknown."
    ),
    Property(
        "spans",
        "list[str]",
        "Character offsets 'start:end' into the document's text, or 'author|date' of an interview; '' if none.",
    ),
)


def _headcount(of: str) -> tuple[Property, Property]:
    return (
        Property("headcount_min", "int", f"Fewest people the {of} is meant to have, as stated.", "people"),
        Property("headcount_max", "int", f"Most people the {of} is meant to have, as stated.", "people"),
    )


NODES: tuple[Node, ...] = (
    Node(
        ORGANIZATION,
        "A firm, office or body whose documents were read.",
        (
            ID,
            Property("title", "str", "Its name as stated or given by the user."),
            Property("aliases", "list[str]", "Other names of it."),
        ),
        evidence=True,
    ),
    Node(
        UNIT,
        "A department, section or team.",
        (
            ID,
            ORGANIZATION_ID,
            Property("title", "str", "Its name as stated."),
            Property("aliases", "list[str]", "Other names of it."),
            *_headcount("unit"),
            Property("goal", "str", "What the unit is for, in the document's words."),
        ),
        evidence=True,
    ),
    Node(
        ROLE,
        "A post, a body, or somebody outside whom a document names.",
        (
            ID,
            ORGANIZATION_ID,
            Property("title", "str", "Its title as stated."),
            Property("aliases", "list[str]", "Other titles of it."),
            Property("kind", "str", "post, body (a committee), or external (named, described nowhere)."),
            Property("vacant", "bool", "Whether a document says that nobody fills it."),
            *_headcount("role"),
            Property("summary", "str", "Its purpose, in the document's words."),
        ),
        evidence=True,
    ),
    Node(
        DUTY,
        "One responsibility: one for an organisation and folded text.",
        (
            ID,
            ORGANIZATION_ID,
            Property("text", "str", "The responsibility without numbering, in the document's own script."),
            Property("verb", "str", "Its main verb."),
            Property("object", "str", "What the verb acts on."),
        ),
    ),
    Node(
        AUTHORITY,
        "A matter that is decided; each grant of it is a relationship.",
        (ID, ORGANIZATION_ID, Property("matter", "str", "What is decided.")),
    ),
    Node(
        METRIC,
        "A measure of performance.",
        (ID, ORGANIZATION_ID, Property("text", "str", "The measure, in the document's words.")),
        evidence=True,
    ),
    Node(
        PERSON,
        "A person a document names.",
        (ID, ORGANIZATION_ID, Property("name", "str", "The name as stated.")),
        evidence=True,
    ),
    Node(
        DOCUMENT,
        "A document of which one edition is in force.",
        (
            ID,
            Property("key", "str", "Its path in the project, with /, or upload/<name>."),
            Property("edition", "str", "SHA-256 of its bytes."),
            Property(
                "reading", "str", "Hash of the edition, the reader's version and every setting that changes facts."
            ),
            Property("title", "str", "Its title."),
            Property("version", "str", "The version it states."),
            Property("effective_date", "str", "The ISO date it states to take effect."),
            Property("loaded_at", "str", "When this edition was loaded, ISO, UTC."),
        ),
        derived=True,
    ),
    Node(
        ARCHIVE,
        "The facts of one edition, as they were read.",
        (
            ID,
            Property("document_id", "str", "The document whose facts these are."),
            Property("key", "str", "The key of that document."),
            Property("reading", "str", "The reading these facts came from; with the document it names the edition."),
            Property("effective_date", "str", "The ISO date the edition states to take effect."),
            Property("since", "str", "The ISO date from which it is in force: the stated one, or the day of its load."),
            Property("loaded_at", "str", "When the edition was loaded, ISO, UTC."),
            Property("part", "int", "Place of this part, from 0.", "count"),
            Property("parts", "int", "How many parts the edition has; it is whole when all are there.", "count"),
            Property("data", "str", "JSON Lines of the facts form, gzip, base64; parts join to one stream."),
        ),
        derived=True,
    ),
    Node(
        STORE,
        "One node that says in which state the store is.",
        (
            ID,
            Property("schema_version", "int", "The version of this model that wrote the store."),
            Property("run_id", "str", "The load that wrote last."),
            Property("state", "str", "ready or loading."),
            Property("holder", "str", "Who loads, while loading."),
            Property("lease_until", "str", "When the holder's lease ends, ISO, UTC."),
            Property("loading_keys", "list[str]", "The documents being loaded."),
            Property("as_of", "str", "The ISO date on which the editions shown are in force."),
        ),
        derived=True,
    ),
)

_HOLDERS = (ROLE, UNIT)

RELATIONSHIPS: tuple[Relationship, ...] = (
    Relationship(
        PART_OF, "A unit is part of another or of the organisation.", ((UNIT, UNIT), (UNIT, ORGANIZATION)), (ID,)
    ),
    Relationship(
        IN_UNIT, "A role sits in a unit or directly in the organisation.", ((ROLE, UNIT), (ROLE, ORGANIZATION)), (ID,)
    ),
    Relationship(
        REPORTS_TO,
        "Subordinate to superior.",
        ((ROLE, ROLE),),
        (
            ID,
            Property(
                "line", "str", "solid, dotted (professional), alternative, acting (while a post is vacant), skip."
            ),
            Property("condition", "str", "When the line holds, in the document's words."),
            Property("basis", "str", "stated, or inferred from a unit's head or a two-sided list."),
        ),
    ),
    Relationship(
        OWNS_DUTY,
        "A role or unit carries a duty.",
        tuple((holder, DUTY) for holder in _HOLDERS),
        (
            ID,
            Property(
                "mode",
                "str",
                "Strength of involvement: own, lead, assist, supervise, participate, report, coordinate, approve, "
                "consulted, informed.",
            ),
            Property("area", "str", "The heading under which the duty stands."),
            Property("frequency", "str", "daily, weekly, monthly, quarterly, yearly or adhoc."),
            Property("item", "int", "Its place in the owner's list, from 1.", "count"),
        ),
    ),
    Relationship(
        HAS_AUTHORITY,
        "A role or unit may act in a matter.",
        tuple((holder, AUTHORITY) for holder in _HOLDERS),
        (
            ID,
            Property(
                "act",
                "str",
                "propose, review, approve, decide, sign, control, assess, supervise, participate, represent, "
                "consent or record.",
            ),
            Property("step", "int", "Its place in the chain for the matter, 1 = first.", "count"),
            Property("limit_min", "float", "Lower end of the amount.", "quantity"),
            Property("limit_max", "float", "Upper end of the amount; absent = open.", "quantity"),
            Property("min_inclusive", "bool", "Whether the lower end itself is covered."),
            Property("max_inclusive", "bool", "Whether the upper end itself is covered."),
            Property("quantity", "str", "What the amount counts: CNY, USD, TWD, percent, days."),
            Property("per", "str", "Per transaction, month or year."),
            Property("base", "str", "What a relative limit compares with."),
            Property("limit_text", "str", "The limit in the document's words."),
            Property("text", "str", "The clause of the grant."),
            Property("condition", "str", "When the grant holds, in the document's words."),
            Property("basis", "str", "stated, inferred, or from_duty."),
            Property("delegated_from_id", "str", "The role or unit that delegated it."),
        ),
    ),
    Relationship(
        MEASURED_BY,
        "A duty, or an owner as a whole, is measured by a metric.",
        ((DUTY, METRIC), (ROLE, METRIC), (UNIT, METRIC)),
        (ID, Property("owner_id", "str", "The role or unit whose measure it is.")),
    ),
    Relationship(
        HOLDS,
        "A person fills a role.",
        ((PERSON, ROLE),),
        (
            ID,
            Property("acting", "bool", "Whether the person only acts in it."),
            Property("valid_from", "str", "ISO date from which it holds."),
            Property("valid_to", "str", "ISO date until which it holds."),
        ),
    ),
    Relationship(
        DEPUTIZES_FOR,
        "Stands in for a role.",
        ((ROLE, ROLE), (PERSON, ROLE)),
        (
            ID,
            Property("condition", "str", "When, in the document's words."),
            Property("valid_from", "str", "ISO date from which it holds."),
            Property("valid_to", "str", "ISO date until which it holds."),
        ),
    ),
    Relationship(
        NARROWS,
        "A matter is a narrower case of another.",
        ((AUTHORITY, AUTHORITY),),
        (ID,),
        evidence=False,
        derived=True,
    ),
    Relationship(
        DESCRIBED_IN,
        "A document states something of it.",
        ((ORGANIZATION, DOCUMENT), (UNIT, DOCUMENT), (ROLE, DOCUMENT)),
        (ID,),
        evidence=False,
        derived=True,
    ),
    Relationship(
        OVERLAPS_WITH,
        "Two owners claim the same work: their surest pair in the overlap register.",
        tuple((a, b) for a in _HOLDERS for b in _HOLDERS),
        (
            ID,
            Property("kind", "str", "duplicate, shared_scope, delegation or support."),
            Property("score", "float", "How sure the judgement is, 0 to 1."),
            Property("duty_ids", "list[str]", "The duties of all their pairs: the start's, the end's, and so on."),
            Property("reason", "str", "Why, in words."),
            Property("arbiter_id", "str", "The lowest common superior."),
        ),
        evidence=False,
        derived=True,
    ),
)


def _table(properties: tuple[Property, ...]) -> list[str]:
    rows = [f"| `{p.name}` | {p.kind} | {p.doc} | {p.unit or ''} |" for p in properties]
    return ["| property | type | meaning | unit |", "| --- | --- | --- | --- |", *rows, ""]


def as_markdown() -> str:
    """The schema page: every label and type with its ends and properties."""
    lines = [
        "# The stored graph",
        "",
        "Written from `graph/schema.py` by `python -m dutygraph.graph.schema > docs/schema.md`.",
        "",
        f"Schema version {SCHEMA_VERSION}. Stated nodes and relationships carry evidence, four lists of one length:",
        "",
        *_table(EVIDENCE),
        "## Nodes",
        "",
    ]
    for node in NODES:
        traits = " Carries evidence." if node.evidence else ""
        lines += [f"### {node.label}", "", node.doc + traits, "", *_table(node.properties)]
    lines += ["## Relationships", ""]
    for relationship in RELATIONSHIPS:
        ends = ", ".join(f"`(:{a})-[:{relationship.type}]->(:{b})`" for a, b in relationship.ends)
        traits = " Carries evidence." if relationship.evidence else ""
        lines += [
            f"### {relationship.type}",
            "",
            relationship.doc + traits,
            "",
            ends,
            "",
            *_table(relationship.properties),
        ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
