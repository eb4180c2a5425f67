"""Which pairs of an organisation's duties are scored."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.overlaps.prepared import Prepared
from dutygraph.graph.measures.overlaps.words import lexis

Ids = npt.NDArray[np.intp]

TELLING = 400
"""A word or gram that more duties hold tells nothing, and makes candidates by the square."""

GRAM = 3


def all_pairs(rows: Ids) -> tuple[Ids, Ids]:
    """Every two of `rows`, the smaller first."""
    first, second = np.triu_indices(len(rows), 1)
    return rows[first], rows[second]


def sharing_pairs(prepared: Prepared, rows: Ids) -> tuple[Ids, Ids]:
    """Every two of `rows` that share a telling matter word, a synonym of it, or a character gram."""
    holders: dict[object, list[int]] = defaultdict(list)
    groups = lexis().groups
    for row in rows.tolist():
        duty = prepared.parsed[row]
        keys: set[object] = set()
        for word in duty.words:
            if word.part == "matter":
                keys.add(word.text)
                keys.update(groups.get(word.text, ()))
        keys.update(duty.text[at : at + GRAM] for at in range(len(duty.text) - GRAM + 1))
        for key in keys:
            holders[key].append(row)
    size = len(prepared)
    seen = [np.zeros(0, np.intp)]
    held = 0
    for members in holders.values():
        if 1 < len(members) <= TELLING:
            ids = np.array(members, np.intp)
            first, second = np.triu_indices(len(ids), 1)
            seen.append(ids[first] * size + ids[second])
            held += len(first)
            if held > 20_000_000:  # keeps memory bounded while the same pair comes up again and again
                seen, held = [np.unique(np.concatenate(seen))], 0
    unique = np.unique(np.concatenate(seen))
    return unique // size, unique % size
