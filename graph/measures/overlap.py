"""Overlap: duties of different owners that say the same or nearly the same (docs/measures.md#overlap)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from dutygraph.graph.measures import Columns, Computed, Names
from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.text.folding import fold

MOST_COMPARED = 20_000
"""How many different texts are compared with each other; of more, which take minutes, only equal ones are found."""

_BLOCK = 512  # texts compared at once; a block against its window is at most some tens of MB


class Claim(NamedTuple):
    """An owner's hold on a duty: the ids of the facts that state it, and the modes they give."""

    facts: tuple[str, ...]
    modes: tuple[str, ...]


def near_pairs(texts: Sequence[str], least: float) -> list[tuple[float, int, int]]:
    """All pairs of different places whose texts have a ratio of at least `least` (0 to 1), best first, then by place.

    The ratio is that of rapidfuzz: twice the length of the longest common subsequence over the sum of both lengths.
    Texts are compared only with those whose length allows the ratio.

    >>> near_pairs(["sign contracts", "sign contract", "hire"], 0.9)
    [(0.963, 0, 1)]
    """
    places = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    ordered = [texts[i] for i in places]
    found = []
    end = 0
    for start in range(0, len(ordered), _BLOCK):
        block = ordered[start : start + _BLOCK]
        longest = len(block[-1]) * (2 - least) / least if least else float("inf")
        while end < len(ordered) and len(ordered[end]) <= longest:
            end += 1
        scores = process.cdist(block, ordered[start:end], scorer=fuzz.ratio, score_cutoff=least * 100)
        for row, column in zip(*(axis.tolist() for axis in (scores >= max(least * 100, 1e-9)).nonzero()), strict=True):
            if row < column:
                score = round(fuzz.ratio(block[row], ordered[start + column]) / 100, 3)
                found.append((score, *sorted((places[start + row], places[start + column]))))
    return sorted(found, key=lambda pair: (-pair[0], pair[1:]))


def table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `overlapping_duties`: the nearest pairs first, then by the duties' texts, then by the owners' titles."""
    texts, claims = _claims(fetched)
    duties = sorted(texts, key=lambda duty: (texts[duty], duty))
    superiors = Superiors(fetched["subordinate_ids"], fetched["superior_ids"])
    warnings = []
    near: list[tuple[float, int, int]] = []
    if len(duties) <= MOST_COMPARED:
        near = near_pairs([fold(texts[duty]) for duty in duties], params["min_score"])
    else:
        warnings.append(f"Only equal texts were compared: {len(duties)} duties are more than {MOST_COMPARED}.")
    most = params["max_rows"]
    rows: list[tuple[Any, ...]] = []
    evidence: list[Sequence[str]] = []
    pairs = _owner_pairs([(1.0, i, i) for i in range(len(duties))] + near, [claims[duty] for duty in duties], names)
    for score, (x, a), (y, b) in islice(pairs, most):
        first, second = duties[x], duties[y]
        arbiter = superiors.lowest_common(a, b)
        rows.append((score, a, *names[a], claims[first][a].modes[0], texts[first],
                     b, *names[b], claims[second][b].modes[0], texts[second],
                     arbiter, names[arbiter].title if arbiter else None))  # fmt: skip
        evidence.append(claims[first][a].facts + claims[second][b].facts)
    if next(pairs, None) is not None:
        warnings.append(f"There are more pairs than the {most} shown; raise max_rows.")
    return Computed(rows, evidence, warnings)


def _claims(fetched: Columns) -> tuple[dict[str, str], dict[str, dict[str, Claim]]]:
    """The text of each duty, and for each duty its owners' claims."""
    texts = dict(zip(fetched["duty_ids"], fetched["texts"], strict=True))
    held: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    columns = (fetched[name] for name in ("claim_ids", "owner_ids", "duty_ids", "modes"))
    for claim, owner, duty, mode in sorted(zip(*columns, strict=True)):
        held[duty][owner].append((claim, mode))
    return texts, {
        duty: {owner: Claim(*map(tuple, zip(*facts, strict=True))) for owner, facts in owners.items()}
        for duty, owners in held.items()
    }


def _owner_pairs(
    duty_pairs: Sequence[tuple[float, int, int]], owners: Sequence[Mapping[str, Claim]], names: Names
) -> Iterator[tuple[float, tuple[int, str], tuple[int, str]]]:
    """Every pair of different owners of two duties, or of one; made one at a time, as one duty of n owners has n²/2."""

    def sorted_owners(duty: int) -> list[str]:
        return sorted(owners[duty], key=lambda owner: (names[owner], owner))

    for score, x, y in duty_pairs:
        if x == y:
            for a, b in combinations(sorted_owners(x), 2):
                yield score, (x, a), (x, b)
            continue
        for a in sorted_owners(x):
            for b in sorted_owners(y):
                if a != b:
                    first, second = sorted([(x, a), (y, b)], key=lambda side: (names[side[1]], side[1]))
                    yield score, first, second
