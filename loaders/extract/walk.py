"""The outline read from top to bottom: who owns what stands below which heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from dutygraph.loaders.extract.context import Context
from dutygraph.loaders.extract.draft import Draft, DraftNotice, Owner, Vacancy
from dutygraph.loaders.extract.labels import BRACKET, LISTS, Labels
from dutygraph.loaders.extract.lexicon import SKIPPED, squeeze
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.outline import Node
from dutygraph.loaders.extract.owners import Owners
from dutygraph.loaders.extract.page import Page
from dutygraph.loaders.extract.pieces import Piece
from dutygraph.loaders.extract.reading import Reading
from dutygraph.loaders.extract.stating import Stating

_AREA_LENGTH = 20
"""Characters of a text that ends in a colon and still is the heading of what follows."""

_HEADING_LENGTH = 24
_STOPS = ("。", ";", ".")
_TOPIC_LENGTH = 14

Speakers = tuple[Owner, ...]
"""The owners of whom the last sentence spoke."""


class Walker:
    """Reads one section's outline into a draft.

    `slides`: the text is that of slides in no order, where only what stands directly under a title is its own.
    """

    def __init__(self, page: Page, reading: Reading, draft: Draft, *, slides: bool = False) -> None:
        self._page, self._plain = page, page.plain
        self._reading, self._draft, self._slides = reading, draft, slides
        self.owners = Owners(page, reading, draft)
        self._stating = Stating(page, reading, draft, self.owners)
        self._labels = Labels(page, reading, draft, self.owners, self._stating, self.children)

    def children(self, node: Node, context: Context) -> None:
        """Read what stands under a node."""
        speakers: Speakers = ()
        measures = self._measures(node.children) if context.metrics_beside else set()
        for at, child in enumerate(node.children):
            kind = child.piece.kind
            if _is_article(child.piece):
                speakers = ()  # 第三条 begins anew
            if id(child) in measures:
                self._text(child, context._replace(key="metric"), speakers)
            elif kind == "text":
                if self._slides and context.strong and self._leaves_slide(node.children, at):
                    break
                if area := self._topic(node.children, at):
                    context = context._replace(area=area)
                else:
                    speakers = self._text(child, context, speakers)
            elif kind == "subject":
                speakers = self._subject(child, context, speakers)
            elif kind == "label":
                context = self._label(child, context)
            else:
                self._heading(child, context)

    def _heading(self, node: Node, context: Context) -> None:
        piece, key = node.piece, node.piece.key
        if piece.kind == "owner":
            self._owner(node, context)
        elif piece.kind == "grant":
            self._labels.grant(node, context)
        elif piece.kind == "topic":
            self.children(node, self._under_heading(piece, context))
        elif key in SKIPPED:
            self._only_owners(node, context)
        elif key == "overview":
            self.children(node, context._replace(key=None, overview=True, area=None))
        else:
            self.children(node, context._replace(key=key, overview=False, area=None))

    def _label(self, node: Node, context: Context) -> Context:
        if node.piece.key in SKIPPED:
            self._only_owners(node, context)
            return context
        return self._labels.read(node, context)

    def _only_owners(self, node: Node, context: Context) -> None:
        """In a section that holds no duties, still read job sheets that an unnumbered heading left in it."""
        for child in node.children:
            if _is_article(child.piece) and self._reading.staffing.sets_up(
                self._plain, child.piece.start, child.piece.end
            ):
                self._text(child, context._replace(key=None), ())  # 本机构置院长一人,综理院务, in the general chapter
            elif child.piece.kind == "owner" and any(
                n.piece.kind in ("label", "section") and n.piece.key in LISTS for n in child.walk()
            ):
                self._owner(child, context._replace(key=None))

    # Owners --------------------------------------------------------------------------------------------------------

    def _owner(self, node: Node, context: Context) -> None:
        piece, key = node.piece, node.piece.key
        each = self._told_apart(piece.names, node)
        owners = [self.owners.named(name, context, node) for name in _joint(piece.names, node, each=each)]
        gathers = _holds_owners(node)
        for owner in owners:
            owner.gathers = owner.gathers or gathers
            self._remark(owner, node, context)
        unit = owners[0] if len(owners) == 1 and owners[0].kind == "unit" else context.unit
        overview = key == "overview" or (context.overview and key is None)
        self.children(node, Context(unit, tuple(owners), True, None if key == "overview" else key, overview=overview))
        self._group(owners, node)

    def _told_apart(self, names: Sequence[Name], node: Node) -> bool:
        """Whether a heading names several and its items say of whom each is (会计、出纳职责: 1.会计:审核凭证)."""
        titles = [self._plain[name.start : name.end] for name in names]
        items = [child.piece for child in node.children if child.piece.kind in ("text", "subject", "owner")]
        starts = [piece.names[0].start if piece.names else piece.start for piece in items]
        told = [any(self._plain.startswith(f"{title}:", at) for title in titles) for at in starts]
        return len(titles) > 1 and bool(told) and all(told)

    def _remark(self, owner: Owner, node: Node, context: Context) -> None:
        """What stands in brackets behind a title: a number of people, a rule for its vacancy, that it is vacant."""
        if not node.piece.remark or owner.kind == "unit":
            return
        start, end = node.piece.remark
        text = self._plain[start:end]
        if count := self._reading.staffing.remark(text) or (owner.key.isascii() and self._reading.staffing.value(text)):
            owner.headcount = count  # Producer (2)
        elif named := self._reading.superiors.acting(self._plain, start, end):
            name = self.owners.name_at(named.start, named.end, context.unit)
            self._draft.vacancies.append(Vacancy(owner, name, start, end, self._page.shown(start, end)))
        for part in self._reading.parts(self._plain, start, end):
            owner.headcount = owner.headcount or self._reading.staffing.remark(self._plain[slice(*part)])
            self._stating.lines(*part, [owner])  # 客服主管(1人,对门诊部主任负责)
        if self._reading.staffing.vacant(text):
            owner.vacant = True
        elif text.isalpha() and text.isascii():  # Chief Information Officer (CIO)
            key = self.owners.key(start, end)
            owner.add_alias(self._page.shown(start, end), key)
            self._draft.by_key.setdefault(key, [owner])

    def _group(self, owners: Sequence[Owner], node: Node) -> None:
        """`内勤(行政文员、报关员)`: the posts in brackets, each with a list of its own, share the heading's labels."""
        if len(owners) != 1 or not node.piece.remark or owners[0].duties:
            return
        group = owners[0]
        parts = self._reading.superiors.value(self._plain, *node.piece.remark)
        members = [
            owner
            for part in parts
            for owner in self._draft.by_key.get(self.owners.key(part.start, part.end), ())
            if owner.start > group.start and owner.kind != "unit"
        ]
        if not members:
            return
        group.stated = False
        own = [line for line in self._draft.lines if line.subordinate is group]
        self._draft.lines = [line for line in self._draft.lines if line.subordinate is not group]
        for member in members:
            member.unit = member.unit or group.unit
            member.summary = member.summary or list(group.summary)
            self._draft.lines += [replace(line, subordinate=member) for line in own]

    # Text ----------------------------------------------------------------------------------------------------------

    def _topic(self, nodes: list[Node], at: int) -> str | None:
        """A short line over a sentence, both without numbers, is the heading of what follows."""
        node, piece = nodes[at], nodes[at].piece
        if piece.mark or not piece.fresh or node.children or piece.end - piece.start > _TOPIC_LENGTH:
            return None
        following = nodes[at + 1].piece if at + 1 < len(nodes) else None
        if following is None or following.kind != "text" or following.mark or not following.fresh:
            return None
        this, then = self._plain[piece.start : piece.end], self._plain[following.start : following.end]
        if this[-1] in "。;.,、:" or len(then) <= len(this) or then[-1] not in "。.":
            return None
        return self._page.shown(piece.start, piece.end)

    def _leaves_slide(self, nodes: list[Node], at: int) -> bool:
        """Two headings in a row, or a text without one behind another text: the slide's own text has ended."""
        if not at or nodes[at - 1].piece.kind != "text":
            return False
        before, here = self._topic(nodes, at - 1) is not None, self._topic(nodes, at) is not None
        return before == here

    def _measures(self, nodes: list[Node]) -> set[int]:
        """The numbered items among unnumbered duties that are measures, each of them."""
        marked = [n for n in nodes if n.piece.kind == "text" and n.piece.mark]
        texts = [self._plain[n.piece.start : n.piece.end].rstrip(" ;。.,") for n in marked]
        if len(marked) < 2 or not all(self._reading.measure.search(text) for text in texts):
            return set()
        return {id(n) for n in marked}

    def _text(self, node: Node, context: Context, speakers: Speakers) -> Speakers:
        """A text that names no owner at its head; returns of whom it speaks."""
        piece = node.piece
        text = self._plain[piece.start : piece.end]
        if self._reading.fillers.match(text) and not (piece.mark and context.key):
            if self._reading.only_opens(self._plain, piece.start, piece.end):
                self.children(node, context)
            return speakers
        said, refers = self._reading.clauses.without_reference(self._plain, piece.start, piece.end)
        if refers and speakers and not piece.mark:
            self._stating.statements(said, piece.end, context.of(speakers), listed=False, fresh=True)
            return speakers
        if self._matters(node, piece.start, context):
            return speakers
        if self._is_heading(text) and self._heads_children(node):
            if not context.owners and self._like_post(node):
                title = self._page.shown(piece.start, piece.end).strip(" :：")
                message = f"{title} stands over a list like that of a post, but is read as none."
                self._draft.notices.append(DraftNotice("duties_missing", "info", message, piece.start, piece.end))
            self.children(node, self._under_heading(piece, context))
            return speakers
        if context.key in SKIPPED:
            return speakers
        if owner := self._addressed(piece, context):
            self._stating.statements(
                said + len(owner.key) + 1, piece.end, context._replace(owners=(owner,)), listed=True
            )
            return speakers
        known = bool(context.owners) and context.strong
        if not known and self._reading.staffing.is_list(self._plain, piece.start, piece.end):
            speakers = self._staffed(piece.start, piece.end, context, speakers)
            self.children(node, context)
            return speakers
        article = _is_article(piece)
        if context.owners and (known or context.key) and not article:
            self._own_text(node, text, context)
            return context.owners
        return self._free_text(node, context, speakers, article=article)

    def _matters(self, node: Node, start: int, context: Context) -> bool:
        """Whether a text says who decides on the matters in the list below it, or in the list before it."""
        flows, end = self._reading.flows, node.piece.end
        found = (flows.announced if node.children else flows.referred)(self._plain, start, end)
        if found is None:
            return False
        items = node.children or _items_before(node)
        spans = [(item.piece.start, item.piece.end) for item in items if item.piece.kind == "text"]
        return bool(spans) and self._stating.matters(*found, spans, context)

    def _addressed(self, piece: Piece, context: Context) -> Owner | None:
        """Whose item it is among several owners of one heading (会计:审核凭证)."""
        several = context.roles if len(context.owners) > 1 else ()
        return next((o for o in several if self._plain.startswith(f"{o.key}:", piece.start)), None)

    def _staffed(self, start: int, end: int, context: Context, speakers: Speakers) -> Speakers:
        """A text with a list of posts and their numbers, which may go on to say what they do."""
        staffing = self._reading.staffing
        for s, e in self._reading.clauses.sentences(self._plain, start, end):
            if any(True for _ in staffing.listed(self._plain, s, e)) or staffing.set_ups(self._plain, s, e):
                self._stating.staff(s, e, context)
            else:
                speakers = self._prose(s, e, context, speakers, item=False)
        return speakers

    def _own_text(self, node: Node, text: str, context: Context) -> None:
        """A text in the list or under the heading of its owner."""
        piece = node.piece
        if text.endswith(":") and node.children:
            self._stating.lines(piece.start, piece.end, context.roles)
            if len(text) <= _AREA_LENGTH and not self._reading.list_opener(self._plain, piece.start, piece.end):
                context = context._replace(area=self._page.shown(piece.start, piece.end - 1))
        else:
            listed = bool(piece.mark) or bool(context.key)
            self._stating.statements(piece.start, piece.end, context, listed=listed, fresh=piece.fresh)
        self.children(node, context)

    def _free_text(self, node: Node, context: Context, speakers: Speakers, *, article: bool) -> Speakers:
        """A text that has to name its owner itself; where it ends in the opening of a list, that is the owner's."""
        piece, end, key = node.piece, node.piece.end, None if article else context.key
        if node.children and (opener := self._reading.list_opener(self._plain, piece.start, piece.end)):
            end, key = opener
        found = self._prose(piece.start, end, context, speakers, item=bool(piece.mark))
        own = found if found is not speakers else ()
        units = {id(owner.unit): owner.unit for owner in own}
        if len(own) > 1 and len(units) == 1 and self._reading.staffing.sets_up(self._plain, piece.start, end):
            own = tuple(unit for unit in units.values() if unit) or own  # 某组设组长、工程师,职责为: the unit's
        if not own and not (context.strong and end < piece.end):
            key = None if article else context.key
        strong = bool(own) or context.strong
        if node.children and (matter := self._reading.tiered(self._plain, piece.start, piece.end)):
            context = context._replace(about=self._page.shown(*matter))
        self.children(node, context._replace(owners=own or context.owners, strong=strong, key=key))
        return found or speakers

    def _is_heading(self, text: str) -> bool:
        if len(text) > _HEADING_LENGTH or "。" in text or text.rstrip(" :")[-1:] in (";", ","):
            return False
        return self._reading.list_opener(text, 0, len(text)) is None

    def _heads_children(self, node: Node) -> bool:
        """Whether a short text heads what stands under it; an item at the end of a list heads no remark behind it."""
        below = [c.piece for c in node.children if not c.piece.beside and c.piece.key != "meta"]
        children = [piece for piece in below if not self._reading.fillers.match(self._plain, piece.start)]
        if any(piece.mark or piece.kind != "text" or not piece.fresh for piece in children):
            return True
        return bool(children) and (not self._begins_with_verb(node) or self._heads_beside(node))

    def _begins_with_verb(self, node: Node) -> bool:
        return self._reading.clauses.verb.match(self._plain, node.piece.start) is not None

    def _heads_beside(self, node: Node) -> bool:
        """Whether the other items of a row are headings over texts: 盘点管理 is one too."""
        mark, row = node.piece.mark, node.parent.children if node.parent else []
        others = [each for each in row if mark and each.piece.mark and each is not node]
        others = [each for each in others if each.piece.mark.style == mark.style]  # type: ignore[union-attr]
        return bool(others) and all(each.children and not self._ends(each) for each in others)

    def _ends(self, node: Node) -> bool:
        return self._plain[node.piece.end - 1] in _STOPS

    def _like_post(self, node: Node) -> bool:
        """Whether a heading in a row with posts stands over a list of what somebody does, and names nobody known."""
        level, row = node.piece.level, node.parent.children if node.parent else []
        if not level or not any(n.piece.kind == "owner" and n.piece.level == level for n in row):
            return False
        below = [n.piece for n in node.walk() if n is not node]
        items = [piece for piece in below if piece.mark and piece.kind == "text"]
        doing = [piece for piece in items if self._reading.clauses.verb.match(self._plain, piece.start)]
        return 1 < len(items) < 2 * len(doing) and all(piece.kind == "text" for piece in below)

    def _under_heading(self, piece: Piece, context: Context) -> Context:
        start, end = piece.start, piece.end
        text = squeeze(self._plain[start:end].rstrip(" :"))
        if self._reading.skipped_heading(text):
            return context._replace(key="skip")
        opens = self._reading.only_opens(self._plain, start, end)
        chapter = piece.mark is not None and piece.mark.style.startswith("chapter")
        if matter := self._reading.tiered(self._plain, start, end):
            context = context._replace(about=self._page.shown(*matter))
        area = context.area if opens or chapter else self._page.shown(start, end).rstrip(":：")
        return context._replace(area=area, frequency=self._reading.frequency_heading(text) or context.frequency)

    # Sentences with a subject --------------------------------------------------------------------------------------

    def _subject(self, node: Node, context: Context, speakers: Speakers) -> Speakers:
        """A text that begins with the name of its subject: what it says is said of that owner."""
        piece, names = node.piece, node.piece.names
        if context.key in SKIPPED:
            return speakers
        if names[0].kind == "unit" and self._reading.staffing.is_list(self._plain, piece.start, piece.end):
            self._stating.staff(names[0].start, piece.end, context)
            self.children(node, context)
            return speakers
        if self._stating.stand_in(names[0].start, piece.end, context) and not node.children:
            return speakers
        if self._matters(node, names[0].start, context):
            return speakers
        colon = ":" in self._plain[names[-1].end : piece.start]
        key = self.owners.key(names[0].start, names[-1].end)
        called = self.owners.called(key, context)
        other = not called and all(key != owner.key and key not in owner.alias_keys for owner in context.owners)
        article = _is_article(piece)
        own = article or _leaves_list(node)
        if context.roles and context.strong and other and not own and not (colon and context.key is None):
            listed = bool(piece.mark) or bool(context.key)
            self._stating.statements(names[0].start, piece.end, context, listed=listed)
            self.children(node, context)
            return context.owners
        said = self._plain[piece.start : piece.end]
        lists = any(c.piece.kind == "label" and c.piece.key in LISTS for c in node.children)
        if not colon and not lists and not self._acting(names, said):
            if self._stating.by_others(names[0].start, piece.end, context):
                return speakers
            if self._stating.posts_set_up(names[0].start, piece.end, context) or article or not piece.mark:
                return speakers
            if context.owners and context.strong:  # an item of their list that only looks like a subject
                self._stating.statements(names[0].start, piece.end, context, listed=True)
            return speakers
        each = said.startswith(tuple(self._reading.lexicon.distributive))
        named = (self.owners.named(name, context, node) for name in _joint(names, node, each=each))
        owners = (called,) if called else tuple(named)
        unit = owners[0] if len(owners) == 1 and owners[0].kind == "unit" else context.unit
        if (count := BRACKET.match(said)) and len(owners) == 1:
            owners[0].headcount = owners[0].headcount or self._reading.staffing.remark(count.group(1))
        self._said(node, Context(unit, owners, True, overview=context.overview))
        return owners

    def _acting(self, names: Sequence[Name], said: str) -> bool:
        """Whether what follows a name says what its bearer does; of people in general (经办人员) only 负责 does."""
        if said.lstrip(" ,").startswith(tuple(self._reading.lexicon.distributive)):
            return True
        opened = bool(self._reading.staffing.composed(said, 0, len(said)))
        if not opened and names[-1].kind != "unit":  # of a unit it says what the unit is for
            opened = self._reading.behind_being(said, 0, len(said)) > 0
        several = names[-1].kind == "role" and self._plain[names[-1].end - 1] == "s"  # Ushers show guests …
        if not opened and several:
            opened = bool(self._reading.clauses.verb.match(said.lstrip()))
        if not opened and not self._reading.acts(said) and not self._reading.may.match(said.lstrip()):
            opens = self._reading.list_opener(said, 0, len(said)) is not None
            return opens or any(self._reading.superiors.phrases(said, 0, len(said)))
        title = self._plain[names[-1].start : names[-1].end]
        return not self._reading.general.search(title) or self._reading.carries(said)

    def _said(self, node: Node, context: Context) -> None:
        """What is said of an owner, and the list it may open; what stands before the list is a summary."""
        start, end = node.piece.start, node.piece.end
        opener = self._reading.list_opener(self._plain, start, end)
        if not opener:
            for at, (s, e) in enumerate(self._reading.clauses.sentences(self._plain, start, end)):
                s = self._stating.opening(s, e, context)
                if at and self._sentence(s, e, context):
                    continue  # 署长综理署务;副署长襄助署长: another subject
                if at and self._of_others(s, e, context):
                    continue
                self._stating.lines(s, e, context.roles)
                behind = self._reading.behind_line(self._plain, s, e)
                s = behind if self._reading.does(self._plain, behind, e) else s
                self._stating.statements(s, e, self._may(s, e, context), listed=False, fresh=True)
            self.children(node, context)
            return
        end, key = opener
        names = {owner.key for owner in context.owners}
        for s, e in self._reading.clauses.sentences(self._plain, start, end):
            span = (self._stating.composition(self._behind_bracket(s, e), e, context), e)
            if self._reading.composition.match(self._plain, *span):
                continue
            said, _ = self._reading.clauses.without_reference(self._plain, *span)
            if self._reading.superiors.only_line(self._plain, said, e):
                continue
            if e - span[0] > 1 and self._plain[span[0] : e].rstrip(self._reading.lexicon.possessives) not in names:
                for owner in context.owners:
                    owner.summary.append(span)
                    owner.described = True
        self._stating.lines(start, end, context.roles)
        for s, e in self._reading.parts(self._plain, start, end):
            for role in context.roles:
                self._stating.reports(s, e, role)
        self.children(node, context._replace(key=key))

    def _of_others(self, start: int, end: int, context: Context) -> bool:
        """Whether a later sentence without a subject says who else decides (超过1万元的应当报店长批准)."""
        return not self._reading.goes_on(self._plain, start, end) and self._stating.by_others(start, end, context)

    def _behind_bracket(self, start: int, end: int) -> int:
        """Where a sentence goes on behind another form of the name in brackets: 财务总监(CFO)是…"""
        close = self._plain.find(")", start, end) if self._plain[start : start + 1] == "(" else -1
        return close + 1 if close > 0 else start

    def _prose(self, start: int, end: int, context: Context, speakers: Speakers, *, item: bool) -> Speakers:
        """Sentences without a heading of their own: only what names its owner, or goes on about the last, counts."""
        for s, e in self._reading.clauses.sentences(self._plain, start, end):
            if self._reading.fillers.match(self._plain, s, e):
                continue
            said, refers = self._reading.clauses.without_reference(self._plain, s, e)
            stating = self._stating
            if stating.needed(s, e, context) or stating.stand_in(s, e, context) or stating.chain(s, e, context):
                continue
            if self._reading.staffing.sets_up(self._plain, s, e) and (found := stating.posts_set_up(s, e, context)):
                speakers = found
            elif speakers and (refers or (item and self._goes_on(s, e))):
                self._stating.statements(said, e, context.of(speakers), listed=False)
            elif owners := self._sentence(s, e, context):
                speakers = owners
            elif not stating.by_others(s, e, context):
                speakers = self._stating.posts_set_up(s, e, context) or speakers
        return speakers

    def _may(self, start: int, end: int, context: Context) -> Context:
        """The context of what is said behind a name, where it says what its bearer may do (有权…, 享有…权)."""
        power = self._reading.power.match(self._plain, start, end)
        return context._replace(key="authority", word="") if power else context

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether a sentence says more of the last owner: it begins with a verb, and with no name (采购员负责…)."""
        if not self._reading.goes_on(self._plain, start, end):
            return False
        name = self._reading.names.prefix(self._plain[start : min(end, start + 40)])
        return not name or not self._draft.by_key.get(self.owners.key(start, start + name.end))

    def _behind_circumstance(self, start: int, end: int) -> int | None:
        """Where the name of a post already met begins behind words on when the sentence holds."""
        at = self._reading.behind_circumstance(self._plain, start, end)
        name = self._reading.names.prefix(self._plain[at : min(end, at + 40)]) if at > start else None
        return at if name and self._draft.by_key.get(self.owners.key(at, at + name.end)) else None

    def _sentence(self, start: int, end: int, context: Context) -> Speakers:
        """The owners of a sentence whose subject is a name; none where it is not."""
        names = self._reading.names.prefixes(self._plain[start : min(end, start + 80)])
        names = tuple(Name(start + n.start, start + n.end, n.kind) for n in names)
        if not names and (behind := self._behind_circumstance(start, end)):
            return self._sentence(behind, end, context)
        if not names or not self._acting(names, self._plain[names[-1].end : end]):
            return ()
        owners = tuple(
            self.owners.called(self.owners.key(name.start, name.end), context) or self.owners.named(name, context)
            for name in names
        )
        at = names[-1].end
        while at < end and self._plain[at] in " ,:":
            at += 1
        inner = context.of(owners)
        behind = self._stating.opening(at, end, inner)
        start, at = (behind, behind) if behind > at else (start, at)
        self._stating.lines(at, end, inner.roles)
        must = bool(self._reading.must.match(self._plain, at, end))
        if not must:
            behind = self._reading.behind_line(self._plain, at, end)
            doing = self._reading.clauses.verb.match(self._plain, at, end)
            if not doing or self._reading.does(self._plain, behind, end):
                at = behind
            start = self._reading.behind_include(self._plain, at, end)
        inner = self._may(at, end, inner)
        self._stating.statements(start, end, inner, listed=False, fresh=must or inner.key == "authority")
        return owners


def _is_article(piece: Piece) -> bool:
    return piece.mark is not None and piece.mark.style.startswith("article")


def _joint(names: tuple[Name, ...], node: Node, *, each: bool) -> tuple[Name, ...]:
    """Several posts with one list are one role (科长、主任); where the text says 各, each is one."""
    if len(names) < 2 or any(name.kind == "unit" for name in names) or each or not node.children:
        return names
    return (Name(names[0].start, names[-1].end, "role"),)


def _leaves_list(node: Node) -> bool:
    """Whether a line without a mark stands behind items that have one: with a subject of its own it is none of them."""
    return node.piece.mark is None and node.piece.fresh and node.behind_marked


def _items_before(node: Node) -> list[Node]:
    """The items of the list that ends right before a node."""
    before = node.parent.children[: max(node.place, 0)] if node.parent else []
    if before and not before[-1].piece.mark:
        before = before[-1].children
    return list(takewhile(lambda item: item.piece.mark, reversed(before)))[::-1]


def _holds_owners(node: Node) -> bool:
    pieces = (n.piece for child in node.children for n in child.walk())
    return any(p.kind in ("owner", "subject") or (p.kind == "label" and p.key == "name") for p in pieces)
