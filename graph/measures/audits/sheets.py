"""Quality of job sheets (docs/findings.md#sheets)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from rapidfuzz import fuzz

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.lines import only_named
from dutygraph.graph.measures.audits.organization import FROM_DUTY, Organization
from dutygraph.graph.measures.audits.pieces import pieces
from dutygraph.graph.measures.audits.things import Claim
from dutygraph.graph.measures.audits.titles import has_trait, words
from dutygraph.graph.text.acts import parse
from dutygraph.graph.text.folding import fold

_LIGHT = ("execute", "assist", "coordinate")
"""Classes of verbs that follow another one and are no action of their own: 制定并实施."""


def duties_count(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Sheets with too few duties, or too many."""
    found = Violations()
    figures = benchmarks["duties"]
    sheets = _sheets(organization)
    usual = median(len(claims) for claims in sheets.values()) if sheets else 0
    for role, claims in sheets.items():
        count = len({claim.duty for claim in claims})
        few = count < figures["least"] <= usual
        if not few and count <= figures["most"]:
            continue
        band = "few" if few else "too_many" if count > figures["excess"] else "many"
        severity = "warning" if band == "too_many" else "info"
        found.add(
            role, count, str(int(figures["least"])), str(int(figures["most"])), band, severity, "duties",
            facts=[claim.id for claim in claims],
        )  # fmt: skip
    return found.of(len(sheets))


def _sheets(organization: Organization) -> Mapping[str, Sequence[Claim]]:
    """The duties of each post that has some."""
    return {role: claims for role in organization.posts if (claims := organization.duties_of.get(role))}


def several_actions(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Sheets in which most lines hold several actions."""
    return _share_of_lines(organization, benchmarks, _several, "several_actions")


def _several(claim: Claim) -> bool:
    """Whether a line holds three clauses or more that each do something of their own."""
    said = [[kind for _, kind in piece.acts] for piece in pieces(claim.text)]
    return sum(not kinds or any(kind not in _LIGHT for kind in kinds) for kinds in said) >= 3


def vague_wording(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Sheets in which many lines say neither how much nor what exactly."""
    return _share_of_lines(organization, benchmarks, _vague, "vague")


def _vague(claim: Claim) -> bool:
    folded = fold(claim.text)
    return any(word in folded for key in ("vague_verbs", "vague_amounts") for word in words("sheets", key))


def _share_of_lines(
    organization: Organization, benchmarks: Benchmarks, has: Callable[[Claim], bool], benchmark: str
) -> Judged:
    found = Violations()
    figures = benchmarks[benchmark]
    sheets = _sheets(organization)
    for role, claims in sheets.items():
        such = [claim for claim in claims if has(claim)]
        if len(such) >= figures["least_lines"] and len(such) >= figures["least_ratio"] * len(claims):
            found.add(role, len(such), len(claims), benchmark, facts=[claim.id for claim in such])
    return found.of(len(sheets))


def missing_section(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Posts whose sheet lacks what the sheets of most other posts have: duties, powers or measures."""
    found = Violations()
    named = only_named(organization)
    posts = [
        id_ for id_, post in organization.posts.items() if id_ not in named and not has_trait(post.title, "groups")
    ]
    least = benchmarks["sections"]["least_ratio"]
    charted = {claim.owner for claim in organization.all_claims}
    have = {
        "duties": charted,
        "powers": {power.grant.holder for power in organization.powers if power.basis != FROM_DUTY},
        "measures": {measure.owner for measure in organization.measures},
    }
    usual = [
        name
        for name, owners in have.items()
        if len(posts) > 2 and sum(p in owners for p in posts) >= least * len(posts)
    ]
    for post in posts:
        lacking = [name for name in usual if post not in have[name]]
        if lacking:
            found.add(post, lacking, "sections", facts=[post])
    return found.of(len(posts) if usual else 0)


def repeated_duty(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Duties that stand twice in one sheet in nearly the same words."""
    found = Violations()
    least = benchmarks["repeated"]["least_ratio"] * 100
    judged = 0
    for owner, claims in sorted(organization.duties_of.items()):
        judged += len(claims)
        folded = [fold(claim.text) for claim in claims]
        for later in range(len(claims)):
            for earlier in range(later):
                if claims[later].duty != claims[earlier].duty and (
                    fuzz.ratio(folded[later], folded[earlier], score_cutoff=least)
                    or _same_in_order(claims, earlier, later)
                ):
                    one, other = claims[earlier], claims[later]
                    found.add(owner, one.duty, one.text, other.duty, other.text, "repeated", facts=[one.id, other.id])
    return found.of(judged)


def _same_in_order(claims: Sequence[Claim], earlier: int, later: int) -> bool:
    """Whether two lines have the same acts and matter, only worded otherwise."""
    one, other = (parse(claims[place].text) for place in (earlier, later))
    said = [
        [word.text for word in parsed.words if word.part in ("act", "matter", "qualifier")] for parsed in (one, other)
    ]
    return len(said[0]) > 2 and said[0] == said[1]


def catch_all(organization: Organization, _: Benchmarks) -> Judged:
    """Sheets with a catch-all that is not the last line, or with several."""
    found = Violations()
    sheets = _sheets(organization)
    for role, claims in sheets.items():
        listed = [claim for claim in claims if claim.item]
        catching = [claim for claim in listed if _catches(claim)]
        if len(catching) > 1:
            found.add(role, "several_catch_alls", facts=[claim.id for claim in catching])
        elif catching and catching[0] is not listed[-1] and _numbered_apart(listed):
            found.add(role, "catch_all_not_last", facts=[catching[0].id])
    return found.of(len(sheets))


def _catches(claim: Claim) -> bool:
    """Whether a duty is nothing but a catch-all."""
    return parse(claim.text).catch_all and len(pieces(claim.text)) <= 2


def _numbered_apart(claims: Sequence[Claim]) -> bool:
    """Whether every line has a place of its own: one list, so that it has a last line."""
    return len({claim.item for claim in claims}) == len(claims)


def unmeasurable(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Owners whose measures name neither a number nor a period."""
    found = Violations()
    by_owner: dict[str, dict[str, tuple[str, str]]] = {}
    for measure in organization.measures:
        by_owner.setdefault(measure.owner, {})[measure.metric] = (measure.text, measure.id)
    figures = benchmarks["measures"]
    for owner, measures in sorted(by_owner.items()):
        loose = {text: id_ for text, id_ in measures.values() if not _measurable(text)}
        if loose and len(loose) >= figures["least_ratio"] * len(measures):
            found.add(owner, len(loose), len(measures), sorted(loose), "measures", facts=sorted(loose.values()))
    return found.of(len(by_owner))


def _measurable(text: str) -> bool:
    folded = fold(text)
    for word in words("sheets", "not_measurable"):
        folded = folded.replace(word, " ")
    return any(char.isdigit() for char in folded) or any(word in folded for word in words("sheets", "measurable"))
