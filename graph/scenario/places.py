"""Roles and units of an organisation by the names people use, from records alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from dutygraph.graph.errors import AmbiguousName, UnknownName
from dutygraph.graph.facts import Organization, Role, Unit
from dutygraph.graph.names import Directory, Named
from dutygraph.graph.scenario.world import World
from dutygraph.graph.text.folding import fold


def organization_of(world: World, name: str, where: str) -> str:
    """The id of the organisation a scenario is about: the one it names, else the only one there is.

    Raises UnknownName, AmbiguousName; also where it names none and there are several.
    """
    things = {each.id: Named(each.id, each.name, each.aliases, ()) for each in world.all(Organization)}
    directory = Directory("organization", things.values())
    if name:
        try:
            return directory.find(name)
        except UnknownName as error:
            raise UnknownName(f"{where} is for another organisation than these facts: {error}") from None
    if not things:
        raise UnknownName(f"{where}: there is no organisation in these facts; load documents first.")
    if len(things) > 1:
        candidates = directory.candidates(directory.things)
        listed = ", ".join(name for _, name in candidates)
        raise AmbiguousName(f'{where} must name its organization, as organization = "…": {listed}.', candidates)
    return next(iter(things))


class Places:
    """The roles and units as they are at one moment of a scenario."""

    def __init__(self, world: World, organization: str) -> None:
        self.organization = organization
        self._units: dict[str, list[Unit]] = defaultdict(list)
        self._roles: dict[str, list[Role]] = defaultdict(list)
        for unit in world.all(Unit):
            if unit.organization_id == organization:
                self._units[unit.id].append(unit)
        for role in world.all(Role):
            if role.organization_id == organization:
                self._roles[role.id].append(role)

    def path(self, unit: str | None) -> list[str]:
        """The names of a unit and the units around it, outermost first; empty for None."""
        names: list[str] = []
        seen: set[str] = set()
        while unit is not None and unit in self._units and unit not in seen:
            seen.add(unit)
            names.append(self._units[unit][0].name)
            unit = next((each.parent_id for each in self._units[unit] if each.parent_id), None)
        return names[::-1]

    def unit_of(self, role: str) -> str | None:
        """The unit a role sits in."""
        return next((each.unit_id for each in self._roles[role] if each.unit_id), None)

    def title(self, id_: str) -> str:
        """`unit/title` of a role, or a unit's path."""
        if id_ in self._roles:
            return "/".join([*self.path(self.unit_of(id_))[-1:], self._roles[id_][0].title])
        return "/".join(self.path(id_)) or id_

    def is_role(self, id_: str) -> bool:
        """Whether an id is a role's."""
        return id_ in self._roles

    @cached_property
    def _twins(self) -> dict[str, str]:
        """Roles named without a unit that are the only described role of that title in one (docs/audit.md)."""
        called: dict[str, set[str]] = defaultdict(set)
        alone = []
        for id_, records in self._roles.items():
            if self.unit_of(id_) is None:
                alone.append(id_)
            elif any(each.kind != "external" for each in records):
                for each in records:
                    for name in (each.title, *each.aliases):
                        called[fold(name)].add(id_)
        return {
            id_: next(iter(named))
            for id_ in alone
            if len(named := called.get(fold(self._roles[id_][0].title), set())) == 1
        }

    def main(self, id_: str) -> str:
        """The role that a role named without its unit is."""
        return self._twins.get(id_, id_)

    def alike(self, id_: str) -> list[str]:
        """A role and those that are the same one named without its unit; a unit alone."""
        return [id_, *sorted(twin for twin, main in self._twins.items() if main == id_)]

    @cached_property
    def roles(self) -> Directory:
        """All roles, each once."""
        return Directory("role", self._named_roles())

    @cached_property
    def units(self) -> Directory:
        """All units."""
        return Directory("unit", self._named_units())

    @cached_property
    def owners(self) -> Directory:
        """All roles and units."""
        return Directory("role or unit", [*self._named_units(), *self._named_roles()])

    def _named_roles(self) -> Iterator[Named]:
        for id_, records in self._roles.items():
            if id_ not in self._twins:
                aliases = dict.fromkeys(alias for each in records for alias in each.aliases)
                yield Named(id_, records[0].title, tuple(aliases), tuple(self.path(self.unit_of(id_))))

    def _named_units(self) -> Iterator[Named]:
        for id_, records in self._units.items():
            aliases = dict.fromkeys(alias for each in records for alias in each.aliases)
            yield Named(id_, records[0].name, tuple(aliases), tuple(self.path(id_)[:-1]))


def listed(candidates: Sequence[tuple[str, str]], most: int = 10) -> str:
    """Candidates for an error message, the first of them."""
    shown = "; ".join(f"{readable} ({id_})" for id_, readable in candidates[:most])
    return shown + (f" and {len(candidates) - most} more" if len(candidates) > most else "")
