"""The one operation most likely to mend a finding, as a line for a scenario file. Nothing applies it by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from dutygraph.graph.audit.finding import Finding
from dutygraph.graph.audit.wording import Wording
from dutygraph.graph.measures import Names
from dutygraph.graph.measures.audits.organization import FROM_DUTY, Organization, is_final
from dutygraph.graph.measures.audits.things import Power, Role, Unit
from dutygraph.graph.scenario.form import line
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.limits import read_ladder


class Hints:
    """The hints for findings of one audit of one organisation."""

    def __init__(self, view: Organization, labels: Names) -> None:
        self._view = view
        self._name = _Names(view, labels)

    def line(self, finding: Finding) -> str:
        """The line, '' where no single operation is likely to mend the finding.

        Two who do the same work: the one who lies farther from it drops it; two whose work partly coincides: that one
        only assists. A hole in a band: the tier next to it is extended; a double: the upper tier begins where the lower
        ends. A span that is too wide is split, one that is too narrow merged.
        """
        make = _HINTS.get(finding.rule)
        values = make(finding.values, self._view, self._name) if make else None
        return line(values) if values else ""


class _Names:
    """Roles and units as a scenario names them: by title alone where that is enough."""

    def __init__(self, view: Organization, labels: Names) -> None:
        self._view = view
        self._labels = labels
        self._wording = Wording(labels)

    @cached_property
    def _called(self) -> Counter[str]:
        """How many roles and units go by a title or alias."""
        things: list[Role | Unit] = [*self._view.roles.values(), *self._view.units.values()]
        return Counter(name for each in things for name in {fold(name) for name in (each.title, *each.aliases)})

    def __call__(self, id_: str) -> str:
        name = self._labels[id_]
        if self._called[fold(name.title)] <= 1:
            return name.title
        return f"{name.unit}/{name.title}" if name.unit else id_

    def amount(self, band: Mapping[str, Any]) -> str | None:
        """A stretch of amounts as a limit is written, None where it would not be read as the same."""
        text = self._wording.amounts(band, "zh")
        read = read_ladder([text], mere=True)[0]
        if read is None:
            return None
        found = [None if end is None else Decimal(end) for end in (read.limit.min, read.limit.max)]
        ends = [None if band[end] is None else Decimal(band[end]) for end in ("low", "high")]
        return text if found == [end or None for end in ends] and read.limit.quantity == band["quantity"] else None


Values = Mapping[str, Any]
Hint = Callable[[Values, Organization, _Names], Mapping[str, Any] | None]


def _duplicate(values: Values, view: Organization, name: _Names) -> Mapping[str, Any]:
    side = "a" if values["proposed_id"] == values["b_id"] else "b"
    return {"drop": values[f"{side}_text"], "from": name(values[f"{side}_id"])}


def _shared(values: Values, view: Organization, name: _Names) -> Mapping[str, Any]:
    side = "a" if values["proposed_id"] == values["b_id"] else "b"
    text = values[f"{side}_text"]
    return {"reword": text, "of": name(values[f"{side}_id"]), "as": text, "mode": "assist"}


def _two_owners(values: Values, view: Organization, name: _Names) -> Mapping[str, Any] | None:
    owners = sorted(values["owner_ids"])
    if len(owners) != 2:
        return None
    proposed = _proposed(view, values["duty_id"]) if view.register else None
    losing = next((owner for owner in reversed(owners) if owner != proposed), owners[-1])
    return {"drop": values["text"], "from": name(losing)}


def _proposed(view: Organization, duty: str) -> str | None:
    """Who could own a duty, by the overlap register."""
    claims = {claim.id for claim in view.owners_of.get(duty, ())}
    clusters = view.register.clusters if view.register else ()
    return next((each.proposal.owner_id for each in clusters if not claims.isdisjoint(each.duties)), None)


def _hole(values: Values, view: Organization, name: _Names) -> Mapping[str, Any] | None:
    """The tier that ends where the hole begins goes up to its end; where there is none, the one above comes down."""
    band = values["band"]
    low, high = Decimal(band["low"]), None if band["high"] is None else Decimal(band["high"])
    tiers = _tiers(values, view)
    for power in tiers:
        if power.grant.high == low:
            return _limit(power, values, name, low=power.grant.low, high=high, low_in=power.grant.low_inclusive,
                          high_in=not band["high_inclusive"] if high is None else _closes(tiers, high))  # fmt: skip
    for power in tiers:
        if power.grant.low == high:
            return _limit(power, values, name, low=low or None, high=power.grant.high, low_in=True,
                          high_in=power.grant.high_inclusive)  # fmt: skip
    return None


def _closes(tiers: list[Power], figure: Decimal) -> bool:
    """Whether the lower tier takes the figure at which the next begins."""
    return not any(power.grant.low == figure and power.grant.low_inclusive for power in tiers)


def _double(values: Values, view: Organization, name: _Names) -> Mapping[str, Any] | None:
    """Of two tiers that overlap the upper begins where the lower ends; two that are the same become one holder's."""
    tiers = sorted(
        (power for power in _tiers(values, view) if power.grant.holder in values["holder_ids"]),
        key=lambda power: (power.grant.high is None, power.grant.high or 0, power.grant.low or 0, power.grant.id),
    )
    if len(tiers) != 2:
        return None
    lower, upper = tiers
    if lower.grant.high is not None and lower.grant.high != upper.grant.high:
        return _limit(upper, values, name, low=lower.grant.high, high=upper.grant.high,
                      low_in=not lower.grant.high_inclusive, high_in=upper.grant.high_inclusive)  # fmt: skip
    if upper.basis == FROM_DUTY:
        return {"drop": upper.text, "from": name(upper.grant.holder)}
    return {"holder": upper.named, "from": name(upper.grant.holder), "to": name(lower.grant.holder)}


