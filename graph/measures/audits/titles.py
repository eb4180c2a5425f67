"""What a title tells of a post; the words stand in graph/vocabulary/audit.toml."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from dutygraph.graph import vocabulary
from dutygraph.graph.text.folding import fold

Trait = Literal["assistants", "deputies", "many", "groups", "sales", "experts", "routine"]


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """The words of a list of audit.toml, folded, so that they are found in folded texts."""
    return tuple(folded for word in vocabulary.table("audit")[table][key] if (folded := fold(word)))


@lru_cache(maxsize=100_000)
def has_trait(title: str, trait: Trait) -> bool:
    """Whether a title has one of the words of a trait.

    >>> has_trait("销售部副经理", "deputies"), has_trait("销售经理", "deputies")
    (True, False)
    """
    folded = fold(title)
    return any(word in folded for word in words("titles", trait))
