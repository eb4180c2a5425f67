"""Labels and their values: what a job sheet's head says, and which sections it opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from dutygraph.graph.facts import Line
from dutygraph.loaders.extract.context import Context
from dutygraph.loaders.extract.draft import Deputizing, Draft, Owner, Reporting
from dutygraph.loaders.extract.lexicon import squeeze
from dutygraph.loaders.extract.outline import Node
from dutygraph.loaders.extract.owners import Owners
from dutygraph.loaders.extract.page import Page
from dutygraph.loaders.extract.pieces import Piece
from dutygraph.loaders.extract.reading import Reading
from dutygraph.loaders.extract.reporting import Named
from dutygraph.loaders.extract.stating import Stating

LISTS = frozenset(("duties", "unit_duties", "authority", "powers", "metric", "area_block"))
"""Sections whose items are statements of the owner."""

_LINES: dict[str, Line] = {"superior": "solid", "superior_dotted": "dotted", "superior_skip": "skip"}
BRACKET = re.compile(r" ?\(([^()]*)\)")
"""A remark in brackets behind a name."""

_BETWEEN = " \t:|"
"""What stands between a label and its value, in plain form."""


class Labels:
    """Reads labels; `children` reads what stands under a node."""

    def __init__(
        self,
        page: Page,
        reading: Reading,
        draft: Draft,
        owners: Owners,
        stating: Stating,
        children: Callable[[Node, Context], None],
    ) -> None:
        self._page, self._plain = page, page.plain
        self._reading, self._draft = reading, draft
        self._owners, self._stating, self._children = owners, stating, children
        self._measured = 0
        self._short: dict[str, Callable[[Node, Context], None]] = {
            **dict.fromkeys(_LINES, self._superiors),
            "subordinates": self._subordinates,
            "subordinates_skip": self._subordinates,
            "headcount": self._headcount,
            "staffing": self._staffing,
            "sub_units": self._sub_units,
            "summary": self._summary,
            "goal": self._summary,
            "chart": self._chart,
            "person": self._person,
            "deputy": self._deputy,
            "organization": self._organization,
        }

    def read(self, node: Node, context: Context) -> Context:
        """Read a label and its value; returns the context for what follows it.

        Where the labels of a sheet are numbered, what follows the name stands beside it, not under it.
        """
        piece, key = node.piece, node.piece.key or ""
        if key in ("name", "unit_name"):
            inner = self._sheet(node, context) if key == "name" else self._unit_sheet(node, context)
            return inner if inner and piece.mark else context
        if key == "unit":
            return self._unit(node, context)
        if key == "parent_unit":
            self._parent_unit(node, context)
        elif key == "metric" and (piece.beside or _behind_block(node)):
            self._measure(node, context)
        elif key in LISTS:
            self._list(node, context, key)
        else:
            self._short.get(key, self._children)(node, context)
        return context

    def _values(self, node: Node) -> list[Named]:
        return self._reading.superiors.value(self._plain, node.piece.start, node.piece.end)

    # Whom a sheet is about -----------------------------------------------------------------------------------------

    def _sheet(self, node: Node, context: Context) -> Context | None:
        names = self._values(node)
        if not names:
            self._children(node, context)
            return None
        start, end = names[0].start, names[-1].end
        kind = self._reading.names.kind(self._plain[start:end], short=True)
        owner = self._owners.find(start, end, "body" if kind == "body" else "role", context.unit, node)
        owner.described = True
        if count := BRACKET.match(self._plain, end, node.piece.end):
            owner.headcount = self._reading.staffing.remark(count.group(1)) or owner.headcount
        inner = Context(context.unit, (owner,), True)
        self._children(node, inner)
        return inner

    def _unit_sheet(self, node: Node, context: Context) -> Context | None:
        names = self._values(node)
        if not names:
            self._children(node, context)
            return None
        members = [self._owners.find(n.start, n.end, "unit", context.unit) for n in names] if len(names) > 1 else []
        start, end = names[0].start, names[-1].end
        titled = None if context.strong else self._owners.titled(start, end)
        unit = titled or self._owners.find(start, end, "unit", context.unit, node)
        inner = Context(unit, (unit,), True)
        self._children(node, inner)
        self._heads(node, unit, members)
        return inner

    def _heads(self, node: Node, unit: Owner, members: Sequence[Owner]) -> None:
        """A unit's sheet that names its superior and the rank of its head gives the head's line."""
        labels = {n.piece.key: n for n in node.children if n.piece.kind == "label"}
        superior, rank = labels.get("superior"), labels.get("head_post")
        if superior is None or rank is None:
            return
        for member in members or [unit]:
            head = self._draft.find(member.key + squeeze(self._plain[rank.piece.start : rank.piece.end]))
            for named in self._values(superior) if head else ():
                name = self._owners.name_at(named.start, named.end, unit)
                self._draft.lines.append(Reporting(head, name, *self._sentence(superior.piece)))  # type: ignore[arg-type]

    def _unit(self, node: Node, context: Context) -> Context:
        names = self._values(node)
        if not names:
            return context
        named = names[-1]  # 生产中心/质量部: the last is the innermost
        titled = self._owners.titled(named.start, named.end)
        unit = titled or self._owners.find(named.start, named.end, "unit", None)
        for role in context.roles:
            role.unit = unit
        return context._replace(unit=unit)

    def _parent_unit(self, node: Node, context: Context) -> None:
        for named in self._values(node)[-1:]:
            parent = self._owners.find(named.start, named.end, "unit", None)
            for owner in context.owners:
                if owner.kind == "unit" and owner is not parent:
                    owner.unit = parent

    # Lines and people ----------------------------------------------------------------------------------------------

    def _superiors(self, node: Node, context: Context) -> None:
        piece = node.piece
        if piece.start == piece.end:
            self._children(node, context)  # a section about lines, not the head of a sheet
        for at, named in enumerate(self._values(node) if context.owners and context.strong else ()):
            line: Line = "alternative" if named.alternative and at else _LINES[piece.key or ""]
            name = self._owners.name_at(named.start, named.end, context.unit)
            for owner in context.owners:
                if owner.kind != "unit":
                    self._draft.lines.append(Reporting(owner, name, *self._sentence(piece), line))
                elif line == "solid":
                    self._draft.above_units.append((owner, name, *self._sentence(piece)))

    def _subordinates(self, node: Node, context: Context) -> None:
        piece = node.piece
        line: Line = "skip" if piece.key == "subordinates_skip" else "solid"
        for named in self._values(node):
            if self._reading.names.kind(self._plain[named.start : named.end], short=True) == "unit":
                self._owners.find(named.start, named.end, "unit", context.unit)
                continue
            name = self._owners.name_at(named.start, named.end, context.unit)
            for role in context.roles:
                self._draft.lines.append(Reporting(name, role, *self._sentence(piece), line, listed_by="superior"))

    def _sentence(self, piece: Piece) -> tuple[int, int]:
        """A label's value with its label, so that the quote says what the names are to each other."""
        end = piece.start
        while end and self._plain[end - 1] in _BETWEEN:
            end -= 1
        at = end - len(piece.word)
        return (at if piece.word and self._plain[at:end] == piece.word else piece.start), piece.end

    def _person(self, node: Node, context: Context) -> None:
        """Who holds a post, or that nobody does."""
        start, end = node.piece.start, node.piece.end
        text = self._plain[start:end]
        for role in context.roles:
            if self._reading.staffing.vacant(text):
                role.vacant = True
            elif self._reading.is_person(text):
                self._draft.holdings.append((self._page.shown(start, end), role, start, end))

    def _organization(self, node: Node, context: Context) -> None:
        """The organisation by its own label; the first counts."""
        if node.piece.start < node.piece.end:
            self._draft.organization = self._draft.organization or (node.piece.start, node.piece.end)

    def _deputy(self, node: Node, context: Context) -> None:
        """Who stands in for a post."""
        for named in self._values(node):
            if self._reading.names.kind(self._plain[named.start : named.end], short=True):
                name = self._owners.name_at(named.start, named.end, context.unit)
                for role in context.roles:
                    self._draft.deputies.append(Deputizing(name, role, None, node.piece.start, node.piece.end))

    def _headcount(self, node: Node, context: Context) -> None:
        count = self._reading.staffing.value(self._plain[node.piece.start : node.piece.end])
        for owner in context.owners:
            owner.headcount = owner.headcount or count
        if not count:
            self._staffing(node, context)

    def _staffing(self, node: Node, context: Context) -> None:
        """A list of posts with numbers of people; sheets of the posts may stand under its heading."""
        self._stating.staff(node.piece.start, node.piece.end, context)
        inner = context._replace(key=None, area=None)
        for child in node.children:
            if child.piece.kind in ("owner", "label", "section", "subject"):
                self._children(Node(child.piece, node, [child]), inner)
            else:
                self._stating.staff(child.piece.start, child.piece.end, context)

    def _sub_units(self, node: Node, context: Context) -> None:
        self._stating.units(node.piece.start, node.piece.end, context)

    def _chart(self, node: Node, context: Context) -> None:
        """The boxes of an organisation chart whose lines are lost: units are kept, posts are only names."""
        for name in self._reading.names.run(self._plain, node.piece.start, node.piece.end):
            if name.kind == "unit":
                self._owners.find(name.start, name.end, "unit", context.unit)
        self._children(node, context)

    # Sections ------------------------------------------------------------------------------------------------------

    def _summary(self, node: Node, context: Context) -> None:
        items = [c for c in node.children if c.piece.kind == "text" and c.piece.mark]
        if node.piece.start == node.piece.end and len(items) > 1 and len(items) == len(node.children):
            self._list(node, context, "duties")  # 主要工作, and a list
            return
        if any(_names_owner(child.piece) for child in node.children):
            self._children(node, context._replace(key=None))  # 岗位说明, and the posts
            return
        spans = [(n.piece.start, n.piece.end) for n in node.walk() if n.piece.start < n.piece.end]
        for owner in context.owners:
            owner.summary += spans
        for start, end in spans:
            self._stating.led(start, end, context.roles)

    def _measure(self, node: Node, context: Context) -> None:
        """Measures beside duties measure those that were read since the last measures."""
        spans = [(n.piece.start, n.piece.end) for n in node.walk() if n.piece.start < n.piece.end]
        text = "".join(self._page.shown(*span) for span in spans).rstrip("。;；")
        for owner in context.owners:
            for duty in reversed(owner.duties):
                if duty.start < self._measured:
                    break
                if text and duty.start < node.piece.start:
                    duty.metric, duty.metric_at = text, (spans[0][0], spans[-1][1])
        self._measured = node.piece.end

    def _list(self, node: Node, context: Context, key: str) -> None:
        piece = node.piece
        if key == "duties" and self._names_posts(node):
            self._subordinates(node, context)
            return
        inner = context._replace(
            key="duties" if key in ("unit_duties", "area_block") else key,
            area=self._area(node),
            frequency=self._reading.how_often(piece.often) or context.frequency,
            overview=False,
            metrics_beside=piece.metrics_beside,
            word=piece.word,
        )
        if piece.start < piece.end and (key != "area_block" or not node.children):
            self._stating.statements(piece.start, piece.end, inner, listed=True)
        self._children(node, inner)

    def _names_posts(self, node: Node) -> bool:
        """Whether the value of a label is a list of posts: `Responsible for: Sous Chef, Kitchen Porters`."""
        named = self._values(node) if not node.children else []
        words = [self._plain[name.start : name.end] for name in named]
        return bool(words) and all(self._reading.names.kind(word.rstrip("s")) == "role" for word in words)

    def _area(self, node: Node) -> str | None:
        piece = node.piece
        span = (piece.start, piece.end) if piece.key == "area_block" else piece.area
        if piece.key == "area_block" and not node.children:
            return None
        return self._page.shown(*span) if span else None

    def grant(self, node: Node, context: Context) -> None:
        """A cell of a matrix: what a post may do in a matter, or its letter of RACI."""
        piece, name = node.piece, node.piece.names[0]
        owner = self._owners.find(name.start, name.end, name.kind, context.unit)
        owner.described = True
        statement = self._stating.statement(piece.start, piece.end, context, listed=True)
        owner.duties += [replace(statement, mode=mode) for mode in piece.modes]
        if piece.entry:
            owner.grants.append(piece.entry)


def _names_owner(piece: Piece) -> bool:
    return piece.kind == "owner" or (piece.kind == "label" and piece.key in ("name", "unit_name"))


def _behind_block(node: Node) -> bool:
    """Whether a label of measures follows a block of duties, whose measures they are."""
    before = node.parent.children[node.place - 1] if node.parent and node.place > 0 else None
    return before is not None and before.piece.key == "area_block"
