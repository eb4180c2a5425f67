"""Which matters of an organisation are narrower cases of others: NARROWS, to the next wider one that it decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dutygraph.graph.engine import Engine
from dutygraph.graph.identity import narrows_id
from dutygraph.graph.store.rows import Row
from dutygraph.graph.store.statements import cypher
from dutygraph.graph.text.matters import normal_matter, wider_matters


def narrowing(engine: Engine, organization: str) -> tuple[list[Row], list[str]]:
    """The relationships that an organisation's matters lack, and the ids of those that hold no more.

    Reads what the engine holds, so all matters must be written before.
    """
    matters = engine.read(cypher("matters_of_organization"), {"organization": organization}).rows
    held = {row[0] for row in engine.read(cypher("narrows_of_organization"), {"organization": organization}).rows}
    wanted = {row["id"]: row for row in _tree({normal_matter(matter): id_ for id_, matter in matters})}
    return [row for id_, row in wanted.items() if id_ not in held], sorted(held - wanted.keys())


def _tree(ids: Mapping[str, str]) -> Iterator[Row]:
    """A relationship for each matter that has a wider one; `ids` are those of the matters by normal form."""
    for matter, id_ in sorted(ids.items()):
        above = next((each for each in wider_matters(matter) if each in ids), None)
        if above is not None:
            yield {"id": narrows_id(id_, ids[above]), "from_id": id_, "to_id": ids[above]}
