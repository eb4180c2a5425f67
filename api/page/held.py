"""What the views show of a workspace, fetched once a run: organisations, documents, cards, names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dutygraph.api.http.once import Once
from dutygraph.api.http.workspace import Workspace
from dutygraph.api.staff import Staff, staff_of
from dutygraph.graph import store
from dutygraph.graph.answer import Answer
from dutygraph.graph.audit import AuditResult
from dutygraph.graph.errors import UnknownName
from dutygraph.graph.names import InOrganization, names

_CARDS = 100_000
"""Cards of organisations that are kept."""


class Organization(NamedTuple):
    """An organisation: `name` is its title, with where it stands if others are called the same; `counts` is its row of
    the question `organizations`."""

    id: str
    name: str
    counts: Mapping[str, Any]


class Held:
    """A workspace, and what was fetched from it for the run shown."""

    def __init__(self, workspace: Workspace, *, changes: bool) -> None:
        """`changes` says whether anybody may change something through the server."""
        self.workspace = workspace
        self.engine = workspace.engine
        self.changes = changes and workspace.folder is not None
        self._judged: str | None = None
        self._organizations: Once[list[Organization]] = Once(1)
        self._staffs: Once[Staff] = Once(_CARDS, lambda staff: 1 + len(staff.cards))

    def findings(self) -> AuditResult:
        """The audit of the run shown, with what the team has accepted.

        Raises what `Workspace.findings` raises.
        """
        found = self.workspace.findings()
        self._judged = found.run_id
        return found

    def judged(self) -> bool:
        """Whether the audit of the run shown has been made, so that it costs nothing to look at."""
        return self._judged == self.workspace.run_id()

    def organizations(self) -> list[Organization]:
        """All organisations, that with most roles first."""
        return self._organizations.get(self.workspace.run_id(), self._fetch_organizations)

    def organization(self, id_: str) -> Organization:
        """The organisation of that id.

        Raises UnknownName.
        """
        found = next((each for each in self.organizations() if each.id == id_), None)
        if found is None:
            raise UnknownName(f"the graph holds no organisation {id_!r}.")
        return found

    def documents(self) -> list[store.DocumentRow]:
        """The documents in force, by key."""
        return store.documents(self.engine)

    def staff(self, organization: str) -> Staff:
        """All cards of an organisation, of one run."""

        def make() -> Staff:
            keys = {row.id: row.key for row in self.documents()}
            return self.workspace.settled(lambda: staff_of(self.engine, organization, keys))[1]

        return self._staffs.get((self.workspace.run_id(), organization), make)

    def known(self, organization: str) -> InOrganization:
        """The names by which people ask in an organisation."""
        return names(self.engine, self.workspace.run_id()).inside(organization)

    def home_of(self, id_: str) -> Organization:
        """The organisation of a role or unit.

        Raises UnknownName.
        """
        for organization in self.organizations():
            if any(thing.id == id_ for thing in self.known(organization.id).owners.things):
                return organization
        raise UnknownName(f"the graph holds no role or unit {id_!r}; it may have gone with its document.")

    def ask(self, name: str, /, **params: object) -> Answer:
        """The answer to a question of the catalogue, made once for the run shown.

        Raises what `graph.ask.ask` raises.
        """
        given = {key: value for key, value in params.items() if value not in (None, "")}
        return self.workspace.ask(self.workspace.run_id(), name, given)

    def matters(self, organization: str) -> list[str]:
        """The matters of an organisation in normal form, by name."""
        return sorted({row["matter"] for row in self.ask("authority_matrix", organization=organization).to_dicts()})

    def _fetch_organizations(self) -> list[Organization]:
        found = self.ask("organizations")
        rows = found.to_dicts()
        titles = [row["title"] for row in rows]
        organizations = []
        for row, pieces in zip(rows, found.evidence, strict=True):
            place = pieces[0].document_key.rpartition("/")[2] if pieces and titles.count(row["title"]) > 1 else ""
            name = f"{row['title']} ({place})" if place else row["title"]
            organizations.append(Organization(row["organization_id"], name, row))
        return sorted(organizations, key=lambda each: (-each.counts["roles"], each.name, each.id))
