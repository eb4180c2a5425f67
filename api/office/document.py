"""report.docx: the management report, in a layout of its own or in a user's template (docs/audit.md#the-report)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from dutygraph.api.office import registers
from dutygraph.api.office.drawing import Bars
from dutygraph.api.office.facts import OrganizationFacts
from dutygraph.api.office.paper import Paper, open_template
from dutygraph.api.office.tables import Context, benchmark_text
from dutygraph.api.office.template import fill
from dutygraph.api.office.text import shortened
from dutygraph.api.words import words
from dutygraph.graph.audit import rules

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView
    from dutygraph.graph.audit import AuditResult, Finding
    from dutygraph.graph.engine import Engine

MOST_FINDINGS: Final = 200
"""Findings told one by one, the gravest first; report.xlsx has them all."""

MOST_ROWS: Final = 30
"""Rows of a table about overlaps or spans."""

_LONGEST: Final = 1_200
"""Characters of a sentence in the report; the fact base has the whole of it."""

_COLOURS: Final = {"error": "B3261E", "warning": "E08A00", "info": "5B8DB8"}
_STATES: Final = ("new", "open", "expired", "accepted")
_BANDS: Final = ((1, 1), (2, 3), (4, 7), (8, 12), (13, 16), (17, None))
"""Bands of direct reports; Orgvue (docs/profiles.md)."""


def write_document(
    engine: Engine, view: AuditView, found: AuditResult, stream: BinaryIO, lang: str, template: Path | None = None
) -> None:
    """Write report.docx in `en` or `zh`, into `template` where one is given.

    Raises InputError where the template is broken or has a place that is not known.
    """
    organizations = [OrganizationFacts(engine, each.id, each.name) for each in view.organizations]
    report = _Report(Context(view, found, organizations, words(lang)))
    document = open_template(template)
    parts: dict[str, Callable[[Any], None]] = {
        name: lambda at, part=part: part(Paper(document, at))  # type: ignore[misc]
        for name, part in report.parts.items()
    }
    parts["report"] = lambda at: report.whole(Paper(document, at))
    if template is None or not fill(document, report.texts, parts, template):
        paper = Paper(document)
        if template is None:
            paper.title(report.texts["title"])
            paper.paragraph(report.texts["organizations"])
            paper.paragraph(report.stamp, italic=True)
        report.whole(paper)
    Paper(document).save(stream)


@dataclass
class _Report:
    context: Context

    @property
    def parts(self) -> dict[str, Callable[[Paper], None]]:
        """The parts of the report by the names of their places, in order."""
        return {
            "summary": self.summary,
            "charts": self.charts,
            "findings": self.findings,
            "overlaps": self.overlaps,
            "spans": self.spans,
            "rules": self.rules,
            "sources": self.sources,
        }

    @property
    def texts(self) -> dict[str, str]:
        """What fills a place in a line."""
        context = self.context
        return {
            "title": context.say("audit.title"),
            "organizations": context.listed([each.name for each in context.organizations]),
            "as_of": context.view.as_of,
            "profile": context.found.profile.titles.get(context.say.lang) or context.found.profile.name,
            "run": context.view.run_id,
        }

    @property
    def stamp(self) -> str:
        """When and by what."""
        return self.context.say("paper.stamp", **self.texts)

    def whole(self, paper: Paper) -> None:
        """All parts."""
        for part in self.parts.values():
            part(paper)

    def summary(self, paper: Paper) -> None:
        """Figures of each organisation, and findings by severity and state."""
        say, context = self.context.say, self.context
        paper.heading(say("paper.summary"), 1)
        standing = Counter(finding.severity for finding in context.found.standing())
        paper.paragraph(
            say(
                "paper.summary_text",
                documents=len(context.view.documents),
                errors=standing["error"],
                warnings=standing["warning"],
                notes=standing["info"],
                fixed=len(context.found.fixed),
                profile=self.texts["profile"],
            )
        )
        figures = ("units", "roles", "duties", "lines", "authorities")
        rows = [[each.name, *(each.counts[name] for name in figures)] for each in context.view.organizations]
        paper.table([say.column(name) for name in ("organization", *figures)], rows, [3, 1, 1, 1, 1, 1])
        counts: Counter[tuple[str, str]] = Counter(
            (finding.severity, finding.state) for finding in context.found.findings
        )
        paper.table(
            [say.column("severity"), *(context.word("states", state) for state in _STATES)],
            [
                [context.word("severities", severity), *(counts[severity, state] for state in _STATES)]
                for severity in _COLOURS
            ],
            [2, 1, 1, 1, 1],
        )

    def charts(self, paper: Paper) -> None:
        """Findings by topic, and managers by their direct reports."""
        say, context = self.context.say, self.context
        standing = context.found.standing()
        counts: Counter[tuple[str, str]] = Counter((finding.group, finding.severity) for finding in standing)
        groups = list(dict.fromkeys(rule.group for rule in rules().values()))
        told = [group for group in groups if any(counts[group, severity] for severity in _COLOURS)]
        if told:
            series = [
                (context.word("severities", severity), colour, [counts[group, severity] for group in told])
                for severity, colour in _COLOURS.items()
            ]
            paper.chart(Bars(say("paper.by_topic"), [context.word("groups", group) for group in told], series))
        widths = [row["direct_reports"] for view in context.view.organizations for row in view.spans.to_dicts()]
        if widths:
            names = [f"{low}" if low == high else f"{low}–{high}" if high else f"{low}+" for low, high in _BANDS]
            bands = [sum(low <= width <= (high or width) for width in widths) for low, high in _BANDS]
            paper.chart(Bars(say("paper.by_span"), names, [(say("paper.managers"), "5B8DB8", bands)]))

    def findings(self, paper: Paper) -> None:
        """The findings, numbered, with sentences and advice."""
        say, context = self.context.say, self.context
        paper.heading(say("paper.findings"), 1)
        by_id = {organization.id: organization for organization in context.organizations}
        standing = context.found.standing()
        told = [finding for finding in standing if finding.severity != "info"][:MOST_FINDINGS]
        if not standing:
            paper.paragraph(say("common.no_rows"))
        for number, finding in enumerate(told, 1):
            self._finding(paper, number, finding, by_id[finding.organization_id])
        rest = standing[len(told) :] if len(told) < MOST_FINDINGS else standing[MOST_FINDINGS:]
        if rest:
            paper.heading(say("paper.more_findings"), 2)
            paper.paragraph(say("paper.more_findings_text", count=len(rest)))
            counts = Counter((finding.severity, finding.rule) for finding in rest)
            rows = [
                [context.word("severities", severity), rules()[rule].title[say.lang], count]
                for (severity, rule), count in counts.items()
            ]
            paper.table([say.column(name) for name in ("severity", "finding", "count")], rows, [1, 4, 1])

    def _finding(self, paper: Paper, number: int, finding: Finding, organization: OrganizationFacts) -> None:
        say, lang = self.context.say, self.context.say.lang
        severity = self.context.word("severities", finding.severity)
        state = self.context.word("states", finding.state)
        paper.heading(say("paper.numbered", number=number, title=finding.title[lang]), 2)
        paper.paragraph(f"{severity} · {state} · {organization.name}", italic=True)
        paper.paragraph(finding.message[lang])
        for piece in finding.quotes[: registers.QUOTES]:
            quote = shortened(" ".join(piece.quote.split()), _LONGEST)
            paper.paragraph(say("common.citation", quote=quote, place=registers.place(piece)), indent=18)
        if finding.quotes_count > registers.QUOTES:
            paper.paragraph(say("common.more", count=finding.quotes_count - registers.QUOTES), indent=18)
        paper.paragraph(finding.advice[lang], label=self._label("advice"))
        if settled := registers.settled_by(finding, organization):
            paper.paragraph(settled, label=self._label("settled_by"))
        if finding.benchmark:
            text = benchmark_text(finding.benchmark.values, finding.benchmark.source)
            paper.paragraph(text, label=self._label("benchmark"))

    def _label(self, column: str) -> str:
        name = self.context.say.column(column)
        return self.context.say("jobs.labelled", label=name[:1].upper() + name[1:])

    def overlaps(self, paper: Paper) -> None:
        """The first rows of the overlap register, each with both duties."""
        context = self.context
        found = [
            [row["score"], context.say.value(row["kind"]), organization.called(row["a_id"]), row["a_text"],
             organization.called(row["b_id"]), row["b_text"], organization.called(row["arbiter_id"]),
             organization.called(row["proposed_id"])]
            for view, organization in zip(context.view.organizations, context.organizations, strict=True)
            for row in view.overlaps.to_dicts()
        ]  # fmt: skip
        found.sort(key=lambda row: -row[0])
        shown = [[f"{row[0]:.2f}", *(shortened(str(each or ""), _LONGEST) for each in row[1:])] for row in found]
        columns = ("score", "kind", "a", "a_text", "b", "b_text", "arbiter", "proposed")
        self._table(paper, "overlaps", columns, shown, [1.3, 1.3, 2, 3.5, 2, 3.5, 2, 2])

    def spans(self, paper: Paper) -> None:
        """The widest spans of control."""
        context = self.context
        figures = ("direct_reports", "total_reports", "levels_below", "layer")
        found = [
            [organization.called(row["role_id"]), *(row[name] for name in figures)]
            for view, organization in zip(context.view.organizations, context.organizations, strict=True)
            for row in view.spans.to_dicts()
        ]
        found.sort(key=lambda row: (-row[1], -row[2], row[0]))
        self._table(paper, "spans", ("role", *figures), found, [4, 1, 1, 1, 1])

    def _table(
        self, paper: Paper, key: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float]
    ) -> None:
        say = self.context.say
        paper.heading(self.context.title(key), 1)
        if not rows:
            paper.paragraph(say("common.no_rows"))
            return
        paper.table([say.column(name) for name in columns], rows[:MOST_ROWS], widths)
        if len(rows) > MOST_ROWS:
            paper.paragraph(say("common.more", count=len(rows) - MOST_ROWS))

    def rules(self, paper: Paper) -> None:
        """How many of how many each rule found, all organisations together."""
        say = self.context.say
        paper.heading(say("paper.rules"), 1)
        counts: Counter[str] = Counter()
        populations: Counter[str] = Counter()
        for check in self.context.found.checks:
            counts[check.rule] += check.count
            populations[check.rule] += check.population
        rows = [
            [self.context.word("groups", rule.group), rule.title[say.lang],
             say("paper.of", count=counts[name], population=populations[name], what=rule.counts[say.lang]), rule.basis]
            for name, rule in rules().items()
            if populations[name]
        ]  # fmt: skip
        paper.table([say.column(name) for name in ("topic", "rule", "count", "basis")], rows, [2, 3, 3, 3])

    def sources(self, paper: Paper) -> None:
        """The documents."""
        say = self.context.say
        paper.heading(self.context.title("sources"), 1)
        names = ("title", "version", "effective_date")
        rows = [[each.key, *(getattr(each, name) for name in names)] for each in self.context.view.documents]
        paper.table([say.column(name) for name in ("document", *names)], rows, [3, 3, 1, 1.5])
