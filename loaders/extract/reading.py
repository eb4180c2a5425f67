"""The readers of single texts that a vocabulary gives, made once and shared by all documents."""

from __future__ import annotations

import re
from functools import lru_cache

from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.extract.lexicon import any_of, squeeze
from dutygraph.loaders.extract.pieces import Cutter, cutter
from dutygraph.loaders.extract.reporting import Superiors
from dutygraph.loaders.extract.staffing import Staffing
from dutygraph.loaders.extract.statements import Clauses


class Reading:
    """All readers of one vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.cutter: Cutter = cutter(words)
        self.lexicon = self.cutter.lexicon
        self.names = self.cutter.names
        self.clauses = Clauses(self.lexicon)
        self.superiors = Superiors(self.lexicon, self.names)
        self.staffing = Staffing(self.lexicon, self.names, self.cutter.marks)
        subjects = words.subjects
        self.fillers = re.compile(any_of(subjects["fillers"]))
        self.needs = re.compile(any_of(subjects["needs"]))
        duty_verbs = subjects["duty_verbs"]
        self._acts = re.compile(
            f"{any_of(w for w in duty_verbs if not w.isascii())}|{any_of(w for w in duty_verbs if w.isascii())}\\b"
        )
        # ...其职责如左: / 行使下列职权: / responsibilities include:
        own = any_of(w for w in subjects["anaphora"])
        self._lists = re.compile(f"[,，]?(?:{own})?(?:{any_of(subjects['lists'])}) *:?$")
        self._powers = re.compile(f"[,，]?(?:{own})?(?:{any_of(subjects['power_lists'])}) *:?$")
        self._include = re.compile(f"(?:{own})?(?:{any_of(subjects['lists'])})")
        self._headings = {
            squeeze(word): key.removesuffix("_headings")
            for key, group in words.frequencies.items()
            if key.endswith("_headings")
            for word in group
        }
        self._skip = re.compile(any_of(w for w in words.labels["skip"] if len(w) >= 4 and not w.isascii()))

    def acts(self, text: str) -> bool:
        """Whether a text that follows a name says what its bearer does."""
        return bool(self._acts.match(text.lstrip(" ,")))

    def list_opener(self, plain: str, start: int, end: int) -> tuple[int, str] | None:
        """Where the words begin with which a sentence opens a list below it, and of what: duties or authority."""
        if match := self._powers.search(plain, start, end):
            return match.start(), "authority"
        if match := self._lists.search(plain, start, end):
            return match.start(), "duties"
        return None

    def frequency_heading(self, text: str) -> str | None:
        """How often what stands under a heading is done: `daily`; `other` where the heading only says that it recurs."""
        return self._headings.get(text)

    def skipped_heading(self, text: str) -> bool:
        """Whether a heading announces what is no duty."""
        return bool(self._skip.search(text))


@lru_cache(maxsize=8)
def reading_of(words: Vocabulary) -> Reading:
    """The readers of a vocabulary, made once."""
    return Reading(words)
