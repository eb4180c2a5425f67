"""Matters in normal form: what is decided, as an object and what is done with it (docs/authority.md).

合同签订, 签订合同 and 销售合同的签订 are one matter. Matters form a tree: 广告费 narrows 营销费用, which narrows
费用支出; who may decide the wider one is found where nobody may decide the narrower. Words: vocabulary/matters.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from dutygraph.graph import vocabulary
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.limit_words import DEFAULT as LIMITS
from dutygraph.graph.text.numbers import even
from dutygraph.graph.text.words import Endings, any_of, by_word

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z][a-z'-]*")
_LONGEST_TITLE = 12  # characters of a matter in the title of a rule
_HIGHEST = 12  # steps from a matter to the top of its tree


class Parts(NamedTuple):
    """A matter taken apart; what is absent is the empty text."""

    object: str
    action: str


class MatterWords:
    """The tables of matters.toml, ready to read with."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        actions = {name: [name, *words] for name, words in table["actions"].items()}
        self.action_of = by_word(actions)
        self.action_endings = Endings(self.action_of)
        self.action_opening = re.compile(any_of(self.action_of))
        self.default_action: Mapping[str, str] = table["defaults"]["action"]
        self.default_object: Mapping[str, str] = table["defaults"]["object"]
        self.object_of = by_word({name: [name, *words] for name, words in table["objects"].items()})
        self.object_endings = Endings(self.object_of)
        self.object_never = Endings(table["objects_never"]["words"])
        self.narrows: Mapping[str, str] = table["narrows"]
        heads = {*table["heads"]["words"], *self.narrows, *self.narrows.values()}
        self.head_endings = Endings(heads)
        self.alone = frozenset(table["alone"]["words"])
        self.nouns = Endings(table["nouns"]["words"])
        self.verbs_only = frozenset(table["nouns"]["verbs_only"])
        around = table["around"]
        part_of: Mapping[str, list[str]] = around["part_of"]
        opening = [
            re.escape(word) + (f"(?!{any_of(part_of[word])})" if word in part_of else "")
            for word in sorted([*around["grants"], *around["leads"], *around["before"]], key=lambda w: (-len(w), w))
        ]
        self.opening = re.compile(f"(?:{'|'.join(opening)})+")
        self.closing = Endings([*around["grants"], *around["after"]])
        self.inside = Endings(around["inside"])
        self.title_ends = Endings(table["titles"]["ends"])
        self.firm = re.compile(f".*{any_of(table['titles']['firms'])}")
        english = table["english"]
        self.english_action_of = by_word({name: [name, *words] for name, words in english["actions"].items()})
        self.english_small = frozenset([*english["around"]["grants"], *english["around"]["small"]])

    @cached_property
    def alias_of(self) -> Mapping[str, str]:
        """The matter each other name stands for, by that name's own normal form."""
        named = [(word, name) for name, words in self._table["aliases"].items() for word in words]
        return {_join(_parts_of(fold(word), self)): name for word, name in named}

    def with_aliases(self, aliases: Mapping[str, Iterable[str]]) -> MatterWords:
        """These words and the names a user gives matters: each key a matter, its values what else it is called."""
        both = dict(self._table["aliases"])
        for matter, names in aliases.items():
            both[matter] = [*both.get(matter, ()), *names]
        return MatterWords({**self._table, "aliases": both})


DEFAULT = MatterWords(vocabulary.table("matters"))
"""The words that come with the package."""


def normal_matter(text: str, vocabulary: MatterWords = DEFAULT) -> str:
    """The normal form of a matter, Simplified: its object, then what is done with it. Empty only for an empty text.

    Amounts, 权, and words for acts of authority (审批, 建议) are no part of a matter; they are the grant's.

    >>> [normal_matter(text) for text in ("签订合同", "銷售合約的簽訂權", "审批5000元以下的广告费", "sign contracts")]
    ['合同签订', '合同签订', '广告费用支出', 'contract signing']
    """
    return _normal(text, vocabulary)


@lru_cache(maxsize=50_000)
def _normal(text: str, words: MatterWords) -> str:
    matter = _once(text, words)
    for _ in range(_HIGHEST):  # what is left of one pass may hold words of the next: 审批权审批
        before, matter = matter, _once(matter, words)
        if matter == before:
            break
    return matter or fold(text)


def _once(text: str, words: MatterWords) -> str:
    text = _without_amounts(text)
    if not _HAN.search(text):
        return _english(text, words)
    matter = _join(_parts_of(fold(text), words))
    return words.alias_of.get(matter, matter)


def wider(matter: str, vocabulary: MatterWords = DEFAULT) -> str | None:
    """The next wider matter of one in normal form; None at the top of the tree.

    >>> wider("广告费用支出"), wider("营销费用支出"), wider("费用支出")
    ('营销费用支出', '费用支出', None)
    """
    found = _wider(_split(matter, vocabulary), vocabulary)
    if found is None:
        return None
    name = _join(found)
    name = vocabulary.alias_of.get(name, name)
    return name if name != matter else None


