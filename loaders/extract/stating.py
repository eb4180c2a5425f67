"""What texts say of owners whose names are known: duties, powers, measures, and lines to others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dutygraph.graph.facts import Basis
from dutygraph.loaders.extract.context import Context
from dutygraph.loaders.extract.draft import Deputizing, Draft, NameAt, Owner, Reporting, Span, Statement
from dutygraph.loaders.extract.lexicon import squeeze
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.owners import Owners, short_forms
from dutygraph.loaders.extract.page import Page
from dutygraph.loaders.extract.reading import Reading
from dutygraph.loaders.extract.reporting import Phrase

_THEY_DO = re.compile(r"(?!(?:and|or|of|in|for|to|who|are|have|were|with|on|from|by|at|as)\b)[a-z]+(?<!s)\b")
"""A word that may be a verb of several who do something."""

_DOES = re.compile(r"(?!is\b|was\b|has\b|as\b)[a-z]{2,}s\b")
"""A word that may be a verb of one who does something."""


class Stating:
    """Writes statements into a draft."""

    def __init__(self, page: Page, reading: Reading, draft: Draft, owners: Owners) -> None:
        self._page, self._plain = page, page.plain
        self._reading, self._draft, self._owners = reading, draft, owners

    def statements(self, start: int, end: int, context: Context, *, listed: bool, fresh: bool = False) -> None:
        """Split a text and give each clause to the owners of the context, as the section says.

        `listed`: it is an item of a list, or stands under a label; `fresh`: it is known to say what owners do.
        """
        if not context.owners:
            return
        reading, area = self._reading, context.area
        for s, e in reading.clauses.sentences(self._plain, start, end):
            if reading.remarks.match(self._plain, s, e):
                continue
            s = self._behind_own(s, e, context.owners, listed=listed)
            if not listed and reading.composition.match(self._plain, s, e):
                continue
            if not listed and (reading.fillers.match(self._plain, s, e) or self.needed(s, e, context)):
                continue
            if self.stand_in(s, e, context, listed=listed) or (not listed and self.chain(s, e, context)):
                continue
            if reading.only_opens(self._plain, s, e) or self._parts(s, e, context):
                continue
            behind, _ = reading.clauses.without_reference(self._plain, s, e)  # It reports to …
            if not listed and reading.superiors.only_line(self._plain, behind, e):
                self.lines(s, e, context.roles)
                continue
            if not listed and self._staffs(s, e, context):
                continue
            said = reading.clauses.verb.match(self._plain, s, e) or reading.may.match(self._plain, s, e)
            if not listed and not fresh and not said:
                continue
            if found := reading.clauses.area(self._plain, s, e):
                span, s = found
                area = self._page.shown(*span)
            if not listed:
                until, e = e, reading.before_line(self._plain, s, e)
                if e < until and reading.superiors.only_line(self._plain, s, e):  # 向厂长汇报,业务上受总监指导
                    self.lines(s, until, context.roles)
                    continue
                s, _ = reading.clauses.without_reference(self._plain, s, e)
                s = reading.behind_include(self._plain, s, e)
            if s < e:
                self._state(s, e, area, context, listed)

    def _behind_own(self, start: int, end: int, owners: Sequence[Owner], *, listed: bool) -> int:
        """Where a clause goes on behind the name of the one owner of whom it speaks (The Bursar countersigns …)."""
        at = start + 4 if self._plain.startswith("the ", start, end) else start
        for form in short_forms(owners[0].key) if len(owners) == 1 else ():
            behind = at + len(form) + 1
            several = form.endswith("s")
            if not self._plain.startswith(f"{form} ", at, end) or (at == start and not several):
                continue
            does = [self._reading.composition, self._reading.clauses.verb if several else _DOES]
            if several and not listed and form not in self._reading.words.subjects["verbs"]:  # chairs meetings
                does.append(_THEY_DO)
            if any(verb.match(self._plain, behind, end) for verb in does):
                owners[0].called.add(form)
                return behind
            return start
        return start

    def _staffs(self, start: int, end: int, context: Context) -> bool:
        """Whether a clause about a unit sets up posts in numbers (行政处设处长一人); they are posts then."""
        if any(owner.kind != "unit" for owner in context.owners):
            return False
        sets_up = self._reading.staffing.sets_up(self._plain, start, end)
        return sets_up and bool(self.posts_set_up(start, end, context))

    def statement(
        self,
        start: int,
        end: int,
        context: Context,
        *,
        area: str | None = None,
        listed: bool = False,
        act: str = "",
        matter: Span | None = None,
        step: int | None = None,
    ) -> Statement:
        """One clause as a statement."""
        return Statement(
            start,
            end,
            self._page.shown(start, end),
            squeeze(self._plain[start:end]),
            area,
            listed,
            context.overview,
            context.frequency,
            act=act,
            matter=self._page.shown(*matter) if matter else "",
            about=context.about,
            step=step,
        )

    def _state(self, start: int, end: int, area: str | None, context: Context, listed: bool) -> None:
        statement = self.statement(start, end, context, area=area, listed=listed)
        several = len(context.owners) > 1
        for owner in context.owners:
            owner.described = True
            may = not listed and not context.key and self._reading.may.match(self._plain, start, end)
            if may and owner.kind != "unit":
                owner.authorities.append(statement)
            elif context.key in ("authority", "powers"):
                owner.has_powers = owner.has_powers or context.key == "powers"
                owner.authorities.append(replace(statement, area_key=context.word))
            elif context.key == "metric":
                owner.metrics.append(statement)
            elif context.key in ("summary", "goal"):
                owner.summary.append((start, end))
            else:
                owner.duties.append(replace(statement) if several else statement)
                if owner.kind == "role" and context.strong:
                    self.reports(start, end, owner)

    # Units, needs, posts set up ------------------------------------------------------------------------------------

    def _parts(self, start: int, end: int, context: Context) -> bool:
        """Whether a clause only lists the parts of a unit (下设销售部、市场部); they are units in it."""
        own = next((o.key for o in context.owners if self._plain.startswith(o.key, start)), "")
        match = self._reading.parts_of.match(self._plain, start + len(own), end)
        if not match or self.units(match.end(), end, context):
            return bool(match)
        return not self._reading.staffing.set_ups(self._plain, start, end)  # 下设会计一名

    def units(self, start: int, end: int, context: Context) -> list[Owner]:
        """The units that a list names."""
        return [
            self._owners.find(named.start, named.end, "unit", context.unit)
            for named in self._reading.superiors.value(self._plain, start, end)
            if self._reading.names.kind(self._plain[named.start : named.end]) == "unit"
        ]

    def needed(self, start: int, end: int, context: Context) -> bool:
        """Whether a clause says whom a unit needs, or what somebody must be: no duty. A post named there may be
        described (销售支持人员负责售前服务), or is at least a post."""
        reading = self._reading
        said, _ = reading.clauses.without_reference(self._plain, start, end)
        places = (start,) if said == start else (start, said)
        if not any(reading.needs.match(self._plain, place, end) for place in places):
            return False
        for part_start, part_end in reading.parts(self._plain, start, end):
            link = reading.connectors.match(self._plain, part_start, part_end)
            at = link.end() if link else part_start
            name = reading.names.prefix(self._plain[at:part_end])
            if name and name.kind == "role" and reading.carries(self._plain[at + name.end : part_end]):
                role = self._owners.find(at, at + name.end, "role", context.unit)
                self.statements(at + name.end, part_end, context.of((role,)), listed=False)
            elif found := reading.needed_post(self._plain, part_start, part_end):
                self._owners.find(*found, "role", context.unit).described = True
        return True

    def composition(self, start: int, end: int, context: Context) -> int:
        """Where a text goes on behind what it says its subject consists of; posts named there are posts."""
        found = self._reading.staffing.composed(self._plain, start, end)
        if not found:
            return start
        for post in found[0]:
            role = self._owners.find(post.start, post.end, "role", context.unit)
            if post.low and post.high:
                role.headcount = role.headcount or (post.low, post.high)
        return found[1]

    def opening(self, start: int, end: int, context: Context) -> int:
        """Where a text goes on behind what its subject is, or consists of."""
        return self._reading.behind_being(self._plain, self.composition(start, end, context), end)

    def posts_set_up(self, start: int, end: int, context: Context) -> tuple[Owner, ...]:
        """Posts that a sentence sets up, with what it goes on to say of them."""
        for part_start, part_end in self._reading.parts(self._plain, start, end):
            self.composition(part_start, part_end, context)
        roles: list[Owner] = []
        rest = start
        units: list[Owner | None] = []
        for found in self._reading.staffing.set_ups(self._plain, start, end):
            if not units or rest < found.verb:  # 设部长一名,下设会计: of the same unit
                units = [*self._owners.units_before(rest, found.verb, context)]
            for post in found.posts:
                for unit in units or [None]:
                    role = self._owners.set_up(post.start, post.end, unit, context)
                    if post.low and post.high:
                        role.headcount = role.headcount or (post.low, post.high)
                    role.vacant = role.vacant or post.vacant
                    roles.append(role)
            rest = found.end
        rest = self._reading.behind_choice(self._plain, rest, end)
        if roles and self._parts(rest, end, context):
            return tuple(roles)
        if not roles:
            return self.units_set_up(start, end, context)
        if (name := self._reading.names.prefix(self._plain[rest:end])) and name.kind == "role":
            roles = [self._owners.find(rest, rest + name.end, "role", context.unit)]
            rest += name.end
        if rest < end:
            inner = context.of(tuple(roles))
            self.lines(rest, end, roles)
            self.statements(self._reading.behind_line(self._plain, rest, end), end, inner, listed=False)
        return tuple(roles)

    def units_set_up(self, start: int, end: int, context: Context) -> tuple[Owner, ...]:
        """Units that a sentence sets up (集团设财务中心,负责…); what it goes on to say is said of a single one."""
        verb = self._reading.staffing.setting.search(self._plain, start, end)
        parts = self._reading.parts(self._plain, verb.end(), end) if verb else []
        if not verb or not parts:
            return ()
        subject = self._plain[self._reading.parts(self._plain, start, verb.end())[-1][0] : verb.start()]
        over = self._owners.units_before(start, verb.start(), context)
        if not over and not self._reading.is_organization(subject):
            return ()
        inner = context._replace(unit=over[0]) if len(over) == 1 else context
        units = self.units(*parts[0], inner)
        if len(units) == 1 and len(parts) > 1:
            self.statements(parts[1][0], end, context.of((units[0],)), listed=False)
        return tuple(units)

    def by_others(self, start: int, end: int, context: Context) -> bool:
        """A rule whose doer stands behind 由, and the body without whose consent it does not hold."""
        found = False
        for part in self._reading.parts(self._plain, start, end):
            found = self._parts(*part, context) or found
        if found:
            return True  # of what a unit consists
        if relay := self._reading.flows.relayed(self._plain, self._reading.parts(self._plain, start, end)):
            for each in relay[1]:
                self._grant(each.holder, (start, end), context, each.act, relay[0], each.step)
            return True
        for grant in self._reading.required(self._plain, start, end):
            name = self._reading.name_in(self._plain, *grant.holder)
            if name is not None:
                self._grant(name, (start, grant.end), context, grant.act, grant.matter)
                found = True
        for span in self._reading.doers(self._plain, start, end):
            name = self._reading.name_in(self._plain, *span)
            if name is not None and (act := self._reading.granting(self._plain, span[1], end)):
                matter = self._reading.before_doer(self._plain, start, span[0])
                self._grant(name, (start, end), context, act, matter)
                found = True
            elif name is not None:
                owner = self._owners.mentioned(name, context)
                self.statements(start, end, context.of((owner,)), listed=False, fresh=True)
                found = True
        return found

    def chain(self, start: int, end: int, context: Context) -> bool:
        """Whether a clause is a chain of arrows; each step is what its holder may do in the matter."""
        found = self._reading.flows.chain(self._plain, start, end)
        if not found or found[0][0] >= found[0][1]:
            return False
        matter, steps = found
        for each in steps:
            self._grant(each.holder, (start, end), context, each.act, matter, each.step)
        return True

    def _grant(
        self, name: Name, span: Span, context: Context, act: str, matter: Span | None = None, step: int | None = None
    ) -> None:
        """What a rule lets somebody do whom it names."""
        holder = self._owners.mentioned(name, context)
        holder.authorities.append(self.statement(*span, context, act=act, matter=matter, step=step))
        holder.described = True

    def matters(self, holder: Span, act: str, items: Sequence[Span], context: Context) -> bool:
        """Give a holder an act in each matter of a list; whether the holder is named by a name."""
        name = self._reading.name_in(self._plain, *holder)
        if name is None:
            return False
        for start, end in items:
            for span in self._reading.clauses.sentences(self._plain, start, end):
                self._grant(name, span, context, act, span)
        return True

    def staff(self, start: int, end: int, context: Context) -> None:
        """The posts of a staffing list, with their numbers of people."""
        for s, e in self._reading.clauses.sentences(self._plain, start, end):
            listed = list(self._reading.staffing.listed(self._plain, s, e))
            set_up = sum(len(found.posts) for found in self._reading.staffing.set_ups(self._plain, s, e))
            if set_up >= sum(not post.unit for post in listed):
                self.posts_set_up(s, e, context)
                continue
            over: Owner | None = None
            for post in listed:
                if post.unit:
                    owner = over = self._owners.find(post.start, post.end, "unit", context.unit)
                else:
                    unit = self._owners.unit_before(post.start, post.end) or over
                    owner = self._owners.set_up(post.start, post.end, unit, context)
                    owner.vacant = owner.vacant or post.vacant
                if post.low is not None and post.high is not None:
                    owner.headcount = owner.headcount or (post.low, post.high)

    # Lines ---------------------------------------------------------------------------------------------------------

    def reports(self, start: int, end: int, role: Owner) -> None:
        """A duty that is a report to somebody states a line; one that mentions it lets it be inferred."""
        superiors = self._reading.superiors
        if stands := superiors.deputizes(self._plain, start, end):
            name = self._owners.name_at(stands.names[0].start, stands.names[0].end, role.unit)
            condition = self._page.shown(stands.start, stands.end)
            self._draft.deputies.append(Deputizing(role, name, condition, start, end))
        if led := superiors.led_by(self._plain, start, end):
            self._phrase(led, [role])
        for phrase in superiors.reports(self._plain, start, end):
            self._phrase(phrase, [role])

    def stand_in(self, start: int, end: int, context: Context, *, listed: bool = False) -> bool:
        """Whether a clause says who stands in for a post, and nothing that is a duty of the context's owners; an item
        in the deputy's own list is one."""
        found = self._reading.superiors.stand_in(self._plain, start, end)
        if not found or not (found[1] or context.roles):
            return False
        deputy = self._owners.name_at(found[0].start, found[0].end, context.unit)
        roles: Sequence[Owner | NameAt] = context.roles
        if found[1]:
            roles = [self._owners.name_at(found[1].start, found[1].end, context.unit)]
        condition = self._page.shown(start, end)
        for role in roles:
            self._draft.deputies.append(Deputizing(deputy, role, condition, start, end))
        return not (listed and any(role.key == deputy.key for role in context.roles))

    def lines(self, start: int, end: int, roles: Sequence[Owner]) -> None:
        """Lines that prose states of roles; a deputy that helps somebody is below him."""
        if not roles:
            return
        for phrase in self._reading.superiors.phrases(self._plain, start, end):
            self._phrase(phrase, roles)
        if principal := self._reading.superiors.principal(self._plain, start, end):
            self._phrase(principal, roles)

    def led(self, start: int, end: int, roles: Sequence[Owner]) -> None:
        """Lines that a summary states (在总经理领导下, …)."""
        for phrase in self._reading.superiors.phrases(self._plain, start, end):
            self._phrase(phrase, roles)

    def _phrase(self, phrase: Phrase, roles: Sequence[Owner]) -> None:
        basis: Basis = "stated" if phrase.stated else "inferred"
        for role in roles:
            for named in phrase.names:
                name = self._owners.name_at(named.start, named.end, role.unit)
                line = Reporting(role, name, phrase.start, phrase.end, phrase.line, basis=basis, listed_by="prose")
                self._draft.lines.append(line)
