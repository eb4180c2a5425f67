"""What changed between two editions: each change once, nothing that follows from another (docs/whatif.md#editions)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple, TypeVar

from dutygraph.graph import identity
from dutygraph.graph.editions.match import likenesses, pair
from dutygraph.graph.editions.side import Claim, Place, Side, Thing
from dutygraph.graph.facts import Authority, Deputy, DocumentFacts, Holding, Metric, ReportsTo
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.matters import normal_matter

Kind = Literal["added", "gone", "moved", "reworded", "changed"]
What = Literal["organization", "unit", "role", "duty", "power", "limit", "line", "measure", "holder", "deputy"]
FROM_DUTY = "from_duty"

F = TypeVar("F")
_Now = Callable[[str], str]
_Places = tuple[Place | None, Place | None]


class Difference(NamedTuple):
    """One change. `of` is whose it is: an owner, a subordinate, '' for an organisation; `field` what a `changed` thing
    states otherwise. `old` and `new` are the texts before and after, '' where there is none, `old_place` and
    `new_place` where they stand."""

    what: What
    kind: Kind
    of: str
    old: str
    new: str
    field: str
    old_place: Place | None
    new_place: Place | None


class Comparison(NamedTuple):
    """All changes, in order of what and of whom; `same` are ids of the old edition that are others in the new."""

    differences: tuple[Difference, ...]
    same: Mapping[str, str]


def compare(old: Sequence[DocumentFacts], new: Sequence[DocumentFacts]) -> Comparison:
    """The changes from one edition to another.

    Things are the same by name and place, then by what they do; facts by their words and owner. What an added or gone
    role or unit brings or takes with it is part of that one change.
    """
    return _Comparing(Side(old), Side(new)).run()


def marked(old: str, new: str) -> list[tuple[Literal["same", "gone", "added"], str]]:
    """The words of two texts: those that both have, those only of the old, those only of the new, in order.

    >>> marked("审批5万元以下", "审批8万元以下")
    [('same', '审批'), ('gone', '5'), ('added', '8'), ('same', '万元以下')]
    """
    pieces: list[tuple[Literal["same", "gone", "added"], str]] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("same", old[i:j]))
        else:
            pieces += [("gone", old[i:j])] if i < j else []
            pieces += [("added", new[k:m])] if k < m else []
    return pieces


class _Comparing:
    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.same = pair(old, new)
        self.found: list[Difference] = []
        self.added = new.things.keys() - set(self.same.values())
        self.gone = old.things.keys() - self.same.keys()
        self.duties: dict[str, str] = {}
        """Claims of the old edition by those of the new, for what hangs on them."""

    def run(self) -> Comparison:
        self._organizations()
        self._things()
        self._claims()
        self._grants()
        self._lines()
        self._others()
        ordered = sorted(self.found, key=lambda each: (_ORDER.index(each.what), each.of, each.kind, each.old, each.new))
        same = {old: new for old, new in self.same.items() if old != new}
        return Comparison(tuple(ordered), {**same, **self._nodes()})

    def _tell(
        self,
        what: What,
        kind: Kind,
        of: str,
        old: str,
        new: str,
        places: tuple[Place | None, Place | None],
        field: str = "",
    ) -> None:
        self.found.append(Difference(what, kind, of, old, new, field, *places))

    # ---- organisations, units, roles ----

    def _organizations(self) -> None:
        for id_, name in self.old.organizations.items():
            if id_ not in self.same:
                self._tell("organization", "gone", "", name, "", (None, None))
            elif fold(name) != fold(self.new.organizations[self.same[id_]]):
                self._tell("organization", "reworded", "", name, self.new.organizations[self.same[id_]], (None, None))
        for id_, name in self.new.organizations.items():
            if id_ not in self.same.values():
                self._tell("organization", "added", "", "", name, (None, None))

    def _things(self) -> None:
        for id_ in self.gone:
            thing = self.old.things[id_]
            if not _only_named(thing):
                self._tell(_what(thing.is_role), "gone", "", self.old.name(id_), "", (thing.place, None))
        for id_ in self.added:
            thing = self.new.things[id_]
            if not _only_named(thing):
                self._tell(_what(thing.is_role), "added", "", "", self.new.name(id_), (None, thing.place))
        for id_, other in self.same.items():
            if id_ in self.old.things:
                self._same_thing(id_, other)

    def _same_thing(self, id_: str, other: str) -> None:
        one, two = self.old.things[id_], self.new.things[other]
        what, places = _what(one.is_role), (one.place, two.place)
        if fold(one.title) != fold(two.title):
            self._tell(what, "reworded", "", one.title, two.title, places)
        if self.same.get(one.parent, one.parent) != two.parent:
            self._tell(what, "moved", self.new.name(other), self.old.name(one.parent) if one.parent else "",
                       self.new.name(two.parent) if two.parent else "", places)  # fmt: skip
        for field, value in one.fields.items():
            now = two.fields[field]
            if value != now and not (isinstance(value, str) and isinstance(now, str) and fold(value) == fold(now)):
                self._tell(what, "changed", self.new.name(other), _text(value), _text(now), places, field)

    # ---- duties ----

    def _claims(self) -> None:
        left = {(self.same.get(owner, owner), text): claim for (owner, text), claim in self.old.claims.items()}
        right = dict(self.new.claims)
        for key in left.keys() & right.keys():
            one, two = left.pop(key), right.pop(key)
            self._follows(one, two)
            if one.modes != two.modes:
                self._tell("duty", "changed", self.new.name(two.owner), ", ".join(one.modes), ", ".join(two.modes),
                           (one.place, two.place), "mode")  # fmt: skip
        self._reworded(left, right)
        self._moved(left, right)
        for claim in left.values():
            if claim.owner not in self.gone:
                self._tell("duty", "gone", self.old.name(claim.owner), claim.text, "", (claim.place, None))
        for claim in right.values():
            if claim.owner not in self.added:
                self._tell("duty", "added", self.new.name(claim.owner), "", claim.text, (None, claim.place))

    def _follows(self, one: Claim, two: Claim) -> None:
        self.duties.update(zip(one.ids, two.ids, strict=False))

    def _moved(self, left: dict[tuple[str, str], Claim], right: dict[tuple[str, str], Claim]) -> None:
        """The same words with another owner; of several the first."""
        by_text: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in sorted(right):
            by_text[key[1]].append(key)
        for key in sorted(left):
            if others := by_text[key[1]]:
                one, two = left.pop(key), right.pop(others.pop(0))
                self._follows(one, two)
                self._tell("duty", "moved", one.text, self.old.name(one.owner), self.new.name(two.owner),
                           (one.place, two.place))  # fmt: skip

    def _reworded(self, left: dict[tuple[str, str], Claim], right: dict[tuple[str, str], Claim]) -> None:
        """The same owner's duty in other words, unless the very words went to or came from somebody else."""
        there, here = {text for _, text in right}, {text for _, text in left}
        ours, theirs = _by_owner(left, there), _by_owner(right, here)
        for owner in sorted(ours.keys() & theirs.keys()):
            for i, j in likenesses([left[k].text for k in ours[owner]], [right[k].text for k in theirs[owner]]):
                one, two = left.pop(ours[owner][i]), right.pop(theirs[owner][j])
                self._follows(one, two)
                what: What = "limit" if self._only_limits(one, two) else "duty"
                self._tell(what, "reworded", self.new.name(two.owner), one.text, two.text, (one.place, two.place))

    def _only_limits(self, one: Claim, two: Claim) -> bool:
        """Whether the powers read out of two wordings differ in their limits alone."""
        before, after = self._read_out(self.old, one), self._read_out(self.new, two)
        kept = [(normal_matter(g.matter), g.act) for g in before] == [(normal_matter(g.matter), g.act) for g in after]
        limits = [_limit(grant) for grant in before], [_limit(grant) for grant in after]
        return bool(before) and kept and limits[0] != limits[1]

    def _read_out(self, side: Side, claim: Claim) -> list[Authority]:
        return [
            grant
            for grant in side.grants.values()
            if grant.basis == FROM_DUTY and grant.owner_id == claim.owner and fold(grant.text) == fold(claim.text)
        ]

    # ---- powers ----

    def _grants(self) -> None:
        """Stated powers; those read out of duties change with these."""
        left = [grant for grant in self.old.grants.values() if grant.basis != FROM_DUTY]
        right = [grant for grant in self.new.grants.values() if grant.basis != FROM_DUTY]

        def said(grant: Authority) -> tuple[Hashable, ...]:
            return *_of_power(grant), _limit(grant), grant.step, fold(grant.condition or "")

        self._take(left, right, lambda grant, to: (to(grant.owner_id), *said(grant)), _nothing)
        self._take(left, right, lambda grant, to: said(grant), self._other_holder)
        self._take(left, right, lambda grant, to: (to(grant.owner_id), *_of_power(grant)), self._same_power)
        for grant in left:
            if grant.owner_id not in self.gone:
                self._tell("power", "gone", self.old.name(grant.owner_id), _power(grant), "",
                           (self.old.place(grant.source), None))  # fmt: skip
        for grant in right:
            if grant.owner_id not in self.added:
                self._tell("power", "added", self.new.name(grant.owner_id), "", _power(grant),
                           (None, self.new.place(grant.source)))  # fmt: skip

    def _same_power(self, one: Authority, two: Authority) -> None:
        places = (self.old.place(one.source), self.new.place(two.source))
        if _limit(one) != _limit(two):
            self._tell("limit", "changed", f"{self.new.name(two.owner_id)}: {two.act} {two.matter}", _amount(one),
                       _amount(two), places, "limit")  # fmt: skip
        for field in ("step", "condition"):
            if fold(_text(getattr(one, field))) != fold(_text(getattr(two, field))):
                self._tell("power", "changed", f"{self.new.name(two.owner_id)}: {two.act} {two.matter}",
                           _text(getattr(one, field)), _text(getattr(two, field)), places, field)  # fmt: skip

    def _other_holder(self, one: Authority, two: Authority) -> None:
        self._tell("power", "moved", _power(two), self.old.name(one.owner_id), self.new.name(two.owner_id),
                   (self.old.place(one.source), self.new.place(two.source)))  # fmt: skip

    # ---- lines ----

    def _lines(self) -> None:
        left = [line for line in self.old.lines.values() if line.subordinate_id not in self.gone]
        right = [line for line in self.new.lines.values() if line.subordinate_id not in self.added]

        def ends(line: ReportsTo, to: _Now) -> tuple[str, str]:
            return to(line.subordinate_id), to(line.superior_id)

        self._take(left, right, lambda each, to: (*ends(each, to), each.line, fold(each.condition or "")), _nothing)
        self._take(left, right, ends, self._same_line)
        self._take(left, right, lambda each, to: (to(each.subordinate_id), each.line), self._other_superior)
        self._take(left, right, lambda each, to: to(each.subordinate_id), self._other_superior)
        for line in left:
            if line.superior_id not in self.gone:
                self._tell("line", "gone", self.old.name(line.subordinate_id), self.old.name(line.superior_id), "",
                           (self.old.place(line.source), None))  # fmt: skip
        for line in right:
            self._tell("line", "added", self.new.name(line.subordinate_id), "", self.new.name(line.superior_id),
                       (None, self.new.place(line.source)))  # fmt: skip

    def _same_line(self, one: ReportsTo, two: ReportsTo) -> None:
        places = (self.old.place(one.source), self.new.place(two.source))
        for field in ("line", "condition"):
            before, after = _text(getattr(one, field)), _text(getattr(two, field))
            if fold(before) != fold(after):
                of = f"{self.new.name(two.subordinate_id)} → {self.new.name(two.superior_id)}"
                self._tell("line", "changed", of, before, after, places, field)

    def _other_superior(self, one: ReportsTo, two: ReportsTo) -> None:
        places = (self.old.place(one.source), self.new.place(two.source))
        self._tell("line", "moved", self.new.name(two.subordinate_id), self.old.name(one.superior_id),
                   self.new.name(two.superior_id), places)  # fmt: skip

    # ---- measures, holders, deputies ----

    def _others(self) -> None:
        left = {self._other_key(self.old, each, self.same): each for each in self.old.others}
        right = {self._other_key(self.new, each, {}): each for each in self.new.others}
        for key in left.keys() - right.keys():
            if not set(_ends(left[key])) & self.gone:
                self._tell(_WHAT[type(left[key])], "gone", self.old.name(_ends(left[key])[-1]), key[-1], "",
                           (self.old.place(left[key].source), None))  # fmt: skip
        for key in right.keys() - left.keys():
            if not set(_ends(right[key])) & self.added:
                self._tell(_WHAT[type(right[key])], "added", self.new.name(_ends(right[key])[-1]), "", key[-1],
                           (None, self.new.place(right[key].source)))  # fmt: skip

    def _other_key(self, side: Side, each: Metric | Holding | Deputy, same: Mapping[str, str]) -> tuple[str, ...]:
        if isinstance(each, Metric):
            duty = self.duties.get(each.duty_id or "", each.duty_id or "") if same else each.duty_id or ""
            return ("measure", same.get(each.owner_id, each.owner_id), "" if duty else "whole", each.text)
        who = each.person_id if isinstance(each, Holding) else each.deputy_id
        return (_WHAT[type(each)], same.get(each.role_id, each.role_id), side.name(who))

    # ---- pairing ----

    def _take(
        self,
        left: list[F],
        right: list[F],
        key: Callable[[F, _Now], Hashable],
        tell: Callable[[F, F], None],
    ) -> None:
        """Take facts of equal keys out of both lists, pair by pair; `key` gets what turns an id into one of the new
        edition."""
        waiting: dict[Hashable, list[F]] = defaultdict(list)
        for each in right:
            waiting[key(each, str)].append(each)
        for each in list(left):
            if others := waiting.get(key(each, lambda id_: self.same.get(id_, id_))):
                other = others.pop(0)
                tell(each, other)
                left.remove(each)
                right.remove(other)

    def _nodes(self) -> dict[str, str]:
        """The duties, matters and measures of the old edition by those of the new."""
        nodes: dict[str, str] = {}
        claims = {id_: claim for claim in self.new.claims.values() for id_ in claim.ids}
        for claim in self.old.claims.values():
            organization, now = self._organization(claim.owner)
            follows = next((claims[self.duties[id_]] for id_ in claim.ids if id_ in self.duties), claim)
            nodes[identity.duty_id(organization, claim.text)] = identity.duty_id(now, follows.text)
        facts: list[Authority | Metric] = [*self.old.grants.values(), *self.old.all(Metric)]
        for fact in facts:
            organization, now = self._organization(fact.owner_id)
            make, text = (
                (identity.authority_id, fact.matter) if isinstance(fact, Authority) else (identity.metric_id, fact.text)
            )
            nodes[make(organization, text)] = make(now, text)
        return {old: new for old, new in nodes.items() if old != new}

    def _organization(self, owner: str) -> tuple[str, str]:
        organization = self.old.things[owner].organization
        return organization, self.same.get(organization, organization)


