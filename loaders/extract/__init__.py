"""Pure functions from a document to facts with their sources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from dutygraph.graph import facts, identity, vocabulary
from dutygraph.graph.facts import AnyRecord
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.document import SourceDocument

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
    """The facts a document states, in the order of the form: the document first, then list by list."""
    settings = settings or ExtractSettings()
    return [
        facts.Document(
            id=identity.document_id(document.key),
            key=document.key,
            edition=document.edition,
            title=document.title,
            version=document.version,
            effective_date=document.effective_date,
            language=document.language,
        )
    ]
