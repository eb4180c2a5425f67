"""Sheets that show the facts themselves: fact base, chart, spans, RACI, 权限表, responsibilities, escalation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dutygraph.api.office.book import Link, Table, Value
from dutygraph.api.office.facts import SOLID, OrganizationFacts, Power, Statement
from dutygraph.api.words import Words
from dutygraph.graph import vocabulary
from dutygraph.graph.measures.audits.things import Claim
from dutygraph.graph.text.matters import normal_matter

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView
    from dutygraph.graph.audit import AuditResult, Finding

FACTS, SOURCES = "facts", "sources"

LETTERS: Final = ("R", "A", "S", "C", "I", "V")
"""Columns of the RACI sheet; which letter a mode is stands in the words."""

MOST_COLUMNS, MOST_LINES = 120, 3_000
"""A matrix is drawn of up to so many owners and duties; the list shows any number."""

FINAL_ACTS: Final = ("approve", "decide", "sign")
_STEPS: Final = ("propose", "review", "approve", "decide", "sign")
_FROM_DUTY: Final = "from_duty"


@dataclass
class Context:
    """What all sheets share. `place` leads from a fact to its first row of the fact base."""

    view: AuditView
    found: AuditResult
    organizations: Sequence[OrganizationFacts]
    say: Words
    place: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)

    def table(self, key: str, columns: Sequence[str], rows: Iterator[Sequence[Value]], frozen: int = 1) -> Table:
        """A table whose rows begin with their organisation where there are several."""
        several = len(self.organizations) > 1
        names = [*(["organization"] if several else []), *columns]
        shown = (row if several else row[1:] for row in rows)
        return Table(key, self.title(key), [self.say.column(name) for name in names], shown, frozen + several)

    def title(self, key: str) -> str:
        """The name of a sheet."""
        return self.say(f"office.sheet_{key}")

    def link(self, fact: str | None) -> Value:
        """A cell that leads to the sentence of a fact."""
        row = self.place.get(fact or "")
        return None if row is None else Link(f"#{row + 1}", FACTS, row)

    def listed(self, items: Sequence[str]) -> str:
        """Several texts in one cell."""
        return self.say("common.list_separator").join(items)

    def word(self, section: str, name: str) -> str:
        """A word of findings: one of `severities`, `states`, `groups`."""
        said: str = vocabulary.table("findings")[section][name][self.say.lang]
        return said

    def yes(self, value: object) -> str:
        """Yes or no."""
        return self.say("common.yes" if value else "common.no")

    def findings(self, organization: str, groups: Sequence[str]) -> Mapping[str, Sequence[Finding]]:
        """The standing findings of some groups by what they are about."""
        by_subject: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.found.standing():
            if finding.organization_id == organization and finding.group in groups:
                for subject in finding.subjects:
                    by_subject[subject].append(finding)
        return by_subject


def sources(context: Context) -> Table:
    """The documents."""
    names = ("title", "version", "effective_date", "edition")
    columns = [context.say.column(name) for name in ("number", "document", *names)]

    def rows() -> Iterator[Sequence[Value]]:
        for number, document in enumerate(context.view.documents):
            context.documents[document.key] = number
            yield (number + 1, document.key, *(getattr(document, name) for name in names))

    return Table(SOURCES, context.title(SOURCES), columns, rows(), 2)


def facts(context: Context) -> Table:
    """The fact base: a row for each sentence that states something; it also numbers the facts for the links."""
    columns = ("number", "kind", "subject", "says", "how", "quote", "document", "locator", "fact_id")

    def rows() -> Iterator[Sequence[Value]]:
        number = 0
        for organization in context.organizations:
            said: list[Statement] = sorted(organization.statements(context.say))
            for each in said:
                context.place.setdefault(each.fact, number)
                source = context.documents.get(each.document)
                document = each.document if source is None else Link(each.document, SOURCES, source)
                number += 1
                yield (
                    organization.name, number, context.say(f"office.kind_{each.kind}"), each.subject, each.says,
                    each.how, each.quote, document, each.locator, each.fact,
                )  # fmt: skip

    return context.table(FACTS, columns, rows(), 1)


def chart(context: Context) -> Table:
    """The organisation chart as a table: each role below its superior, indented."""
    columns = (
        "layer", "role", "unit", "kind", "superior", "other_lines", "direct_reports", "total_reports", "headcount",
        "vacant", "holders", "duties", "authorities", "findings", "source",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Value]]:
        for organization in context.organizations:
            spans = {row["role_id"]: row for row in organization.spans().to_dicts()}
            about = context.findings(organization.id, ("spans", "lines"))
            for role, depth in in_tree(organization):
                post, span = organization.posts[role], spans.get(role, {})
                solid = [line for line in organization.superiors.get(role, ()) if line.line == SOLID]
                rest = [line for line in organization.superiors.get(role, ()) if line.line != SOLID]
                yield (
                    organization.name, span.get("layer"), "　" * depth + post.title, organization.labels[role].unit,
                    context.say.value(post.kind), context.listed([organization.called(x.superior) for x in solid]),
                    context.listed([f"{organization.called(x.superior)} ({context.say.value(x.line)})" for x in rest]),
                    span.get("direct_reports", 0), span.get("total_reports", 0), post.headcount,
                    context.yes(True) if post.vacant else None, context.listed(organization.holders.get(role, ())),
                    len(organization.claims_of.get(role, ())), len(organization.powers_of.get(role, ())),
                    "\n".join(dict.fromkeys(each.title[context.say.lang] for each in about.get(role, ()))),
                    context.link(role),
                )  # fmt: skip

    return context.table("chart", columns, rows(), 2)


def in_tree(organization: OrganizationFacts) -> Iterator[tuple[str, int]]:
    """Every role once with its depth: below its first solid superior; circles and what hangs on them come last."""
    met: set[str] = set()

    def order(role: str) -> tuple[str, str]:
        return organization.called(role), role

    def has_superior(role: str) -> bool:
        return any(line.line == SOLID for line in organization.superiors.get(role, ()))

    roles = sorted(organization.posts, key=order)
    for top in [role for role in roles if not has_superior(role)] + roles:
        waiting = [(top, 0)]
        while waiting:
            role, depth = waiting.pop()
            if role in met:
                continue
            met.add(role)
            yield role, min(depth, 15)
            below = {line.subordinate for line in organization.reports.get(role, ()) if line.line == SOLID}
            waiting += [
                (each, depth + 1) for each in sorted(below & organization.posts.keys(), key=order, reverse=True)
            ]


def spans(context: Context) -> Table:
    """Spans and layers: the answer of `span_of_control`, with what the audit says of each."""
    figures = ("direct_reports", "total_reports", "levels_below", "layer")
    columns = ("role", "unit", *figures, "findings", "benchmark", "source")

    def rows() -> Iterator[Sequence[Value]]:
        for view, organization in zip(context.view.organizations, context.organizations, strict=True):
            about = context.findings(organization.id, ("spans",))
            for place, row in enumerate(view.spans.to_dicts()):
                said = [
                    finding for finding in about.get(row["role_id"], ()) if _first_subject(finding) == row["role_id"]
                ]
                measured = [finding.benchmark for finding in said if finding.benchmark]
                pieces = view.spans.evidence[place]
                yield (
                    organization.name, row["title"], row["unit"], *(row[name] for name in figures),
                    "\n".join(finding.message[context.say.lang] for finding in said),
                    "\n".join(dict.fromkeys(benchmark_text(each.values, each.source) for each in measured)),
                    context.link(pieces[0].fact_id if pieces else None),
                )  # fmt: skip

    return context.table("spans", columns, rows())


def benchmark_text(values: Mapping[str, float], source: str) -> str:
    """Figures and where they come from."""
    return ", ".join(f"{name} {value:g}" for name, value in values.items()) + f" ({source})"


def _first_subject(finding: Finding) -> str:
    return finding.subjects[0] if finding.subjects else ""


def raci(context: Context) -> Table:
    """Each duty with those who have a letter in it."""
    columns = ("duty", *LETTERS, "source")

    def rows() -> Iterator[Sequence[Value]]:
        for organization in context.organizations:
            for claims in _by_duty(context, organization):
                owners: dict[str, list[str]] = defaultdict(list)
                for claim in claims:
                    owners[context.say(f"office.letter_{claim.mode}")].append(organization.called(claim.owner))
                cells = ("\n".join(dict.fromkeys(owners[letter])) for letter in LETTERS)
                yield organization.name, claims[0].text, *cells, context.link(claims[0].id)

    return context.table("raci", columns, rows())


def _by_duty(context: Context, organization: OrganizationFacts) -> list[list[Claim]]:
    """The claims on each duty, as the documents state them."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(organization.claims, key=lambda claim: (context.place.get(claim.id, 0), claim.id)):
        found[claim.duty].append(claim)
    return list(found.values())


