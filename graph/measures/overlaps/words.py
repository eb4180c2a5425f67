"""How telling a word is and how near two words are, from the vocabulary alone; no model is needed.

Near means the same word, a word of one group of synonyms, or a word that shares characters (案卷 and 卷宗): so words
that nobody listed are compared as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dutygraph.graph import vocabulary

SCALE = 200
"""Likenesses are held as whole numbers of 0..SCALE: a table of 10,000 words then takes 100 MB."""

PLAIN_WORD = 0.8
"""Weight of an English word; the counted texts hold none."""

SYNONYM, PART, PREFIX, SINGLE = 0.85, 0.6, 0.6, 0.35
"""Likeness of words of one group, of a word and a part of it, of English words with one beginning, of a single
character and a word with it."""

Table = npt.NDArray[np.uint8]


class Lexis(NamedTuple):
    """The vocabulary files as they are looked up."""

    weights: Mapping[str, float]
    groups: Mapping[str, frozenset[int]]
    near: frozenset[tuple[str, str]]
    roles: Mapping[str, str]


@lru_cache(maxsize=1)
def lexis() -> Lexis:
    """Read once from `overlap.toml` and `overlap_frequency.toml`."""
    table = vocabulary.table("overlap")
    weights: dict[str, float] = {}
    for level in vocabulary.table("overlap_frequency")["level"]:
        weights.update(dict.fromkeys(level["words"].split(), float(level["weight"])))
    for kind, most in (("common", 0.5), ("persons", 0.3)):
        for word in table[kind]["words"].split():
            weights[word] = min(most, weights.get(word, 1.0))
    groups: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(table["synonyms"]["groups"].splitlines()):
        for word in line.split():
            groups[word].add(number)
    pairs = [tuple(pair.split("-")) for pair in table["near"]["pairs"].split()]
    return Lexis(
        weights=weights,
        groups={word: frozenset(numbers) for word, numbers in groups.items()},
        near=frozenset([(a, b) for a, b in pairs] + [(b, a) for a, b in pairs]),
        roles={name: role for role, names in table["roles"].items() for name in names.split()},
    )


def weight(word: str) -> float:
    """How telling a matter word is, 0.25 to 1.

    >>> weight("管理") < weight("疫苗")
    True
    """
    word = word.lstrip("!")
    return lexis().weights.get(word, PLAIN_WORD if word.isascii() else 1.0)


def likeness(a: str, b: str) -> float:
    """How near two words are, 0 to 1. A denied word (`!` before it) is near only to itself.

    >>> likeness("合同", "协议"), likeness("印信", "疫苗")
    (0.85, 0.0)
    """
    if a == b:
        return 1.0
    if a[:1] == "!" or b[:1] == "!":
        return 0.0
    groups = lexis().groups
    if groups.get(a, frozenset()) & groups.get(b, frozenset()):
        return SYNONYM
    if a.isascii() or b.isascii():
        return PREFIX if len(a) > 4 and len(b) > 4 and a[:5] == b[:5] else 0.0
    if len(a) == 1 or len(b) == 1:
        return SINGLE if a in b or b in a else 0.0
    if a in b or b in a:
        return PART
    shared = len(set(a) & set(b)) / max(len(a), len(b))
    return (0.9 if a[-1] == b[-1] else 0.6) * shared


def table_of(words: Sequence[str]) -> Table:
    """Likeness of every two of `words`, in 1/SCALE; the row and column of an empty word are 0.

    As `likeness` says, computed character by character: few words share one, and most pairs share none.
    """
    plain = [number for number, word in enumerate(words) if word and not word.isascii() and word[0] != "!"]
    table = _by_characters([words[number] for number in plain], plain, len(words))
    buckets: dict[object, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        if word and word[0] != "!":
            for group in lexis().groups.get(word, ()):
                buckets[group].append(number)
            if word.isascii() and len(word) > 4:
                buckets[word[:5]].append(number)
    for key, members in buckets.items():
        square = np.ix_(members, members)
        table[square] = np.maximum(table[square], round(SCALE * (PREFIX if isinstance(key, str) else SYNONYM)))
    known = [number for number, word in enumerate(words) if word]
    table[known, known] = SCALE
    return table


def _by_characters(words: Sequence[str], places: Sequence[int], size: int) -> Table:
    """Likeness by shared characters of words in another script than the Latin one, put at `places` of a square."""
    table = np.zeros((size, size), np.uint8)
    if not words:
        return table
    holders: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        for character in set(word):
            holders[character].append(number)
    shared = np.zeros((len(words),) * 2, np.uint8)
    for members in holders.values():
        shared[np.ix_(members, members)] += 1
    lengths = np.array([min(len(word), 255) for word in words], np.float32)
    lasts = np.unique([word[-1] for word in words], return_inverse=True)[1]
    distinct = np.array([len(set(word)) for word in words], np.uint8)
    at = np.array(places)
    for start in range(0, len(words), 512):
        rows = slice(start, start + 512)
        part = shared[rows].astype(np.float32) / np.maximum(lengths[rows, None], lengths)
        part *= np.where(lasts[rows, None] == lasts, np.float32(0.9), np.float32(0.6))
        single = (lengths[rows, None] == 1) | (lengths == 1)
        part[single] = np.where(shared[rows][single] > 0, SINGLE, 0)
        whole = (shared[rows] == np.minimum(distinct[rows, None], distinct)) & (shared[rows] > 0) & ~single
        for x, y in zip(*(axis.tolist() for axis in whole.nonzero()), strict=True):
            if words[start + x] in words[y] or words[y] in words[start + x]:
                part[x, y] = PART
        table[at[rows, None], at] = np.rint(SCALE * part).astype(np.uint8)
    return table


def add_vectors(table: Table, vectors: npt.NDArray[np.float32], denied: Sequence[int]) -> Table:
    """`table` with the likeness of word vectors (unit length) where that is higher; a cosine of 0.45 counts as none."""
    out = table.copy()
    keep = np.ones(len(vectors), bool)
    keep[list(denied)] = False
    keep[0] = False
    for start in range(0, len(vectors), 1024):
        block = slice(start, start + 1024)
        near = np.clip((vectors[block] @ vectors.T - 0.45) / 0.45, 0, 1) * (0.9 * SCALE)
        near *= keep[block, None] & keep[None, :]
        out[block] = np.maximum(table[block], np.rint(near).astype(np.uint8))
    return out


def verb_table(verbs: Sequence[tuple[str, str]]) -> Table:
    """Likeness of every two (verb, class): the same word, the same class, neighbouring classes, the same role."""
    known = lexis()
    table = np.zeros((len(verbs), len(verbs)), np.uint8)
    for x, (a, kind_a) in enumerate(verbs):
        for y, (b, kind_b) in enumerate(verbs[: x + 1]):
            if not a or not b:
                near = 0.0
            elif a == b:
                near = 1.0
            elif kind_a == kind_b:
                near = max(0.15, 0.9 * likeness(a, b)) if kind_a == "execute" else 0.8
            elif (kind_a, kind_b) in known.near:
                near = 0.45
            else:
                near = 0.15 if known.roles[kind_a] == known.roles[kind_b] else 0.0
            table[x, y] = table[y, x] = round(SCALE * near)
    return table
