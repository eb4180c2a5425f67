"""One cell of an authority matrix: marks, steps, initials, acts in words, amounts, names, footnotes.

★      ②审核      R/A      批（5万元以下）      Signs/Approves (1)      部门经理→总经理
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

from dutygraph.graph import records, vocabulary
from dutygraph.graph.text.intervals import Verb
from dutygraph.graph.text.limit_words import DEFAULT as LIMITS
from dutygraph.graph.text.limits import Bounds, read_ladder
from dutygraph.graph.text.numbers import even
from dutygraph.graph.text.words import any_of, by_word, guarded

FINAL: records.Act = "approve"


class MatrixWords:
    """The tables of matrices.toml, ready to read with."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        marks = table["marks"]
        heads = {kind: said for kind, said in table["heads"].items() if kind not in ("after_act", "matter_of_act")}
        self.heads = by_word(heads)
        self.matter_of_act = frozenset(table["heads"]["matter_of_act"])
        self.after_act = any_of([*table["heads"]["after_act"], *self.matter_of_act])
        self.yes = frozenset(marks["yes"])
        self.symbols = frozenset([*(w for w in marks["yes"] if not w.isalnum()), *marks["other"]])
        self.none = frozenset(marks["none"])
        self.steps: str = marks["steps"]
        self.arrows = re.compile(rf"\s*(?:{'|'.join(map(re.escape, marks['arrows']))})\s*")
        self.initials: Mapping[str, str] = table["initials"]
        self.rasci: Mapping[str, Any] = table["rasci"]
        self.acts = by_word(table["acts"])
        self.category_ends = tuple(table["categories"]["ends"])
        self.measure_ends = tuple(table["measures"]["ends"])
        legend = table["legend"]
        self.legend_heads = frozenset(legend["heads"])
        self.legend_links = any_of(legend["links"])
        self.unlimited = frozenset(table["unlimited"]["words"])
        self.all_but = re.compile("|".join(table["unlimited"]["but"]))

    @cached_property
    def act_words(self) -> Mapping[str, str]:
        """All words for acts, those of limits.toml among them."""
        return {**by_word(vocabulary.table("limits")["acts"]), **self.acts}

    def act_of(self, word: str) -> records.Act:
        """The act of the facts form a word stands for; deliberating decides where nothing follows."""
        act = self.act_words[word]
        return cast(records.Act, "decide" if act == "deliberate" else act)

    @cached_property
    def act_pattern(self) -> re.Pattern[str]:
        """Finds a word for an act; one in Latin letters stands alone."""
        latin = any_of(word for word in self.act_words if word.isascii())
        words = [word for word in self.act_words if not word.isascii() and len(word) > 1]
        other = guarded(words, {}, vocabulary.table("limits")["acts_unless_after"])
        return re.compile(rf"{other}|(?<![a-z]){latin}(?![a-z])")


DEFAULT = MatrixWords(vocabulary.table("matrices"))
"""The words that come with the package."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What marks, letters and footnotes mean in one table."""

    acts: Mapping[str, records.Act]
    footnotes: Mapping[str, str]
    default: records.Act


