"""Records whose names people changed: identifiers that fit again, and things found by the names people call them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import structs

from dutygraph.graph import facts, identity
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import AnyRecord, Source
from dutygraph.graph.identities import Identities
from dutygraph.graph.text.duties import parse
from dutygraph.graph.text.folding import fold
from dutygraph.graph.vocabulary import default

_R = TypeVar("_R")
_OPTIONAL = frozenset(("unit_id", "parent_id", "duty_id", "delegated_from_id"))


def with_ids(before: Sequence[AnyRecord], after: Sequence[AnyRecord]) -> list[AnyRecord]:
    """`after` with the identifiers that its names, units and ends give; `before` says which were given by them before.

    A post told apart from another of its title keeps an identifier of its own.
    """
    if list(before) == list(after):
        return list(after)
    old, new = Identities(before), Identities(after)
    renamed: dict[str, str] = {}
    for was, now in zip(before, after, strict=True):
        if isinstance(was, facts.Document | facts.Organization | facts.Notice):
            continue
        if not isinstance(now, facts.Document | facts.Organization | facts.Notice) and old.of(was) == was.id:
            renamed[was.id] = new.of(now)
    found = [_with_names(record, renamed) for record in after]
    ends = Identities(found)
    return [
        structs.replace(record, id=ends.of(record))
        if isinstance(
            record, facts.ReportsTo | facts.Duty | facts.Authority | facts.Metric | facts.Holding | facts.Deputy
        )
        else record
        for record in found
    ]


def _with_names(record: AnyRecord, renamed: dict[str, str]) -> AnyRecord:
    changed = {
        name: renamed[value]
        for name in record.__struct_fields__
        if (name == "id" or name.endswith("_id")) and (value := getattr(record, name)) in renamed
    }
    return structs.replace(record, **changed) if changed else record


def without_dangling(records: Sequence[AnyRecord]) -> list[AnyRecord]:
    """Records without those that name one that is no longer there; what need not be named is left open."""
    found = list(records)
    while True:
        ids = {record.id for record in found if not isinstance(record, facts.Notice)}
        kept: list[AnyRecord] = []
        for record in found:
            lost = {
                name for name in record.__struct_fields__
                if name.endswith("_id") and (value := getattr(record, name)) and value not in ids
            }  # fmt: skip
            if lost <= _OPTIONAL:
                kept.append(structs.replace(record, **dict.fromkeys(lost)) if lost else record)
        if len(kept) == len(found):
            return kept
        found = kept


class Names:
    """Posts, units and persons of a document by the names people call them."""

    def __init__(self, records: Sequence[AnyRecord]) -> None:
        self._records = list(records)

    def holder(self, name: str, where: str) -> facts.Role | facts.Unit | None:
        """The post or unit of that name, or `unit/title`; None where there is none.

        Raises InputError where several fit.
        """
        unit, _, title = name.rpartition("/")
        units = {record.id: fold(record.name) for record in self._of(facts.Unit)}
        found: dict[str, facts.Role | facts.Unit] = {}
        holders: list[facts.Role | facts.Unit] = [*self._of(facts.Role), *self._of(facts.Unit)]
        for record in holders:
            own = record.title if isinstance(record, facts.Role) else record.name
            names = {fold(each) for each in (own, *record.aliases)}
            inside = isinstance(record, facts.Role) and units.get(record.unit_id or "") == fold(unit)
            if fold(name) in names or (unit and inside and fold(title) in names):
                found.setdefault(record.id, record)
        if len(found) > 1:
            raise InputError(f"{where}: {name} fits {len(found)} posts and units; write it as unit/title.")
        return next(iter(found.values()), None)

    def id_of(self, what: str, name: str, where: str) -> str:
        """The identifier of a post, or of a person, that a correction names.

        Raises InputError where there is none.
        """
        if what == "person":
            found = next((each for each in self._of(facts.Person) if fold(each.name) == fold(name)), None)
            if found is not None:
                return found.id
        elif (holder := self.holder(name, where)) is not None:
            return holder.id
        raise InputError(f"{where}: the document names no {what} {name}.")

    def _of(self, kind: type[_R]) -> list[_R]:
        return [record for record in self._records if isinstance(record, kind)]

    # Added facts -----------------------------------------------------------------------------------------------------

    def added(self, kind: str, owner: str, values: dict[str, str], source: Source, where: str) -> list[AnyRecord]:
        """The records of an added fact, with those of posts that it is the first to name."""
        if kind == "units":
            return [self._unit(values, source, where)]
        if kind == "roles":
            return [self._role(values.pop("title"), owner, source, where, values)]
        holder, made = self._holder(owner, source, where)
        if kind == "reports_to":
            superior, more = self._holder(values.pop("superior"), source, where)
            ends = {"subordinate_id": holder.id, "superior_id": superior.id}
            return [*made, *more, self._record(facts.ReportsTo, {**ends, **values}, source, where)]
        if kind == "duties":
            said = parse(values["text"], default())
            read = {"verb": said.verb, "object": said.object, "mode": said.mode, "frequency": said.frequency}
            return [*made, self._record(facts.Duty, {"owner_id": holder.id, **read, **values}, source, where)]
        if kind == "authorities":
            values.setdefault("text", values["matter"])
            return [*made, self._record(facts.Authority, {"owner_id": holder.id, **values}, source, where)]
        return [*made, self._record(facts.Metric, {"owner_id": holder.id, **values}, source, where)]

    def _holder(self, name: str, source: Source, where: str) -> tuple[facts.Role | facts.Unit, list[AnyRecord]]:
        if not name:
            raise InputError(f"{where}: whose is it? Fill in the column owner.")
        found = self.holder(name, where)
        if found is not None:
            return found, []
        unit, _, title = name.rpartition("/")
        made = self._role(title, unit, source, where, {})
        return made, [made]

    def _organization(self, where: str) -> str:
        found = self._of(facts.Organization)
        if not found:
            raise InputError(f"{where}: its document names no organisation to which the fact could belong.")
        return found[0].id

    def _unit(self, values: dict[str, str], source: Source, where: str) -> facts.Unit:
        organization = self._organization(where)
        return facts.Unit(
            id=identity.unit_id(organization, [values["name"]]), organization_id=organization, name=values["name"],
            source=source,
        )  # fmt: skip

    def _role(self, title: str, unit: str, source: Source, where: str, values: dict[str, str]) -> facts.Role:
        within = next((each for each in self._of(facts.Unit) if fold(each.name) == fold(unit)), None) if unit else None
        if unit and within is None:
            raise InputError(f"{where}: the document has no unit {unit}; add it in a row of its own above.")
        organization = within.organization_id if within else self._organization(where)
        parts = {"organization_id": organization, "unit_id": within.id if within else None, "title": title}
        record = self._record(facts.Role, {**parts, **values}, source, where)
        assert isinstance(record, facts.Role)
        self._records.append(record)
        return record

    def _record(self, kind: type[AnyRecord], values: dict[str, object], source: Source, where: str) -> AnyRecord:
        record = converted({"id": "", **values, "source": structs.asdict(source)}, kind, where)
        return structs.replace(record, id=Identities([*self._records, record]).of(record))


def converted(values: dict[str, object], kind: type[AnyRecord], where: str) -> AnyRecord:
    """A record of these values.

    Raises InputError where one of them cannot be.
    """
    try:
        return msgspec.convert({"list": kind.__struct_config__.tag, **values}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(f"{where}: {error}.") from error
