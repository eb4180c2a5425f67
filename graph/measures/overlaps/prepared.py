"""Duties of owners as arrays, made once for each duty, so that pairs are compared by table look-ups."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.overlaps import words as w
from dutygraph.graph.measures.overlaps.sparse import Mentions
from dutygraph.graph.text.acts import Parsed, Word, lexicon, parse
from dutygraph.graph.text.folding import simplify

Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Encode = Callable[[Sequence[str]], Floats]
"""Texts to vectors of unit length, one row each."""

PHRASES, WORDS, ACTS, CLAUSES = 6, 4, 8, 4
"""How many noun phrases of a duty, words of a phrase, acts and clauses are compared."""

GRAMS, CLAUSE_GRAMS = 256, 128
MOST_WORDS = 24_000
"""Different words of one comparison; the rarest beyond are compared with nothing (a table of 24,000 takes 576 MB)."""

IN_TITLE = 0.3
"""What is left of a matter word that stands in the title of a post (培训置业顾问): it says whom, not what."""

LEADING = 0.5
"""Weight from which a verb can be the first of a duty: not one of its ground, its purpose, or a noun."""

ROLES = ("set", "do", "check", "help", "tell", "better")
CLASSES = tuple(sorted(w.lexis().roles))
"""The classes of verbs."""

_SPLIT = re.compile("[,，;；。\n]")
_NAME_MARKS = re.compile(r"[()（）、,/\s]+")


@dataclass(frozen=True)
class Encoded:
    """What the sentence encoder adds."""

    text: Floats
    matter: Floats
    clauses: Floats
    """(duty, clause, dimension); empty clauses are zero."""

    table: w.Table


@dataclass(frozen=True)
class Prepared:
    """Duties (rows) as arrays. Word ids count in `words`; 0 is no word."""

    parsed: tuple[Parsed, ...]
    texts: npt.NDArray[np.intp]
    """Which text a duty has; equal texts have one number."""

    words: tuple[str, ...]
    table: w.Table
    verbs: w.Table
    phrase_words: npt.NDArray[np.int32]
    """(duty, phrase, word), heads first."""

    phrase_weights: Floats
    phrase_places: Floats
    """(duty, phrase): 1 for the first phrase of a clause, less for those after it."""

    phrase_classes: npt.NDArray[np.int8]
    """(duty, phrase): the class of the verb of the phrase, a place in CLASSES."""

    own_name: Floats
    """(duty, phrase, word): how far the word stands in the owner's own name."""

    acts: npt.NDArray[np.int32]
    act_weights: Floats
    roles: Floats
    """(duty, role of the verbs), rows sum to 1."""

    verb_classes: npt.NDArray[np.bool_]
    """(duty, class of verbs): whether the duty has such a verb."""

    first_class: npt.NDArray[np.intp]
    """The class of the first verb."""

    catch_all: Floats
    own_staff: Floats
    grams: Floats
    clause_grams: Floats
    owners: npt.NDArray[np.int32]
    """Which owner a duty belongs to, counting in order of first appearance."""

    mentions: Mentions
    """Which duties name which owners."""

    opposites: npt.NDArray[np.int32]
    """For the word id of a denied word (不含营业税) that of the word itself, where some duty has it; else 0."""

    encoded: Encoded | None

    def __len__(self) -> int:
        return len(self.parsed)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The ids of words."""
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def latin(self) -> npt.NDArray[np.bool_]:
        """Which duties are written in plain Latin letters: English, as far as the vocabulary goes."""
        return np.array([duty.text.isascii() for duty in self.parsed], bool)


def prepare(texts: Sequence[str], owners: Sequence[str], encode: Encode | None = None) -> Prepared:
    """Read each text (a duty) of each owner (its title; '' where unknown); lists of one length."""
    unique_owners = {name: number for number, name in enumerate(dict.fromkeys(owners))}
    posts = _post_titles(unique_owners)
    parsed = tuple(_without_titles(parse(text), posts) for text in texts)
    vocabulary = _vocabulary(parsed)
    phrases = [_phrases(duty) for duty in parsed]
    n = len(parsed)
    phrase_words = np.zeros((n, PHRASES, WORDS), np.int32)
    phrase_weights = np.zeros((n, PHRASES, WORDS), np.float32)
    places = np.zeros((n, PHRASES), np.float32)
    phrase_classes = np.zeros((n, PHRASES), np.int8)
    own = np.zeros((n, PHRASES, WORDS), np.float32)
    numbers = {word: number for number, word in enumerate(vocabulary)}
    for row, phrases_of_duty in enumerate(phrases):
        names = owner_names(owners[row])
        leading = _leading(parsed[row])
        clause = -1
        for column, phrase in enumerate(phrases_of_duty[:PHRASES]):
            places[row, column] = 0.6 if phrase[0].clause == clause else 1.0
            clause = phrase[0].clause
            phrase_classes[row, column] = _class_over(phrase[0], leading)
            for depth, word in enumerate(reversed(phrase[-WORDS:])):
                phrase_words[row, column, depth] = numbers.get(word.text, 0)
                phrase_weights[row, column, depth] = word.weight * w.weight(word.text)
                own[row, column, depth] = _in_name(word.text.lstrip("!"), names)
    acts, act_weights, roles, verbs = _acts(parsed)
    verb_classes, first_class = _classes(parsed)
    bodies = [_body(duty) for duty in parsed]
    titles = [full_names(name) for name in unique_owners]
    table = w.table_of(vocabulary)
    return Prepared(
        parsed=parsed, texts=_numbered([duty.text for duty in parsed]),
        words=vocabulary, table=table, verbs=w.verb_table(verbs),
        phrase_words=phrase_words, phrase_weights=phrase_weights, phrase_places=places,
        phrase_classes=phrase_classes, own_name=own,
        acts=acts, act_weights=act_weights, roles=roles,
        verb_classes=verb_classes, first_class=first_class,
        catch_all=np.array([duty.catch_all for duty in parsed], np.float32),
        own_staff=np.array([duty.own_staff for duty in parsed], np.float32),
        grams=_grams(bodies, (1, 2), GRAMS),
        clause_grams=_clause_grams(parsed),
        owners=np.array([unique_owners[name] for name in owners], np.int32),
        mentions=Mentions([duty.text for duty in parsed], titles),
        opposites=np.array([numbers.get(word[1:], 0) if word[:1] == "!" else 0 for word in vocabulary], np.int32),
        encoded=None if encode is None else _encode(parsed, bodies, phrases, vocabulary, table, encode),
    )  # fmt: skip


def _post_titles(owners: Iterable[str]) -> dict[str, list[str]]:
    """The titles of posts of three characters or more, in the form texts are compared in, by their first three."""
    endings = lexicon().post_endings
    found: dict[str, list[str]] = {}
    for owner in owners:
        for part in _NAME_MARKS.split(simplify(owner).lower()):
            if len(part) >= 3 and part.endswith(endings):
                found.setdefault(part[:3], []).append(part)
    return found


def _without_titles(duty: Parsed, posts: Mapping[str, Sequence[str]]) -> Parsed:
    """The duty with less weight on matter words inside the titles of posts."""
    text = duty.text
    spans = [
        (at, at + len(title))
        for at in range(len(text) - 2)
        for title in posts.get(text[at : at + 3], ())
        if text.startswith(title, at)
    ]
    if not spans:
        return duty
    words = [
        replace(word, weight=word.weight * IN_TITLE)
        if word.part == "matter" and any(start <= word.start and word.end <= end for start, end in spans)
        else word
        for word in duty.words
    ]
    return replace(duty, words=tuple(words))


def _numbered(texts: Sequence[str]) -> npt.NDArray[np.intp]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.intp)


def _vocabulary(parsed: Sequence[Parsed]) -> tuple[str, ...]:
    counts = Counter(word.text for duty in parsed for word in duty.words if word.part == "matter")
    common = sorted(counts, key=lambda word: (-counts[word], word))[: MOST_WORDS - 1]
    return ("", *sorted(common))


def _phrases(duty: Parsed) -> list[list[Word]]:
    """The noun phrases of a duty, each once."""
    found: dict[int, list[Word]] = {}
    for word in duty.words:
        if word.part == "matter":
            found.setdefault(word.phrase, []).append(word)
    unique = {tuple(word.text for word in phrase): phrase for phrase in reversed(found.values())}
    return list(reversed(unique.values()))


def _acts(
    parsed: Sequence[Parsed],
) -> tuple[npt.NDArray[np.int32], Floats, Floats, list[tuple[str, str]]]:
    n = len(parsed)
    numbers: dict[tuple[str, str], int] = {("", ""): 0}
    acts = np.zeros((n, ACTS), np.int32)
    weights = np.zeros((n, ACTS), np.float32)
    roles = np.zeros((n, len(ROLES)), np.float32)
    of_class = w.lexis().roles
    for row, duty in enumerate(parsed):
        found: dict[tuple[str, str], float] = {}
        for word in duty.words:
            if word.part == "act":
                key = (word.text, word.verb_class or "execute")
                found[key] = max(found.get(key, 0.0), word.weight)
        for column, (key, value) in enumerate(list(found.items())[:ACTS]):
            acts[row, column] = numbers.setdefault(key, len(numbers))
            weights[row, column] = value
            roles[row, ROLES.index(of_class[key[1]])] += value
        if not roles[row].any():
            roles[row, ROLES.index("do")] = 1.0
    return acts, weights, roles / roles.sum(1, keepdims=True), list(numbers)


def _classes(parsed: Sequence[Parsed]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Which classes of verbs a duty has (提交报告 has 报告), and that of the first, not of its ground or purpose."""
    some = np.zeros((len(parsed), len(CLASSES)), bool)
    first = np.full(len(parsed), CLASSES.index("execute"), np.intp)
    for row, duty in enumerate(parsed):
        found = [CLASSES.index(verb.verb_class or "execute") for verb in _leading(duty)]
        some[row, [CLASSES.index(word.verb_class or "execute") for word in duty.words if word.part == "act"]] = True
        first[row] = found[0] if found else first[row]
    return some, first


