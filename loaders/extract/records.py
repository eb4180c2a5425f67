"""A draft to the records of the facts form, with their identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from dutygraph.graph import facts, identity
from dutygraph.graph.facts import AnyRecord
from dutygraph.graph.text.duties import Parsed, parse
from dutygraph.graph.text.limits import Limit, read_limits
from dutygraph.graph.text.matters import matter_of_title
from dutygraph.loaders.extract.authorities import Grant, powers_of
from dutygraph.loaders.extract.draft import Draft, NameAt, Owner, Reporting, Statement
from dutygraph.loaders.extract.limiting import Limiting
from dutygraph.loaders.extract.matrices import Entry
from dutygraph.loaders.extract.page import Page
from dutygraph.loaders.extract.reading import Reading

_NO_POWER = frozenset(("assist", "consulted", "informed"))
"""Letters of RACI that give no power over a task, whatever its verb."""

_BEFORE_AMOUNT = 4
"""Characters between a clause and the amount in the next: the comma, and what one amount is counted for."""

_FIGURE = re.compile(r"\d")
_PREPOSITION = re.compile(r"^(?:on|over|of|for|the) (?=[A-Za-z])")


class Recorder:
    """Writes the records of one organisation."""

    def __init__(self, page: Page, reading: Reading, draft: Draft, organization: str) -> None:
        self._page, self._reading, self._draft = page, reading, draft
        self._organization = organization
        self._ids: dict[int, str] = {}
        self._limiting = Limiting(page, draft)
        title = page.text[draft.start : draft.end or None].strip().partition("\n")[0]
        self._about = matter_of_title(page.document.title or title.strip())

    def records(self) -> Iterator[AnyRecord]:
        """All records of the draft, in no particular order of lists; within a list in order of the text."""
        owners = [o for o in self._draft.owners if o.stated]
        for owner in owners:
            if owner.kind == "unit":
                yield self._unit(owner)
        for owner in owners:
            if owner.kind != "unit":
                yield self._role(owner)
        yield from self._lines()
        for owner in owners:
            for statement in owner.duties:
                yield self._duty(owner, statement)
        for owner in owners:
            yield from self._authorities(owner)
            yield from self._metrics(owner)
        yield from self._people()

    def _path(self, unit: Owner | None) -> list[str]:
        path: list[str] = []
        seen = set[int]()
        while unit is not None and id(unit) not in seen:
            seen.add(id(unit))
            path.append(unit.key)
            unit = unit.unit
        return path[::-1]

    def id(self, owner: Owner) -> str:
        """The identifier of an owner; twins of one unit and title are told apart by their section."""
        found = self._ids.get(id(owner))
        if found is None:
            path = self._path(owner.unit)
            if owner.kind == "unit":
                found = identity.unit_id(self._organization, [*path, owner.key])
            else:
                twins = [
                    o
                    for o in self._draft.by_key.get(owner.key, ())
                    if o.kind != "unit" and o.stated and o.unit is owner.unit
                ]
                if len(twins) > 1 and twins[0] is not owner:
                    path = [*path, owner.section]
                found = identity.role_id(self._organization, path, owner.key)
            self._ids[id(owner)] = found
        return found

    def _unit(self, owner: Owner) -> facts.Unit:
        low, high = owner.headcount or (None, None)
        return facts.Unit(
            id=self.id(owner),
            organization_id=self._organization,
            name=owner.name,
            aliases=tuple(owner.aliases),
            parent_id=self.id(owner.unit) if owner.unit is not None else None,
            headcount_min=low,
            headcount_max=high,
            goal=self._text(owner.summary),
            source=self._page.source(owner.start, owner.end),
        )

    def _role(self, owner: Owner) -> facts.Role:
        low, high = owner.headcount or (None, None)
        return facts.Role(
            id=self.id(owner),
            organization_id=self._organization,
            unit_id=self.id(owner.unit) if owner.unit is not None else None,
            title=owner.name,
            aliases=tuple(owner.aliases),
            headcount_min=low,
            headcount_max=high,
            summary=self._text(owner.summary),
            kind={"role": "post", "body": "body"}.get(owner.kind, "external"),  # type: ignore[arg-type]
            vacant=True if owner.vacant else None,
            source=self._page.source(owner.start, owner.end),
        )

    def _text(self, spans: Sequence[tuple[int, int]]) -> str | None:
        texts = [self._page.shown(*span) for span in dict.fromkeys(spans)]
        ends = "。" if any(not text.isascii() for text in texts) else ". "
        return ends.join(text.rstrip("。.") if at + 1 < len(texts) else text for at, text in enumerate(texts)) or None

    def _lines(self) -> Iterator[facts.ReportsTo]:
        seen = set[tuple[str, int]]()
        for line in self._draft.lines:
            sub, sup = line.subordinate, line.superior
            if isinstance(sub, NameAt) or isinstance(sup, NameAt) or sub is sup:
                continue
            key = identity.reports_to_id(self.id(sub), self.id(sup), line.line, line.condition)
            if (key, line.start) in seen:
                continue
            seen.add((key, line.start))
            yield self._line(key, line, sub, sup)

    def _line(self, key: str, line: Reporting, sub: Owner, sup: Owner) -> facts.ReportsTo:
        return facts.ReportsTo(
            id=key,
            subordinate_id=self.id(sub),
            superior_id=self.id(sup),
            line=line.line,
            condition=line.condition,
            basis=line.basis,
            source=self._page.source(line.start, line.end),
        )

    def _duty(self, owner: Owner, statement: Statement) -> facts.Duty:
        parsed = self._parsed(statement)
        holder = self.id(owner)
        duty = identity.duty_id(self._organization, statement.text)
        return facts.Duty(
            id=identity.owns_duty_id(holder, duty, parsed.mode),
            owner_id=holder,
            text=statement.text,
            area=statement.area,
            verb=parsed.verb,
            object=parsed.object,
            mode=parsed.mode,
            frequency=parsed.frequency or (statement.frequency if statement.frequency != "other" else None),  # type: ignore[arg-type]
            metric=statement.metric,
            source=self._page.source(statement.start, statement.end),
        )

    def _parsed(self, statement: Statement) -> Parsed:
        parsed = parse(statement.plain, self._reading.words)
        return parsed._replace(mode=statement.mode) if statement.mode else parsed  # type: ignore[arg-type]

    def _mode(self, statement: Statement) -> str:
        return self._parsed(statement).mode

    def _authorities(self, owner: Owner) -> Iterator[facts.Authority]:
        powers = powers_of(self._reading.words)
        for statement in owner.authorities:
            grant = powers.stated(statement.plain, powers.default(statement.area_key))
            if statement.act:
                grant = replace(grant, act=statement.act)  # type: ignore[arg-type]
            yield from self._tiers(owner, statement, [grant], "stated")
        for entry in owner.grants:
            yield self._granted(owner, entry)
        stated = {statement.start for statement in owner.authorities}
        for statement in owner.duties:
            if statement.start not in stated and statement.mode not in _NO_POWER:
                yield from self._tiers(owner, statement, list(powers.of_duty(statement.plain)), "from_duty")

    def _tiers(
        self, owner: Owner, statement: Statement, grants: Sequence[Grant], basis: facts.Basis
    ) -> Iterator[facts.Authority]:
        """The grants of a statement: one for each limit that names its owner or nobody, else those of its verbs; and
        where only limits of others say who acts, theirs."""
        limits = self._limiting.own(owner, statement) or self._of_matter(owner, statement)
        others = list(self._limiting.others(owner, statement))
        amounts = {(limit.min, limit.max, limit.quantity) for limit in limits}
        several = len(amounts) > 1 or any(limit.role for limit in limits)
        if several:
            for limit in limits:
                grant = next((each for each in grants if each.act == limit.act), None)
                yield from self._granting(
                    owner, statement, grant or Grant(limit.act, 0, len(statement.text)), basis, limit
                )
        else:
            for grant in grants:
                amount = next((x for x in limits if x.act == grant.act and _inside(x, grant, statement)), None)
                yield from self._granting(owner, statement, grant, basis, amount)
        for holder, limit in others:
            if not any(each.start == statement.start for each in (*holder.authorities, *holder.duties)):
                grant = Grant(limit.act, 0, len(statement.text))
                yield from self._granting(holder, statement, grant, basis, limit)

    def _of_matter(self, owner: Owner, statement: Statement) -> list[Limit]:
        """The limits within a matter of a list whose act stands elsewhere: 单笔100万元以上的资金支出."""
        acts = self._reading.words.acts
        verb = next((word for word in acts["from_duty"] if word in acts.get(statement.act, ())), None)
        if not statement.matter or verb is None or statement.matter.isascii() or not _FIGURE.search(statement.matter):
            return []
        return read_limits(f"{statement.matter}{acts['doer'][0]}{owner.name}{verb}")

    def _granting(
        self, owner: Owner, statement: Statement, grant: Grant, basis: facts.Basis, amount: Limit | None
    ) -> Iterator[facts.Authority]:
        """A grant as a fact; one for each of the matters that share its limit (差旅费以及会议费)."""
        matter = self._matter(statement, grant, amount)
        for each in self._reading.matters_of(matter) if amount else (matter,):
            yield self._authority(owner, statement, each, grant, basis, amount)

    def _authority(
        self, owner: Owner, statement: Statement, matter: str, grant: Grant, basis: facts.Basis, amount: Limit | None
    ) -> facts.Authority:
        act = amount.act if amount else grant.act
        authority = identity.authority_id(self._organization, matter)
        limit = amount.as_fact() if amount else None
        condition = amount.condition if amount else None
        step = amount.step if amount else statement.step
        holder = self.id(owner)
        parts = limit.identity() if limit else ()
        return facts.Authority(
            id=identity.has_authority_id(holder, authority, act, step, parts, condition),
            owner_id=holder,
            text=statement.text,
            act=act,
            matter=matter,
            limit=limit,
            condition=condition,
            step=step,
            basis=basis,
            source=self._page.source(statement.start, statement.end),
        )

    def _granted(self, owner: Owner, entry: Entry) -> facts.Authority:
        """A cell of an authority matrix; its row is the quote, the cell the place."""
        holder = self.id(owner)
        authority = identity.authority_id(self._organization, entry.matter)
        parts = entry.limit.identity() if entry.limit else ()
        return facts.Authority(
            id=identity.has_authority_id(holder, authority, entry.act, entry.step, parts, entry.condition),
            owner_id=holder,
            text=entry.text,
            act=entry.act,
            matter=entry.matter,
            limit=entry.limit,
            condition=entry.condition,
            step=entry.step,
            source=structs.replace(self._page.source(entry.start, entry.end), locator=entry.locator),
        )

    def _matter(self, statement: Statement, grant: Grant, amount: Limit | None) -> str:
        """What is decided, in the document's own script, without the amount up to which it is."""
        about = statement.about or self._about
        if amount and amount.role and not amount.matter and about:
            return about  # 单笔2000元以下的,由… in a rule on 费用报销
        if statement.matter and not (amount and amount.matter):
            return statement.matter
        same = len(statement.text) == len(statement.plain)
        part = statement.text[grant.start : grant.end] if same else statement.plain[grant.start : grant.end]
        if amount and amount.matter and (amount.role or amount.matter in part):
            return amount.matter
        if amount:
            part = " ".join(part.replace(amount.text, " ").split())
            part = part.lstrip("".join(self._reading.words.titles["of"])) if not part.isascii() else part
        part = _PREPOSITION.sub("", part.strip(" ,，、;；。"))
        return part or statement.text

    def _people(self) -> Iterator[AnyRecord]:
        """Persons with the posts they hold, and who stands in for whom."""
        named: set[str] = set()
        for name, role, start, end in self._draft.holdings:
            person = identity.person_id(self._organization, name)
            source = self._page.source(start, end)
            if person not in named:
                named.add(person)
                yield facts.Person(id=person, organization_id=self._organization, name=name, source=source)
            holds = identity.holds_id(person, self.id(role), False, None, None)
            yield facts.Holding(id=holds, person_id=person, role_id=self.id(role), source=source)
        for found in self._draft.deputies:
            deputy, principal = found.deputy, found.role
            if isinstance(deputy, NameAt) or isinstance(principal, NameAt) or deputy is principal:
                continue
            ids = self.id(deputy), self.id(principal)
            yield facts.Deputy(
                id=identity.deputizes_for_id(*ids, found.condition, None, None),
                deputy_id=ids[0],
                role_id=ids[1],
                condition=found.condition,
                source=self._page.source(found.start, found.end),
            )

    def _metrics(self, owner: Owner) -> Iterator[facts.Metric]:
        for statement in owner.duties:
            if statement.metric and statement.metric_at:
                duty = identity.duty_id(self._organization, statement.text)
                metric = identity.metric_id(self._organization, statement.metric)
                yield facts.Metric(
                    id=identity.measured_by_id(self.id(owner), duty, metric),
                    owner_id=self.id(owner),
                    duty_id=identity.owns_duty_id(self.id(owner), duty, self._mode(statement)),
                    text=statement.metric,
                    source=self._page.source(*statement.metric_at),
                )
        for statement in owner.metrics:
            metric = identity.metric_id(self._organization, statement.text)
            yield facts.Metric(
                id=identity.measured_by_id(self.id(owner), None, metric),
                owner_id=self.id(owner),
                text=statement.text,
                source=self._page.source(statement.start, statement.end),
            )


def _inside(limit: Limit, grant: Grant, statement: Statement) -> bool:
    """Whether an amount stands in the clause of a grant, not in the next: approves rosters and refunds above $100."""
    at = statement.text.find(limit.text)
    if len(statement.text) != len(statement.plain) or grant.start <= at < grant.end:
        return True
    # 审批采购申请,单笔10万元以内: in a clause of its own behind that of the act.
    return 0 <= at - grant.end <= _BEFORE_AMOUNT and limit.start <= grant.start and not statement.text.isascii()
