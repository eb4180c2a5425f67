"""The report as one self-contained page: our own style and script, allowed by their hashes, and nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata, resources
from typing import Any, NamedTuple, get_args

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from dutygraph.api import render
from dutygraph.api.audit import AuditView, OrganizationView
from dutygraph.api.report import chart, pack, tree
from dutygraph.api.report.authority import holders_of, matters_of
from dutygraph.api.report.heat import heat
from dutygraph.api.report.plain import plain, short
from dutygraph.api.report.sources import Sources
from dutygraph.api.report.tree import Forest
from dutygraph.api.staff import Card
from dutygraph.api.words import LANGUAGES, words
from dutygraph.graph import identity, vocabulary
from dutygraph.graph.answer import Evidence
from dutygraph.graph.audit import Finding
from dutygraph.graph.audit.rules import GROUPS, SEVERITIES, rules
from dutygraph.graph.facts import Mode

READABLE_ROLES = 2_000
"""Up to so many roles everything can be read without scripts; above, long lists are packed."""

READABLE_TEXT = 2_000_000
"""Up to so many characters the documents' texts stand in the page as they are."""

MOST_FINDINGS = 20_000
"""Findings in the page, the gravest first; findings.json has them all."""

MOST_ROWS = 500
"""Rows of a table of a large organisation; each role's card has the figures of all."""

SPAN_BANDS = ((1, 1), (2, 3), (4, 7), (8, 12), (13, 16), (17, None))
"""Orgvue's categories of spans, one-to-one to excessive (docs/measures.md#span-of-control)."""

PART_ROLES = 150
"""Roles of one part of the chart of a large organisation."""

COUNTED = ("units", "roles", "duties", "lines", "authorities")


