"""What the columns of a table hold, told by their heads, or said by the user (`--columns superior="Reports to"`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dutygraph.graph.text.folding import fold, simplify
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.extract.lexicon import lexicon

Given = Mapping[str, Sequence[str]]
"""Heads of columns by what the user says they hold."""

_MEANINGS = (
    "title", "name", "person", "first_name", "last_name", "post_id", "id", "dotted", "skip", "superior", "node", "unit",
    "organization", "headcount", "status",
)  # fmt: skip
_LINES = ("dotted", "skip", "superior")
_LABELS = {
    "name": "title", "person": "person", "superior": "superior", "superior_dotted": "dotted", "superior_skip": "skip",
    "unit": "unit", "unit_name": "unit", "unit_column": "unit", "headcount": "headcount",
}  # fmt: skip
"""Labels of job sheets that mean the same at the head of a column."""

_DUTIES = frozenset(
    (
        "summary", "goal", "duties", "unit_duties", "authority", "powers", "accountability", "metric", "area_block",
        "content",
    )
)  # fmt: skip
"""Columns of which a table of duties or powers has one, an org chart none."""

_LONGEST_HEAD = 60
_MOST_WORDS = 3
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"\([^()]*\)")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of columns by meaning, from 0, in order of the table. `person` are the parts of a name in spoken order."""

    title: int
    person: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    post_ids: tuple[int, ...] = ()
    superior: tuple[int, ...] = ()
    dotted: tuple[int, ...] = ()
    skip: tuple[int, ...] = ()
    node: int | None = None
    unit: tuple[int, ...] = ()
    organization: int | None = None
    headcount: int | None = None
    status: int | None = None
    scope: int | None = None

    @property
    def used(self) -> frozenset[int]:
        """All columns that mean something."""
        single = (self.title, self.node, self.organization, self.headcount, self.status, self.scope)
        several = self.person + self.ids + self.post_ids + self.superior + self.dotted + self.skip + self.unit
        return frozenset({*several, *(place for place in single if place is not None)})


def chart_columns(heads: Sequence[str], words: Vocabulary, given: Given) -> Columns | None:
    """The columns of a row of heads where it heads a table of posts or people and their lines; None otherwise.

    Such a table says what a row is called, and whom it reports to, who it is, or what it is told apart by; a table
    with a column of duties or powers is none. What the user says goes before what the words say.
    """
    found = heads_of(words).read(heads, given)
    keys = found.keys()
    named = keys & {"title", "name"}
    lines = keys & {"superior", "dotted", "node"}
    people = "title" in keys and keys & {"person", "last_name", "name"}
    posts = "title" in keys and keys & {"id", "post_id"} and keys & {"unit", "organization"}
    if not (named and lines) and not people and not posts:
        return None
    if not given and any(lexicon(words).column(_plain(head)) in _DUTIES for head in heads):
        return None
    return _columns(found)


def _columns(found: Mapping[str, tuple[int, ...]]) -> Columns:
    def first(key: str) -> int | None:
        return found[key][0] if key in found else None

    names = found.get("name", ())
    person = found.get("person", ())[:1] or (*found.get("first_name", ())[:1], *found.get("last_name", ())[:1])
    title = first("title")
    if title is None:
        title = names[0]
    elif not person:
        person = names[:1]
    return Columns(
        title=title,
        person=person,
        ids=found.get("id", ()),
        post_ids=found.get("post_id", ()),
        superior=found.get("superior", ()),
        dotted=found.get("dotted", ()),
        skip=found.get("skip", ()),
        node=first("node"),
        unit=found.get("unit", ()),
        organization=first("organization"),
        headcount=first("headcount"),
        status=first("status"),
        scope=first("scope"),
    )


class Heads:
    """The words at the heads of columns, in one form."""

    def __init__(self, words: Vocabulary) -> None:
        self._meanings: dict[str, str] = {}
        for meaning in _MEANINGS:
            for word in words.columns[meaning]:
                self._meanings.setdefault(spaced(word), meaning)
        for label, meaning in _LABELS.items():
            for word in words.labels[label]:
                self._meanings.setdefault(spaced(word), meaning)
        self._ends = tuple(spaced(word) for word in words.columns["key_ends"])
        lines = [(word, meaning) for word, meaning in self._meanings.items() if meaning in _LINES]
        self._lines = sorted(lines, key=lambda line: (-len(line[0]), line[0]))
        self._titles = tuple(spaced(word) for word in words.columns["title_ends"])

    def read(self, heads: Sequence[str], given: Given) -> dict[str, tuple[int, ...]]:
        """The places of columns by meaning; a column that the user names has no other."""
        found: dict[str, list[int]] = {}
        said = {fold(head): place for place, head in reversed(list(enumerate(heads))) if head}
        taken: set[int] = set()
        for meaning, names in given.items():
            places = [said[fold(name)] for name in names if fold(name) in said]
            taken.update(places if meaning != "scope" else ())
            if places:
                found["status" if meaning == "vacant" else meaning] = places
        others = frozenset(spaced(head) for head in heads)
        settled = {*found}
        for place, head in enumerate(heads):
            read = self.meaning(head, others) if place not in taken else None
            if read and read not in settled:
                found.setdefault(read, []).append(place)
        return {meaning: tuple(places) for meaning, places in found.items()}

    def meaning(self, head: str, others: Iterable[str] = ()) -> str | None:
        """What a head means; `others` are the heads beside it, which may name the key of a superior."""
        if not head or len(head) > _LONGEST_HEAD:
            return None
        for form in (spaced(head), spaced(_BRACKETS.sub(" ", unicodedata.normalize("NFKC", head)))):
            if form in self._meanings:
                return self._meanings[form]
            for word, meaning in self._lines:
                if form.startswith(word) and self._names_key(form[len(word) :], others):
                    return meaning
            if any(_ends_with(form, title) for title in self._titles):
                return "title"
        return None

    def _names_key(self, rest: str, others: Iterable[str]) -> bool:
        """Whether what follows a word for a superior says by what he is named (manager | employee number)."""
        key = rest.strip()
        if not key or (rest[0].isascii() and rest[0] != " "):
            return False
        return key in others or (
            len(key.split()) <= _MOST_WORDS and any(_ends_with(f" {key}", end) for end in self._ends)
        )


@lru_cache(maxsize=8)
def heads_of(words: Vocabulary) -> Heads:
    """The heads of a vocabulary, made once."""
    return Heads(words)


@lru_cache(maxsize=10_000)
def spaced(head: str) -> str:
    """A head as words in lower case.

    >>> spaced("manager_BusinessEntityID"), spaced("Reports-To")
    ('manager business entity id', 'reports to')
    """
    parted = _HUMP.sub(" ", unicodedata.normalize("NFKC", head))
    return _NO_WORD.sub(" ", simplify(parted).lower()).strip()


def _ends_with(form: str, word: str) -> bool:
    return form.endswith(f" {word}") if word.isascii() else form.endswith(word)


def _plain(head: str) -> str:
    return simplify(unicodedata.normalize("NFKC", head)).strip()
