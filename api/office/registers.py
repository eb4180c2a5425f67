"""Sheets that show what the audit found: overlaps, gaps, conflicts, job sheets, actions, and the rules that judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from dutygraph.api.office.book import Link, Table, Value
from dutygraph.api.office.facts import OrganizationFacts
from dutygraph.api.office.tables import Context, benchmark_text
from dutygraph.graph.audit import rules

if TYPE_CHECKING:
    from dutygraph.graph.answer import Answer, Evidence
    from dutygraph.graph.audit import Finding

GAPS: Final = ("duty_without_owner", "unit_duty_not_taken", "plan_not_carried_out", "raci_responsible")
"""Rules whose findings are work that nobody owns, takes up or carries out."""

QUOTES = 2
"""Sentences of a finding in the sheet itself; the rest stands in the fact base."""


def overlaps(context: Context) -> Table:
    """The overlap register: the answer of `overlapping_duties`, each pair with both sentences, its matter first."""
    texts = ("a", "a_text", "a_quote", "b", "b_text", "b_quote")
    optional = _told_by(context, ("matter", "kind", "by_design", "reason", "proposed", "ground", "nobody_owns"))
    columns = ("score", *texts, "arbiter", *optional, "source_a", "source_b")

    def rows() -> Iterator[Sequence[Value]]:
        for view, organization in zip(context.view.organizations, context.organizations, strict=True):
            owner_of = {claim.id: claim.owner for claim in organization.claims}
            for row, pieces in _with_evidence(view.overlaps):
                a, b = (next(_of_owner(pieces, owner_of, row.get(f"{side}_id")), None) for side in "ab")
                yield (
                    organization.name, row.get("score"),
                    organization.called(row.get("a_id")), row.get("a_text"), a.quote if a else None,
                    organization.called(row.get("b_id")), row.get("b_text"), b.quote if b else None,
                    organization.called(row.get("arbiter_id")), *(_plain(context, row[name]) for name in optional),
                    context.link(a.fact_id if a else None), context.link(b.fact_id if b else None),
                )  # fmt: skip

    return context.table("overlaps", columns, rows())


def _told_by(context: Context, names: Sequence[str]) -> list[str]:
    """Those of the columns that the question has."""
    has = {column.name for view in context.view.organizations for column in view.overlaps.columns}
    return [name for name in names if name in has]


def _plain(context: Context, value: Any) -> Value:
    if isinstance(value, (list, tuple)):
        return context.listed([str(item) for item in value])
    if isinstance(value, bool):
        return context.yes(value)
    return context.say.value(value) if isinstance(value, str) else value


def _with_evidence(answer: Answer) -> Iterator[tuple[dict[str, Any], tuple[Evidence, ...]]]:
    return zip(answer.to_dicts(), answer.evidence, strict=True)


def _of_owner(pieces: Sequence[Evidence], owner_of: dict[str, str], owner: Any) -> Iterator[Evidence]:
    return (piece for piece in pieces if owner_of.get(piece.fact_id) == owner)


def gaps(context: Context) -> Table:
    """The gap register: work without an owner, with helpers only, not taken up, not carried out."""
    return _register(context, "gaps", [each for each in context.found.findings if each.rule in GAPS])


def segregation(context: Context) -> Table:
    """The register of duties that must be kept apart, with the control that makes up for it."""
    return _register(context, "segregation", [each for each in context.found.findings if each.group == "segregation"])


def _register(context: Context, key: str, findings: Sequence[Finding]) -> Table:
    more = ("risk",) if key == "segregation" else ()
    columns = ("finding", "who", "message", *more, "advice", "severity", "state", "quote_1", "quote_2", "source")

    def rows() -> Iterator[Sequence[Value]]:
        by_id = {organization.id: organization for organization in context.organizations}
        lang = context.say.lang
        for finding in findings:
            organization = by_id[finding.organization_id]
            yield (
                organization.name, finding.title[lang], who(finding, organization), finding.message[lang],
                *(_plain(context, finding.values.get(name)) for name in more), finding.advice[lang],
                context.word("severities", finding.severity), context.word("states", finding.state),
                *_quotes(finding), _first(context, finding),
            )  # fmt: skip

    return context.table(key, columns, rows())


def who(finding: Finding, organization: OrganizationFacts) -> str:
    """The roles and units a finding is about."""
    ids = [id_ for kind in ("role", "unit") for id_ in finding.of_kind(kind)]
    return "\n".join(dict.fromkeys(organization.called(id_) for id_ in ids))


def _quotes(finding: Finding) -> list[str | None]:
    said = [f"{piece.quote}\n({place(piece)})" for piece in finding.quotes[:QUOTES]]
    return [*said, *[None] * (QUOTES - len(said))]


def place(piece: Evidence) -> str:
    """Where a sentence stands."""
    return ", ".join(filter(None, (piece.document_key, piece.locator)))


def _first(context: Context, finding: Finding) -> Value:
    """A cell that leads to the first sentence a finding rests on."""
    return next((link for piece in finding.quotes if (link := context.link(piece.fact_id))), None)


def sheets(context: Context) -> Table:
    """The quality of each job sheet: what it states, and what the rules say of it."""
    columns = (
        "role", "unit", "duties", "authorities", "metrics", "has_superior", "has_summary", "headcount", "errors",
        "warnings", "notes", "findings", "advice", "source",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Value]]:
        lang = context.say.lang
        for organization in context.organizations:
            about = context.findings(organization.id, ("sheets",))
            for post in sorted(organization.posts.values(), key=lambda post: (organization.called(post.id), post.id)):
                if post.kind != "post" or not (organization.claims_of.get(post.id) or about.get(post.id)):
                    continue  # a post that is only named has no sheet
                said = about.get(post.id, ())
                counts = [sum(each.severity == severity for each in said) for severity in ("error", "warning", "info")]
                yield (
                    organization.name, post.title, organization.labels[post.id].unit,
                    *(len(of.get(post.id, ())) for of in
                      (organization.claims_of, organization.powers_of, organization.measures_of)),
                    context.yes(organization.superiors.get(post.id)), context.yes(post.summary), post.headcount,
                    *counts, "\n".join(each.message[lang] for each in said),
                    "\n".join(dict.fromkeys(each.advice[lang] for each in said)), context.link(post.id),
                )  # fmt: skip

    return context.table("sheets", columns, rows())


def actions(context: Context) -> Table:
    """Every finding with what to do, and those mended since the last run. Owner and day are left to fill in."""
    columns = (
        "number", "severity", "state", "topic", "finding", "who", "message", "advice", "settled_by", "responsible",
        "due", "quote_1", "quote_2", "quotes_count", "benchmark", "acceptance", "finding_id", "source",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Value]]:
        lang = context.say.lang
        by_id = {organization.id: organization for organization in context.organizations}
        for number, finding in enumerate(context.found.findings, 1):
            organization = by_id[finding.organization_id]
            yield (
                organization.name, number, context.word("severities", finding.severity),
                context.word("states", finding.state), context.word("groups", finding.group), finding.title[lang],
                who(finding, organization),
                finding.message[lang], finding.advice[lang], settled_by(finding, organization), None, None,
                *_quotes(finding), finding.quotes_count,
                benchmark_text(finding.benchmark.values, finding.benchmark.source) if finding.benchmark else None,
                accepted(finding), finding.id, _first(context, finding),
            )  # fmt: skip
        for number, gone in enumerate(context.found.fixed, len(context.found.findings) + 1):
            name = by_id[gone.organization_id].name if gone.organization_id in by_id else ""
            rest = (None,) * 10
            yield (
                name, number, context.word("severities", gone.severity), context.word("states", "fixed"),
                context.word("groups", rules()[gone.rule].group) if gone.rule in rules() else None,
                gone.title[lang], None, gone.message[lang], *rest[:9], gone.id, None,
            )  # fmt: skip

    return context.table("actions", columns, rows(), 1)


def accepted(finding: Finding) -> str | None:
    """Who lives with a finding, until when, and why."""
    said = finding.acceptance
    return f"{said.by}{f' ({said.until})' if said.until else ''}: {said.reason}" if said else None


def settled_by(finding: Finding, organization: OrganizationFacts) -> str:
    """Who stands above all the roles a finding is about, and so can settle it; '' where nobody is stated."""
    roles = [role for role in finding.of_kind("role") if role in organization.posts]
    if not roles:
        return ""
    chart = organization.chart
    if len(roles) == 1:
        above = [role for role, distance in chart.above(roles[0]).items() if distance == 1]
        return organization.called(min(above)) if above else ""
    found: str | None = reduce(lambda a, b: chart.lowest_common(a, b) if a else None, roles[1:], roles[0])  # type: ignore[arg-type,return-value]
    return organization.called(found)


def judged(context: Context) -> Table:
    """The rules, what each rests on, and how many of how many it found."""
    columns = ("topic", "rule", "count", "population", "counts", "severity", "formula", "basis", "grade")

    def rows() -> Iterator[Sequence[Value]]:
        lang = context.say.lang
        names = {organization.id: organization.name for organization in context.organizations}
        for check in context.found.checks:
            rule = rules()[check.rule]
            yield (
                names[check.organization_id], context.word("groups", rule.group), rule.title[lang], check.count,
                check.population, rule.counts[lang], context.word("severities", rule.severity), rule.formula,
                rule.basis, rule.grade,
            )  # fmt: skip

    return context.table("rules", columns, rows(), 2)


def overview(context: Context, rows_of: dict[str, int], titles: dict[str, str]) -> Table:
    """The first sheet: what was judged, how many findings of which severity in which state, and the other sheets."""
    say, found = context.say, context.found
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for finding in found.findings:
        counts[finding.severity, finding.state] += 1

    def rows() -> Iterator[Sequence[Value]]:
        yield say("office.organizations"), context.listed([each.name for each in context.organizations])
        yield say("office.profile"), found.profile.titles.get(say.lang) or found.profile.name
        yield say("office.as_of"), context.view.as_of
        yield say("office.run"), f"{context.view.run_id} · {found.audit_id}"
        for severity in ("error", "warning", "info"):
            told = [
                f"{context.word('states', state)} {counts[severity, state]}"
                for state in ("new", "open", "expired", "accepted")
                if counts[severity, state]
            ]
            yield context.word("severities", severity), context.listed(told) or 0
        yield context.word("states", "fixed"), len(found.fixed)
        for key, count in rows_of.items():
            yield Link(titles[key], key, 0), count
        for letter in ("R", "A", "S", "C", "I", "V"):
            yield letter, say(f"office.letter_means_{letter}")
        for warning in _warnings(context):
            yield say("office.note"), warning

    return Table(
        "overview", context.title("overview"), [say("office.overview_what"), say("office.overview_value")], rows()
    )


def _warnings(context: Context) -> Collection[str]:
    """What a reader of the answers should know."""
    said = [
        f"{view.name}: {warning}"
        for view in context.view.organizations
        for warning in (*view.overlaps.warnings, *view.spans.warnings)
    ]
    if not context.found.complete:
        said.append(context.say("common.incomplete"))
    return dict.fromkeys(said)
