"""Rows to posts: which rows are one post, and to whom each reports.

- Where superiors are named by title, rows of one title and unit are one post, whoever fills it.
- Where they are named by a key or a person, each key is a post of its own; but people of one title, unit and superior
  to whom nobody reports are one post that several fill, unless the key is that of the post (岗位编号).
- Where superiors stand in another table, rows of one title, unit and superior are one post.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import Literal, TypeAlias, cast

from dutygraph.graph.facts import Line
from dutygraph.graph.text.folding import fold
from dutygraph.loaders.structured.directory import Entry, Link
from dutygraph.loaders.structured.keys import Keys, is_code
from dutygraph.loaders.structured.rows import Path, Row, Said, Words, bare

Problem: TypeAlias = Literal[
    "superior_unresolved", "superior_placeholder", "superior_ambiguous", "superior_self", "id_repeated"
]


@dataclass(slots=True, eq=False)
class Post:
    """A post, with the rows that state it and the lines they state. `key` is empty where several keys are one post."""

    company: str
    path: Path
    title: str
    rows: list[Row]
    key: str = ""
    lines: list[Stated] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, tuple[str, ...], str]:
        """What a post is, but for its key: organisation, unit, title, folded."""
        return self.company, tuple(map(fold, self.path)), fold(self.title)

    @property
    def vacant(self) -> bool:
        """Whether nobody fills it."""
        return all(row.vacant for row in self.rows)

    def headcount(self, keys: Keys) -> int | None:
        """How many people it is for, shares of posts together as whole ones. Rows of one key, and rows that differ in
        the superior alone, say it once; people told apart by a key are counted where no column says it."""
        stated: dict[object, Decimal] = {}
        people = {key for row in self.rows if (key := keys.own(row))}
        lines = {tuple(fold(said.text) for _, said in row.lines) for row in self.rows}
        for row in self.rows:
            if row.headcount is not None:
                whose = keys.own(row) or (None if len(lines) > 1 else row)
                stated[whose] = max(row.headcount, stated.get(whose, row.headcount))
        if not stated:
            return len(people) if len(people) > 1 else None
        return ceil(sum(stated.values(), Decimal(0)))


@dataclass(frozen=True, slots=True)
class External:
    """A superior whom no row describes, by his title."""

    company: str
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """A line that a row states; `said` is the cell that names the superior."""

    line: Line
    superior: Post | External | Entry
    row: Row
    said: Said


@dataclass(slots=True)
class Posts:
    """The posts of a document. `open`: superiors are named by keys that no row here has. `problems`: what could not be
    resolved, where, and the name or key in question."""

    keys: Keys
    posts: list[Post] = field(default_factory=list)
    problems: list[tuple[Problem, Said, str]] = field(default_factory=list)
    open: bool = False


def posts_of(keys: Keys, rows: Sequence[Row], words: Words, link: Link | None) -> Posts:
    """The posts that rows state, and the lines between them."""
    found = Posts(keys)
    posts = _separate(keys, rows)
    lines = _Lines(posts, found, words, link)
    for post in posts:
        for row in post.rows:
            post.lines += lines.of(post, row)
    found.posts = _joined(posts) if keys.by in ("key", "person") and not keys.of_posts else posts
    _without_selves(found)
    return found


def _separate(keys: Keys, rows: Sequence[Row]) -> list[Post]:
    """The posts before people alike are joined."""
    posts: dict[object, Post] = {}
    for row in rows:
        post = Post(row.company, row.path, " ".join(row.title.text.split()), [row], keys.own(row))
        identity: object = post.place
        if keys.by == "key" and post.key:
            identity = (post.place, keys.scope_of(row), post.key)
        elif keys.by == "person" and row.people:
            identity = (post.place, row.people)
        elif keys.by == "other":
            identity = (post.place, post.key, tuple((line, fold(said.text)) for line, said in row.lines))
        known = posts.setdefault(identity, post)
        if known is not post:
            known.rows.append(row)
            known.key = known.key if known.key == post.key else ""
    return list(posts.values())


def _joined(posts: Sequence[Post]) -> list[Post]:
    """Posts in which people alike that nobody reports to are one."""
    superiors = {id(stated.superior) for post in posts for stated in post.lines}
    found: dict[object, Post] = {}
    for post in posts:
        above = tuple((s.line, s.superior if isinstance(s.superior, External) else id(s.superior)) for s in post.lines)
        known = found.setdefault(id(post) if id(post) in superiors else (post.place, above), post)
        if known is not post:
            known.rows += post.rows
            known.lines += post.lines
            known.key = ""
    return list(found.values())


def _without_selves(found: Posts) -> None:
    """A post that is said to report to itself has no line for that."""
    for post in found.posts:
        for stated in [each for each in post.lines if each.superior is post]:
            post.lines.remove(stated)
            found.problems.append(("superior_self", stated.said, stated.said.text))


class _Lines:
    """Finds the superiors that rows name."""

    def __init__(self, posts: Sequence[Post], found: Posts, words: Words, link: Link | None) -> None:
        self._found, self._keys, self._words, self._link = found, found.keys, words, link
        self._of_key: dict[tuple[str, str], Post] = {}
        self._of_title: dict[tuple[str, str], dict[int, Post]] = defaultdict(dict)
        self._of_person: dict[tuple[str, str], dict[int, Post]] = defaultdict(dict)
        for post in posts:
            self._of_title[post.company, fold(post.title)][id(post)] = post
            for row in post.rows:
                for name in row.people:
                    self._of_person[post.company, fold(name)][id(post)] = post
                if self._keys.by == "key" and (key := self._keys.own(row)):
                    self._index(post, row, key)

    def _index(self, post: Post, row: Row, key: str) -> None:
        known = self._of_key.setdefault((self._keys.scope_of(row), key), post)
        if known is not post or row is not post.rows[0]:
            column = self._keys.column(row.sheet)
            said = row.said(column) if column is not None else None
            self._found.problems.append(("id_repeated", said or row.title, said.text if said else ""))

    def of(self, post: Post, row: Row) -> Iterator[Stated]:
        """The lines that a row of a post states."""
        named: dict[Line, list[Said]] = defaultdict(list)
        for line, said in self._keys.lines(row):
            if not self._words.says_nobody(said.text):
                named[cast(Line, line)].append(said)
        for line, cells in named.items():
            # Several columns may name one superior (by key, name and title): the first that is found counts.
            for said in cells:
                if superior := self._superior(post, row, said, said.text):
                    yield Stated(line, superior, row, said)
                    break
            else:
                yield from self._several(post, row, line, cells[0])

    def _superior(self, post: Post, row: Row, said: Said, text: str) -> Post | Entry | None:
        if self._keys.by in ("key", "other"):
            scope, key = self._keys.scope_of(row), self._keys.above(Said(text, said.start, said.end, said.locator))
            if found := self._of_key.get((scope, key)):
                return found
            if self._link is not None and (entry := self._link.find(scope, key)):
                return entry
        found = None
        if self._keys.by != "key" or not is_code(text):
            found = self._named(post, text) or self._named(post, bare(text))
        return found

    def _named(self, post: Post, text: str) -> Post | None:
        """The post of that title, or that the person fills; of `unit/title`, the one of that unit."""
        unit, _, title = text.rpartition("/")
        for index in (self._of_title, self._of_person):
            if found := index.get((post.company, fold(text))):
                return _nearest([*found.values()], post)
        if unit and (found := self._of_title.get((post.company, fold(title)))):
            return _nearest([each for each in found.values() if each.path and fold(each.path[-1]) == fold(unit)], post)
        return None

    def _several(self, post: Post, row: Row, line: Line, said: Said) -> Iterator[Stated]:
        """The superiors of a cell that names several (one or the other), or one whom no row describes."""
        names = [name.strip() for name in self._words.several.split(said.text) if name.strip()]
        found = [self._superior(post, row, said, name) for name in names] if len(names) > 1 else []
        if found and all(found):
            for superior in found:
                if superior is not None:
                    yield Stated("alternative" if line == "solid" else line, superior, row, said)
            return
        known = (row.company, fold(bare(said.text)))
        if self._words.holds_place(said.text):
            self._problem("superior_placeholder", said)
        elif known in self._of_title or known in self._of_person:
            self._problem("superior_ambiguous", said)
        elif self._keys.in_tree:
            if (self._keys.scope_of(row), "/") in self._of_key or self._keys.above(said) != "/":
                self._problem("superior_unresolved", said)
        elif self._keys.by in ("key", "other") or is_code(said.text):
            self._found.open = True
            self._problem("superior_unresolved", said)
        else:
            yield Stated(line, External(row.company, " ".join(said.text.split())), row, said)

    def _problem(self, problem: Problem, said: Said) -> None:
        self._found.problems.append((problem, said, said.text))


def _nearest(found: Sequence[Post], post: Post) -> Post | None:
    """The only one, else the one in the same unit, else in the nearest unit above; None where that leaves several."""
    own = tuple(map(fold, post.path))
    for depth in range(len(own), -1, -1) if len(found) > 1 else ():
        at = [each for each in found if tuple(map(fold, each.path)) == own[:depth]]
        if at:
            return at[0] if len(at) == 1 else None
    return found[0] if len(found) == 1 else None
