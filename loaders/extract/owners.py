"""Names to owners: one already met, or a new one; told apart by unit and by place."""

from __future__ import annotations

from collections.abc import Iterator

from dutygraph.loaders.extract.context import Context
from dutygraph.loaders.extract.draft import Draft, NameAt, Owner, OwnerKind
from dutygraph.loaders.extract.lexicon import squeeze
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.outline import Node
from dutygraph.loaders.extract.page import Page, tidy
from dutygraph.loaders.extract.pieces import Piece
from dutygraph.loaders.extract.reading import Reading

_FIELDS = frozenset(("unit", "superior", "subordinates", "summary", "duties", "authority", "deputy", "skip"))
_LONGEST_UNIT = 16
_BESIDE = ("deputy ", "assistant ", "vice ", "vice-", "acting ", "associate ")
"""Words in front of the title of somebody else."""

_SHORTEST_FIRM = 3


class Owners:
    """The owners of one draft."""

    def __init__(self, page: Page, reading: Reading, draft: Draft) -> None:
        self._page, self._plain = page, page.plain
        self._reading, self._draft = reading, draft

    def key(self, start: int, end: int) -> str:
        """The name at a place as owners are looked up by: plain, without white space where it is Chinese."""
        word = squeeze(self._plain[start:end])
        return word if word.isascii() else word.replace(" ", "")

    def name_at(self, start: int, end: int, unit: Owner | None) -> NameAt:
        """A name whose owner is looked for when the whole section is known."""
        return NameAt(tidy(self._page.text[start:end]), self.key(start, end), start, end, unit)

    def named(self, name: Name, context: Context, node: Node | None = None) -> Owner:
        """The owner of a name; a body under which roles are described is a unit."""
        kind: OwnerKind = name.kind
        if kind == "body" and node is not None and _holds_roles(node):
            kind = "unit"
        return self.find(name.start, name.end, kind, context.unit, node)

    def find(self, start: int, end: int, kind: OwnerKind, unit: Owner | None, node: Node | None = None) -> Owner:
        """The owner named at `start:end`: one already met, or a new one."""
        key = self.key(start, end)
        for name in self._reading.same_units(key) if kind == "unit" else (key,):
            for owner in self._draft.by_key.get(name, ()):
                if (owner.kind == "unit") == (kind == "unit") and not self._is_other(owner, unit, node):
                    return owner
        found = Owner(kind, tidy(self._page.text[start:end]), key, start, end, unit)
        if unit is not None and unit.key == key:
            found.unit = unit.unit
        found.place = node.parent if node is not None else None
        found.section = section_path(node)
        found.sheet = node is not None and any(_is_field(child.piece) for child in node.children)
        return self._draft.add(found)

    def _is_other(self, owner: Owner, unit: Owner | None, node: Node | None) -> bool:
        """Whether an owner of the same name is another one: of another unit, or another item of the same list."""
        if owner.kind == "unit":
            return False
        if owner.unit is not unit and owner.unit is not None and unit is not None and not within(owner.unit, unit):
            return True
        if node is None or node.parent is None or owner.place is not node.parent or node.piece.mark is None:
            return False
        return bool(owner.duties) and owner.section != section_path(node)

    def called(self, key: str, context: Context) -> Owner | None:
        """The owner whose text this is, where a name in it is another form of the owner's: the plural, or the word
        that says what it is (the Committee); None where it names somebody else."""
        if not context.strong or self._draft.by_key.get(key):
            return None
        found = next((owner for owner in context.owners if key in short_forms(owner.key)), None)
        if found is not None:
            found.called.add(key)
        return found

    def mentioned(self, name: Name, context: Context) -> Owner:
        """The owner of a name that only a rule of procedure gives; 营销部负责人 is a post of that unit."""
        title = self.key(name.start, name.end)
        head = self._reading.head_word
        if title.endswith(head) and (unit := self.unit(title.removesuffix(head))):
            owner = self.find(name.start, name.end, "role", unit)
            owner.heads = unit
            return owner
        known = len(self._draft.owners)
        owner = self.named(name, context)
        owner.incidental = owner.incidental or len(self._draft.owners) > known
        return owner

    def unit(self, key: str) -> Owner | None:
        """The unit of that name, None where there is none."""
        return next((o for o in self._draft.by_key.get(key, ()) if o.kind == "unit"), None)

    def unit_before(self, start: int, end: int) -> Owner | None:
        """The unit with whose name a text begins and goes on, where it is one already met; the longest."""
        text = self._plain[start : min(end, start + _LONGEST_UNIT)]
        for size in range(len(text) - 1, 1, -1):
            if unit := self.unit(text[:size]):
                return unit
        return None

    def units_before(self, start: int, end: int, context: Context) -> list[Owner]:
        """The units that are the subject of a sentence which sets up posts (`销售部、市场部各设经理一人`)."""
        start += self._reading.names.ours(self._plain[start:end])
        if self._draft.company and self._plain.startswith(self._draft.company, start):
            start += len(self._draft.company)
        if verb := self._reading.staffing.setting.match(self._plain, start, end):
            start = verb.end()
        run = list(self._reading.names.run(self._plain, start, end))
        if run and all(name.kind == "unit" for name in run):
            return [self.find(name.start, name.end, "unit", context.unit) for name in run]
        unit = self.unit_before(start, end)
        return [unit] if unit else []

    def set_up(self, start: int, end: int, unit: Owner | None, context: Context) -> Owner:
        """A post that is set up in a unit; a rank alone is that of the unit (营销部设置主任)."""
        if unit is None and context.strong and context.owners == (context.unit,):
            unit = context.unit  # under the unit's own heading
        if unit is None or not self._reading.names.is_rank(self._plain[start:end]):
            return self.find(start, end, "role", unit or context.unit)
        name, key = tidy(self._page.text[start:end]), self.key(start, end)
        if role := self._draft.find(unit.key + key, unit, ("role",)):
            return role
        role = Owner("role", unit.name + name, unit.key + key, start, end, unit)
        role.add_alias(name, key)
        self._draft.by_key.setdefault(key, []).insert(0, role)  # 部长负责…: the one set up last
        return self._draft.add(role)

    def titled(self, start: int, end: int) -> Owner | None:
        """The unit of the title where a label names it without the firm's name (华辰电子品质部, 品质部)."""
        unit, key = self._draft.title_unit, self.key(start, end)
        if unit is None or unit.key == key or not unit.key.endswith(key):
            return None
        firm = unit.key.removesuffix(key)
        if len(firm) >= _SHORTEST_FIRM and firm.isalpha() and unit.end - unit.start == len(unit.key):
            self._draft.organization = self._draft.organization or (unit.start, unit.start + len(firm))
        unit.aliases.append(unit.name)
        unit.alias_keys.add(unit.key)
        self._draft.rename(unit, self._page.shown(start, end), key)
        return unit


