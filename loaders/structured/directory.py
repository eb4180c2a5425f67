"""What the rows of one document are to another whose superiors stand there: posts by their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """A post of another document, with what makes its identifier."""

    role_id: str
    organization_id: str
    organization: str
    path: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The posts of one document by (value of the column `scope`, key), both folded; `organizations`: folded name → id
    and name, under '' the only one of a document that names none."""

    document_key: str
    edition: str
    scope: str = ""
    posts: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    organizations: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Link:
    """A directory in which superiors are looked up."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.scope = directory.scope
        self._single: dict[str, Entry | None] = {}
        for (_, key), entry in directory.posts.items():
            self._single[key] = None if key in self._single else entry

    def find(self, scope: str, key: str) -> Entry | None:
        """The post of that key; without a scope only one whose key is the only one of its kind."""
        return self.directory.posts.get((scope, key)) if scope or not self.scope else self._single.get(key)


def best_link(directories: Sequence[Directory], sought: Sequence[tuple[Mapping[str, str], str]]) -> Link | None:
    """The directory that has most of the keys sought, and at least half: each with the row's values by head."""
    best, most = None, (len(sought) + 1) // 2
    for directory in directories:
        link = Link(directory)
        found = sum(link.find(values.get(link.scope, ""), key) is not None for values, key in sought)
        if found >= most and found:
            best, most = link, found + 1
    return best
