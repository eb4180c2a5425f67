"""Responsibility and authority: that who answers may decide, and who decides answers (docs/findings.md#authority)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.bands import matters, own_scope
from dutygraph.graph.measures.audits.duties import is_common
from dutygraph.graph.measures.audits.organization import BODY, FROM_DUTY, Organization, is_final
from dutygraph.graph.measures.audits.pieces import TELLING, Piece, attends, core_matter, found_in, pieces
from dutygraph.graph.measures.audits.things import Power
from dutygraph.graph.measures.audits.titles import words
from dutygraph.graph.measures.bands import own_requests
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.matters import wider_matters

TOUCHED = 0.3
"""Share of the words of a matter or measure that the duties of its holder must hold to be about it."""

NAMED = 0.5
"""Weight of words that a matter or measure must have to be looked for."""

ALIKE = 0.75
"""Share of the words of a request and of a decision that must stand in the other to be about one thing."""

_OWN_LIST, _LIST = 2, 3
"""Powers and duties of a list from which it is taken to be complete."""


def responsibility_without_authority(organization: Organization, _: Benchmarks) -> Judged:
    """Duties to approve, decide or sign that the stated powers do not bear out."""
    found = Violations()
    judged = 0
    for power in organization.powers:
        if power.basis != FROM_DUTY or not is_final(power.grant.act) or power.grant.holder not in organization.roles:
            continue
        judged += 1
        around = dict.fromkeys([power.matter, *wider_matters(power.matter)])
        about = [
            each for matter in around for each in organization.powers_in.get(matter, ()) if each.basis != FROM_DUTY
        ]
        own = [each for each in about if _same_holder(organization, each.grant.holder, power.grant.holder)]
        if any(is_final(each.grant.act) for each in own):
            continue
        others = [each for each in about if is_final(each.grant.act) and each.matter == power.matter]
        if own:
            kind, severity, facts = "lesser_power", "warning", [each.grant.id for each in own]
        elif others and not own_scope(power):
            kind, severity, facts = "others_power", "warning", [each.grant.id for each in others]
        elif (
            len(held := [each for each in organization.powers_of[power.grant.holder] if each.basis != FROM_DUTY])
            >= _OWN_LIST
        ):
            kind, severity, facts = "no_power", "info", [each.grant.id for each in held]
        else:
            continue
        found.add(
            power.grant.holder,
            power.matter_id,
            power.matter,
            power.grant.act,
            kind,
            severity,
            facts=[power.grant.id, *facts],
        )
    return found.of(judged)


def _same_holder(organization: Organization, one: str, other: str) -> bool:
    return one == other or organization.contains(one, other)


def authority_without_duty(organization: Organization, _: Benchmarks) -> Judged:
    """Stated powers to decide in matters that no duty of the holder is about."""
    found = Violations()
    judged = 0
    works: dict[str, list[Piece]] = {}
    for power in organization.powers:
        holder = power.grant.holder
        if power.basis == FROM_DUTY or not is_final(power.grant.act):
            continue
        if holder not in works:
            works[holder] = list(_work(organization, holder)) if _has_list(organization, holder) else []
        work = works[holder]
        wanted = [word for piece in pieces(power.matter) for word in (*piece.matter, *_acts_of(piece))]
        if not work or _of_staff(power) or sum(value for _, value in wanted) < NAMED:
            continue
        judged += 1
        if found_in(wanted, work) < TOUCHED:
            found.add(holder, power.matter_id, power.matter, power.grant.act, facts=[power.grant.id])
    return found.of(judged)


def _has_list(organization: Organization, owner: str) -> bool:
    """Whether an owner's own duties are so many that a missing one is no chance."""
    return len(organization.duties_of.get(owner, ())) >= _LIST


def _of_staff(power: Power) -> bool:
    return any(word in fold(power.matter) for word in words("powers", "staff"))


def _acts_of(piece: Piece) -> list[tuple[str, float]]:
    return [(verb, 0.7) for verb, _ in piece.acts if verb not in {word for word, _ in piece.matter}]


def _work(organization: Organization, holder: str) -> Iterator[Piece]:
    """The duties of a holder, of the units a role sits in, of the roles in a unit, and of all below."""
    owners = [holder, *organization.units_of.get(holder, ()), *sorted(organization.below(holder))]
    if holder in organization.units:
        owners += organization.roles_below(holder)
    for owner in owners:
        for claim in organization.duties_of.get(owner, ()):
            yield from pieces(claim.text)


def measure_without_authority(organization: Organization, _: Benchmarks) -> Judged:
    """Measures of an owner about which neither it nor anybody below it has a duty or a power."""
    found = Violations()
    judged = 0
    for measure in organization.measures:
        named = _telling_pairs(measure.text)
        if measure.duty is not None or not named or not _has_list(organization, measure.owner):
            continue
        judged += 1
        if not any(pair in text for text in _said(organization, measure.owner) for pair in named):
            found.add(measure.owner, measure.metric, measure.text, facts=[measure.id])
    return found.of(judged)


def _telling_pairs(text: str) -> list[str]:
    """Every two characters of a measure that stand next to each other, without words that any measure may have (率,
    数量, 及时); words in Latin letters as a whole."""
    rest = fold(text)
    for word in sorted(words("powers", "measuring"), key=len, reverse=True):
        rest = rest.replace(word, " ")
    return [pair for part in rest.split() for pair in ([part] if part.isascii() else map("".join, pairwise(part)))]


