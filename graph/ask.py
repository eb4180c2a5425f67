"""The read side: a question of the catalogue and its parameters in, an `Answer` out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from dutygraph.graph.answer import Answer, Evidence, Sentences
from dutygraph.graph.catalog import Column, Query, catalog, computation
from dutygraph.graph.engine import Engine, Result
from dutygraph.graph.errors import DutyGraphError, HouseError, InputError, StoreLocked
from dutygraph.graph.measures import Computed
from dutygraph.graph.names import InOrganization, Names, names
from dutygraph.graph.parameters import ALL, WORDS, check
from dutygraph.graph.parameters import NAMES as NAME_TYPES
from dutygraph.graph.schema import EVIDENCE
from dutygraph.graph.store.lease import READY, StoreState, state

__all__ = ["Answer", "Column", "Evidence", "ask"]

Row: TypeAlias = tuple[Any, ...]

_PAUSE = 0.05
"""Seconds between two looks at a store that is being loaded."""


def ask(engine: Engine, name: str, params: Mapping[str, object] | None = None, *, patience: float = 2.0) -> Answer:
    """Answer a question of the catalogue.

    `params` are texts or values of the types that `catalog().question(name).params` tells; names may be ids, titles,
    aliases, or `unit/title`. While another process loads, the question is asked again for `patience` seconds, then
    answered with `complete` false. Raises InputError (UnknownName, AmbiguousName) where the call is wrong, StoreLocked
    where a load leaves nothing that can be computed with, EngineError where the store cannot be reached.
    """
    query = catalog().question(name)
    given = check(query.name, query.params, params or {})
    give_up = time.monotonic() + patience
    while True:
        before = state(engine)
        late = time.monotonic() >= give_up
        if _settled(before) or late:
            try:
                answer = _answer(engine, query, given, before)
            except InputError:
                # A name may be missing only because a load is under way.
                if late or _same(before, state(engine)):
                    raise
            except DutyGraphError:
                raise
            except Exception as error:
                # Columns that were read while a load deletes do not fit together; else the computation is at fault.
                if _same(before, state(engine)):
                    raise
                if late:
                    raise StoreLocked(
                        f"{engine.address} is being loaded, and {name} cannot be computed from what it holds now. "
                        "Ask again when the load is over."
                    ) from error
            else:
                if _same(before, state(engine)):
                    return replace(answer, complete=True)
                if late:
                    return answer
        time.sleep(_PAUSE)


def _settled(state: StoreState) -> bool:
    return state.state == READY


def _same(before: StoreState, after: StoreState) -> bool:
    return _settled(before) and _settled(after) and before.run_id == after.run_id


def _answer(engine: Engine, query: Query, asked: Mapping[str, object], state: StoreState) -> Answer:
    """The answer from what the store holds now, not yet known to be complete."""
    known = names(engine, state.run_id if _settled(state) else "")
    params, inside = _resolve(query, asked, known)
    statements = [query, *(catalog().columns[name] for name in query.reads)]
    inputs = [_inputs(statement, params) for statement in statements]
    results = [engine.read(statement.cypher, given) for statement, given in zip(statements, inputs, strict=True)]
    warnings: list[str] = []
    if query.computed_by and inside is not None:
        fetched, facts = _columns(statements, results)
        rows, fact_ids, warnings = _compute(query, fetched, params, inside)
    else:
        rows, fact_ids, facts = _rows(query, results[0])
    return Answer(
        question=query.name,
        columns=query.columns,
        rows=rows,
        evidence=Sentences(fact_ids, facts, known.document_keys if facts else {}),
        params=params,
        cypher=";\n\n".join(statement.cypher for statement in statements),
        cypher_params={name: value for given in inputs for name, value in given.items()},
        computed_by=query.computed_by,
        engine=engine.name,
        run_id=state.run_id or None,
        complete=False,
        warnings=tuple(warnings),
    )


def _resolve(query: Query, given: Mapping[str, object], known: Names) -> tuple[dict[str, Any], InOrganization | None]:
    """The parameters with names as ids, and the names in the organisation asked about, None for all of them."""
    params: dict[str, Any] = dict(given)
    inside = None
    for param in sorted(query.params, key=lambda param: param.type != "organization"):
        value = given[param.name]
        if param.type == "organization":
            params[param.name] = None if value == ALL else known.organization(value)
            inside = known.inside(params[param.name]) if params[param.name] else None
        elif param.type in (*NAME_TYPES, *WORDS) and isinstance(value, str) and inside is not None:
            params[param.name] = inside.resolve(param.type, value)
    return params, inside


def _inputs(statement: Query, params: Mapping[str, Any]) -> dict[str, Any]:
    """What the Cypher of a statement takes; what the question does not ask for stays at its default."""
    return {
        param.name: params.get(param.name, param.default)
        for param in statement.params
        if param.name in statement.cypher_params
    }


def _columns(
    statements: Sequence[Query], results: Sequence[Result]
) -> tuple[dict[str, Sequence[Any]], Mapping[str, Sequence[str]]]:
    """The columns of all statements together, and the sentences of each fact by its id. Each column also stands under
    `statement.column`, and only there where two statements call theirs the same."""
    fetched: dict[str, Sequence[Any]] = {}
    facts: dict[str, Sequence[str]] = {}
    named: list[str] = []
    for statement, result in zip(statements, results, strict=True):
        columns = dict(zip(result.columns, result.rows[0], strict=True))
        fetched.update((f"{statement.name}.{name}", values) for name, values in columns.items())
        # A fact without sentences is not from a document; some engines leave it out themselves.
        facts.update((fact[0], fact) for fact in columns.pop("evidence", ()) if fact[-1] is not None)
        fetched.update(columns)
        named += columns
    for name in {name for name in named if named.count(name) > 1}:
        del fetched[name]
    return fetched, facts


def _compute(
    query: Query, fetched: Mapping[str, Sequence[Any]], params: Mapping[str, Any], inside: InOrganization
) -> Computed:
    computed: Computed = computation(query)(fetched, params, inside.labels)
    return computed


def _rows(query: Query, result: Result) -> tuple[list[Row], Sequence[Sequence[str]], Mapping[str, Sequence[str]]]:
    """Rows without their last column, which by house rule is the evidence; the facts' ids, and their sentences."""
    if result.columns != (*(column.name for column in query.columns), "evidence"):
        raise HouseError(f"{query.name} returns {result.columns}, not what its head says and then evidence.")
    facts = {
        fact["id"]: [fact["id"], *(item for prop in EVIDENCE for item in fact[prop.name] or ())]
        for row in result.rows
        for fact in row[-1]
    }
    return [row[:-1] for row in result.rows], [[fact["id"] for fact in row[-1]] for row in result.rows], facts