def raci_matrix(context: Context, organization: OrganizationFacts, key: str) -> Table | None:
    """Roles above, duties down the side, letters in the cells; None where it would be too wide or is nothing."""
    duties = _by_duty(context, organization)
    owners = list(dict.fromkeys(claim.owner for claims in duties for claim in claims))
    if not 2 <= len(owners) <= MOST_COLUMNS or len(duties) > MOST_LINES:
        return None

    def rows() -> Iterator[Sequence[Value]]:
        for claims in duties:
            letters: dict[str, list[str]] = defaultdict(list)
            for claim in claims:
                letters[claim.owner].append(context.say(f"office.letter_{claim.mode}"))
            yield claims[0].text, *("/".join(dict.fromkeys(letters.get(owner, ()))) for owner in owners)

    columns = (organization.name, *map(organization.called, owners))
    return Table(key, context.title("raci"), columns, rows(), 1, frozenset(range(1, len(columns))))


def authority(context: Context) -> Table:
    """权限表: each matter with who proposes, reviews and decides it, up to which amount, and what is wrong with it."""
    columns = ("matter", "condition", *(f"act_{act}" for act in _STEPS), "act_other", "findings", "source")

    def rows() -> Iterator[Sequence[Value]]:
        for organization in context.organizations:
            about = context.findings(organization.id, ("bands", "authority"))
            for (matter, condition), powers in by_matter(organization).items():
                acts: dict[str, list[str]] = defaultdict(list)
                for power in powers:
                    act = power.grant.act if power.grant.act in _STEPS else "other"
                    acts[act].append(grant_text(organization, power, context.say if act == "other" else None))
                said = dict.fromkeys(
                    finding.message[context.say.lang]
                    for matter_id in dict.fromkeys(power.matter_id for power in powers)
                    for finding in about.get(matter_id, ())
                )
                cells = ("\n".join(dict.fromkeys(acts[act])) for act in (*_STEPS, "other"))
                yield organization.name, matter, condition, *cells, "\n".join(said), context.link(powers[0].grant.id)

    return context.table("authority", columns, rows())