def wider_matters(matter: str, vocabulary: MatterWords = DEFAULT) -> list[str]:
    """All wider matters, the nearest first; it always ends, whatever a vocabulary says.

    >>> wider_matters(normal_matter("采购设备"))
    ['资产采购', '采购']
    """
    found = [matter]
    while len(found) <= _HIGHEST and (step := wider(found[-1], vocabulary)) and step not in found:
        found.append(step)
    return found[1:]


def matter_of_title(title: str, vocabulary: MatterWords = DEFAULT) -> str | None:
    """What the title of a rule says it is about, in the title's own script; None where it is no such title.

    >>> matter_of_title("某某公司费用报销管理办法（试行）"), matter_of_title("岗位说明书")
    ('费用报销', None)
    """
    levelled = even(title)
    start, end = 0, len(levelled)
    while length := vocabulary.title_ends.length(levelled, start, end):
        end -= length
    if end == len(levelled):
        return None
    if firm := vocabulary.firm.match(levelled, start, end):
        start = firm.end()
    return title[start:end].strip() if 1 < end - start <= _LONGEST_TITLE else None


def _without_amounts(text: str) -> str:
    """Without the amounts that bound the matter: 5000元以下的费用 is about 费用."""
    levelled = even(text)
    if not LIMITS.scanner.has_bound(levelled):
        return text
    kept, at = [], 0
    for start, end in _bounded(levelled):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _bounded(levelled: str) -> Iterator[tuple[int, int]]:
    for token in LIMITS.scanner.amounts(levelled):
        if token.low is not token.high:
            yield token.start, token.end


def _parts_of(folded: str, words: MatterWords) -> Parts:
    """Object and action of a folded text."""
    plain = _without_around(folded, words)
    name, action = _with_action(plain, words)
    name = _object(name, words)
    if not action:
        length = words.object_endings.length(name, 0, len(name))
        action = words.default_action.get(name[-length:], "") if length else ""
    if not name:
        name = words.default_object.get(action, "")
    return Parts(name, action)


def _without_around(text: str, words: MatterWords) -> str:
    """Without words for acts of authority and fillers at both ends; never empty."""
    while True:
        before = text
        if (opening := words.opening.match(text)) and opening.end() < len(text):
            text = text[opening.end() :]
        length = words.closing.length(text, 0, len(text))
        if 0 < length < len(text):
            text = text[:-length]
        if text == before:
            return text


def _with_action(text: str, words: MatterWords) -> Parts:
    """The last word as the action (合同签订), else the first (签订合同) unless it describes a noun (采购合同)."""
    length = words.action_endings.length(text, 0, len(text))
    if length:
        name = text[:-length]
        return Parts(name[: words.inside.strip(name, 0, len(name))], words.action_of[text[-length:]])
    if opening := words.action_opening.match(text):
        action, name = words.action_of[opening[0]], _object(text[opening.end() :], words)
        described = words.nouns.length(name, 0, len(name)) and name != words.default_object.get(action)
        if opening[0] in words.verbs_only or not described:
            return Parts(name, action)
    return Parts(text, "")


def _object(name: str, words: MatterWords) -> str:
    length = words.object_endings.length(name, 0, len(name))
    # One character is only the end of a longer name: 广告费 is 广告费用, 运费 stays.
    if length == 0 or (length == 1 and len(name) < 3) or words.object_never.length(name, 0, len(name)):
        return name
    return name[:-length] + words.object_of[name[-length:]]


def _join(parts: Parts) -> str:
    return parts.object + parts.action


def _split(matter: str, words: MatterWords) -> Parts:
    """A matter in normal form taken apart again."""
    length = words.action_endings.length(matter, 0, len(matter))
    return Parts(matter[:-length], matter[-length:]) if length else Parts(matter, "")


def _wider(parts: Parts, words: MatterWords) -> Parts | None:
    name, action = parts
    if not name:
        return None
    if name in words.narrows:
        return Parts(words.narrows[name], action)
    if length := words.head_endings.length(name, 1, len(name)):
        return Parts(name[-length:], action)
    default = words.default_action.get(name)
    if default and action != default:
        return Parts(name, default)
    usual = words.default_object.get(action)
    if usual:
        return Parts(usual, action) if usual != name else None
    return Parts("", action) if action in words.alone else None


def _english(text: str, words: MatterWords) -> str:
    """`sign contracts`, `contract signing` and `signing of contracts` as one."""
    plain = " ".join(_WORD.findall(text.lower()))
    for phrase in words.english_action_of:
        if " " in phrase:
            plain = plain.replace(phrase, words.english_action_of[phrase])
    kept = [word for word in plain.split() if word not in words.english_small]
    at = next((i for i in (len(kept) - 1, 0) if kept and kept[i] in words.english_action_of), None)
    if at is None:
        return " ".join(_singular(word) for word in kept)
    action = words.english_action_of[kept.pop(at)]
    return " ".join([*(_singular(word) for word in kept), action])


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
