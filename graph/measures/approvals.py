"""Tables of the questions about authority: who approves, the matrix, the arbiter (docs/authority.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dutygraph.graph.errors import InputError
from dutygraph.graph.measures import Columns, Computed, Names, listed
from dutygraph.graph.measures.authority import Asked, Chain, who_approves
from dutygraph.graph.measures.bands import Grant
from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.parameters import nearest
from dutygraph.graph.text.folding import simplify
from dutygraph.graph.text.limit_words import DEFAULT as LIMITS
from dutygraph.graph.text.limit_words import YUAN
from dutygraph.graph.text.matters import normal_matter, wider, wider_matters

_COLUMNS = (
    "matters", "holder_ids", "grant_ids", "acts", "lows", "highs", "lows_inclusive", "highs_inclusive", "quantities",
    "pers", "bases", "conditions", "steps", "clauses", "limit_texts",
)  # fmt: skip


def grants_of(fetched: Columns) -> list[tuple[str, Grant, str]]:
    """Matter as stored, grant, and the limit in the document's words, of columns in which -1, '' and 0 say nothing."""
    found = []
    for (
        matter, holder, id_, act, low, high, low_in, high_in, quantity, per, base, condition, step, clause, text,
    ) in zip(*(fetched[name] for name in _COLUMNS), strict=True):  # fmt: skip
        grant = Grant(
            id_, holder, act, _amount(low), _amount(high), low_in, high_in, quantity or None, per or None, base or None,
            condition or None, step or None, clause,
        )  # fmt: skip
        found.append((matter, grant, text))
    return found


def _amount(value: float) -> Decimal | None:
    return None if value < 0 else Decimal(repr(value)).normalize()


def amounts(grant: Grant) -> str:
    """The interval for a person: `> 5000, ≤ 20000`; '' where there is no limit.

    >>> amounts(Grant("g", "h", "approve", Decimal(5000), Decimal("2E+4"), False, quantity="CNY"))
    '> 5000, ≤ 20000'
    """
    low = "" if grant.low is None else f"{'≥' if grant.low_inclusive else '>'} {grant.low:f}"
    high = "" if grant.high is None else f"{'≤' if grant.high_inclusive else '<'} {grant.high:f}"
    return ", ".join(part for part in (low, high) if part)


def chain_table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `who_approves`: the steps in order, then, where nobody decides, who comes nearest."""
    matter = params["matter"][0]  # in normal form; the ids follow
    texts: dict[str, str] = {}
    by_matter: dict[str, list[Grant]] = defaultdict(list)
    for stored, grant, text in grants_of(fetched):
        texts[grant.id] = text
        by_matter[normal_matter(stored)].append(grant)
    tree = [(each, by_matter[each]) for each in (matter, *wider_matters(matter)) if each in by_matter]
    asked = asked_of(params, [g for grants in by_matter.values() for g in grants])
    chain = who_approves(tree, asked, above=set(fetched["above_ids"]), below=set(fetched["below_ids"]))
    parts = [*(("decides" if s.decides else "step", s) for s in chain.steps), *(("nearest", s) for s in chain.nearest)]
    rows = [
        (part, step.matter, g.act, g.holder, *names[g.holder], amounts(g) or None, g.quantity, texts[g.id] or None,
         g.condition, g.step)
        for part, step in parts
        for g in [step.grant]
    ]  # fmt: skip
    return Computed(rows, [[step.grant.id] for _, step in parts], list(_chain_warnings(chain, matter, asked, names)))


def asked_of(params: Mapping[str, Any], grants: Iterable[Grant]) -> Asked:
    """The request that a question's parameters describe."""
    amount = None if params["amount"] is None else Decimal(repr(params["amount"]))
    return Asked(amount, _quantity(params["quantity"], grants), None, params["condition"], params["asker"])


def _quantity(asked: str | None, grants: Iterable[Grant]) -> str | None:
    """The quantity asked for as grants spell it: cny and 人民币 are CNY; 元 is the currency of the limits.

    Raises InputError for a word that is no currency or measure.
    """
    if asked is None:
        return None
    held = {g.quantity.casefold(): g.quantity for g in grants if g.quantity}
    word = simplify(asked.strip()).casefold()
    found = held.get(word) or LIMITS.quantity_of.get(word)
    if found is None:
        raise InputError(f"quantity {asked!r} is no known currency or measure.{nearest(word, LIMITS.quantities)}")
    if found != YUAN:
        return found
    return next(
        (code for code in sorted(held.values()) if code in LIMITS.currency.values()), LIMITS.currency["simplified"]
    )


def _chain_warnings(chain: Chain, matter: str, asked: Asked, names: Names) -> Iterator[str]:
    amount = "" if asked.amount is None else f" of {asked.amount.normalize():f} {asked.quantity or ''}".rstrip()
    request = matter + amount
    if chain.verdict == "nobody":
        yield f"Nobody decides {request}." + (" Rows marked nearest come nearest." if chain.nearest else "")
    elif chain.verdict == "several":
        deciders = list(dict.fromkeys(step.grant.holder for step in chain.steps if step.decides))
        yield f"Several decide {request}, and no document says which: {listed(deciders, names)}."
    elif chain.verdict == "depends":
        yield f"Who decides {matter} depends on the {' and the '.join(chain.missing)}, which the question leaves open."
    if chain.matter is not None and chain.matter != matter:
        yield f"Nobody decides {matter} as such; {chain.matter}, which is wider, is shown."
    if chain.other_quantities:
        yield f"Limits in {', '.join(chain.other_quantities)} were left out: an amount is never converted."


def matrix_table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `authority_matrix`: a row for each matter (in normal form, with the wider one) and holder."""
    cells: dict[tuple[str, str], list[Grant]] = defaultdict(list)
    for stored, grant, _ in grants_of(fetched):
        cells[normal_matter(stored), grant.holder].append(grant)
    rows: list[tuple[Any, ...]] = []
    evidence: list[Sequence[str]] = []
    for (matter, holder), grants in sorted(cells.items(), key=lambda cell: (cell[0][0], names[cell[0][1]], cell[0][1])):
        grants.sort(key=lambda g: (g.step or 0, g.act, g.start, g.id))
        rows.append((matter, wider(matter), holder, *names[holder], list(dict.fromkeys(map(_said, grants)))))
        evidence.append([g.id for g in grants])
    return Computed(rows, evidence, [])


def _said(grant: Grant) -> str:
    """One grant in few words: `2 approve > 5000, ≤ 20000 CNY (预算内)`."""
    step = f"{grant.step} " if grant.step else ""
    limit = f" {amounts(grant)} {grant.quantity}" if grant.quantity else ""
    return f"{step}{grant.act}{limit}" + (f" ({grant.condition})" if grant.condition else "")


def arbiter_table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `arbiter`: one row, none where nobody stands above both."""
    role, other = params["role"], params["other"]
    lines = list(zip(*(fetched[name] for name in ("subordinate_ids", "superior_ids", "line_ids")), strict=True))
    superiors = Superiors(fetched["subordinate_ids"], fetched["superior_ids"])
    found = superiors.lowest_common(role, other)
    if found is None:
        return Computed([], [], [f"Nobody stands above both {names[role].title} and {names[other].title}."])
    distances = superiors.above(role)[found], superiors.above(other)[found]
    ways = {each for start in (role, other) for each in superiors.above(start) if found in superiors.above(each)}
    evidence = sorted({id_ for low, high, id_ in lines if low in ways and high in ways})
    return Computed([(found, *names[found], *distances)], [evidence], [])
