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
        return 0.85
    if a.isascii() or b.isascii():
        return 0.6 if len(a) > 4 and len(b) > 4 and a[:5] == b[:5] else 0.0
    if len(a) == 1 or len(b) == 1:
        return 0.35 if a in b or b in a else 0.0
    if a in b or b in a:
        return 0.6
    shared = len(set(a) & set(b)) / max(len(a), len(b))
    return (0.9 if a[-1] == b[-1] else 0.6) * shared


def table_of(words: Sequence[str]) -> Table:
    """Likeness of every two of `words`, in 1/SCALE; the row and column of an empty word are 0."""
    table = np.zeros((len(words), len(words)), np.uint8)
    buckets: dict[object, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        for key in {*word[:40], *lexis().groups.get(word, ())} if not word.isascii() else _ascii_keys(word):
            buckets[key].append(number)
    for members in buckets.values():
        for place, x in enumerate(members):
            for y in members[place:]:
                if not table[x, y]:
                    table[x, y] = table[y, x] = round(SCALE * likeness(words[x], words[y]))
    return table


def _ascii_keys(word: str) -> set[object]:
    return {word[:5], *lexis().groups.get(word, ())} if word else set()


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
