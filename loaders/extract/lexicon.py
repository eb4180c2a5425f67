"""The vocabulary, compiled once: which label a word is, and patterns built of word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from dutygraph.graph.vocabulary import Vocabulary

HEAD_KEYS = frozenset(
    (
        "name", "unit", "unit_name", "parent_unit", "sub_units", "head_post", "superior", "superior_dotted",
        "superior_skip", "subordinates", "subordinates_skip", "headcount", "person", "deputy", "meta", "organization",
    )
)  # fmt: skip
"""Labels with a short value, which stand at the head of a job sheet."""

LIST_KEYS = frozenset(
    (
        "summary", "goal", "duties", "unit_duties", "authority", "powers", "accountability", "metric", "skip",
        "staffing", "chart", "area_block",
    )
)  # fmt: skip
"""Labels that head a section: a list, or a few sentences."""

SKIPPED = frozenset(("skip", "meta", "remark", "accountability"))
"""Sections and labels that hold no facts."""

COLUMN_KEYS = frozenset(
    ("serial", "area", "content", "frequency", "remark", "name_column", "unit_column", "metric_column")
)
"""Words that mean something only at the head of a column."""


_Branches: TypeAlias = "dict[str, _Branches]"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; common beginnings are tried once.

    >>> any_of(["a", "abc", "b"])
    '(?:(?:a(?:bc)?|b))'
    """
    tree: _Branches = {}
    for word in sorted(set(words)):
        place = tree
        for character in word:
            place = place.setdefault(character, {})
        place[""] = {}
    return f"(?:{_pattern(tree) or '(?!)'})"


def _pattern(tree: _Branches) -> str:
    ends = "" in tree
    parts = [re.escape(character) + _pattern(below) for character, below in tree.items() if character]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return joined + ("?" if ends else "")


class Lexicon:
    """A vocabulary with the patterns extraction needs; made once for each vocabulary by `lexicon`."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.labels: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        for key, group in words.labels.items():
            target = self.columns if key in COLUMN_KEYS else self.labels
            for word in group:
                target.setdefault(squeeze(word), key)
        self._names()
        self._headings()

    def _names(self) -> None:
        people = any_of(self.words.headcounts["units"])
        self.people_count = re.compile(rf"\d+(?: ?[-~] ?\d+)? ?(?:{people})?")
        titles, units = self.words.titles, self.words.units
        self.title_ends = re.compile(any_of(w for w in titles["ends"] if not w.isascii()))
        self.title_end = re.compile(any_of(w for w in titles["ends"] if not w.isascii()) + "$")
        self.short_titles = frozenset(titles["short"])
        self.english_titles = frozenset(w for w in titles["ends"] if w.isascii())
        self.title_stops = re.compile(any_of(w for w in titles["stops"] if not w.isascii()))
        self.links = re.compile(any_of(titles["links"]))
        self.possessives = "".join(titles["possessives"]) + ","
        self.people = frozenset(titles["people"])
        self.bodies = re.compile(any_of(w for w in titles["bodies"]) + "$")
        self.body_ends = re.compile(any_of(w for w in titles["bodies"] if not w.isascii()))
        self.unit_ends = re.compile(any_of(w for w in units["ends"] if not w.isascii()))
        self.unit_end = re.compile(any_of(w for w in units["ends"] if not w.isascii()) + "$")
        self.english_units = frozenset(w for w in units["ends"] if w.isascii())
        self.unit_stops = re.compile(any_of(w for w in units["stops"] if not w.isascii()))
        self.no_unit_start = re.compile("|".join([any_of(units["no_start"]), *units["no_start_patterns"]]))
        self.long_units = frozenset(units["long"])
        self.no_units = frozenset(units["none"])
        self.organizations = re.compile(any_of(units["organizations"]) + r"(?:\(.{1,12}\))?$")
        self.no_start = re.compile("|".join([any_of(titles["no_start"]), *titles["no_start_patterns"]]))
        self.parting_towards = titles["towards"]
        self.parting = re.compile(any_of(titles["parting"]))
        self.bodies_of = re.compile(any_of(units["societies"]))
        self.trades = re.compile(f"(?:{any_of([*units['trades'], *units['organizations']])})$")
        self.firms = re.compile(any_of(units["firms"]) + r"(?:\(.{1,12}\))?$")
        self.companies = re.compile(any_of(units["companies"]) + r"(?:\(.{1,12}\))?$")
        self.holds = "|".join(self.words.headcounts["holds"])
        self.distributive = titles["distributive"]

    def _headings(self) -> None:
        headings = self.words.headings
        years = f"(?:{'|'.join(headings['years'])})"
        tail = f"(?:{years}?{any_of(headings['tails'])}{any_of(headings['joiners'])}*)"
        self.tail = re.compile(f"{any_of(headings['joiners'])}*{tail}+")
        self.tail_start = re.compile(f"{any_of(headings['joiners'])}*{tail}+")
        self.tail_last = frozenset(word[-1] for word in (*headings["tails"], *headings["joiners"]) if word)
        lists = [w for w, key in self.labels.items() if key in LIST_KEYS and not w.isascii()]
        self.list_start = re.compile(f"{any_of(headings['joiners'])}*{any_of(lists)}")
        self.title_word = re.compile(any_of(headings["title_ends"]))
        self.title_line = re.compile(any_of(headings["title_ends"]) + r"(?:\(.{1,10}\))?$")
        self.overview = re.compile(any_of(headings["overview"]))
        adverts = any_of(headings["adverts"])
        self.advert = re.compile(rf"[\[(<《]? ?{adverts} ?(?:[\])>》:!]+ *| +)|{adverts}")
        self.advert_end = re.compile(rf" *[\[(]?{years}?{adverts}[\])]? *$")
        self.before = re.compile(f"^(?:{any_of(headings['before'])}[:、]?)+")

    def label(self, text: str) -> str | None:
        """The meaning of a label, whatever white space stands inside."""
        return self.labels.get(squeeze(text))

    def is_company(self, text: str) -> bool:
        """Whether a text is a company's name (远山食品有限公司), which is no unit."""
        return bool(self.companies.search(text)) and text not in self.no_units

    def column(self, text: str) -> str | None:
        """The meaning of the head of a column."""
        word = squeeze(text)
        return self.columns.get(word) or self.labels.get(word)


_SPACE = re.compile(r"\s+")
_WIDE = re.compile(r"[\u2e80-\uffef]")


def squeeze(text: str) -> str:
    """Without white space where any of it is Chinese; single blanks in English.

    >>> squeeze("职 责 "), squeeze("Reports  to ")
    ('职责', 'reports to')
    """
    text = text.strip().lower()
    if " " not in text and "\t" not in text:
        return text
    return _SPACE.sub("" if _WIDE.search(text) else " ", text)


@lru_cache(maxsize=8)
def lexicon(words: Vocabulary) -> Lexicon:
    """The compiled form of a vocabulary."""
    return Lexicon(words)
