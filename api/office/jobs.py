"""Clean job sheets and a clean 权限表, made from the graph in forms that dutygraph reads again."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import BinaryIO, Final

from dutygraph.api.office.book import Book, Noted, Table, Value
from dutygraph.api.office.facts import Line, OrganizationFacts, Power
from dutygraph.api.office.paper import Paper, open_template
from dutygraph.api.office.tables import by_matter, in_tree
from dutygraph.api.words import Words, words
from dutygraph.graph.ask import ask
from dutygraph.graph.audit.wording import Wording
from dutygraph.graph.engine import Engine
from dutygraph.graph.measures.audits.charts import chart_rows
from dutygraph.graph.measures.bands import Grant
from dutygraph.graph.names import names
from dutygraph.graph.store import state

EXTERNAL: Final = "external"
_FROM_DUTY: Final = "from_duty"
_LINES: Final = {"solid": "superior", "dotted": "superior_dotted", "skip": "superior_skip"}
_CELL: Final = " · "
"""Stands between the row and the column of a cell in the clause of a grant that a matrix makes."""

_ALTERNATIVE: Final = "alternative"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One job sheet: lines of label and text, then lists of label and items; what is not stated has none."""

    title: str
    lines: Sequence[tuple[str, str]]
    lists: Sequence[tuple[str, Sequence[str]]]
    sources: str


def organizations(engine: Engine, name: str | None = None) -> list[OrganizationFacts]:
    """All organisations, or the one named.

    Raises UnknownName, AmbiguousName, EngineError.
    """
    wanted = names(engine, state(engine).run_id).organization(name) if name else None
    rows = ask(engine, "organizations", {}).to_dicts()
    return [
        OrganizationFacts(engine, row["organization_id"], row["title"])
        for row in rows
        if wanted in (None, row["organization_id"])
    ]


