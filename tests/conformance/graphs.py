"""Small graphs as data: the compact form of tests/cases/graphs, turned into facts as a reader would give them.

A document of the form names its organisation, then lists units and roles by path (`销售部/华东区/经理`), lines
(subordinate, superior, kind, condition, quote), duties (owner, text, mode, area), charts (task, mode by owner),
authorities (holder, act, matter, greatest amount, or a table of the limit with condition, step, clause, basis and
from), metrics (owner, text, duty), holders (person, role) and deputies (deputy, role, condition). A role or unit may
be a table with `path` and any field of its record; a role without a unit may have a `section`. `unnamed` says that
nobody gave the organisation its name, so that it is another one in each document. Each fact gets a sentence of its own
in a text that is made up here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from dutygraph.graph import identity as ids
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.records import (
    AnyRecord,
    Authority,
    Deputy,
    Document,
    Duty,
    Holding,
    Limit,
    Metric,
    Organization,
    Person,
    ReportsTo,
    Role,
    Source,
    Unit,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = Path(__file__).resolve().parents[1] / "cases"


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def documents(name: str) -> list[DocumentFacts]:
    """The facts of the documents of tests/cases/graphs/<name>.toml."""
    form = read_toml(CASES / "graphs" / f"{name}.toml")
    return [facts(document) for document in form["documents"]]


def facts(form: Mapping[str, Any]) -> DocumentFacts:
    """The facts of one document in the compact form."""
    return _Writer(form).facts()


class _Writer:
    def __init__(self, form: Mapping[str, Any]) -> None:
        self.form = form
        self.document = ids.document_id(form["key"])
        self.organization = (
            ids.unnamed_organization_id(form["key"], 1)
            if form.get("unnamed")
            else ids.organization_id(form["organization"])
        )
        self.places: dict[str, str] = {}
        self.duties: dict[tuple[str, str], str] = {}
        self.text = ""

    def facts(self) -> DocumentFacts:
        records = list(self.records())
        edition = sha256(self.text.encode()).hexdigest()
        record = Document(id=self.document, key=self.form["key"], edition=edition, title=self.form["key"])
        return DocumentFacts(document=record, reading=edition, records=[record, *records])

    def source(self, sentence: str) -> Source:
        start = len(self.text)
        self.text += sentence + "\n"
        place = f"line {self.text.count(chr(10))}"
        return Source(document_id=self.document, start=start, end=start + len(sentence), quote=sentence, locator=place)

    def rows(self, kind: str, width: int) -> Iterable[list[Any]]:
        return ([*row, *[None] * (width - len(row))] for row in self.form.get(kind, ()))

    def records(self) -> Iterable[AnyRecord]:
        yield Organization(id=self.organization, document_id=self.document, name=self.form["organization"],
                           aliases=tuple(self.form.get("aliases", ())),
                           source=self.source(self.form["organization"]))  # fmt: skip
        yield from map(self.unit, self.form.get("units", ()))
        yield from map(self.role, self.form.get("roles", ()))
        for subordinate, superior, line, condition, quote in self.rows("lines", 5):
            yield self.line(subordinate, superior, line or "solid", condition or None, quote)
        for owner, text, mode, area in self.rows("duties", 4):
            yield self.duty(owner, text, mode or "own", area)
        for task, letters in self.form.get("charts", ()):
            yield from self.chart_row(task, letters)
        for holder, act, matter, limit in self.rows("authorities", 4):
            yield self.authority(holder, act, matter, limit)
        for owner, text, duty in self.rows("metrics", 3):
            yield self.metric(owner, text, duty)
        for person, role in self.rows("holders", 2):
            yield from self.holder(person, role)
        for deputy, role, condition in self.rows("deputies", 3):
            yield self.deputy(deputy, role, condition)

    def unit(self, form: str | Mapping[str, Any]) -> Unit:
        fields = {"path": form} if isinstance(form, str) else dict(form)
        path = fields.pop("path")
        parts = path.split("/")
        self.places[path] = ids.unit_id(self.organization, parts)
        return Unit(id=self.places[path], organization_id=self.organization, name=parts[-1],
                    parent_id=self.places["/".join(parts[:-1])] if len(parts) > 1 else None,
                    source=self.source(parts[-1]), **_tuples(fields))  # fmt: skip

    def role(self, form: str | Mapping[str, Any]) -> Role:
        fields = {"path": form} if isinstance(form, str) else dict(form)
        path = fields.pop("path")
        *unit, title = path.split("/")
        section = fields.pop("section", None)
        self.places[path] = ids.role_id(self.organization, unit or ([section] if section else []), title)
        return Role(id=self.places[path], organization_id=self.organization, title=title,
                    unit_id=self.places["/".join(unit)] if unit else None,
                    source=self.source(title), **_tuples(fields))  # fmt: skip

    def line(self, subordinate: str, superior: str, line: Any, condition: str | None, quote: str | None) -> ReportsTo:
        ends = self.places[subordinate], self.places[superior]
        return ReportsTo(id=ids.reports_to_id(*ends, line, condition), subordinate_id=ends[0], superior_id=ends[1],
                         line=line, condition=condition,
                         source=self.source(quote or f"{subordinate}的直接上级：{superior}"))  # fmt: skip

    def duty(self, owner: str, text: str, mode: Any, area: str | None) -> Duty:
        holder = self.places[owner]
        made = ids.owns_duty_id(holder, ids.duty_id(self.organization, text), mode)
        self.duties[owner, text] = made
        return Duty(id=made, owner_id=holder, text=text, mode=mode, area=area, source=self.source(text))

    def chart_row(self, task: str, letters: Mapping[str, Any]) -> Iterable[Duty]:
        """A row of a RACI chart: one sentence gives each owner a mode."""
        source = self.source(task)
        for owner, mode in letters.items():
            made = ids.owns_duty_id(self.places[owner], ids.duty_id(self.organization, task), mode)
            yield Duty(id=made, owner_id=self.places[owner], text=task, mode=mode, source=source)

    def authority(self, holder: str, act: Any, matter: str, limit: str | Mapping[str, Any] | None) -> Authority:
        more = dict(limit) if isinstance(limit, Mapping) else {"max": limit, "text": f"{limit}元以下"} if limit else {}
        condition, step, basis = more.pop("condition", None), more.pop("step", None), more.pop("basis", "stated")
        delegator = self.places.get(more.pop("from", ""))
        clause = more.pop("clause", f"{matter}由{holder}{act}")
        interval = Limit(**{"quantity": "CNY", **more}) if more else None
        place = self.places[holder]
        made = ids.has_authority_id(place, ids.authority_id(self.organization, matter), act, step,
                                    interval.identity() if interval else (), condition)  # fmt: skip
        return Authority(id=made, owner_id=place, text=clause, act=act, matter=matter, limit=interval,
                         condition=condition, step=step, basis=basis, delegated_from_id=delegator,
                         source=self.source(clause))  # fmt: skip

    def metric(self, owner: str, text: str, duty: str | None) -> Metric:
        node = ids.duty_id(self.organization, duty) if duty else None
        made = ids.measured_by_id(self.places[owner], node, ids.metric_id(self.organization, text))
        return Metric(id=made, owner_id=self.places[owner], text=text,
                      duty_id=self.duties[owner, duty] if duty else None, source=self.source(text))  # fmt: skip

    def holder(self, person: str, role: str) -> Iterable[Person | Holding]:
        self.places[person] = ids.person_id(self.organization, person)
        yield Person(id=self.places[person], organization_id=self.organization, name=person, source=self.source(person))
        yield Holding(id=ids.holds_id(self.places[person], self.places[role], False, None, None),
                      person_id=self.places[person], role_id=self.places[role],
                      source=self.source(f"{role}：{person}"))  # fmt: skip

    def deputy(self, deputy: str, role: str, condition: str | None) -> Deputy:
        ends = self.places[deputy], self.places[role]
        return Deputy(id=ids.deputizes_for_id(*ends, condition, None, None), deputy_id=ends[0], role_id=ends[1],
                      condition=condition, source=self.source(f"{deputy}代理{role}"))  # fmt: skip


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
