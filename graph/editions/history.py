"""As things stood on a day: the archive folded in memory (docs/whatif.md#as-things-stood)."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, timezone
from typing import NamedTuple

from dutygraph.graph import store
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.store.archive import Edition, editions, in_force, unpack

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Stood(NamedTuple):
    """The editions in force on a day, in order of key, and the keys of documents that took effect only later."""

    documents: list[DocumentFacts]
    later: list[str]


def stood(engine: Engine, day: str) -> Stood:
    """What the archive of a store holds of an ISO day.

    Of each document the edition with the latest effective date that is not after the day; an edition that states none
    holds from the day of its load, the first one of a document from ever. Raises InputError where `day` is no day,
    StoreDamaged where the archive cannot be read.
    """
    _check(day)
    by_key: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions(engine):
        if edition.whole:
            by_key[edition.key].append(edition)
    found = Stood([], [])
    for key, of_one in sorted(by_key.items()):
        shown = in_force(of_one, day)
        if shown is None or (shown.effective_date or "") > day:
            found.later.append(key)
        else:
            found.documents.append(unpack(engine, shown))
    return found


def as_of(engine: Engine, day: str) -> tuple[Engine, list[str]]:
    """A graph in memory that is the fold of the editions in force on an ISO day, and the keys of those that came later;
    the caller closes it.

    Raises what `stood` and `store.load` raise.
    """
    found = stood(engine, day)
    memory = open_engine(":memory:")
    noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=timezone.utc)
    store.load(memory, found.documents, holder="as-of", now=noon)
    return memory, found.later


def _check(day: str) -> None:
    try:
        if _DAY.fullmatch(day):
            date.fromisoformat(day)
            return
    except ValueError:
        pass
    raise InputError(f"{day!r} is no day; write it as 2025-03-01.")
