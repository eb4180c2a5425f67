"""What falls on nobody when a role is vacant or removed (docs/measures.md#what-falls-on-nobody)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dutygraph.graph.measures import Columns, Computed, Names

OWNING = ("own", "lead", "approve", "supervise")
"""Modes whose owner answers for the work itself."""


class Hold(NamedTuple):
    """Somebody's hold on a duty, matter, measure or report; `text` is what it is called, `fact` the id of its fact."""

    who: str
    what: str
    text: str
    fact: str


def left_alone(holds: Sequence[Hold]) -> dict[str, list[Hold]]:
    """By whom, what only they hold: nobody is left for it without them. Each thing once, by its text.

    >>> sorted(left_alone([Hold("a", "x", "X", "1"), Hold("a", "y", "Y", "2"), Hold("b", "y", "Y", "3")])["a"])
    [Hold(who='a', what='x', text='X', fact='1')]
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for hold in holds:
        holders[hold.what].add(hold.who)
    found: dict[str, dict[str, Hold]] = defaultdict(dict)
    for hold in sorted(holds, key=lambda hold: (hold.text, hold.what, hold.fact)):
        if len(holders[hold.what]) == 1:
            found[hold.who].setdefault(hold.what, hold)
    return {who: list(of_one.values()) for who, of_one in found.items()}


def table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `falls_on_nobody`: first the roles without a stand-in, of these the ones that leave most."""
    kinds = [left_alone(holds) for holds in _holds(fetched, names)]
    deputies: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for who, name, role, fact in _rows(fetched, "stands_in", "stands_in_names", "stood_in_for", "deputy_ids"):
        if who != role:
            deputies[role].append((name, fact))
    rows = []
    for role, vacant in _rows(fetched, "described_ids", "vacancies"):
        alone = [kind.get(role, []) for kind in kinds]
        count = sum(map(len, alone))
        if count >= params["least"]:
            named = sorted(deputies.get(role, ()))
            texts = [[hold.text for hold in holds] for holds in alone]
            row = (role, *names[role], vacant, list(dict.fromkeys(name for name, _ in named)), count, *texts)
            facts = [role, *(hold.fact for holds in alone for hold in holds), *(fact for _, fact in named)]
            rows.append((row, facts))
    rows.sort(key=lambda each: (bool(each[0][4]), -each[0][5], *each[0][1:3], each[0][0]))
    return Computed([row for row, _ in rows], [facts for _, facts in rows], [])


def _holds(fetched: Columns, names: Names) -> list[list[Hold]]:
    """Who holds duties, matters, measures and reports, a list for each."""
    duties = [
        Hold(owner, duty, text, claim)
        for owner, duty, text, mode, claim in _rows(
            fetched, "owner_ids", "duty_ids", "duty_texts", "modes", "claim_ids"
        )
        if mode in OWNING
    ]
    matters = [Hold(*row) for row in _rows(fetched, "holder_ids", "matter_ids", "matters", "grant_ids")]
    measures = [Hold(*row) for row in _rows(fetched, "measured_ids", "metric_ids", "metric_texts", "measure_ids")]
    measures += [
        Hold(*row)
        for row in _rows(fetched, "duty_measured_ids", "duty_metric_ids", "duty_metric_texts", "duty_measure_ids")
    ]
    reports = [
        Hold(superior, subordinate, names[subordinate].title, line)
        for subordinate, superior, line in _rows(fetched, "subordinate_ids", "superior_ids", "line_ids")
        if subordinate != superior
    ]
    return [duties, matters, measures, reports]


def _rows(fetched: Columns, *columns: str) -> list[tuple[Any, ...]]:
    """Rows in order: engines return them in any."""
    return sorted(zip(*(fetched[name] for name in columns), strict=True))
