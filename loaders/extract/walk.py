"""The outline read from top to bottom: who owns what stands below which heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dutygraph.loaders.extract.draft import Deputizing, Draft, DraftNotice, NameAt, Owner, OwnerKind, Reporting, Statement, Vacancy
from dutygraph.loaders.extract.lexicon import squeeze
from dutygraph.loaders.extract.matrices import step_of
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.outline import Node
from dutygraph.loaders.extract.page import Page, tidy
from dutygraph.loaders.extract.reading import Reading
from dutygraph.loaders.extract.reporting import Phrase

_SKIPPED = frozenset(("skip", "meta", "person", "remark", "chart", "accountability"))
_LISTS = frozenset(("duties", "unit_duties", "authority", "powers", "metric", "area_block"))
_AREA_LENGTH = 20
_LINES = {"superior": "solid", "superior_dotted": "dotted", "superior_skip": "skip"}


class Context(NamedTuple):
    """Where the reading stands: inside which unit, for whom, in which section.

    `strong`: the owners were named by a heading or label of their own, not only by the document's title.
    """

    unit: Owner | None = None
    owners: tuple[Owner, ...] = ()
    strong: bool = False
    key: str | None = None
    area: str | None = None
    frequency: str | None = None
    overview: bool = False
    word: str = ""
    """The label over the section, where its own wording matters (审核事项)."""

    metrics_beside: bool = False
    """Whether a column of measures stands beside the duties, whose items may have fallen among them."""

    @property
    def roles(self) -> list[Owner]:
        """The owners that are roles."""
        return [owner for owner in self.owners if owner.kind != "unit"]


class Walker:
    """Reads one section's outline into a draft."""

    def __init__(self, page: Page, reading: Reading, draft: Draft, *, slides: bool = False) -> None:
        self.page, self.plain = page, page.plain
        self.reading, self.draft = reading, draft
        self.slides = slides
        self._measured = 0

    def read(self, root: Node, context: Context) -> None:
        """Read all that stands under the root."""
        self._children(root, context)

    # Nodes ---------------------------------------------------------------------------------------------------------

    def _children(self, node: Node, context: Context) -> None:
        speaker: tuple[Owner, ...] = ()
        measures = self._measures(node.children) if context.metrics_beside else set()
        for at, child in enumerate(node.children):
            if id(child) in measures:
                self._text(child, context._replace(key="metric"), speaker)
                continue
            kind = child.piece.kind
            if kind == "text":
                if area := self._topic(node.children, at, context):
                    if self.slides and context.strong and node.children[at - 1 : at] and self._is_topic(node, at - 1):
                        break  # two headings in a row: the slide's own text has ended
                    context = context._replace(area=area)
                    continue
                if self.slides and context.strong and at and not self._is_topic(node, at - 1) and self._said_before(node, at):
                    break  # a text that no heading begins, behind one: another slide's
                speaker = self._text(child, context, speaker)
            elif kind == "subject":
                speaker = self._subject(child, context, speaker)
            elif kind == "owner":
                self._owner(child, context)
            elif kind == "label":
                context = self._label(child, context)
            elif kind == "section":
                self._section(child, context)
            elif kind == "grant":
                self._grant(child, context)
            elif kind == "topic":
                self._children(child, self._under_heading(child.piece.start, child.piece.end, context))

    def _is_topic(self, node: Node, at: int) -> bool:
        return node.children[at].piece.kind == "text" and self._topic(node.children, at, Context()) is not None

    @staticmethod
    def _said_before(node: Node, at: int) -> bool:
        return any(child.piece.kind == "text" for child in node.children[:at])

    def _measures(self, nodes: list[Node]) -> set[int]:
        """The numbered items among unnumbered duties that are measures, each of them."""
        marked = [n for n in nodes if n.piece.kind == "text" and n.piece.mark]
        texts = [self.plain[n.piece.start : n.piece.end] for n in marked]
        if len(marked) < 2 or not all(self.reading.measure.search(t.rstrip(" ;。.,")) for t in texts):
            return set()
        return {id(n) for n in marked}

    def _section(self, node: Node, context: Context) -> None:
        key = node.piece.key
        if key in _SKIPPED:
            self._only_owners(node, context)
        elif key == "overview":
            self._children(node, context._replace(key=None, overview=True, area=None))
        else:
            self._children(node, context._replace(key=key, overview=False, area=None))

    def _only_owners(self, node: Node, context: Context) -> None:
        """In a section that holds no duties, still read job sheets that an unnumbered heading left in it."""
        for child in node.children:
            if child.piece.kind == "owner" and any(
                n.piece.kind in ("label", "section") and n.piece.key in _LISTS for n in child.walk()
            ):
                self._owner(child, context._replace(key=None))

    # Owners --------------------------------------------------------------------------------------------------------

    def _owner(self, node: Node, context: Context) -> None:
        piece = node.piece
        owners = [self._named(name, context, node) for name in self._joint(piece.names, "", node)]
        inner = self._within(owners, context, piece.key)
        gathers = self._holds_owners(node)
        for owner in owners:
            owner.gathers = owner.gathers or gathers
            self._remark(owner, node, context)
        self._children(node, inner)
        self._group(owners, node)

    def _within(self, owners: Sequence[Owner], context: Context, key: str | None) -> Context:
        unit = owners[0] if len(owners) == 1 and owners[0].kind == "unit" else context.unit
        overview = key == "overview" or (context.overview and key is None)
        section = None if key == "overview" else key
        return Context(unit, tuple(owners), True, section, overview=overview)

    def _named(self, name: Name, context: Context, node: Node | None = None) -> Owner:
        kind: OwnerKind = name.kind
        if kind == "body" and node is not None and self._holds_roles(node):
            kind = "unit"
        return self.owner(name.start, name.end, kind, context.unit, node)

    def _holds_roles(self, node: Node) -> bool:
        return any(
            (n.piece.kind == "owner" and any(x.kind == "role" for x in n.piece.names))
            or (n.piece.kind == "label" and n.piece.key == "name")
            for child in node.children
            for n in child.walk()
        )

    @staticmethod
    def _holds_owners(node: Node) -> bool:
        pieces = (n.piece for child in node.children for n in child.walk())
        return any(p.kind in ("owner", "subject") or (p.kind == "label" and p.key == "name") for p in pieces)

    def owner(
        self, start: int, end: int, kind: OwnerKind, unit: Owner | None, node: Node | None = None
    ) -> Owner:
        """The owner named at `start:end`: one already met, or a new one."""
        key = squeeze(self.plain[start:end]).replace(" ", "") if not self.plain[start:end].isascii() else squeeze(
            self.plain[start:end]
        )
        parent = node.parent if node is not None else None
        same = self.reading.same_units(key) if kind == "unit" else (key,)
        for owner in [o for name in same for o in self.draft.by_key.get(name, ())]:
            if (owner.kind == "unit") != (kind == "unit"):
                continue
            if self._is_other(owner, kind, unit, node, parent):
                continue
            return owner
        found = Owner(kind, tidy(self.page.text[start:end]), key, start, end, unit if unit is None or unit.key != key else unit.unit)
        found.place = parent
        found.section = self._section_label(node)
        return self.draft.add(found)

    def _is_other(
        self, owner: Owner, kind: OwnerKind, unit: Owner | None, node: Node | None, parent: Node | None
    ) -> bool:
        """Whether an owner of the same name is another one: of another unit, or another item of the same list."""
        if kind == "unit":
            return False
        if owner.unit is not unit and owner.unit is not None and unit is not None:
            return True
        same_list = parent is not None and owner.place is parent and node is not None and node.piece.mark is not None
        return same_list and bool(owner.duties) and owner.section != self._section_label(node)

    def _section_label(self, node: Node | None) -> str:
        """The numbers over a node, outermost first: its section path."""
        numbers: list[str] = []
        while node is not None:
            if mark := node.piece.mark:
                numbers.append(f"{mark.style}{mark.number}@{mark.start}" if False else f"{mark.style}{mark.number}")
            node = node.parent
        return "/".join(reversed(numbers))

    def _remark(self, owner: Owner, node: Node, context: Context) -> None:
        if not node.piece.remark or owner.kind == "unit":
            return
        start, end = node.piece.remark
        text = self.plain[start:end]
        if count := self.reading.staffing.remark(text):
            owner.headcount = count
        elif named := self.reading.superiors.acting(self.plain, start, end):
            name = self._name_at(named.start, named.end, context.unit)
            self.draft.vacancies.append(Vacancy(owner, name, start, end, self.page.shown(start, end)))
        if self.reading.staffing.vacant(text):
            owner.vacant = True

    def _group(self, owners: Sequence[Owner], node: Node) -> None:
        """`内勤(行政文员、报关员)`: the posts in brackets, each with a list of its own, share the heading's labels."""
        if len(owners) != 1 or not node.piece.remark:
            return
        group, (start, end) = owners[0], node.piece.remark
        parts = {squeeze(self.plain[n.start : n.end]) for n in self.reading.superiors.value(self.plain, start, end)}
        members = [o for o in self.draft.owners if o.key in parts and o.start > group.start and o.kind != "unit"]
        if not members or group.duties:
            return
        group.stated = False
        for member in members:
            member.unit = member.unit or group.unit
            member.summary = member.summary or list(group.summary)
            for line in [x for x in self.draft.lines if x.subordinate is group]:
                self.draft.lines.append(replace(line, subordinate=member))
        self.draft.lines = [x for x in self.draft.lines if x.subordinate is not group]

    # Labels --------------------------------------------------------------------------------------------------------

    def _label(self, node: Node, context: Context) -> Context:
        """Read a label and its value; returns the context for what follows it.

        Where the labels of a sheet are numbered, what follows the name stands beside it, not under it.
        """
        piece, key = node.piece, node.piece.key or ""
        if key in ("name", "unit_name"):
            inner = self._sheet(node, context) if key == "name" else self._unit_sheet(node, context)
            return inner if inner and piece.mark else context
        if key in ("unit", "parent_unit"):
            return self._label_unit(node, context)
        elif key in _LINES:
            self._superiors(node, context, key)
        elif key in ("subordinates", "subordinates_skip"):
            self._subordinates(node, context)
        elif key == "headcount":
            self._headcount(node, context)
        elif key == "staffing":
            self._staffing(node, context)
        elif key == "sub_units":
            self._sub_units(node, context)
        elif key in ("summary", "goal"):
            self._summary(node, context)
        elif key == "metric" and (piece.beside or self._behind_block(node)):
            self._measure(node, context)
        elif key in _LISTS:
            self._list(node, context, key)
        elif key == "chart":
            self._chart(node, context)
        elif key == "person":
            self._person(node, context)
        elif key == "deputy":
            self._deputy(node, context)
        elif key in _SKIPPED:
            self._only_owners(node, context)
        else:
            self._children(node, context)
        return context

    def _sheet(self, node: Node, context: Context) -> Context | None:
        piece = node.piece
        names = self.reading.superiors.value(self.plain, piece.start, piece.end)
        if not names:
            self._children(node, context)
            return None
        start, end = names[0].start, names[-1].end
        kind = self.reading.names.kind(self.plain[start:end], short=True)
        owner = self.owner(start, end, "body" if kind == "body" else "role", context.unit, node)
        owner.described = True
        after = self.plain[end : piece.end]
        if count := re.match(r" ?\(([^()]*)\)", after):
            owner.headcount = self.reading.staffing.remark(count.group(1)) or owner.headcount
        inner = Context(context.unit, (owner,), True)
        self._children(node, inner)
        return inner

    def _unit_sheet(self, node: Node, context: Context) -> Context | None:
        piece = node.piece
        names = self.reading.superiors.value(self.plain, piece.start, piece.end)
        members = [self.owner(n.start, n.end, "unit", context.unit) for n in names] if len(names) > 1 else []
        if not names:
            self._children(node, context)
            return None
        unit = self._titled(names[0].start, names[-1].end, context) or self.owner(
            names[0].start, names[-1].end, "unit", context.unit, node
        )
        for member in members:
            member.described = True
        inner = Context(unit, (unit,), True)
        self._children(node, inner)
        self._heads(node, unit, members)
        return inner

    def _titled(self, start: int, end: int, context: Context) -> Owner | None:
        """The unit of the title where a label names it without the firm's name (华辰电子品质部, 品质部)."""
        unit, key = context.unit, squeeze(self.plain[start:end])
        if unit is None or context.strong or unit.key == key or not unit.key.endswith(key):
            return None
        unit.add_alias(unit.name, unit.key)
        unit.aliases, unit.alias_keys = [unit.name], {unit.key}
        self.draft.rename(unit, self.page.shown(start, end), key)
        return unit

    def _heads(self, node: Node, unit: Owner, members: Sequence[Owner]) -> None:
        """A unit's sheet that names its superior and the rank of its head gives the head's line."""
        labels = {n.piece.key: n.piece for n in node.children if n.piece.kind == "label"}
        superior, rank = labels.get("superior"), labels.get("head_post")
        if not superior or not rank or superior.start == superior.end:
            return
        for member in members or [unit]:
            head = self.draft.find(member.key + squeeze(self.plain[rank.start : rank.end]))
            if head:
                for named in self.reading.superiors.value(self.plain, superior.start, superior.end):
                    name = self._name_at(named.start, named.end, unit)
                    self.draft.lines.append(Reporting(head, name, superior.start, superior.end))

    def _label_unit(self, node: Node, context: Context) -> Context:
        piece = node.piece
        names = self.reading.superiors.value(self.plain, piece.start, piece.end)
        if not names:
            return context
        named = names[-1]  # 生产中心/质量部: the last is the innermost
        unit = self.owner(named.start, named.end, "unit", None if piece.key == "parent_unit" else context.unit)
        if piece.key == "parent_unit":
            for owner in context.owners:
                if owner.kind == "unit" and owner is not unit:
                    owner.unit = unit
            return context
        for role in context.roles:
            self._move(role, unit)
        return context._replace(unit=unit)

    def _move(self, role: Owner, unit: Owner) -> None:
        """A role is in the unit its label names; a role of the same title there is the same."""
        role.unit = unit

    def _superiors(self, node: Node, context: Context, key: str) -> None:
        piece = node.piece
        if not context.roles:
            return
        for at, named in enumerate(self.reading.superiors.value(self.plain, piece.start, piece.end)):
            line = "alternative" if named.alternative and at else _LINES[key]
            name = self._name_at(named.start, named.end, context.unit)
            for role in context.roles:
                self.draft.lines.append(Reporting(role, name, piece.start, piece.end, line))  # type: ignore[arg-type]

    def _subordinates(self, node: Node, context: Context) -> None:
        piece = node.piece
        for named in self.reading.superiors.value(self.plain, piece.start, piece.end):
            kind = self.reading.names.kind(self.plain[named.start : named.end], short=True)
            if kind == "unit":
                self.owner(named.start, named.end, "unit", context.unit)
                continue
            name = self._name_at(named.start, named.end, context.unit)
            line = "skip" if piece.key == "subordinates_skip" else "solid"
            for role in context.roles:
                self.draft.lines.append(
                    Reporting(name, role, piece.start, piece.end, line, listed_by="superior")  # type: ignore[arg-type]
                )

    def _name_at(self, start: int, end: int, unit: Owner | None) -> NameAt:
        word = self.plain[start:end]
        key = squeeze(word) if word.isascii() else squeeze(word).replace(" ", "")
        return NameAt(tidy(self.page.text[start:end]), key, start, end, unit)

    def _headcount(self, node: Node, context: Context) -> None:
        piece = node.piece
        count = self.reading.staffing.value(self.plain[piece.start : piece.end])
        for owner in context.owners:
            if count and owner.headcount is None:
                owner.headcount = count
        if not count:
            self._staffing(node, context)

    def _person(self, node: Node, context: Context) -> None:
        """Who holds a post, or that nobody does."""
        start, end = node.piece.start, node.piece.end
        text = self.plain[start:end]
        for role in context.roles:
            if self.reading.staffing.vacant(text):
                role.vacant = True
            elif self.reading.is_person(text):
                self.draft.holdings.append((self.page.shown(start, end), role, start, end))

    def _deputy(self, node: Node, context: Context) -> None:
        """Who stands in for a post."""
        for named in self.reading.superiors.value(self.plain, node.piece.start, node.piece.end):
            if self.reading.names.kind(self.plain[named.start : named.end], short=True):
                name = self._name_at(named.start, named.end, context.unit)
                for role in context.roles:
                    self.draft.deputies.append(Deputizing(name, role, None, node.piece.start, node.piece.end))

    def _staffing(self, node: Node, context: Context) -> None:
        self._staff(node.piece.start, node.piece.end, context)
        inner = context._replace(key=None, area=None)
        for child in node.children:
            if child.piece.kind in ("owner", "label", "section", "subject"):
                self._children(Node(child.piece, node, [child]), inner)
            else:
                self._staff(child.piece.start, child.piece.end, context)

    def _staff(self, start: int, end: int, context: Context) -> None:
        for post in self.reading.staffing.listed(self.plain, start, end):
            role = self.owner(post.start, post.end, "role", self._unit_in_title(post.start, post.end) or context.unit)
            if post.low is not None and post.high is not None:
                role.headcount = role.headcount or (post.low, post.high)
            role.vacant = role.vacant or post.vacant

    def _unit_in_title(self, start: int, end: int) -> Owner | None:
        """The unit with whose name a title begins, where it is one already met."""
        title = self.plain[start:end]
        for owner in self.draft.owners:
            if owner.kind == "unit" and title.startswith(owner.key) and len(title) > len(owner.key):
                return owner
        return None

    def _sub_units(self, node: Node, context: Context) -> None:
        piece = node.piece
        for named in self.reading.superiors.value(self.plain, piece.start, piece.end):
            if self.reading.names.kind(self.plain[named.start : named.end]) == "unit":
                self.owner(named.start, named.end, "unit", context.unit)

    def _chart(self, node: Node, context: Context) -> None:
        """The boxes of an organisation chart whose lines are lost: units are kept, posts are only names."""
        for name in self.reading.names.run(self.plain, node.piece.start, node.piece.end):
            if name.kind == "unit":
                self.owner(name.start, name.end, "unit", context.unit)
        self._children(node, context)

    def _summary(self, node: Node, context: Context) -> None:
        spans = [(node.piece.start, node.piece.end)] if node.piece.start < node.piece.end else []
        spans += [(n.piece.start, n.piece.end) for child in node.children for n in child.walk()]
        for owner in context.owners:
            owner.summary += [span for span in spans if span[0] < span[1]]
        for start, end in spans:
            self._prose_lines(start, end, context.roles)

    @staticmethod
    def _behind_block(node: Node) -> bool:
        """Whether a label of measures follows a block of duties, whose measures they are."""
        siblings = node.parent.children if node.parent else []
        at = siblings.index(node)
        return at > 0 and siblings[at - 1].piece.key == "area_block"

    def _measure(self, node: Node, context: Context) -> None:
        """Measures beside duties measure those that were read since the last measures."""
        spans = [(n.piece.start, n.piece.end) for n in node.walk() if n.piece.start < n.piece.end]
        text = "".join(self.page.shown(*span) for span in spans).rstrip("。;；")
        for owner in context.owners:
            for duty in owner.duties:
                if duty.metric is None and self._measured <= duty.start < node.piece.start and text:
                    duty.metric = text
                    duty.metric_at = (spans[0][0], spans[-1][1])
        self._measured = node.piece.end

    def _list(self, node: Node, context: Context, key: str) -> None:
        piece = node.piece
        section = "duties" if key in ("unit_duties", "area_block") else key
        area = self.page.shown(piece.start, piece.end) if key == "area_block" else None
        beside = piece.metrics_beside
        inner = context._replace(key=section, area=area, overview=False, metrics_beside=beside, word=piece.word)
        if piece.start < piece.end and key != "area_block":
            self._statements(piece.start, piece.end, inner, listed=True)
        self._children(node, inner)

    def _grant(self, node: Node, context: Context) -> None:
        """A cell of a matrix: what a post may do in a matter, or its letter of RACI."""
        piece, name = node.piece, node.piece.names[0]
        owner = self.owner(name.start, name.end, "role" if name.kind == "role" else name.kind, context.unit)
        owner.described = True
        modes = self.reading.letters(piece.word) if piece.key == "letters" else []
        for mode in modes:
            owner.duties.append(replace(self._statement(piece.start, piece.end, None, context, listed=True), mode=mode))
        if modes:
            return
        for act in self.reading.acts_of(piece.word) or ["approve"]:
            statement = self._statement(piece.start, piece.end, None, context, act=act, matter=(piece.start, piece.end))
            owner.authorities.append(replace(statement, step=step_of(piece.word)))

    # Text ----------------------------------------------------------------------------------------------------------

    def _topic(self, nodes: list[Node], at: int, context: Context) -> str | None:
        """A short line over a sentence, both without numbers, is the heading of what follows."""
        node = nodes[at]
        piece = node.piece
        if piece.mark or not piece.fresh or node.children or piece.end - piece.start > 14 or at + 1 >= len(nodes):
            return None
        following = nodes[at + 1].piece
        if following.kind != "text" or following.mark or not following.fresh:
            return None
        this, then = self.plain[piece.start : piece.end], self.plain[following.start : following.end]
        if this[-1] in "。;.,、:" or len(then) <= len(this):
            return None
        return self.page.shown(piece.start, piece.end) if then[-1] in "。." else None

    def _text(self, node: Node, context: Context, speaker: tuple[Owner, ...]) -> tuple[Owner, ...]:
        piece = node.piece
        text = self.plain[piece.start : piece.end]
        if self.reading.fillers.match(text) and not (piece.mark and context.key):
            return speaker
        said, refers = self.reading.clauses.without_reference(self.plain, piece.start, piece.end)
        if refers and speaker and not piece.mark:
            self._statements(said, piece.end, self._of(speaker, context), listed=False, fresh=True)
            return speaker
        if node.children and self._is_heading(text) and self._heads_children(node):
            self._children(node, self._under_heading(piece.start, piece.end, context))
            return speaker
        if context.key in _SKIPPED:
            return speaker
        if not (context.owners and context.strong) and self.reading.staffing.is_list(self.plain, piece.start, piece.end):
            self._staff(piece.start, piece.end, context)
            self._children(node, context)
            return speaker
        article = piece.mark is not None and piece.mark.style.startswith("article")
        if context.owners and (context.strong or context.key) and not article:
            inner = context
            if text.rstrip().endswith(":") and node.children:
                area = self.page.shown(piece.start, piece.end - 1) if len(text) <= _AREA_LENGTH else context.area
                inner = context._replace(area=area)
            else:
                listed = bool(piece.mark) or bool(context.key)
                self._statements(piece.start, piece.end, context, listed=listed, fresh=piece.fresh)
            self._children(node, inner)
            return context.owners
        end, key = piece.end, None if article else context.key
        if node.children and (opener := self.reading.list_opener(self.plain, piece.start, piece.end)):
            end, key = opener
        owners = self._prose(piece.start, end, context, speaker, item=bool(piece.mark))
        own = owners if owners is not speaker else ()
        key = key if own else None if article else context.key
        inner = context._replace(owners=own or context.owners, strong=bool(own) or context.strong, key=key)
        self._children(node, inner)
        return owners or speaker

    def _is_heading(self, text: str) -> bool:
        return len(text) <= 24 and text.rstrip(" :")[-1:] not in tuple("。;,") and "。" not in text

    def _heads_children(self, node: Node) -> bool:
        """Whether a short text heads what stands under it; an item at the end of a list heads no remark behind it."""
        children = [c.piece for c in node.children if not self.reading.fillers.match(self.plain, c.piece.start)]
        if any(piece.mark or piece.kind != "text" or not piece.fresh for piece in children):
            return True
        return bool(children) and not self.reading.clauses.verb.match(self.plain, node.piece.start)

    def _under_heading(self, start: int, end: int, context: Context) -> Context:
        text = squeeze(self.plain[start:end].rstrip(" :"))
        frequency = self.reading.frequency_heading(text)
        if self.reading.skipped_heading(text):
            return context._replace(key="skip")
        return context._replace(area=self.page.shown(start, end).rstrip(":："), frequency=frequency or context.frequency)

    def _subject(self, node: Node, context: Context, speaker: tuple[Owner, ...]) -> tuple[Owner, ...]:
        """A sentence that names its subject: what it says is said of that owner."""
        piece, names = node.piece, node.piece.names
        if context.key in _SKIPPED:
            return speaker
        said = self.plain[piece.start : piece.end]
        colon = ":" in self.plain[names[-1].end : piece.start]
        title = squeeze(self.plain[names[0].start : names[-1].end])
        other = title not in {owner.key for owner in context.owners}
        if context.roles and context.strong and other and not (colon and context.key is None):
            self._statements(names[0].start, piece.end, context, listed=bool(piece.mark) or bool(context.key))
            self._children(node, context)
            return context.owners
        if not colon and not self._acting(names, said):
            if not self._by_others(names[0].start, piece.end, context):
                self._posts_set_up(names[0].start, piece.end, context)
            return speaker
        owners = tuple(self._named(name, context, node) for name in self._joint(names, said, node))
        unit = owners[0] if len(owners) == 1 and owners[0].kind == "unit" else context.unit
        inner = Context(unit, owners, True, overview=context.overview)
        self._said(piece.start, piece.end, inner, node)
        return owners

    def _acting(self, names: Sequence[Name], said: str) -> bool:
        """Whether what follows a name says what its bearer does; of people in general (经办人员) only 负责 does."""
        if said.lstrip(" ,").startswith(tuple(self.reading.lexicon.distributive)):
            return True
        if not self.reading.acts(said):
            return self.reading.list_opener(said, 0, len(said)) is not None
        title = self.plain[names[-1].start : names[-1].end]
        return not self.reading.general.search(title) or self.reading.carries(said)

    def _joint(self, names: tuple[Name, ...], said: str, node: Node) -> tuple[Name, ...]:
        """Several posts with one list are one role (科长、主任); where the text says 各, each is one."""
        if len(names) < 2 or any(name.kind == "unit" for name in names):
            return names
        if said.startswith(tuple(self.reading.lexicon.distributive)) or not node.children:
            return names
        return (Name(names[0].start, names[-1].end, "role"),)

    def _said(self, start: int, end: int, context: Context, node: Node, *, listed: bool = False) -> None:
        """What is said of an owner in prose, and the list it may open."""
        if opener := self.reading.list_opener(self.plain, start, end):
            before, key = opener
            self._lead(start, before, context)
            self._children(node, context._replace(key=key))
            return
        self._lines_of(start, end, context.roles)
        self._statements(start, end, context, listed=listed, fresh=True)
        self._children(node, context)

    def _lead(self, start: int, end: int, context: Context) -> None:
        """What is said of owners before their list is their summary."""
        for span in self.reading.clauses.sentences(self.plain, start, end):
            if span[1] - span[0] < 2:
                continue
            for owner in context.owners:
                owner.summary.append(span)
                owner.described = True
        self._lines_of(start, end, context.roles)

    def _prose(self, start: int, end: int, context: Context, speaker: tuple[Owner, ...], *, item: bool = False
    ) -> tuple[Owner, ...]:
        """Sentences without a heading of their own: only what names its owner, or goes on about the last, counts."""
        for s, e in self.reading.clauses.sentences(self.plain, start, end):
            if self.reading.fillers.match(self.plain, s, e):
                continue
            said, refers = self.reading.clauses.without_reference(self.plain, s, e)
            if self.reading.needs.match(self.plain, s, e) or self.reading.needs.match(self.plain, said, e):
                self._needed(s, e, context)
            elif speaker and (refers or (item and self.reading.goes_on(self.plain, s, e))):
                self._statements(said, e, self._of(speaker, context), listed=False)
            elif owners := self._sentence(s, e, context):
                speaker = owners
            elif not self._by_others(s, e, context) and (roles := self._posts_set_up(s, e, context)):
                speaker = roles
        return speaker

    def _sentence(self, start: int, end: int, context: Context) -> tuple[Owner, ...]:
        """A sentence whose subject is a name."""
        names = self.reading.names.prefixes(self.plain[start : min(end, start + 80)])
        names = tuple(Name(start + n.start, start + n.end, n.kind) for n in names)
        if not names or not self._acting(names, self.plain[names[-1].end : end]):
            return ()
        owners = tuple(self._named(name, context) for name in names)
        at = names[-1].end
        while at < end and self.plain[at] in " ,:":
            at += 1
        inner = self._of(owners, context)
        self._lines_of(at, end, inner.roles)
        if not self.reading.must.match(self.plain, at, end):
            start = at
        self._statements(start, end, inner, listed=False)
        return owners

    def _by_others(self, start: int, end: int, context: Context) -> bool:
        """A rule whose doer stands behind 由, and the body without whose consent it does not hold."""
        found = False
        for grant in self.reading.required(self.plain, start, end):
            name = self.reading.name_in(self.plain, *grant.holder)
            if name is None:
                continue
            holder = self._mentioned(name, context)
            holder.authorities.append(self._statement(start, grant.end, None, context, act=grant.act, matter=grant.matter))
            holder.described = found = True
        for holder_start, holder_end in self.reading.doers(self.plain, start, end):
            name = self.reading.name_in(self.plain, holder_start, holder_end)
            if name is not None:
                owner = self._head_of_unit(name, context) or self._mentioned(name, context)
                self._statements(start, end, self._of((owner,), context), listed=False, fresh=True)
                found = True
        return found

    def _mentioned(self, name: Name, context: Context) -> Owner:
        count = len(self.draft.owners)
        owner = self._named(name, context)
        owner.incidental = owner.incidental or len(self.draft.owners) > count
        return owner

    def _head_of_unit(self, name: Name, context: Context) -> Owner | None:
        """The one head of a unit whom a text only calls 负责人: another name of that post."""
        title = self.plain[name.start : name.end]
        for unit in self.draft.owners:
            if unit.kind == "unit" and title == unit.key + self.reading.head_word:
                return self._later_head(unit, name)
        return None

    def _later_head(self, unit: Owner, name: Name) -> Owner:
        owner = self.owner(name.start, name.end, "role", unit)
        owner.heads = unit
        return owner

    def _of(self, owners: tuple[Owner, ...], context: Context) -> Context:
        unit = owners[0] if len(owners) == 1 and owners[0].kind == "unit" else context.unit
        return context._replace(unit=unit, owners=owners, strong=True, key=None)

    def _needed(self, start: int, end: int, context: Context) -> None:
        """Whom a unit needs is no duty; but a post named there may be described."""
        for part_start, part_end in self.reading.parts(self.plain, start, end):
            link = self.reading.connectors.match(self.plain, part_start, part_end)
            at = link.end() if link else part_start
            name = self.reading.names.prefix(self.plain[at:part_end])
            if name and name.kind == "role" and self.reading.carries(self.plain[at + name.end : part_end]):
                role = self.owner(at, at + name.end, "role", context.unit)
                self._statements(at + name.end, part_end, self._of((role,), context), listed=False)
            elif found := self.reading.needed_post(self.plain, part_start, part_end):
                self.owner(*found, "role", context.unit).described = True

    def _posts_set_up(self, start: int, end: int, context: Context) -> tuple[Owner, ...]:
        """Posts that a sentence sets up, with what it goes on to say of them."""
        posts, rest = self.reading.staffing.in_text(self.plain, start, end)
        roles = []
        for post in posts:
            role = self._set_up(post.start, post.end, start, context)
            if post.low and post.high:
                role.headcount = role.headcount or (post.low, post.high)
            roles.append(role)
        if roles and rest < end:
            inner = self._of(tuple(roles), context)
            self._lines_of(rest, end, roles)
            self._statements(self.reading.behind_line(self.plain, rest, end), end, inner, listed=False)
        return tuple(roles)

    def _set_up(self, start: int, end: int, sentence: int, context: Context) -> Owner:
        """A post by its title; a rank alone is that of the unit which is the sentence's subject (营销部设置主任)."""
        unit, named = context.unit, False
        for owner in self.draft.owners:
            if owner.kind == "unit" and self.plain.startswith(owner.key, sentence):
                unit, named = owner, True
        title = self.plain[start:end]
        if unit is None or not named or not self.reading.names.is_bare(title) or len(title) > 3:
            return self.owner(start, end, "role", unit)
        role = self.owner(start, end, "role", unit)
        if role.name == self.page.shown(start, end):
            role.add_alias(role.name, role.key)
            shown = unit.name + role.name
            self.draft.rename(role, shown, unit.key + role.key)
        return role

    # Statements ----------------------------------------------------------------------------------------------------

    def _statements(
        self, start: int, end: int, context: Context, *, listed: bool, fresh: bool = False
    ) -> None:
        """Split a text and give each clause to the owners of the context, as the section says."""
        if not context.owners:
            return
        area = context.area
        for s, e in self.reading.clauses.sentences(self.plain, start, end):
            if not listed and (self.reading.fillers.match(self.plain, s, e) or self._needs(s, e, context)):
                continue
            if self.reading.only_opens(self.plain, s, e) or self._parts(s, e, context):
                continue
            if not listed and not fresh and not self.reading.clauses.verb.match(self.plain, s, e):
                continue
            if found := self.reading.clauses.area(self.plain, s, e):
                (a, b), s = found
                area = self.page.shown(a, b)
            if not listed:
                s, _ = self.reading.clauses.without_reference(self.plain, s, e)
                s = self.reading.behind_include(self.plain, s, e)
            if s < e:
                self._state(s, e, area, context, listed)

    def _parts(self, start: int, end: int, context: Context) -> bool:
        """Whether a clause only lists the parts of a unit (下设销售部、市场部); they are units in it."""
        match = self.reading.parts_of.match(self.plain, start, end)
        if not match:
            return False
        for named in self.reading.superiors.value(self.plain, match.end(), end):
            if self.reading.names.kind(self.plain[named.start : named.end]) == "unit":
                self.owner(named.start, named.end, "unit", context.unit)
        return True

    def _needs(self, start: int, end: int, context: Context) -> bool:
        said, _ = self.reading.clauses.without_reference(self.plain, start, end)
        if not self.reading.needs.match(self.plain, start, end) and not self.reading.needs.match(self.plain, said, end):
            return False
        self._needed(start, end, context)
        return True

    def _statement(
        self, start: int, end: int, area: str | None, context: Context, *, listed: bool = False, act: str = "",
        matter: tuple[int, int] | None = None,
    ) -> Statement:  # fmt: skip
        return Statement(
            start, end, self.page.shown(start, end), squeeze(self.plain[start:end]), area, listed, context.overview,
            context.frequency, act=act, matter=self.page.shown(*matter) if matter else "",
        )  # fmt: skip

    def _state(self, start: int, end: int, area: str | None, context: Context, listed: bool) -> None:
        statement = self._statement(start, end, area, context, listed=listed)
        for owner in context.owners:
            owner.described = True
            if context.key in ("authority", "powers"):
                owner.has_powers = owner.has_powers or context.key == "powers"
                owner.authorities.append(replace(statement, area_key=context.word))
            elif context.key == "metric":
                owner.metrics.append(statement)
            elif context.key in ("summary", "goal"):
                owner.summary.append((start, end))
            else:
                owner.duties.append(replace(statement))
                if owner.kind == "role" and context.strong:
                    self._reports(start, end, owner)

    def _reports(self, start: int, end: int, role: Owner) -> None:
        """A duty that is a report to somebody states a line; one that mentions it lets it be inferred."""
        if stands := self.reading.superiors.deputizes(self.plain, start, end):
            name = self._name_at(stands.names[0].start, stands.names[0].end, role.unit)
            condition = self.page.shown(stands.start, stands.end)
            self.draft.deputies.append(Deputizing(role, name, condition, start, end))
        if led := self.reading.superiors.led_by(self.plain, start, end):
            self._phrase(led, [role])
        for phrase in self.reading.superiors.reports(self.plain, start, end):
            self._phrase(phrase, [role])

    def _lines_of(self, start: int, end: int, roles: Sequence[Owner]) -> None:
        if roles:
            self._prose_lines(start, end, roles)
            for role in roles:
                if phrase := self.reading.superiors.principal(self.plain, start, end):
                    self._line(role, phrase.names[0].start, phrase.names[0].end, phrase.start, phrase.end)

    def _prose_lines(self, start: int, end: int, roles: Sequence[Owner]) -> None:
        for phrase in self.reading.superiors.phrases(self.plain, start, end):
            self._phrase(phrase, roles)

    def _phrase(self, phrase: Phrase, roles: Sequence[Owner]) -> None:
        basis = "stated" if phrase.stated else "inferred"
        for role in roles:
            for named in phrase.names:
                name = self._name_at(named.start, named.end, role.unit)
                self.draft.lines.append(
                    Reporting(role, name, phrase.start, phrase.end, phrase.line, basis=basis, listed_by="prose")  # type: ignore[arg-type]
                )

    def _line(self, role: Owner, name_start: int, name_end: int, start: int, end: int) -> None:
        name = self._name_at(name_start, name_end, role.unit)
        self.draft.lines.append(Reporting(role, name, start, end, listed_by="prose"))

    def notice(self, code: str, severity: str, message: str, start: int, end: int) -> None:
        """Note something about the document."""
        self.draft.notices.append(DraftNotice(code, severity, message, start, end))  # type: ignore[arg-type]
