"""What an audit tells: findings, and the answers of the catalogue about everything a graph holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dutygraph.api.staff import Staff, staff_of
from dutygraph.graph import store
from dutygraph.graph.ask import Answer, Evidence, ask
from dutygraph.graph.facts import AnyRecord, Document, Notice
from dutygraph.graph.network import contradictions
from dutygraph.loaders.report import LoadNotice, LoadReport, by_severity

if TYPE_CHECKING:
    from dutygraph.graph.audit import AuditResult
    from dutygraph.graph.engine import Engine

ROLES_FOLLOWED = 200
"""Roles at the bottom whose way up a report shows, those with the longest first; every role is one question."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """One way up and the roles that take it: each as (unit, title); `steps` are rows of `escalation_path`."""

    roles: tuple[tuple[str, str], ...]
    steps: tuple[dict[str, Any], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """Answers about one organisation.

    `name` is its title, with the place where it stands if others are called the same; `counts` is its row of the
    question `organizations`; `spans` has the roles to whom somebody reports, `everybody` all on a line; `matrix` is the
    answer of `authority_matrix`; `paths` are the longest first, those of `followed` out of `lowest` roles to whom
    nobody reports.
    """

    id: str
    name: str
    counts: dict[str, Any]
    overlaps: Answer
    spans: Answer
    everybody: Answer
    matrix: Answer
    paths: tuple[Escalation, ...]
    followed: int
    lowest: int
    unattached: Answer
    staff: Staff


@dataclass(frozen=True, slots=True)
class AuditView:
    """Everything the summary and the report show. `texts` are the documents' canonical texts by key, without those that
    are not at hand."""

    load: LoadReport
    documents: Sequence[store.DocumentRow]
    organizations: tuple[OrganizationView, ...]
    notices: tuple[LoadNotice, ...]
    found: AuditResult
    texts: Mapping[str, str]
    run_id: str
    as_of: str


def collect(
    engine: Engine,
    load: LoadReport,
    notices: Sequence[LoadNotice],
    found: AuditResult,
    texts: Mapping[str, str],
) -> AuditView:
    """Ask everything an audit tells. `notices` are those of all documents in force, also of documents not read now.

    Raises EngineError where the store fails.
    """
    organizations = ask(engine, "organizations", {})
    documents = store.documents(engine)
    keys = {row.id: row.key for row in documents}
    disputed = [LoadNotice.of_record(each, keys[each.source.document_id]) for each in contradictions(engine)]
    state = store.state(engine)
    return AuditView(
        load,
        documents,
        tuple(
            _organization(engine, row, name, keys)
            for row, name in zip(organizations.to_dicts(), _names(organizations), strict=True)
        ),
        tuple(by_severity(dict.fromkeys([*notices, *disputed, *load.notices]))),
        found,
        texts,
        state.run_id,
        state.as_of or "",
    )


def _names(found: Answer) -> list[str]:
    titles = [row["title"] for row in found.to_dicts()]
    places = [", ".join(filter(None, pieces[0][1:4:2])) if pieces else "" for pieces in found.evidence]
    return [
        f"{title} ({place})" if titles.count(title) > 1 and place else title
        for title, place in zip(titles, places, strict=True)
    ]


def _organization(engine: Engine, row: dict[str, Any], name: str, keys: Mapping[str, str]) -> OrganizationView:
    named = {"organization": row["organization_id"]}
    everybody = ask(engine, "span_of_control", {**named, "min_reports": 0})
    lowest = [role for role in everybody.to_dicts() if not role["direct_reports"] and (role["layer"] or 0) > 1]
    lowest.sort(key=lambda role: (-role["layer"], role["title"], role["role_id"]))
    return OrganizationView(
        id=row["organization_id"],
        name=name,
        counts=row,
        overlaps=ask(engine, "overlapping_duties", named),
        spans=ask(engine, "span_of_control", named),
        everybody=everybody,
        matrix=ask(engine, "authority_matrix", named),
        paths=_escalations(engine, row["organization_id"], lowest[:ROLES_FOLLOWED]),
        followed=min(len(lowest), ROLES_FOLLOWED),
        lowest=len(lowest),
        unattached=ask(engine, "unattached_roles", named),
        staff=staff_of(engine, row["organization_id"], keys),
    )


def _escalations(engine: Engine, organization: str, roles: Sequence[dict[str, Any]]) -> tuple[Escalation, ...]:
    """The way up of each role; roles that take the same way share it."""
    found: dict[tuple[tuple[Any, ...], ...], list[tuple[dict[str, Any], Answer]]] = {}
    for role in roles:
        answer = ask(engine, "escalation_path", {"organization": organization, "role": role["role_id"]})
        way = tuple((row["role_id"], row["condition"]) for row in answer.to_dicts())
        found.setdefault(way, []).append((role, answer))
    return tuple(
        Escalation(
            tuple((role["unit"], role["title"]) for role, _ in several),
            tuple(several[0][1].to_dicts()),
            tuple(dict.fromkeys(piece for _, answer in several for pieces in answer.evidence for piece in pieces)),
        )
        for several in found.values()
    )


class NoticesOf:
    """Passes records through and keeps the notices among them, with the key of their document."""

    def __init__(self, stream: Iterator[AnyRecord]) -> None:
        self._stream = stream
        self._keys: dict[str, str] = {}
        self.notices: list[LoadNotice] = []

    def __iter__(self) -> Iterator[AnyRecord]:
        for record in self._stream:
            if isinstance(record, Document):
                self._keys[record.id] = record.key
            elif isinstance(record, Notice):
                self.notices.append(LoadNotice.of_record(record, self._keys[record.source.document_id]))
            yield record
