"""What operations share: names looked up in the organisation of the scenario, and facts written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from msgspec import structs

from dutygraph.graph import identity
from dutygraph.graph.errors import AmbiguousName, InputError, UnknownName
from dutygraph.graph.facts import Authority, Deputy, Duty, Holding, Metric, ReportsTo, Role, Unit
from dutygraph.graph.names import Directory
from dutygraph.graph.parameters import nearest
from dutygraph.graph.scenario.form import Change
from dutygraph.graph.scenario.places import Places, listed
from dutygraph.graph.scenario.world import World, contradiction
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.matters import normal_matter

ReadDuty = Callable[[str], Sequence[Duty | Authority]]
"""What a reader makes of one duty's text: its duties, and the powers it gives. Whose they are does not count."""

Fact = TypeVar("Fact", Duty, Authority)


class Editor:
    """One scenario at work on one organisation."""

    def __init__(self, world: World, organization: str, read: ReadDuty) -> None:
        self.world = world
        self.organization = organization
        self.read = read
        self.places = Places(world, organization)

    def restructured(self) -> None:
        """Look at roles and units anew."""
        self.places = Places(self.world, self.organization)

    # ---- names ----

    def role(self, change: Change, text: str) -> str:
        """The id of a role by any of its names."""
        return self.places.main(self._find(change, self.places.roles, text))

    def unit(self, change: Change, text: str) -> str:
        """The id of a unit by any of its names."""
        return self._find(change, self.places.units, text)

    def owner(self, change: Change, text: str) -> str:
        """The id of a role or unit by any of its names."""
        return self.places.main(self._find(change, self.places.owners, text))

    def _find(self, change: Change, directory: Directory, text: str) -> str:
        if self.places.main(text) != text:
            return text
        try:
            return directory.find(text)
        except AmbiguousName as error:
            raise AmbiguousName(f"{change.place}: {error}", error.candidates) from None
        except UnknownName as error:
            taken: list[tuple[Role | Unit, Change]] = [*self.world.gone(Role), *self.world.gone(Unit)]
            for record, other in taken:
                if fold(_title(record)) == fold(text.rsplit("/", 1)[-1]):
                    raise contradiction(other, change) from None
            raise UnknownName(f"{change.place}: {error}") from None

    # ---- duties and powers by their words ----

    def duty(self, change: Change, words: str, owner: str | None) -> list[str]:
        """The ids of the one duty that an owner, or somebody where None, holds by these words, in all its modes.

        Raises UnknownName that offers the nearest, AmbiguousName that lists what fits, InputError where another change
        has taken it.
        """
        who = self._owners(owner)
        held = [duty for duty in self.world.all(Duty) if self._belongs(duty, who)]
        fitting = _fitting(held, words, lambda duty: duty.text)
        if not fitting:
            for duty, other in self.world.gone(Duty):
                if self._belongs(duty, who) and _says(duty.text, words):
                    raise contradiction(other, change)
            choices = {duty.text: fold(duty.text) for duty in held}
            whose = f" of {self.places.title(owner)}" if owner else ""
            raise UnknownName(f"{change.place}: there is no duty{whose} {words!r}.{nearest(fold(words), choices)}")
        groups = {(self.places.main(d.owner_id), fold(d.text)): (d.id, d) for d in fitting}
        if len(groups) > 1:
            candidates = [(id_, f"{self.places.title(d.owner_id)}: {d.text}") for id_, d in groups.values()]
            raise AmbiguousName(
                f"{change.place}: the duty {words!r} fits several, give more of its words or its owner: "
                f"{listed(candidates)}.",
                candidates,
            )
        return sorted({duty.id for duty in fitting})

    def grant(self, change: Change, holder: str) -> list[str]:
        """The ids of the one grant of a holder in the matter that a change names, by its act and former limit too."""
        who = self._owners(holder)
        held = [grant for grant in self.world.all(Authority) if self._belongs(grant, who)]
        form = normal_matter(change.own)
        fitting = [grant for grant in held if grant.id == change.own or normal_matter(grant.matter) == form]
        fitting = fitting or _fitting(held, change.own, lambda grant: grant.matter)
        if not fitting:
            for grant, other in self.world.gone(Authority):
                if self._belongs(grant, who) and normal_matter(grant.matter) == form:
                    raise contradiction(other, change)
            choices = {grant.matter: fold(grant.matter) for grant in held}
            raise UnknownName(
                f"{change.place}: {self.places.title(holder)} has no power in {change.own!r}."
                f"{nearest(fold(change.own), choices)}"
            )
        act, was = change.get("act"), change.get("was")
        fitting = [grant for grant in fitting if act in (None, grant.act)]
        fitting = [g for g in fitting if was is None or (g.limit is not None and fold(was) in fold(g.limit.text or ""))]
        if change.operation == "limit" and any(grant.limit for grant in fitting):
            fitting = [grant for grant in fitting if grant.limit]
        candidates = [(grant.id, _readable(grant)) for grant in {grant.id: grant for grant in fitting}.values()]
        if len(candidates) != 1:
            error = AmbiguousName if candidates else UnknownName
            told = (
                f"fits several powers, give act or was: {listed(candidates)}"
                if candidates
                else "has no such act or limit"
            )
            raise error(f"{change.place}: {self.places.title(holder)}, {change.own!r} {told}.")
        return [candidates[0][0]]

    def _owners(self, owner: str | None) -> set[str] | None:
        return None if owner is None else set(self.places.alike(owner))

    def _belongs(self, fact: Duty | Authority, who: set[str] | None) -> bool:
        if who is not None:
            return fact.owner_id in who
        records = self.world.records(fact.owner_id)
        return bool(records) and records[0][1].organization_id == self.organization

    # ---- facts written anew ----

    def written(self, record: Any, **fields: Any) -> Any:
        """A fact with other fields, and the id that goes with them."""
        made = structs.replace(record, **fields)
        return structs.replace(made, id=self._id(made))

    def _id(self, record: Any) -> str:
        if isinstance(record, Duty):
            duty = identity.duty_id(self.organization, record.text)
            return identity.owns_duty_id(record.owner_id, duty, record.mode)
        if isinstance(record, Authority):
            return identity.has_authority_id(
                record.owner_id, identity.authority_id(self.organization, record.matter), record.act, record.step,
                record.limit.identity() if record.limit else (), record.condition,
            )  # fmt: skip
        if isinstance(record, ReportsTo):
            return identity.reports_to_id(record.subordinate_id, record.superior_id, record.line, record.condition)
        if isinstance(record, Holding):
            return identity.holds_id(
                record.person_id, record.role_id, record.acting, record.valid_from, record.valid_to
            )
        if isinstance(record, Deputy):
            return identity.deputizes_for_id(
                record.deputy_id, record.role_id, record.condition, record.valid_from, record.valid_to
            )
        return str(record.id)

    def measure(self, metric: Metric, owner: str, duty: Duty | None) -> Metric:
        """A metric of another owner or duty; `duty` is None where it measures the owner as a whole."""
        node = identity.duty_id(self.organization, duty.text) if duty else None
        id_ = identity.measured_by_id(owner, node, identity.metric_id(self.organization, metric.text))
        return structs.replace(metric, id=id_, owner_id=owner, duty_id=duty.id if duty else None)

    def powers_of(self, duty: Duty) -> list[str]:
        """The ids of the powers that are read out of a duty."""
        return sorted(
            {
                grant.id
                for grant in self.world.all(Authority)
                if grant.basis == "from_duty"
                and grant.owner_id == duty.owner_id
                and fold(grant.text) == fold(duty.text)
            }
        )

    def measures_of(self, duty: str) -> list[str]:
        """The ids of the metrics of a claim on a duty."""
        return sorted({metric.id for metric in self.world.all(Metric) if metric.duty_id == duty})


def _title(record: Role | Unit) -> str:
    return record.title if isinstance(record, Role) else record.name


def _says(text: str, words: str) -> bool:
    folded = fold(text)
    return all(fold(word) in folded for word in words.split())


def _fitting(facts: Iterable[Fact], words: str, text: Callable[[Fact], str]) -> list[Fact]:
    """By id, else by the same text, else those in which every word stands."""
    known = list(facts)
    for test in (
        lambda fact: fact.id == words,
        lambda fact: fold(text(fact)) == fold(words),
        lambda fact: _says(text(fact), words),
    ):
        if found := [fact for fact in known if test(fact)]:
            return found
    return []


def _readable(grant: Authority) -> str:
    limit = f", {grant.limit.text}" if grant.limit and grant.limit.text else ""
    return f"{grant.act} {grant.matter}{limit}"


def no_such(change: Change, what: str) -> InputError:
    """A change that cannot be carried out."""
    return InputError(f"{change.place}: {what}")
