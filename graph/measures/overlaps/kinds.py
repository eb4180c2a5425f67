"""Of which kind an overlap is: rules over the verbs, whom a text names, the reporting line and how much is shared.

The rules are written from what the classes mean (docs/overlap.md), not fitted: readers gave too few pairs each class to
learn them from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.overlaps.evaluate import LABELS
from dutygraph.graph.measures.overlaps.features import Pairs
from dutygraph.graph.measures.overlaps.prepared import CLASSES, ROLES, Floats, Prepared
from dutygraph.graph.measures.overlaps.words import lexis

Bools = npt.NDArray[np.bool_]

HELP = ("assist",)
TO_ANOTHER = ("assist", "coordinate", "propose", "report")
"""What one does for or to another: help where the text names the other owner."""

CHECK = ("assess", "follow", "review", "supervise")
CHECKS_TOO = (*CHECK, "manage")
TELL = ("propose", "report")
TELLS_TOO = ("analyse", "collect")

ROLE_OF_CLASS = np.array([ROLES.index(lexis().roles[name]) for name in CLASSES])
"""What a class of verbs does to a matter: places in ROLES."""


def kinds(prepared: Prepared, pairs: Pairs, measured: Mapping[str, Floats]) -> npt.NDArray[np.intp]:
    """The place in LABELS of each pair, taken for an overlap; the first rule that holds decides."""
    alike = (measured["x_avg_min"] >= 0.5) & (measured["act_mean"] >= 0.5)
    same = (measured["x_avg_min"] >= 0.8) & (measured["act_mean"] >= 0.6)
    one_role = ROLE_OF_CLASS[prepared.first_class[pairs.left]] == ROLE_OF_CLASS[prepared.first_class[pairs.right]]
    rules = (
        ("duplicate", prepared.texts[pairs.left] == prepared.texts[pairs.right]),
        ("support", _helps(prepared, pairs)),
        ("duplicate", alike & one_role),
        ("delegation", measured["sets"] > 0),
        ("support", (pairs.superior == 0) & (measured["x_cov_mean"] >= 0.3) & _checks_or_tells(prepared, pairs)),
        ("duplicate", same),
    )
    places = [LABELS.index(label) for label, _ in rules]
    return np.select([holds for _, holds in rules], places, LABELS.index("shared_scope"))


def _first(prepared: Prepared, rows: npt.NDArray[np.intp], names: Iterable[str]) -> Bools:
    """Whether the first verb of a duty is of one of these classes."""
    return np.asarray(np.isin(prepared.first_class[rows], [CLASSES.index(name) for name in names]))


def _has(prepared: Prepared, rows: npt.NDArray[np.intp], names: Iterable[str]) -> Bools:
    """Whether any verb of a duty is of one of these classes."""
    return np.asarray(prepared.verb_classes[rows][:, [CLASSES.index(name) for name in names]].any(1))


def _helps(prepared: Prepared, pairs: Pairs) -> Bools:
    """One only helps, first of all or the other by name; or proposes, reports or coordinates something with the other
    by name."""
    sides = (pairs.left, pairs.right)
    helps = [_has(prepared, side, HELP) for side in sides]
    names_other = [prepared.mentions.holds(a, prepared.owners[b]) for a, b in (sides, sides[::-1])]
    only_one = helps[0] ^ helps[1]
    by_side = [
        (only_one & helps[at] & (names_other[at] | _first(prepared, side, HELP)))
        | (names_other[at] & _has(prepared, side, TO_ANOTHER))
        for at, side in enumerate(sides)
    ]
    return by_side[0] | by_side[1]


def _checks_or_tells(prepared: Prepared, pairs: Pairs) -> Bools:
    """One checks, follows or reports what the other does; both doing so is no help."""
    sides = (pairs.left, pairs.right)
    found = np.zeros(len(pairs), bool)
    for a, b in (sides, sides[::-1]):
        found |= _first(prepared, a, CHECK) & ~_first(prepared, b, CHECKS_TOO)
        found |= _first(prepared, a, TELL) & ~_first(prepared, b, (*TELL, *TELLS_TOO))
    return found