def by_matter(organization: OrganizationFacts) -> Mapping[tuple[str, str], list[Power]]:
    """The stated powers by matter in normal form and condition, in order."""
    found: dict[tuple[str, str], list[Power]] = defaultdict(list)
    for power in organization.powers:
        if power.basis != _FROM_DUTY:
            found[normal_matter(power.matter), power.grant.condition or ""].append(power)
    return dict(sorted(found.items()))


def grant_text(organization: OrganizationFacts, power: Power, say: Words | None = None) -> str:
    """A holder with step and limit; the act too where `say` is given."""
    step = f"{power.grant.step}. " if power.grant.step else ""
    act = f"{say.value(power.grant.act)} " if say else ""
    limit = power.limit_text or power.limit
    return f"{step}{act}{organization.called(power.grant.holder)}" + (f" ({limit})" if limit else "")


def responsibility(context: Context) -> Table:
    """What a holder answers for by its duties beside what it may do by its powers, matter by matter."""
    columns = ("holder", "matter", "by_duty", "by_grant", "findings", "severity", "source")

    def rows() -> Iterator[Sequence[Value]]:
        for organization in context.organizations:
            about = context.findings(organization.id, ("authority",))
            cells: dict[tuple[str, str], list[Power]] = defaultdict(list)
            for power in organization.powers:
                cells[power.grant.holder, normal_matter(power.matter)].append(power)
            for (holder, matter), powers in sorted(
                cells.items(), key=lambda cell: (organization.called(cell[0][0]), cell)
            ):
                ids = {power.matter_id for power in powers}
                said = [each for each in about.get(holder, ()) if ids & set(each.subjects)]
                by_duty = [power.text or power.matter for power in powers if power.basis == _FROM_DUTY]
                by_grant = [_act_and_limit(power, context.say) for power in powers if power.basis != _FROM_DUTY]
                yield (
                    organization.name, organization.called(holder), matter, "\n".join(dict.fromkeys(by_duty)),
                    "\n".join(dict.fromkeys(by_grant)), *_said(said, context), context.link(powers[0].grant.id),
                )  # fmt: skip
            yield from _measures(context, organization, about)

    return context.table("responsibility", columns, rows(), 2)