_ORDER: Sequence[What] = (
    "organization", "unit", "role", "duty", "power", "limit", "line", "measure", "holder", "deputy",
)  # fmt: skip
_WHAT: Mapping[Any, What] = {Metric: "measure", Holding: "holder", Deputy: "deputy"}


def _what(is_role: bool) -> What:
    return "role" if is_role else "unit"


def _only_named(thing: Thing) -> bool:
    """Whether a role is only named, by something that comes or goes for itself."""
    return thing.is_role and thing.fields["kind"] == "external"


def _by_owner(claims: Mapping[tuple[str, str], Claim], elsewhere: set[str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(claims):
        if key[1] not in elsewhere:
            found[key[0]].append(key)
    return found


def _ends(each: Metric | Holding | Deputy) -> tuple[str, ...]:
    if isinstance(each, Metric):
        return (each.owner_id,)
    return (each.person_id if isinstance(each, Holding) else each.deputy_id, each.role_id)


def _of_power(grant: Authority) -> tuple[str, str]:
    return normal_matter(grant.matter), grant.act


def _limit(grant: Authority) -> tuple[str, ...]:
    return grant.limit.identity() if grant.limit else ()


def _amount(grant: Authority) -> str:
    if grant.limit is None:
        return ""
    return grant.limit.text or "–".join(filter(None, (grant.limit.min, grant.limit.max)))


def _power(grant: Authority) -> str:
    return " ".join(filter(None, (grant.act, grant.matter, _amount(grant))))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _nothing(one: object, two: object) -> None:
    """Facts that are the same."""
