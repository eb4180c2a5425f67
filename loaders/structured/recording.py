"""Posts of tables to the records of the facts form, and to what others may look up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dutygraph.graph import facts, identity
from dutygraph.graph.facts import AnyRecord
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.structured.directory import Directory, Entry
from dutygraph.loaders.structured.posts import External, Post, Posts, Stated
from dutygraph.loaders.structured.rows import Path, Row, Said

_LONGEST_QUOTE = 300
"""Characters from the title to the superior that a line quotes; beyond, the superior alone."""

Organizations = Mapping[str, tuple[str, str]]
"""Folded name → id and name."""


class Recorder:
    """Writes the records of one document's posts."""

    def __init__(
        self, document: SourceDocument, found: Posts, organizations: Organizations, taken: frozenset[str]
    ) -> None:
        """`taken` are the identifiers of posts of other documents."""
        self._document, self._found, self._organizations = document, found, organizations
        self._taken = taken
        self._twins: dict[object, int] = defaultdict(int)
        for post in found.posts:
            self._twins[post.place] += 1
        self._ids: dict[int, str] = {}
        self._done: set[str] = set()

    def records(self) -> Iterator[AnyRecord]:
        """All records, in no particular order of lists; within a list in order of the table."""
        for post in self._found.posts:
            for row in post.rows:
                yield from self._around(row)
            yield from self._roles(post)
        for post in self._found.posts:
            for stated in post.lines:
                yield from self._line(post, stated)

    def directory(self) -> Directory:
        """The posts by their keys, for other documents."""
        keys = self._found.keys
        posts: dict[tuple[str, str], Entry] = {}
        for post in self._found.posts if keys.by == "key" and not keys.in_tree else ():
            organization, name = self._organizations[post.company]
            entry = Entry(self._role_id(post), organization, name, post.path, post.title)
            for row in post.rows:
                if key := keys.own(row):
                    posts.setdefault((keys.scope_of(row), key), entry)
        return Directory(self._document.key, self._document.edition, keys.scope, posts, self._organizations)

    # Identifiers -----------------------------------------------------------------------------------------------------

    def _organization(self, company: str) -> str:
        return self._organizations[company][0]

    def _role_id(self, post: Post) -> str:
        """Posts of one unit and title are told apart by their key, or by whom they report to."""
        found = self._ids.get(id(post))
        if found is None:
            organization = self._organization(post.company)
            found = identity.role_id(organization, post.path, post.title)
            if self._twins[post.place] > 1 or found in self._taken:
                keys = self._found.keys
                above = (keys.above(said) for _, said in keys.lines(post.rows[0]))
                own = (post.key,) if post.key else ("", *above)
                found = identity.role_id(organization, (*post.path, *own), post.title)
            self._ids[id(post)] = found
        return found

    # Records ---------------------------------------------------------------------------------------------------------

    def _around(self, row: Row) -> Iterator[AnyRecord]:
        """The organisation and the units of a row, where they are met first."""
        organization = self._organization(row.company)
        if self._first(organization):
            name = self._organizations[row.company][1]
            said = row.organization or row.title
            yield facts.Organization(
                id=organization, document_id=self._document.id, name=name, source=self._source(said)
            )
        above: Path = ()
        for said, path in row.units:
            for depth in range(len(above) + 1, len(path) + 1):
                yield from self._unit(organization, path[:depth], said)
            above = path

    def _unit(self, organization: str, path: Path, said: Said) -> Iterator[facts.Unit]:
        name = identity.unit_id(organization, path)
        if self._first(name):
            parent = identity.unit_id(organization, path[:-1]) if len(path) > 1 else None
            yield facts.Unit(
                id=name, organization_id=organization, name=path[-1], parent_id=parent, source=self._source(said)
            )

    def _roles(self, post: Post) -> Iterator[AnyRecord]:
        role, organization = self._role_id(post), self._organization(post.company)
        unit = identity.unit_id(organization, post.path) if post.path else None
        headcount = post.headcount(self._found.keys)
        for row in post.rows:
            yield facts.Role(
                id=role, organization_id=organization, unit_id=unit, title=post.title, headcount_min=headcount,
                headcount_max=headcount, vacant=True if post.vacant else None, source=self._source(row.title),
            )  # fmt: skip
            for name in row.people if row.person else ():
                assert row.person is not None
                person = identity.person_id(organization, name)
                source = self._source(row.person)
                if self._first(person):
                    yield facts.Person(id=person, organization_id=organization, name=name, source=source)
                yield facts.Holding(
                    id=identity.holds_id(person, role, row.acting, None, None), person_id=person, role_id=role,
                    acting=row.acting, source=source,
                )  # fmt: skip

    def _line(self, post: Post, stated: Stated) -> Iterator[AnyRecord]:
        superior = stated.superior
        if isinstance(superior, Post):
            above = self._role_id(superior)
        elif isinstance(superior, Entry):
            above = superior.role_id
            yield from self._linked(superior, stated.said)
        else:
            above = identity.role_id(self._organization(superior.company), (), superior.title)
            yield from self._external(superior, above, stated.said)
        own = self._role_id(post)
        if above == own:
            self._found.problems.append(("superior_self", stated.said, stated.said.text))
            return
        yield facts.ReportsTo(
            id=identity.reports_to_id(own, above, stated.line, None), subordinate_id=own, superior_id=above,
            line=stated.line, source=self._between(stated.row.title, stated.said),
        )  # fmt: skip

    def _external(self, superior: External, role: str, said: Said) -> Iterator[AnyRecord]:
        if self._first(role):
            organization, source = self._organization(superior.company), self._source(said)
            yield facts.Role(
                id=role, organization_id=organization, title=superior.title, kind="external", source=source
            )
            message = f"{superior.title} is named as a superior, but no row describes that post."
            yield facts.Notice(code="not_described", severity="info", message=message, source=source)

    def _linked(self, entry: Entry, said: Said) -> Iterator[AnyRecord]:
        """A post of another document, where it is named first: its records must stand in this one too."""
        if not self._first(entry.role_id):
            return
        source = self._source(said)
        if self._first(entry.organization_id):
            yield facts.Organization(
                id=entry.organization_id, document_id=self._document.id, name=entry.organization, source=source
            )
        for depth in range(1, len(entry.path) + 1):
            yield from self._unit(entry.organization_id, entry.path[:depth], said)
        unit = identity.unit_id(entry.organization_id, entry.path) if entry.path else None
        yield facts.Role(
            id=entry.role_id, organization_id=entry.organization_id, unit_id=unit, title=entry.title, source=source
        )

    def _first(self, name: str) -> bool:
        new = name not in self._done
        self._done.add(name)
        return new

    # Sources ---------------------------------------------------------------------------------------------------------

    def _source(self, said: Said) -> facts.Source:
        return source_of(self._document, said)

    def _between(self, title: Said, superior: Said) -> facts.Source:
        start, end = min(title.start, superior.start), max(title.end, superior.end)
        if end - start > _LONGEST_QUOTE:
            start, end = superior.start, superior.end
        return facts.Source(self._document.id, start, end, self._document.text[start:end], superior.locator)


def source_of(document: SourceDocument, said: Said) -> facts.Source:
    """A cell as the source of a fact."""
    return facts.Source(document.id, said.start, said.end, document.text[said.start : said.end], said.locator)


def organizations_of(
    document: SourceDocument, rows: Sequence[Row], given: Mapping[int, str], linked: Organizations
) -> dict[str, tuple[str, str]]:
    """The organisations that rows belong to, in order: those the user names (by ordinal from 1), those of the table in
    which superiors are looked up, else one for each name that the document states."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row.company in found:
            continue
        ordinal = len(found) + 1
        stated = row.organization.text if row.organization else document.title or document.key
        if ordinal in given:
            found[row.company] = identity.organization_id(given[ordinal]), given[ordinal]
        elif row.company in linked:
            found[row.company] = linked[row.company]
        elif row.company:
            found[row.company] = identity.stated_organization_id(document.key, stated), stated
        else:
            found[row.company] = identity.unnamed_organization_id(document.key, 1), stated
    return found
