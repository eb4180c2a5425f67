"""Organisations of several documents that may be one: kept apart until the user says so, and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dutygraph.graph import identity
from dutygraph.graph.facts import DocumentFacts, Organization
from dutygraph.graph.text.folding import fold
from dutygraph.loaders.report import LoadNotice

_SHORTEST = 4
"""Characters of a name at least that may be the beginning of a fuller one."""

_LISTED = 6
"""Documents that a notice lists."""


def organizations_apart(groups: Iterable[DocumentFacts]) -> Iterator[LoadNotice]:
    """A notice for each name that several documents give to organisations of their own, or whose fuller form others
    give (恒远精密, 恒远精密有限公司); what to write into `dutygraph.toml` stands in it."""
    found: dict[str, list[tuple[str, str, str]]] = {}  # folded name → id, shown name, key of the document or its part
    for group in groups:
        own = [record for record in group.records if isinstance(record, Organization)]
        for ordinal, record in enumerate(own, 1):
            key = group.document.key if len(own) == 1 else f"{group.document.key}#{ordinal}"
            if fold(record.name) != fold(group.document.key):
                found.setdefault(fold(record.name), []).append((record.id, record.name, key))
    for cluster in _clusters(found):
        stated = [each for name in cluster for each in found[name]]
        named = {identity.organization_id(name) for _, name, _ in stated}
        unnamed = [(name, key) for id_, name, key in stated if id_ not in named]
        if len({id_ for id_, _, _ in stated}) < 2 or not unnamed:
            continue
        fullest = max((name for _, name, _ in stated), key=len)
        names = ", ".join(dict.fromkeys(name for _, name, _ in stated))
        lines = "; ".join(f'"{key}" = "{fullest}"' for _, key in unnamed[:_LISTED])
        message = (
            f"{names}: {len(stated)} documents may speak of one organisation; they are kept apart. If they do, write "
            f"under [organizations] in dutygraph.toml: {lines}{' and so on' if len(unnamed) > _LISTED else ''}."
        )
        yield LoadNotice.of_pipeline("organizations_apart", unnamed[0][1].partition("#")[0], message)


def _clusters(names: Iterable[str]) -> list[list[str]]:
    """Names with those that begin with them."""
    clusters: list[list[str]] = []
    for name in sorted(names):
        first = clusters[-1][0] if clusters else ""
        if len(first) >= _SHORTEST and name.startswith(first):
            clusters[-1].append(name)
        else:
            clusters.append([name])
    return clusters