def _leading(duty: Parsed) -> list[Word]:
    """The verbs of a duty, those of its ground and its purpose left out."""
    return [word for word in duty.words if word.part == "act" and word.weight >= LEADING]


def _class_over(head: Word, verbs: Sequence[Word]) -> int:
    """The class of the verb of the phrase that begins with `head`: the last verb before it in its clause, else the
    first of the clause (计划之拟订), else the first of the duty."""
    here = [verb for verb in verbs if verb.clause == head.clause]
    before = [verb for verb in here if verb.start < head.start]
    chosen = before[-1:] or here[:1] or verbs[:1]
    return CLASSES.index((chosen[0].verb_class if chosen else None) or "execute")


def _body(duty: Parsed) -> str:
    """The duty without filler, for n-grams and the encoder."""
    last, kept = -1, []
    for word in duty.words:
        if word.start != last:
            kept.append(word.text)
        last = word.start
    return (" " if duty.text.isascii() else "").join(kept) or duty.text


def _grams(texts: Sequence[str], sizes: Sequence[int], width: int) -> Floats:
    """Counts of character n-grams, hashed into `width` columns, square root, unit length."""
    out = np.zeros((len(texts), width), np.float32)
    for row, text in enumerate(texts):
        for size in sizes:
            for start in range(len(text) - size + 1):
                out[row, zlib.crc32(text[start : start + size].encode()) % width] += 1
    return unit_rows(np.sqrt(out))