def _measures(
    context: Context, organization: OrganizationFacts, about: Mapping[str, Sequence[Finding]]
) -> Iterator[Sequence[Value]]:
    """Measures that fit neither duty nor power, by the owner and the metric of a finding."""
    for fact, owner, metric, text in organization.measures:
        said = [each for each in about.get(owner, ()) if metric in each.subjects]
        if said:
            what = f"{context.say('office.kind_metric')}: {text}"
            yield (
                organization.name, organization.called(owner), what, None, None, *_said(said, context),
                context.link(fact),
            )  # fmt: skip


def _act_and_limit(power: Power, say: Words) -> str:
    limit = power.limit_text or power.limit
    return say.value(power.grant.act) + (f" ({limit})" if limit else "")


def _said(findings: Sequence[Finding], context: Context) -> tuple[str, str]:
    """The messages, and the gravest severity."""
    text = "\n".join(dict.fromkeys(finding.message[context.say.lang] for finding in findings))
    return text, context.word("severities", findings[0].severity) if findings else ""


def escalation(context: Context) -> Table:
    """For each matter its deciders from the smallest limit up, who stands in, and to whom what lies above goes."""
    columns = ("matter", "condition", "level", "decides", "amounts", "limit_text", "deputy", "goes_to", "source")

    def rows() -> Iterator[Sequence[Value]]:
        for organization in context.organizations:
            for (matter, condition), powers in by_matter(organization).items():
                deciders = [power for power in powers if power.grant.act in FINAL_ACTS]
                deciders.sort(key=lambda power: (power.grant.end is None, power.grant.end or (0, 0), power.grant.id))
                for level, power in enumerate(deciders, 1):
                    holder = power.grant.holder
                    above = [each.grant.holder for each in deciders[level:] if each.grant.holder != holder]
                    yield (
                        organization.name, matter, condition, level, organization.called(holder), power.limit,
                        power.limit_text, context.listed(organization.deputies.get(holder, ())),
                        organization.called(above[0] if above else first_superior(organization, holder)),
                        context.link(power.grant.id),
                    )  # fmt: skip

    return context.table("escalation", columns, rows())


def first_superior(organization: OrganizationFacts, role: str) -> str:
    """The first solid superior, '' where there is none."""
    return next((line.superior for line in organization.superiors.get(role, ()) if line.line == SOLID), "")
