"""Pure functions from a document to facts with their sources."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dutygraph.graph import facts, identity, vocabulary
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import AnyRecord
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.extract.context import Context
from dutygraph.loaders.extract.displaced import Displaced
from dutygraph.loaders.extract.draft import Draft, Span
from dutygraph.loaders.extract.editions import editions_of
from dutygraph.loaders.extract.items import with_items
from dutygraph.loaders.extract.labels import BRACKET
from dutygraph.loaders.extract.lexicon import LIST_KEYS, SKIPPED
from dutygraph.loaders.extract.noticing import noticed, whole_file
from dutygraph.loaders.extract.outline import Outline, head_first
from dutygraph.loaders.extract.page import Page, plain_form
from dutygraph.loaders.extract.pieces import Line, Piece
from dutygraph.loaders.extract.posts import with_posts
from dutygraph.loaders.extract.reading import Reading, reading_of
from dutygraph.loaders.extract.records import Recorder
from dutygraph.loaders.extract.resolve import resolve
from dutygraph.loaders.extract.segment import Section, Segmenter
from dutygraph.loaders.extract.tables import Tables
from dutygraph.loaders.extract.values import with_values
from dutygraph.loaders.extract.walk import Walker

_PARTED = re.compile(r"\s*[|_–—]\s*|\s+-\s+|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])")
_WORDS = re.compile(r"\S.{0,19}")

EXTRACTOR_VERSION = 3
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

    Raises InputError where one organisation is named for a file that holds several documents, or a name is given to a
    title section that does not exist.
    """
    settings = settings or ExtractSettings()
    reading = reading_of(settings.vocabulary)
    page = Page(document, settings.vocabulary)
    sections = Segmenter(page, reading).sections()
    names = _names(document, page, sections, settings.organization)
    edition = editions_of(settings.vocabulary).read(page.plain, page.text)
    records: list[AnyRecord] = [
        facts.Document(
            id=document.id,
            key=document.key,
            edition=document.edition,
            title=document.title,
            version=document.version or edition.version,
            effective_date=document.effective_date or edition.effective_date,
            language=document.language,
        ),
        *whole_file(page, sections),
    ]
    for ordinal, section in enumerate(sections, 1):
        records += _organization(page, reading, section, ordinal, names.get(ordinal), settings.aliases)
    order = {kind: at for at, kind in enumerate(facts.LISTS.values())}
    return sorted(records, key=lambda record: order[type(record)])


def _names(
    document: SourceDocument, page: Page, sections: list[Section], given: str | Mapping[str, str] | None
) -> dict[int, str]:
    """The names that the user gives to organisations, by title section."""
    if given is None:
        return {}
    if isinstance(given, Mapping):
        unknown = [ordinal for ordinal in given if not ordinal.isdigit() or not 0 < int(ordinal) <= len(sections)]
        if unknown:
            raise InputError(
                f"{document.key}#{unknown[0]} is named, but {document.key} has {len(sections)} title sections: "
                f"{_listed(page, document.key, sections)}."
            )
        return {int(ordinal): name for ordinal, name in given.items()}
    if len(sections) > 1:
        raise InputError(
            f"{document.key} is given the organisation {given}, but it holds {len(sections)} documents: "
            f"{_listed(page, document.key, sections)}. Name them one by one, or split the file."
        )
    return {1: given}


def _listed(page: Page, key: str, sections: list[Section]) -> str:
    titles = [page.shown(*section.title) if section.title else "" for section in sections]
    return "; ".join(f"{key}#{ordinal}: {title}" for ordinal, title in enumerate(titles, 1))


def _pieces(page: Page, reading: Reading, section: Section, subject: str) -> list[Piece]:
    """The pieces of a section, lines and tables in order, each sheet's title first."""
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
            pieces += (found := tables.pieces(line))
            if _is_sheet(found):
                pieces.append(Piece("end", page.place(line.start), page.place(line.end)))
    if section.side_numbers:
        pieces = Displaced(reading.cutter, reading.staffing, page.plain).repair(pieces, section.side_numbers)
    pieces = with_posts(head_first(with_values(pieces)), page.plain, reading, subject)
    return with_items(pieces, lambda piece: bool(reading.clauses.verb.match(page.plain, piece.start, piece.end)))


