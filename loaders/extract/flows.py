"""Who decides in rules without a subject: chains of arrows, and lists whose act stands over or behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dutygraph.graph.vocabulary import Vocabulary, table
from dutygraph.loaders.extract.draft import Span
from dutygraph.loaders.extract.lexicon import any_of
from dutygraph.loaders.extract.names import Name, Names

_ACTS = ("approve", "review", "sign", "decide", "propose", "record")
_MATTER = 2
"""Characters of a matter at least."""

_NAMED = r"(?P<X>[^,。;:()、]{2,14}?)"


@dataclass(frozen=True, slots=True)
class Step:
    """What one holder of a chain does, and at which place in it."""

    holder: Name
    act: str
    step: int


class Flows:
    """Reads flows by the words of a vocabulary. Texts are plain forms, spans are places in them."""

    def __init__(self, words: Vocabulary, names: Names) -> None:
        acts = words.acts
        self._names = names
        self._act_of = {word: act for act in reversed(_ACTS) for word in acts[act]}
        deciding = any_of(acts["from_duty"])
        arrows = "|".join(re.escape(arrow) for arrow in table("matrices")["marks"]["arrows"] if arrow != ">")
        self._arrow = re.compile(rf"\s*(?:{arrows})\s*")
        self._doer = re.compile(any_of(acts["doer"]))
        self._act_behind = re.compile(f"(?P<act>{any_of(self._act_of)})$")
        self._flow = re.compile(any_of(acts["flow"]))
        fill = {"{X}": _NAMED, "{act}": f"(?P<act>{deciding})"}
        self._announced = [re.compile(_filled(pattern, fill)) for pattern in acts["announced"]]
        self._referred = [re.compile(_filled(pattern, fill)) for pattern in acts["referred"]]

    def chain(self, plain: str, start: int, end: int) -> tuple[Span, list[Step]] | None:
        """What is decided, and who in which order (员工借款:部门经理→财务总监); None where there is no chain."""
        if not self._arrow.search(plain, start, end):
            return None
        edges = [start, *(place for arrow in self._arrow.finditer(plain, start, end) for place in arrow.span()), end]
        parts = list(zip(edges[::2], edges[1::2], strict=True))
        colon = plain.rfind(":", *parts[0])
        matter = (start, colon if colon >= 0 else start)
        parts[0] = (colon + 1 if colon >= 0 else start, parts[0][1])
        steps = [step for at, part in enumerate(parts, 1) if (step := self._step(plain, *part, at, len(parts)))]
        if len(steps) < 2 or steps[-1].step != len(parts):
            return None
        if flow := self._flow.search(plain, *matter):
            matter = (matter[0], flow.start())
        return matter, steps

    def _step(self, plain: str, start: int, end: int, at: int, last: int) -> Step | None:
        while end > start and plain[end - 1] in " 。;,":
            end -= 1
        said = self._act_behind.search(plain, start, end)
        stop = said.start() if said else end
        kind = self._names.kind(plain[start:stop], short=True)
        act = self._act_of[said["act"]] if said else "approve" if at == last else "review"
        return Step(Name(start, stop, kind), act, at) if kind else None

    def announced(self, plain: str, start: int, end: int) -> tuple[Span, str] | None:
        """Who decides on the matters listed below (下列事项由总裁审批:), and the act."""
        return self._first(self._announced, plain, start, end)

    def referred(self, plain: str, start: int, end: int) -> tuple[Span, str] | None:
        """Who decides on the matters listed before (以上事项由总裁审批), and the act."""
        return self._first(self._referred, plain, start, end)

    def _first(self, patterns: list[re.Pattern[str]], plain: str, start: int, end: int) -> tuple[Span, str] | None:
        for pattern in patterns:
            if match := pattern.match(plain, start, end):
                return match.span("X"), self._act_of[match["act"]]
        return None

    def relayed(self, plain: str, parts: list[Span]) -> tuple[Span, list[Step]] | None:
        """What is decided by one after the other (付款由经办人提出,财务部复核,总监审批), and by whom.

        A step is a part of the clause that is a holder and an act and nothing else.
        """
        doer = self._doer.search(plain, *parts[0]) if len(parts) > 1 else None
        if doer is None or doer.start() - parts[0][0] < _MATTER:
            return None
        places = [(doer.end(), parts[0][1]), *parts[1:]]
        steps = [self._step(plain, *place, at, 0) for at, place in enumerate(places, 1)]
        said = [
            step for step in steps if step and self._act_behind.search(plain, step.holder.end, places[step.step - 1][1])
        ]
        return ((parts[0][0], doer.start()), said) if any(step.step > 1 for step in said) else None


def _filled(pattern: str, fill: dict[str, str]) -> str:
    for mark, inner in fill.items():
        pattern = pattern.replace(mark, inner)
    return pattern