def _tiers(values: Values, view: Organization) -> list[Power]:
    """The final grants with a limit in the matter of a finding."""
    powers = view.powers_in.get(values["matter"], ())
    return [power for power in powers if power.grant.quantity is not None and is_final(power.grant.act)]


def _limit(
    power: Power,
    values: Values,
    name: _Names,
    *,
    low: Decimal | None,
    high: Decimal | None,
    low_in: bool,
    high_in: bool,
) -> Mapping[str, Any] | None:
    """The operation that gives a tier these ends, None where they cannot be written so that they are read the same."""
    band = {
        "low": f"{low or 0:f}", "high": None if high is None else f"{high:f}", "low_inclusive": low_in,
        "high_inclusive": high_in, "quantity": values["band"]["quantity"],
    }  # fmt: skip
    text = "" if not low and high is None else name.amount(band)
    if text is None:
        return None
    return {"limit": power.named, "of": name(power.grant.holder), "to": text, "act": power.grant.act}


def _span(values: Values, view: Organization, name: _Names) -> Mapping[str, Any] | None:
    manager = values["role_id"]
    if values["band"] in ("above", "excessive"):
        reports = sorted(values["report_ids"])
        title = view.roles[manager].title
        second = f"{title} 2"
        others = [name(report) for report in reports[len(reports) // 2 :]]
        return {"split": name(manager), "into": [title, second], "reports": {second: others}}
    above = view.superiors(manager)
    return _joined(above[0], manager, name) if len(above) == 1 else None


def _one_to_one(values: Values, view: Organization, name: _Names) -> Mapping[str, Any]:
    return _joined(values["superior_id"], values["role_id"], name)


def _joined(superior: str, report: str, name: _Names) -> Mapping[str, Any]:
    return {"merge": [name(superior), name(report)], "into": name(superior)}


_HINTS: Mapping[str, Hint] = {
    "overlap_duplicate": _duplicate,
    "overlap_shared_scope": _shared,
    "duty_two_owners": _two_owners,
    "band_hole": _hole,
    "band_double": _double,
    "span_of_control": _span,
    "one_to_one": _one_to_one,
}