@dataclass
class JobSheets:
    """The job sheets of one organisation."""

    organization: OrganizationFacts
    say: Words

    def __iter__(self) -> Iterator[Sheet]:
        """One for each post and body that is described, in the order of the chart."""
        posts = self.organization.posts
        for role, _ in in_tree(self.organization):
            if posts[role].kind != EXTERNAL and not self._only_charted(role):
                yield self._sheet(role)

    def _only_charted(self, role: str) -> bool:
        """Whether a RACI chart is all that tells of a role: it has no sheet to be cleaned."""
        organization = self.organization
        claims = organization.claims_of.get(role, ())
        beside = (organization.superiors, organization.reports, organization.units_of, organization.measures_of)
        return bool(claims) and not (self._duties(role) or self._powers(role) or any(role in each for each in beside))

    def _sheet(self, role: str) -> Sheet:
        organization = self.organization
        post = organization.posts[role]
        measures = [text for _, _, _, text in organization.measures_of.get(role, ())]
        lists = (
            ("duties", [text.strip() for text in self._duties(role)]),
            ("authority", [self._power(power) for power in self._powers(role)]),
            ("metric", measures),
        )
        lines = (
            ("name", post.title),
            ("unit", self._titles(organization.units_of.get(role, ()))),
            *self._superiors(role),
            ("subordinates", self._titles(line.subordinate for line in self._solid(role))),
            ("headcount", post.headcount),
            ("holder", self.say("common.list_separator").join(organization.holders.get(role, ()))),
            ("deputy", self.say("common.list_separator").join(organization.deputies.get(role, ()))),
            ("summary", post.summary),
        )
        return Sheet(
            post.title,
            [(self.say(f"jobs.{label}"), " ".join(text.split())) for label, text in lines if text],
            [(self.say(f"jobs.{label}"), list(dict.fromkeys(items))) for label, items in lists if items],
            self._sources(role),
        )

    def _solid(self, role: str) -> list[Line]:
        lines = [line for line in self.organization.reports.get(role, ()) if line.line == "solid"]
        return sorted(lines, key=lambda line: (self.place.get(line.subordinate, 0), line.subordinate))

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each role stands in the chart."""
        return {role: at for at, (role, _) in enumerate(in_tree(self.organization))}

    def _superiors(self, role: str) -> Iterator[tuple[str, str]]:
        """Superiors by kind of line; others that may stand in for the solid one follow it after a stroke."""
        by_line: dict[str, list[str]] = defaultdict(list)
        for line in self.organization.superiors.get(role, ()):
            by_line[line.line].append(line.superior)
        for kind, label in _LINES.items():
            text = self._titles(by_line[kind])
            if kind == "solid" and text and by_line[_ALTERNATIVE]:
                others = [self.organization.labels[each].title for each in by_line[_ALTERNATIVE]]
                text = "/".join((text, *others))
            yield label, text

    def _titles(self, ids: Iterable[str]) -> str:
        titles = dict.fromkeys(self.organization.labels[id_].title for id_ in ids)
        return self.say("common.list_separator").join(titles)

    @cached_property
    def _charted(self) -> frozenset[str]:
        """The claims that are letters of a RACI chart: no sentence of a job sheet."""
        rows = chart_rows(self.organization.claims, self.organization.sentences("audit_claims"))
        return frozenset(fact for row in rows for fact in row.facts)

    def _duties(self, role: str) -> list[str]:
        claims = self.organization.claims_of.get(role, ())
        return [claim.text for claim in claims if claim.id not in self._charted]

    def _powers(self, role: str) -> list[Power]:
        return [power for power in self.organization.powers_of.get(role, ()) if power.basis != _FROM_DUTY]

    def _power(self, power: Power) -> str:
        """The clause of a grant where it speaks of the holder alone; a cell of a matrix, or a rule that names who
        decides, is said in the words of the model."""
        if _CELL not in power.text and self.organization.labels[power.grant.holder].title not in power.text:
            return power.text.strip()
        limit, condition = power.limit_text or self._amounts(power.grant), power.grant.condition
        said = {"act": self.say.value(power.grant.act), "matter": power.matter}
        text = self.say("jobs.power_up_to", limit=limit, **said) if limit else self.say("jobs.power", **said)
        return text + (self.say("jobs.power_if", condition=condition) if condition else "")

    def _amounts(self, grant: Grant) -> str:
        """The amounts of a grant in words, '' where it has no limit."""
        if grant.quantity is None:
            return ""
        band = {
            "low": f"{grant.low or Decimal():f}",
            "high": None if grant.high is None else f"{grant.high:f}",
            "low_inclusive": grant.low_inclusive,
            "high_inclusive": grant.high_inclusive,
            "quantity": grant.quantity,
        }
        return Wording(self.organization.labels).amounts(band, self.say.lang)

    def _sources(self, role: str) -> str:
        """The documents that the sheet rests on, with the places in each."""
        organization = self.organization
        facts = [
            role, *(claim.id for claim in organization.claims_of.get(role, ())),
            *(line.fact for line in organization.superiors.get(role, ())),
            *(power.grant.id for power in self._powers(role)),
            *(fact for fact, *_ in organization.measures_of.get(role, ())),
        ]  # fmt: skip
        found: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            for document, locator in organization.places.get(fact, ()):
                found[document].append(locator)
        separator = self.say("common.list_separator")
        return "; ".join(
            f"{document} ({separator.join(dict.fromkeys(filter(None, locators)))})" if any(locators) else document
            for document, locators in found.items()
        )


def item_text(say: Words, number: int, text: str) -> str:
    """A numbered line that ends as a sentence does: without a mark a short one would be taken for a heading."""
    said = say("jobs.item", number=number, text=" ".join(text.split()))
    return said if unicodedata.category(said[-1]).startswith("P") else said + say("jobs.item_end")


def write_job_sheets(found: Sequence[OrganizationFacts], stream: BinaryIO, suffix: str, lang: str) -> None:
    """Clean job sheets as a Word document or a workbook; `suffix` is .docx or .xlsx."""
    say = words(lang)
    if suffix == ".xlsx":
        _sheets_workbook(found, stream, say)
        return
    paper = Paper(open_template(None))
    for organization in found:
        paper.title(organization.name)
        paper.paragraph(say("jobs.title"))
        for sheet in JobSheets(organization, say):
            # In the foot of its pages: between the duties it would be read as one.
            paper.section(say("jobs.labelled", label=say("jobs.sources")) + sheet.sources if sheet.sources else "")
            paper.heading(sheet.title, 1)
            for label, text in sheet.lines:
                paper.paragraph(text, label=say("jobs.labelled", label=label))
            for label, items in sheet.lists:
                paper.paragraph("", label=say("jobs.labelled", label=label))
                for item, text in enumerate(items, 1):
                    paper.paragraph(item_text(say, item, text), indent=12)
    paper.save(stream)


def _sheets_workbook(found: Sequence[OrganizationFacts], stream: BinaryIO, say: Words) -> None:
    """One row for each post; what no post states has no column."""
    parts = []
    for organization in found:
        sheets = list(JobSheets(organization, say))
        told = [_told(sheet, say) for sheet in sheets]
        stated = {label for row in told for label in row}
        columns = [label for name in _COLUMNS if (label := say(f"jobs.{name}")) in stated]
        rows = [
            [Noted(sheet.title, sheet.sources), *(row.get(label) for label in columns[1:])]
            for sheet, row in zip(sheets, told, strict=True)
        ]
        parts.append((organization.name, columns, rows))
    _workbook(parts, stream, say)


_COLUMNS: Final = (
    "name", "unit", "superior", "superior_dotted", "superior_skip", "subordinates", "headcount", "holder", "deputy",
    "summary", "duties", "authority", "metric",
)  # fmt: skip


def _told(sheet: Sheet, say: Words) -> dict[str, str]:
    """What stands under each label."""
    lists = {
        label: "\n".join(item_text(say, number, text) for number, text in enumerate(items, 1))
        for label, items in sheet.lists
    }
    return dict(sheet.lines) | lists


def _workbook(
    parts: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Value]]]], stream: BinaryIO, say: Words
) -> None:
    """One sheet for each organisation, under its name."""
    book = Book(stream, say)
    for number, (name, columns, rows) in enumerate(parts):
        book.announce(str(number), name)
        book.write(Table(str(number), name, columns, rows))
    book.close()


def write_authority_table(found: Sequence[OrganizationFacts], stream: BinaryIO, suffix: str, lang: str) -> None:
    """A clean 权限表: matters down the side, holders above, in each cell step, act and limit."""
    say = words(lang)
    parts = [(organization, *_matrix(organization, say)) for organization in found]
    parts = [part for part in parts if part[2]] or parts[:1]
    if suffix == ".xlsx":
        _workbook([(part[0].name, part[1], part[2]) for part in parts], stream, say)
        return
    paper = Paper(open_template(None))
    paper.landscape()
    for organization, columns, rows in parts:
        paper.title(organization.name)
        paper.paragraph(say("authority.title"))
        # A page is so wide: more holders go on in a table of their own.
        for start in range(1, max(2, len(columns)), HOLDERS):
            stop = start + HOLDERS
            shown = [[row[0], *row[start:stop]] for row in rows if any(row[start:stop])]
            paper.table([columns[0], *columns[start:stop]], shown, [2.0, *[1.5] * len(columns[start:stop])])
    paper.save(stream)


HOLDERS: Final = 7
"""Holders beside each other on a page."""


def _matrix(organization: OrganizationFacts, say: Words) -> tuple[list[str], list[list[str]]]:
    """Headings and rows; a matter under a condition has a row of its own."""
    matters = by_matter(organization)
    place = {role: at for at, (role, _) in enumerate(in_tree(organization))}
    holders = sorted(
        {power.grant.holder for powers in matters.values() for power in powers},
        key=lambda holder: (place.get(holder, len(place)), organization.called(holder), holder),
    )
    titles = [organization.labels[holder].title for holder in holders]
    shown = [
        organization.called(holder) if titles.count(title) > 1 else title
        for holder, title in zip(holders, titles, strict=True)
    ]
    rows = []
    for (_, condition), powers in matters.items():
        cells: dict[str, list[str]] = defaultdict(list)
        for power in powers:
            cells[power.grant.holder].append(_cell(power, say))
        name = powers[0].matter + (say("jobs.power_if", condition=condition) if condition else "")
        rows.append([name, *("\n".join(dict.fromkeys(cells[holder])) for holder in holders)])
    return [say("authority.matter"), *shown], rows


def _cell(power: Power, say: Words) -> str:
    step = chr(0x2460 + power.grant.step - 1) if power.grant.step and power.grant.step <= 20 else ""
    limit = power.limit_text or power.limit
    return step + say.value(power.grant.act) + (say("jobs.power_if", condition=limit) if limit else "")
