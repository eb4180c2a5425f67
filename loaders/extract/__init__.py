"""Pure functions from a document to facts with their sources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dutygraph.graph import facts, identity, vocabulary
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import AnyRecord
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.extract.context import Context
from dutygraph.loaders.extract.displaced import Displaced
from dutygraph.loaders.extract.draft import Draft
from dutygraph.loaders.extract.outline import Outline, head_first
from dutygraph.loaders.extract.page import Page
from dutygraph.loaders.extract.pieces import Line, Piece
from dutygraph.loaders.extract.reading import Reading, reading_of
from dutygraph.loaders.extract.records import Recorder
from dutygraph.loaders.extract.resolve import resolve
from dutygraph.loaders.extract.segment import Section, Segmenter
from dutygraph.loaders.extract.tables import Tables
from dutygraph.loaders.extract.walk import Walker

EXTRACTOR_VERSION = 1
"""Raised when the same document and settings give other facts."""


@dataclass(frozen=True)
class ExtractSettings:
    """Everything but the document that changes its facts.

    `organization`: the name of the organisation the document speaks of, or names by title section, counted from 1
    (`{"2": name}`); None where the user names none. `aliases`: a title → its other forms, whole titles.
    """

    vocabulary: Vocabulary = field(default_factory=vocabulary.default)
    organization: str | Mapping[str, str] | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """A hash of the settings; equal settings have equal ones."""
        named = self.organization
        parts = [
            self.vocabulary.fingerprint,
            sorted(named.items()) if isinstance(named, Mapping) else named,
            sorted((title, list(others)) for title, others in self.aliases.items()),
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def extract(document: SourceDocument, settings: ExtractSettings | None = None) -> list[AnyRecord]:
    """The facts a document states, in the order of the form: the document first, then list by list.

    Raises InputError where one organisation is named for a file that holds several documents, or a section is named
    that the file does not have.
    """
    settings = settings or ExtractSettings()
    reading = reading_of(settings.vocabulary)
    page = Page(document, settings.vocabulary)
    sections = Segmenter(page, reading).sections()
    records: list[AnyRecord] = [
        facts.Document(
            id=document.id,
            key=document.key,
            edition=document.edition,
            title=document.title,
            version=document.version,
            effective_date=document.effective_date,
            language=document.language,
        )
    ]
    names = _given_names(settings, page, sections)
    for ordinal, section in enumerate(sections, 1):
        records += _organization(page, reading, section, ordinal, names.get(ordinal))
    order = list(facts.LISTS.values())
    return sorted(records, key=lambda record: order.index(type(record)))


def _given_names(settings: ExtractSettings, page: Page, sections: Sequence[Section]) -> dict[int, str]:
    """The names the user gives, by ordinal of the title section."""
    given = settings.organization
    if given is None:
        return {}
    titles = [f"{page.document.key}#{n}: {_title(page, section)}" for n, section in enumerate(sections, 1)]
    if isinstance(given, str):
        if len(sections) > 1:
            raise InputError(
                f"{page.document.key} holds {len(sections)} documents, but {given} is named for all of them. "
                f"Name them one by one: {'; '.join(titles)}."
            )
        return {1: given} if sections else {}
    numbers = [str(n) for n in range(1, len(sections) + 1)]
    if unknown := sorted(given.keys() - set(numbers)):
        raise InputError(f"{page.document.key} has no title section {unknown[0]}; it has {'; '.join(titles)}.")
    return {int(number): name for number, name in given.items()}


def _title(page: Page, section: Section) -> str:
    return page.shown(*section.subject) if section.subject else page.document.title or page.document.key


def _pieces(page: Page, reading: Reading, section: Section, subject: str) -> list[Piece]:
    """The pieces of a section, lines and tables in order."""
    pieces: list[Piece] = []
    lines: list[Line] = []
    tables = Tables(page, reading.cutter)
    for line in [*section.lines, None]:
        if isinstance(line, Line):
            lines.append(line)
            continue
        pieces += reading.cutter.cut(page, lines, subject, flat=not section.side_numbers)
        lines = []
        if line is not None:
            pieces += tables.pieces(line)
    return pieces


def _organization(page: Page, reading: Reading, section: Section, ordinal: int, given: str | None) -> list[AnyRecord]:
    plain = page.plain
    subject = plain[section.subject[0] : section.subject[1]] if section.subject else ""
    pieces = _pieces(page, reading, section, subject)
    if section.side_numbers:
        pieces = Displaced(reading.cutter, reading.staffing, plain).repair(pieces, section.side_numbers)
    pieces = head_first(pieces)
    root = Outline(reading.cutter, plain).build(pieces)
    draft = Draft()
    slides = sum(piece.kind == "break" for piece in pieces) > 1
    walker = Walker(page, reading, draft, slides=slides)
    context = Context()
    kind = reading.names.kind(plain[section.subject[0] : section.subject[1]]) if section.subject else None
    span = section.company or (section.subject if kind != "role" else None)
    if section.subject and kind:
        owner = walker.owners.find(*section.subject, kind, None)
        context = Context(owner if kind == "unit" else None, (owner,), kind == "role")
    walker.children(root, context)
    resolve(draft, reading)
    name = given or (page.shown(*span) if span else page.document.title or page.document.key)
    organization = (
        identity.organization_id(given) if given else identity.unnamed_organization_id(page.document.key, ordinal)
    )
    return [
        facts.Organization(
            id=organization,
            document_id=page.id,
            name=name,
            source=page.source(*(span or (0, min(20, len(page.text))))),
        ),
        *Recorder(page, reading, draft, organization).records(),
    ]