def _said(organization: Organization, owner: str) -> Iterator[str]:
    """What an owner, the units it sits in and all below it have to do and may do, folded."""
    owners = [owner, *organization.units_of.get(owner, ()), *organization.below(owner)]
    if owner in organization.units:
        owners += organization.roles_below(owner)
    for each in owners:
        yield from (fold(claim.text) for claim in organization.duties_of.get(each, ()))
        yield from (fold(power.named) for power in organization.powers_of.get(each, ()))


def own_request(organization: Organization, _: Benchmarks) -> Judged:
    """Holders who decide what they, or their own superiors, propose; and who both ask for and decide the same."""
    found = Violations()
    judged = 0
    seen: set[tuple[str, str]] = set()
    for matter, powers in organization.powers_in.items():
        by_id = {power.grant.id: power for power in powers}
        judged += any(power.grant.act == "propose" for power in powers)
        for pair in own_requests([power.grant for power in powers], organization.direct_superiors):
            one, other = by_id[pair.one.id], by_id[pair.other.id]
            alike = (one.grant.quantity is None) == (other.grant.quantity is None)
            if (
                not alike
                or (pair.other.holder, matter) in seen
                or (pair.kind == "superiors_request" and own_scope(other))
            ):
                continue
            seen.add((pair.other.holder, matter))
            facts = [pair.one.id, pair.other.id]
            found.add(pair.other.holder, pair.one.holder, one.matter_id, matter, pair.kind, "error", facts=facts)
    for role, ask, settle in _asked_and_settled(organization):
        if not any(holder == role for holder, _ in seen):
            found.add(role, role, "", ask[1].text, "own_request", "warning", facts=[ask[0], settle[0]])
            seen.add((role, ""))
    return found.of(judged + len(organization.posts))


Said = tuple[str, Piece]


def _asked_and_settled(organization: Organization) -> Iterator[tuple[str, Said, Said]]:
    """For each post the first request it makes and the decision it takes on the same matter, by its duties."""
    for role in organization.posts:
        claims = [claim for claim in organization.duties_of.get(role, ()) if not is_common(claim.text)]
        if not any(word in fold(claim.text) for claim in claims for word in words("powers", "requests")):
            continue  # most posts ask for nothing, and taking all duties apart costs more than this look
        said = [(claim.id, piece) for claim in claims for piece in pieces(claim.text)]
        asks = [(id_, piece) for id_, piece in said if _verb(piece) in words("powers", "requests")]
        settles = [(id_, piece) for id_, piece in said if piece.acts and piece.acts[0][1] == "decide"]
        for ask in asks:
            wanted = _asked_for(ask[1])
            same = [
                settle
                for settle in settles
                if sum(value for _, value in wanted) >= TELLING
                and found_in(wanted, [settle[1]]) >= ALIKE
                and found_in(_asked_for(settle[1]), [ask[1]]) >= ALIKE
            ]
            if same and not attends(ask[1]):
                yield role, ask, same[0]
                break


def _asked_for(piece: Piece) -> list[tuple[str, float]]:
    """What a request or decision is about, without the word for the request (返利|申请)."""
    return [(word, value) for word, value in core_matter(piece) if fold(word) not in words("powers", "requests")]


def _verb(piece: Piece) -> str:
    return fold(piece.acts[0][0]) if piece.acts else ""


def single_holder(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Roles that alone decide several matters and for whom nobody stands in."""
    found = Violations()
    decided = _sole_decider(organization)
    named = bool(organization.deputies)
    acted_for = {line.superior for line in organization.lines if line.line == "acting"}
    for role, powers in decided.items():
        if len(powers) < benchmarks["alone"]["least_matters"] or role in acted_for | organization.deputies.keys():
            continue
        severity = "warning" if named else "info"
        found.add(
            role, len(powers), [power.matter for power in powers], severity, "alone",
            facts=[power.grant.id for power in powers],
        )  # fmt: skip
    return found.of(len(decided))


def _sole_decider(organization: Organization) -> Mapping[str, Sequence[Power]]:
    """For each post the matters that it alone decides, one power each."""
    found: dict[str, list[Power]] = defaultdict(list)
    for powers in matters(organization).values():
        final = [power for power in powers if is_final(power.grant.act)]
        if len({power.grant.holder for power in final}) == 1 and final[0].grant.holder in organization.posts:
            found[final[0].grant.holder].append(final[0])
    return dict(sorted(found.items()))


def concentration(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """A role that decides most of what is decided."""
    found = Violations()
    figures = benchmarks["share"]
    deciders: dict[str, list[Power]] = defaultdict(list)
    decided = 0
    for powers in matters(organization).values():
        final = {power.grant.holder: power for power in powers if is_final(power.grant.act)}
        decided += bool(final)
        for holder, power in final.items():
            deciders[holder].append(power)
    for holder, held in sorted(deciders.items()):
        many = decided >= figures["least_matters"] and len(held) > figures["most_ratio"] * decided
        if many and holder in organization.posts and len(deciders) > 1:
            facts = [power.grant.id for power in held]
            found.add(holder, len(held), decided, len(held) / decided, "share", facts=facts)
    return found.of(len(deciders))


def collective_decision(organization: Organization, _: Benchmarks) -> Judged:
    """Grave matters that one post decides alone."""
    found = Violations()
    judged = 0
    for matter, powers in matters(organization).items():
        grave = any(word in fold(power.named) for power in powers for word in words("powers", "grave"))
        final = [power for power in powers if power.grant.act in ("approve", "decide")]
        if not grave or not final:
            continue
        judged += 1
        holders = {power.grant.holder for power in final}
        one = next(iter(holders))
        if len(holders) == 1 and one in organization.roles and organization.roles[one].kind != BODY:
            found.add(one, final[0].matter_id, matter, facts=[power.grant.id for power in final])
    return found.of(judged)