class Act(NamedTuple):
    """One act in a cell: its place in the chain, and who acts where the cell names somebody."""

    act: records.Act | None
    step: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a cell says. An act of None is one whose kind the place in the table decides."""

    acts: tuple[Act, ...] = ()
    bounds: Bounds | None = None
    condition: str | None = None


_LEFT_OVER = 3  # characters of a cell that acts and names may leave unexplained: 由, 报, 共同

NOTHING = CellReading()
_FOOTNOTE = re.compile(r"\s*[(\[](?P<number>\d{1,2}|\*{1,3})[)\]]|(?<=\S)\s?(?P<stars>\*{1,3})(?=\s|$)")
_FOOTNOTE_TEXT = re.compile(
    r"\s*(?:[-*•]?\s*[(\[]?(?P<number>\d{1,2}|\*{1,3})[)\].、]|(?P<stars>\*{1,3})\s)\s*(?P<text>\S.*)"
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SPLIT = re.compile(r"[\s,;/、+&|]+")
_NUMBER = re.compile(r"\d{1,2}$")


def squeeze(text: str) -> str:
    """Even, without white space."""
    return re.sub(r"\s+", "", even(text))


def read_cell(text: str, legend: Legend, words: MatrixWords = DEFAULT) -> CellReading:
    """The acts, amounts and condition of a cell; nothing where it is blank or says no."""
    plain, notes = _without_footnotes(text, legend)
    levelled = even(plain).strip()
    if not levelled or squeeze(levelled) in words.none:
        return NOTHING
    if squeeze(levelled) in words.unlimited:
        return CellReading((Act(None),), condition=notes)
    bounds = read_ladder([plain], mere=not _SPLIT.fullmatch(levelled) and _is_amount(levelled))[0]
    if not bounds and words.all_but.fullmatch(levelled):
        return CellReading((Act(None),), condition="; ".join(part for part in (plain.strip(), notes) if part))
    rest = levelled
    if bounds:
        rest = rest.replace(even(bounds.limit.text or ""), " ", 1)
    found = _acts(rest, plain, legend, words)
    if not found and bounds:
        found = (Act(None),)
    brackets = [part for part in _BRACKET.findall(rest) if len(part) > 1 and not _acts(part, part, legend, words)]
    return CellReading(found, bounds, notes or (brackets[0] if found and brackets else None))


def without_footnotes(text: str, legend: Legend) -> str:
    """A text without the marks of known footnotes."""
    return _without_footnotes(text, legend)[0].strip()


def _is_amount(levelled: str) -> bool:
    return any(interval.quantity for interval in LIMITS.scanner.amounts(levelled)) or bool(
        re.fullmatch(r"[\d,]{4,}(?:\.\d+)?", levelled)
    )


def _without_footnotes(text: str, legend: Legend) -> tuple[str, str | None]:
    notes: list[str] = []

    def drop(match: re.Match[str]) -> str:
        note = legend.footnotes.get(match["number"] or match["stars"])
        if note is None:
            return match[0]
        notes.append(note)
        return ""

    plain = _FOOTNOTE.sub(drop, text)
    return plain, "; ".join(notes) or None


def _acts(levelled: str, original: str, legend: Legend, words: MatrixWords) -> tuple[Act, ...]:
    chain = words.arrows.split(levelled)
    if len(chain) > 1 and all(part.strip() for part in chain):
        return _chain(chain, original, levelled, legend, words)
    by_mark = _marked(levelled, legend, words)
    if by_mark:
        return by_mark
    if spoken := _spoken(levelled, original, words):
        return spoken
    names = _named(levelled, original)
    return (Act(None, None, names),) if names else ()


def _chain(chain: Sequence[str], original: str, levelled: str, legend: Legend, words: MatrixWords) -> tuple[Act, ...]:
    """部门经理→财务总监→总经理: the last approves, those before review, where nothing else is said."""
    found: list[Act] = []
    at = 0
    for step, part in enumerate(chain, 1):
        at = levelled.index(part, at)
        own = original[at : at + len(part)]
        at += len(part)
        spoken = _spoken(part, own, words)
        act = spoken[0].act if spoken else FINAL if step == len(chain) else "review"
        names = spoken[0].names if spoken and spoken[0].names else (own.strip(),)
        found.append(Act(act, step, names))
    return tuple(found)


def _marked(levelled: str, legend: Legend, words: MatrixWords) -> tuple[Act, ...]:
    """Marks, letters and step numbers: ★, R/A, ②, 1批; nothing where the cell holds anything else."""
    found: list[Act] = []
    step: int | None = None
    for token in _tokens(levelled, words):
        if token in legend.acts:
            found.append(Act(legend.acts[token], step))
        elif len(token) == 1 and token in words.steps:
            step = words.steps.index(token) + 1
        elif _NUMBER.fullmatch(token):
            step = int(token)
        elif token in words.yes:
            found.append(Act(None, step))
        elif token in words.initials:
            found.append(Act(cast(records.Act, words.initials[token]), step))
        elif token in words.act_words:
            found.append(Act(words.act_of(token), step))
        else:
            return ()
    if step is not None and not found:
        return (Act(None, step),)
    return tuple(act if act.step is not None or step is None else act._replace(step=step) for act in found)


def _tokens(levelled: str, words: MatrixWords) -> Iterable[str]:
    for part in _SPLIT.split(_BRACKET.sub(" ", levelled)):
        if not part:
            continue
        single = part if part in words.act_words or _NUMBER.fullmatch(part) else None
        if single or (part.isascii() and part.isalpha() and len(part) > 1):
            yield part
        else:
            yield from re.findall(rf"\d{{1,2}}|{words.act_pattern.pattern}|.", part)


def _spoken(levelled: str, original: str, words: MatrixWords) -> tuple[Act, ...]:
    """Acts in words, each with whom the cell names before it: 部门经理审核、总经理审批."""
    found: list[Act] = []
    edge = used = 0
    for match in words.act_pattern.finditer(levelled):
        verb = Verb(match.start(), match.end(), words.act_words[match[0]], False, 0)
        names = LIMITS.actors.of(levelled, edge, verb).names
        used += match.end() - match.start() + sum(b - a for a, b in names)
        edge = match.end()
        found.append(Act(words.act_of(match[0]), None, tuple(original[a:b].strip() for a, b in names)))
    said = len(re.sub(r"[\s\W]", "", _BRACKET.sub("", levelled)))
    if said - used > _LEFT_OVER:
        return ()
    if len(found) > 1 and all(act.names for act in found):  # one after another
        last = len(found)
        found = [act._replace(step=n, act=_before(act) if n < last else act.act) for n, act in enumerate(found, 1)]
    return tuple(found)


def _before(act: Act) -> records.Act | None:
    """A decision that another follows is a review of it."""
    return "review" if act.act == "decide" else act.act


def _named(levelled: str, original: str) -> tuple[str, ...]:
    spans = LIMITS.actors.only(levelled, 0, len(levelled))
    return tuple(original[a:b].strip() for a, b in spans)


# ---- the legend ----


def read_legend(notes: Sequence[str], title: str, words: MatrixWords = DEFAULT) -> Legend:
    """What a table's notes say of its marks: `★审批 ▲审核`, `R=负责`, `(1) If in Plan`; and what a mere mark means."""
    acts: dict[str, records.Act] = {}
    footnotes: dict[str, str] = {}
    everything = squeeze(" ".join([title, *notes]))
    rasci = any(name in everything for name in words.rasci["titles"])
    if rasci:
        acts |= {letter: act for letter, act in words.rasci.items() if letter != "titles"}
    for note in notes:
        acts |= _legend_of(even(note), words)
        if footnote := _FOOTNOTE_TEXT.match(note):
            footnotes[even(footnote["number"] or footnote["stars"])] = footnote["text"].strip()
    default = words.act_pattern.search(even(title))
    known = words.act_of(default[0]) if default else FINAL
    return Legend(acts, footnotes, known if known in ("review", "approve", "decide", "sign") else FINAL)


def _legend_of(levelled: str, words: MatrixWords) -> dict[str, records.Act]:
    symbols = "".join(re.escape(symbol) for symbol in sorted(words.symbols) if len(symbol) == 1)
    characters = "".join(key for key in words.initials if not key.isascii())
    key = rf"[{symbols}{words.steps}{characters}]|(?<![a-z0-9])[a-z](?![a-z])"
    act = words.act_pattern.pattern
    pattern = re.compile(rf"[\"“「]?(?P<key>{key})[\"”」]?\s*{words.legend_links}?\s*(?P<act>{act})")
    return {m["key"]: words.act_of(m["act"]) for m in pattern.finditer(levelled)}