def short_forms(key: str) -> Iterator[str]:
    """How a text may call an English name: whole, by its last words, by those before `of`; each also in the plural.

    >>> list(short_forms("audit committee")), list(short_forms("deputy mayor"))
    (['audit committee', 'audit committees', 'committee', 'committees'], ['deputy mayor', 'deputy mayors'])
    """
    words = key.split(" ") if key.isascii() else []
    last = 1 if key.startswith(_BESIDE) else len(words)
    for form in (*(" ".join(words[at:]) for at in range(last)), *key.split(" of ")[: " of " in key]):
        yield from (form, form + "s")


def within(unit: Owner, other: Owner) -> bool:
    """Whether a unit is a part of another, or the other of it."""
    return other in _path(unit) or unit in _path(other)


def _path(unit: Owner | None) -> list[Owner]:
    found: list[Owner] = []
    while unit is not None and unit not in found:
        found.append(unit)
        unit = unit.unit
    return found


def section_path(node: Node | None) -> str:
    """The numbers over a node, outermost first."""
    numbers: list[str] = []
    while node is not None:
        if mark := node.piece.mark:
            numbers.append(f"{mark.style}{mark.number}")
        node = node.parent
    return "/".join(reversed(numbers))


def _is_field(piece: Piece) -> bool:
    return piece.kind == "label" and not piece.placed and piece.key in _FIELDS


def _holds_roles(node: Node) -> bool:
    pieces = (n.piece for child in node.children for n in child.walk())
    return any(
        (piece.kind == "owner" and any(name.kind == "role" for name in piece.names))
        or (piece.kind == "label" and piece.key == "name")
        for piece in pieces
    )