def unit_rows(rows: Floats) -> Floats:
    """Rows of unit length; a row of zeros stays one."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9), np.float32)


def clauses(text: str) -> list[str]:
    """The clauses of a readable text, the first four that say something.

    >>> clauses("收集反馈,提出改进建议。")
    ['收集反馈', '提出改进建议']
    """
    found = [part.strip() for part in _SPLIT.split(text)]
    return [part for part in found if len(part) >= 3][:CLAUSES] or [text]


def _clause_grams(parsed: Sequence[Parsed]) -> Floats:
    out = np.zeros((len(parsed), CLAUSES, CLAUSE_GRAMS), np.float32)
    for row, duty in enumerate(parsed):
        parts = clauses(duty.text)
        out[row, : len(parts)] = _grams(parts, (2,), CLAUSE_GRAMS)
    return out


def _encode(
    parsed: Sequence[Parsed],
    bodies: Sequence[str],
    phrases: Sequence[Sequence[Sequence[Word]]],
    vocabulary: Sequence[str],
    table: w.Table,
    encode: Encode,
) -> Encoded:
    def vectors(texts: Sequence[str]) -> Floats:
        different = sorted(set(texts))
        rows = np.asarray(encode([text or " " for text in different]), np.float32)
        places = {text: place for place, text in enumerate(different)}
        return rows[[places[text] for text in texts]]

    matters = [
        "".join(dict.fromkeys(word.text for phrase in duty for word in phrase if word.weight >= 0.5)) or body
        for duty, body in zip(phrases, bodies, strict=True)
    ]
    parts = [clauses(duty.text) for duty in parsed]
    flat = vectors([part for duty in parts for part in duty]) if parts else np.zeros((0, 1), np.float32)
    by_clause = np.zeros((len(parsed), CLAUSES, flat.shape[1]), np.float32)
    start = 0
    for row, duty in enumerate(parts):
        by_clause[row, : len(duty)] = flat[start : start + len(duty)]
        start += len(duty)
    denied = [number for number, word in enumerate(vocabulary) if word[:1] == "!"]
    word_vectors = vectors(vocabulary)
    return Encoded(vectors(bodies), vectors(matters), by_clause, w.add_vectors(table, word_vectors, denied))


def full_names(title: str) -> list[str]:
    """How a text may name an owner: each part of its title, and the last four characters of a long one."""
    parts = [part for part in _NAME_MARKS.split(simplify(title).lower()) if len(part) >= 2]
    return parts + [part[-4:] for part in parts if len(part) > 4 and not part.isascii()]


def owner_names(title: str) -> list[str]:
    """The owner's title without what only says post or unit: 人事室 is 人事."""
    names = []
    for part in _NAME_MARKS.split(simplify(title).lower()):
        ending = max(
            (e for e in lexicon().party_endings if part.endswith(e) and len(part) > len(e)), key=len, default=""
        )
        if part:
            names.append(part if part.isascii() else part[: len(part) - len(ending)])
    return names


def _in_name(word: str, names: Sequence[str]) -> float:
    best = 0.0
    for name in names:
        if word in name and len(word) >= (4 if word.isascii() else 2):
            return 1.0
        if not word.isascii() and len(word) >= 2:
            shared = len(set(word) & set(name))
            best = max(best, 0.8 * shared / len(word) if shared >= 2 else 0.4 * shared)
    return best
