"""How many people a post is meant to have: in a heading, a label's value, a staffing list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dutygraph.loaders.extract.lexicon import Lexicon, any_of
from dutygraph.loaders.extract.marks import Marks
from dutygraph.loaders.extract.names import Names

_SPLIT = re.compile(r"[、,;。.\s]+")


@dataclass(frozen=True, slots=True)
class Staffed:
    """`plain[start:end]` is a title, or the name of a unit to which the titles behind it belong; `low` to `high`
    people, None where the number is missing."""

    start: int
    end: int
    low: int | None
    high: int | None
    vacant: bool
    unit: bool = False


@dataclass(frozen=True, slots=True)
class SetUp:
    """Posts that a sentence sets up; `verb` is where it says so, `end` where it goes on."""

    posts: tuple[Staffed, ...]
    verb: int
    end: int


class Staffing:
    """Reads numbers of people by the words of a vocabulary. Texts are plain forms."""

    def __init__(self, lexicon: Lexicon, names: Names, marks: Marks) -> None:
        words = lexicon.words.headcounts
        self._names, self._marks = names, marks
        units = any_of(words["units"])
        to = any_of(words["ranges"])
        figure = rf"(?:\d{{1,4}}|[{marks.figures}]{{1,3}})"
        self._count = re.compile(rf"({figure})(?: ?{to} ?({figure}))? ?({units})?")
        self._in_list = re.compile(
            rf"(?P<title>[^\d.,、;。:()\s]{{2,12}}?) ?(?P<low>\d{{1,4}})(?: ?{to} ?(?P<high>\d{{1,4}}))?"
            rf" ?(?:(?P<unit>{units})|$)(?P<remark>\([^()]*\))?"
        )
        each = any_of(lexicon.distributive)
        some = any_of(words["some"])
        count = rf"(?:(?P<each>{each})?(?P<low>{figure})(?: ?{to} ?(?P<high>{figure}))? ?(?:{units})|{some})"
        behind = any_of([*words["joins"], *words["ended"]])
        self._post = re.compile(rf" ?(?P<title>[^\d.,、;。:()\s]{{2,12}}?)(?: ?{count}|(?={behind}|[,;。]|$))")
        by, composed = any_of(words["by"]), any_of(words["composed"])
        self._composed = re.compile(f"{by}(?P<list>[^,;。:]{{2,60}}?){composed}[,;。]?")
        self._member = re.compile(
            rf"(?:(?P<before>{figure}) ?{units})?(?P<title>[^\d.,、;。:()\s]{{2,12}}?)"
            rf" ?(?:(?P<behind>{figure}) ?{units})?(?=[、,]|$)"
        )
        self._join = re.compile(f"[、,]?{any_of(words['joins'])}?")
        self._ended = re.compile(f"{any_of(words['ended'])}?[,;]?")
        self._people = re.compile(rf"\d ?{units}")
        held = f"{by}(?:{lexicon.holds})"  # 平台组由林涛任组长
        self.setting = re.compile(f"{any_of(words['sets'])}|{held}")
        self._verb = re.compile(f"{any_of(words['verbs'])}|{held}")
        self._bracket = re.compile(r"\([^()]*\)")
        self._whole = re.compile(f"{any_of([*words['verbs'], *words['whole']])}+$")
        self._vacant = re.compile(any_of(words["vacant"]))

    def value(self, text: str) -> tuple[int, int] | None:
        """The number of people that a label's value or a heading's remark gives: `3~6人`, `1`, `一名`.

        >>> staffing.value("3~6人")
        (3, 6)
        """
        match = self._count.match(text.strip())
        if not match or (not match.group(3) and match.end() < len(text.strip())):
            return None
        low = self._marks.value(match.group(1))
        high = self._marks.value(match.group(2)) if match.group(2) else low
        return (low, high) if 0 < low <= high else None

    def remark(self, text: str) -> tuple[int, int] | None:
        """The number in brackets behind a title: `(3名)`; a number alone is none."""
        match = self._count.fullmatch(text.strip())
        return self.value(text) if match and match.group(3) else None

    def vacant(self, text: str) -> bool:
        """Whether a remark says that nobody fills the post."""
        return bool(self._vacant.search(text))

    def is_list(self, plain: str, start: int, end: int) -> bool:
        """Whether a text is a staffing list: several numbers of people stand in it."""
        return len(self._people.findall(plain, start, end)) > 1

    def listed(self, plain: str, start: int, end: int) -> Iterator[Staffed]:
        """The titles of a staffing list whose separators may be lost: `销售部经理1人业务员3人(1人待岗)`."""
        at, known = start, set[str]()
        for match in self._in_list.finditer(plain, start, end):
            title_start, title_end = match.span("title")
            if unit := self._unit(plain, at, match):
                yield unit
            if not self._is_post(match["title"]) and (verb := self._verb.match(plain, title_start, title_end)):
                title_start = verb.end()
            title_start = max(
                [title_start, *(title_end - len(k) for k in known if len(k) > 2 and match["title"].endswith(k))]
            )
            low = int(match["low"])
            high = int(match["high"]) if match["high"] else low
            if self._is_post(plain[title_start:title_end]):
                known.add(plain[title_start:title_end])
                yield Staffed(title_start, title_end, low, high, self.vacant(match["remark"] or ""))
            at = match.end()
        rest = plain[at:end].strip(" ,、;。.")
        if rest and len(rest) <= 8 and self._is_post(rest):
            where = plain.index(rest, at)
            yield Staffed(where, where + len(rest), None, None, False)

    def _unit(self, plain: str, at: int, match: re.Match[str]) -> Staffed | None:
        """The unit that stands over the posts that follow: `仓储部:主管1人`, `仓储部编制6人:主管1人`."""
        start, title_end = match.span("title")
        whole = self._whole.search(plain, start, title_end)
        if whole and self._names.kind(plain[start : whole.start()]) == "unit":
            low = int(match["low"])
            return Staffed(start, whole.start(), low, int(match["high"]) if match["high"] else low, False, True)
        before = plain[at:start].rstrip(" ")
        if not before.endswith(":"):
            return None
        start = at + max(before.rfind(mark) for mark in ",;。\n") + 1
        while start < at + len(before) and plain[start] in " 、":
            start += 1
        end = at + len(before) - 1
        if whole := self._whole.search(plain, start, end):
            end = whole.start()
        return Staffed(start, end, None, None, False, True) if self._names.kind(plain[start:end]) == "unit" else None

    def composed(self, plain: str, start: int, end: int) -> tuple[list[Staffed], int] | None:
        """The posts of which a text says that something consists, and where it goes on (由主席1名组成,负责…)."""
        match = self._composed.match(plain, start, end)
        if not match:
            return None
        posts = []
        for member in self._member.finditer(plain, *match.span("list")):
            if self._is_post(member["title"]):
                figure = member["before"] or member["behind"]
                count = self._marks.value(figure) if figure else None
                posts.append(Staffed(*member.span("title"), count, count, False))
        return posts, match.end()

    def set_ups(self, plain: str, start: int, end: int) -> list[SetUp]:
        """What a sentence sets up, in order (`设经理1人`, `应设立经理、主管等职位`)."""
        found: list[SetUp] = []
        at = start
        while verb := self._verb.search(plain, at, end):
            posts, at = self._posts(plain, verb.end(), end)
            if posts:
                at = self._ended.match(plain, at, end).end()  # type: ignore[union-attr]
                found.append(SetUp(tuple(posts), verb.start(), at))
        return found

    def sets_up(self, plain: str, start: int, end: int) -> bool:
        """Whether a text sets up a post in numbers (设总经理一人)."""
        return any(post.low for found in self.set_ups(plain, start, end) for post in found.posts)

    def _posts(self, plain: str, at: int, end: int) -> tuple[list[Staffed], int]:
        """The posts that stand one behind the other, and where they end."""
        posts: list[Staffed] = []
        while (match := self._post.match(plain, at, end)) and self._is_post(match["title"]):
            if posts and self._verb.match(match["title"]):
                break  # 设部长一名,下设会计
            low = self._marks.value(match["low"]) if match["low"] else None
            high = self._marks.value(match["high"]) if match["high"] else low
            if match["each"]:  # 会计、出纳各一名
                posts = [post if post.low else replace(post, low=low, high=high) for post in posts]
            remark = self._bracket.match(plain, match.end(), end)  # 组长一名(暂缺)
            vacant = remark is not None and self.vacant(remark.group())
            posts.append(Staffed(*match.span("title"), low, high, vacant))
            at = self._join.match(plain, remark.end() if remark else match.end(), end).end()  # type: ignore[union-attr]
        return posts, at

    def _is_post(self, text: str) -> bool:
        return self._names.kind(text, short=True) == "role"