def _is_sheet(pieces: Sequence[Piece]) -> bool:
    """Whether a table of labels and values ends in a list that stands in it: what follows is none of it."""
    labels = [piece for piece in pieces if piece.kind == "label"]
    return bool(labels) and labels[-1] is not pieces[-1] and labels[-1].key in LIST_KEYS - SKIPPED


def _named(page: Page, reading: Reading, section: Section, draft: Draft) -> Span | None:
    """Where the text names its organisation: in the title, else as the one unit to which all others belong."""
    if section.company or draft.organization:
        return section.company or draft.organization
    if section.subject and section.title and not section.advert:
        kind = reading.names.kind(page.plain[slice(*section.subject)])
        tail = page.plain[section.subject[1] : section.title[1]].strip()
        of_matter = reading.lexicon.label(tail) == "authority" or reading.rules.search(tail)
        several = page.plain.startswith(reading.words.titles["distributive"], section.subject[0])  # 各级人员
        if kind in ("unit", "body") or (kind is None and not of_matter and not several):
            return section.subject
    roots = [owner for owner in draft.owners if owner.kind == "unit" and owner.stated and owner.unit is None]
    return (roots[0].start, roots[0].end) if len(roots) == 1 else None


def _of_page(page: Page, reading: Reading, heading: str | None) -> str | None:
    """The title that the file gives itself; of a web page the part that names an organisation (机构设置-远山集团).

    A title that only says what the document is (Staff Handbook) gives way to the text's own heading, where it has one.
    """
    title = page.document.title
    for part in _PARTED.split(title or ""):
        if reading.lexicon.organizations.search(plain_form(part)):
            return part
    document = reading.lexicon.title_line.search(plain_form(title or ""))
    return heading if heading and document else title


def _first_words(page: Page, span: Span) -> facts.Source:
    """Where the organisation is named, else the document begins; of a text without any words, its first marks."""
    if span[0] < span[1]:
        return page.source(*span)
    match = _WORDS.search(page.document.text)
    return page.raw_source(*match.span()) if match else page.raw_source(0, 0)


def _organization(
    page: Page,
    reading: Reading,
    section: Section,
    ordinal: int,
    given: str | None,
    aliases: Mapping[str, tuple[str, ...]],
) -> list[AnyRecord]:
    plain = page.plain
    subject = plain[section.subject[0] : section.subject[1]] if section.subject else ""
    pieces = _pieces(page, reading, section, subject)
    draft = Draft(
        company=plain[slice(*section.company)] if section.company else "", start=section.start, end=section.end
    )
    walker = Walker(page, reading, draft, slides=sum(piece.kind == "break" for piece in pieces) > 1)
    context = Context()
    kind = reading.names.kind(subject, short=section.advert) if subject else None
    company = section.subject == section.company and reading.lexicon.is_company(subject)
    if section.subject and kind and not company:
        owner = walker.owners.find(*section.subject, kind, None)
        if section.title and (count := BRACKET.match(plain, section.subject[1], section.title[1])):
            owner.headcount = reading.staffing.remark(count.group(1))
        draft.title_unit = owner if kind == "unit" else None
        context = Context(owner if kind == "unit" else None, (owner,), kind == "role")
    walker.children(Outline(reading.cutter, plain).build(pieces), context)
    resolve(draft, reading, aliases)
    span = _named(page, reading, section, draft)
    stated = page.shown(*span) if span else None
    title = page.shown(*section.title) if section.title else None
    if given:
        organization = identity.organization_id(given)
    else:
        organization = identity.unnamed_organization_id(page.document.key, ordinal)
    return [
        facts.Organization(
            id=organization,
            document_id=page.id,
            name=given or stated or _of_page(page, reading, title) or title or page.document.key,
            aliases=(stated,) if given and stated and stated != given else (),
            source=_first_words(page, span or section.title or (section.start, min(section.end, section.start + 20))),
        ),
        *Recorder(page, reading, draft, organization).records(),
        *noticed(page, draft, tuple(reading.words.subjects["dangling"])),
    ]
