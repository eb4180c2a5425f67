"""The identifiers of the records of one document, made again from what makes each thing that thing (docs/model.md)."""

from __future__ import annotations

from collections.abc import Sequence

from dutygraph.graph import facts, identity
from dutygraph.graph.facts import AnyRecord


class Identities:
    """The identifiers that records would have by their parts alone."""

    def __init__(self, records: Sequence[AnyRecord]) -> None:
        self._units = {record.id: record for record in records if isinstance(record, facts.Unit)}
        holders = [record for record in records if isinstance(record, facts.Role | facts.Unit)]
        self._organizations = {record.id: record.organization_id for record in holders}
        self._duties = {r.id: self._duty(r) for r in records if isinstance(r, facts.Duty)}

    def of(self, record: AnyRecord) -> str:
        """The identifier by parts; that of the record where it is not of that kind."""
        if isinstance(record, facts.Unit):
            return identity.unit_id(record.organization_id, [*self._path(record.parent_id), record.name])
        if isinstance(record, facts.Role):
            return identity.role_id(record.organization_id, self._path(record.unit_id), record.title)
        if isinstance(record, facts.Person):
            return identity.person_id(record.organization_id, record.name)
        return self._relation(record)

    def _relation(self, record: AnyRecord) -> str:
        if isinstance(record, facts.ReportsTo):
            return identity.reports_to_id(record.subordinate_id, record.superior_id, record.line, record.condition)
        if isinstance(record, facts.Duty):
            return identity.owns_duty_id(record.owner_id, self._duty(record), record.mode)
        if isinstance(record, facts.Authority):
            matter = identity.authority_id(self._organizations[record.owner_id], record.matter)
            limit = record.limit.identity() if record.limit else ()
            return identity.has_authority_id(record.owner_id, matter, record.act, record.step, limit, record.condition)
        if isinstance(record, facts.Metric):
            metric = identity.metric_id(self._organizations[record.owner_id], record.text)
            return identity.measured_by_id(record.owner_id, self._duties.get(record.duty_id or ""), metric)
        if isinstance(record, facts.Holding):
            held = record.acting, record.valid_from, record.valid_to
            return identity.holds_id(record.person_id, record.role_id, *held)
        if isinstance(record, facts.Deputy):
            dates = record.valid_from, record.valid_to
            return identity.deputizes_for_id(record.deputy_id, record.role_id, record.condition, *dates)
        return record.id if not isinstance(record, facts.Notice) else ""

    def _duty(self, record: facts.Duty) -> str:
        return identity.duty_id(self._organizations[record.owner_id], record.text)

    def _path(self, unit: str | None) -> list[str]:
        path: list[str] = []
        while unit is not None and unit in self._units and len(path) <= len(self._units):
            path.append(self._units[unit].name)
            unit = self._units[unit].parent_id
        return path[::-1]