def page(view: AuditView, lang: str) -> str:
    """The report, both languages in it, `lang` shown first; the same view gives the same text."""
    made = _Page(view)
    style, script = _file("chart.css") + _file("style.css"), _file("chart.js") + _file("report.js")
    template = _environment().get_template("report.html.j2")
    return template.render(
        page=made,
        view=view,
        lang=lang,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        version=metadata.version("dutygraph"),
        **_vocabulary(),
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _vocabulary() -> dict[str, Any]:
    """What templates say of the model: codes in both languages, rules, severities and groups."""
    table = vocabulary.table("findings")
    return {
        "rules": rules(),
        "groups": {group: table["groups"][group] for group in GROUPS},
        "severities": SEVERITIES,
        "states": {state: table["states"][state] for state in ("new", "open", "expired", "accepted")},
        "grades": table["grades"],
        "counted": COUNTED,
    }


class Figure(NamedTuple):
    """A bar: its label (from, to) or number, and how many."""

    least: int
    most: int | None
    roles: int


class Pair(NamedTuple):
    """A row of `overlapping_duties` with its place, and the evidence of its two owners' claims."""

    number: int
    row: dict[str, Any]
    first: list[Evidence]
    second: list[Evidence]


def _pairs(org: OrganizationView) -> Iterator[Pair]:
    for number, (row, pieces) in enumerate(zip(org.overlaps.to_dicts(), org.overlaps.evidence, strict=True)):
        duty = identity.duty_id(org.id, row["a_text"])
        claims = {identity.owns_duty_id(row["a_id"], duty, mode) for mode in get_args(Mode)}
        first = [piece for piece in pieces if piece.fact_id in claims]
        yield Pair(number, row, first, [piece for piece in pieces if piece.fact_id not in claims])


class _Page:
    """What templates ask for."""

    def __init__(self, view: AuditView) -> None:
        self.view = view
        self.packed = sum(org.counts["roles"] for org in view.organizations) > READABLE_ROLES
        self.brief = self.packed
        self.sources = Sources(view.documents, view.texts, *([0] if self.packed else []))
        self.most_quotes = 3 if self.packed else 40
        self.texts_packed = self.packed or sum(map(len, view.texts.values())) > READABLE_TEXT
        self.marks = chart.marks(view.found.standing())
        self.findings = view.found.findings[:MOST_FINDINGS]
        self._findings_of: dict[str, dict[str, list[Finding]]] = {}
        for finding in self.findings:
            for subject in finding.subjects:
                self._findings_of.setdefault(subject, {}).setdefault(finding.rule, []).append(finding)

    # ---- lists ----

    def items(self, name: str, things: Iterable[Any], macro: Callable[[Any], Markup]) -> Markup:
        """A list that can be searched: its items as they are, or packed."""
        made = [str(macro(thing)).strip() for thing in things]
        if not self.packed:
            inside = "".join(made)
        else:
            inside = "".join(f'<script type="text/plain">{block}</script>' for block in pack.blocks(made))
        return Markup(f'<div class="items" id="{name}" data-count="{len(made)}">{inside}</div>')

    def text_of(self, key: str) -> Markup:
        """A document's text, packed where the texts are long."""
        body = self.sources.body(key)
        if not self.texts_packed or not body:
            return body
        return Markup("".join(f'<script type="text/plain">{block}</script>' for block in pack.blocks([body])))

    # ---- findings ----

    def standing(self) -> Mapping[tuple[str, str], int]:
        """How many findings still ask for something, by group and severity."""
        return Counter((finding.group, finding.severity) for finding in self.view.found.standing())

    def states(self) -> Mapping[str, int]:
        """How many findings are in each state."""
        return Counter(finding.state for finding in self.view.found.findings)

    def findings_of(self, subject: str) -> list[list[Finding]]:
        """The findings about a role or unit, rule by rule, the gravest first."""
        return list(self._findings_of.get(subject, {}).values())

    def checks(self) -> list[tuple[str, int, int]]:
        """Each rule with how many it found of how many, over all organisations."""
        found: dict[str, list[int]] = {}
        for check in self.view.found.checks:
            sums = found.setdefault(check.rule, [0, 0])
            sums[0] += check.count
            sums[1] += check.population
        return [(rule, count, population) for rule, (count, population) in found.items()]

    def organization_number(self, id_: str) -> int:
        """The number of an organisation in the page, from 1."""
        return next((n for n, org in enumerate(self.view.organizations, 1) if org.id == id_), 0)

    # ---- one organisation ----

    def trees(self, org: OrganizationView) -> Forest:
        """The forest of an organisation."""
        return chart.forest_of(org.staff)

    def in_parts(self, org: OrganizationView) -> bool:
        """Whether the chart is too large to be drawn in one."""
        return self.packed and len(org.staff.roles()) > PART_ROLES

    def drawing(self, org: OrganizationView, trees: Forest) -> chart.Drawing:
        """The chart."""
        return chart.draw(org.staff, trees, self.marks)

    def strips(self, org: OrganizationView, trees: Forest) -> Iterator[tuple[str, int, int]]:
        """The chart cut for printing."""
        return chart.strips(org.staff, trees, self.marks)

    def parts(self, org: OrganizationView, trees: Forest) -> Iterator[tuple[Card, chart.Drawing]]:
        """The chart in parts: whom each begins with, and the drawing."""
        for part in tree.parts(trees, PART_ROLES):
            first = org.staff.cards[(part.places[0].role if part.places else part.alone[0])]
            yield first, chart.draw(org.staff, part, self.marks, part=True)

    def heat(self, org: OrganizationView) -> Any:
        """The heat map."""
        return heat(org.overlaps.to_dicts())

    def matters(self, org: OrganizationView) -> Any:
        """The matters, and the holders that have a column."""
        found = matters_of(org.staff)
        return found, holders_of(found)

    def span_bands(self, org: OrganizationView) -> list[Figure]:
        """How many roles lead so many."""
        spans = [row["direct_reports"] for row in org.spans.to_dicts()]
        return [
            Figure(least, most, sum(least <= span <= (most or span) for span in spans)) for least, most in SPAN_BANDS
        ]

    def layers(self, org: OrganizationView) -> list[Figure]:
        """How many roles stand in each layer."""
        counts = Counter(row["layer"] for row in org.everybody.to_dicts() if row["layer"])
        return [Figure(layer, layer, counts[layer]) for layer in sorted(counts)]

    def faulty(self, org: OrganizationView) -> list[Pair]:
        """The pairs of `overlapping_duties` that are no design, numbered as in the answer."""
        return [pair for pair in _pairs(org) if not pair.row.get("by_design")]

    def meant(self, org: OrganizationView) -> list[Pair]:
        """The pairs that are as they are meant to be."""
        return [pair for pair in _pairs(org) if pair.row.get("by_design")]

    def figures(self, org: OrganizationView) -> dict[str, dict[str, Any]]:
        """The rows of `span_of_control` by role."""
        return {row["role_id"]: row for row in org.everybody.to_dicts()}

    def numbered(self, things: Sequence[Any]) -> list[tuple[int, Any]]:
        """The things with their numbers, from 1."""
        return list(enumerate(things, 1))

    def listed(self, texts: Sequence[str]) -> str:
        """Names in one line."""
        return " / ".join(texts)

    def told(self) -> list[str]:
        """What the documents state of themselves, of which one at least says something."""
        stated = ("title", "version", "effective_date")
        return [name for name in stated if any(getattr(document, name) for document in self.view.documents)]

    def rows(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows a table shows."""
        return rows[:MOST_ROWS] if self.packed else rows


# ---- words in both languages ----


def both(texts: Mapping[str, str]) -> Markup:
    """A text in both languages, of which the page shows one; once where they are the same."""
    if texts["en"] == texts["zh"]:
        return escape(plain(texts["en"]))
    return Markup('<span class="en" lang="en">{}</span><span class="zh" lang="zh-Hans">{}</span>').format(
        plain(texts["en"]), plain(texts["zh"])
    )


def say(key: str, **values: object) -> Markup:
    """A text of api/words."""
    return both({lang: words(lang)(key, **values) for lang in LANGUAGES})


def filled(key: str, titles: Mapping[str, str]) -> Markup:
    """A text of api/words whose `title` has a text for each language itself."""
    return both({lang: words(lang)(key, title=titles[lang]) for lang in LANGUAGES})


def column(name: str) -> Markup:
    """The heading of a column."""
    return both({lang: words(lang).column(name) for lang in LANGUAGES})


def cell(value: object) -> Markup:
    """A value as a person reads it."""
    return both({lang: render.cell(value, words(lang)) for lang in LANGUAGES})


def label(key: str) -> Markup:
    """Attributes from which the script names a control in the language shown."""
    said = {lang: words(lang)(key) for lang in LANGUAGES}
    return Markup('data-en="{}" data-zh="{}"').format(said["en"], said["zh"])


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_file),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    environment.globals.update(both=both, say=say, filled=filled, column=column, cell=cell, label=label, short=short)
    environment.globals.update(words=words, languages=LANGUAGES, card_at="#{}".format, finding_at="#{}".format)
    return environment


def _file(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")
