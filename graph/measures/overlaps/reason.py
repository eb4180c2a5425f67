"""Why a pair was judged so, in words, with the matching words marked in both texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from dutygraph.graph.measures.overlaps.prepared import Prepared
from dutygraph.graph.measures.overlaps.words import likeness, weight
from dutygraph.graph.text.acts import Parsed, Word

SAME, NEAR = 0.99, 0.6

Kind = Literal["same", "near", "only"]

_OPENINGS = {
    "duplicate": "The same work stands for both",
    "shared_scope": "The work partly coincides",
    "delegation": "One sets or oversees what the other carries out",
    "support": "One helps, checks or reports on what the other does",
    "distinct": "Different work",
}


class Part(NamedTuple):
    """A marked word: side a or b, its place in that text, and whether the other side has the same, a near or no such
    word. Places count in the text as it was given, up to 600 characters."""

    side: Literal["a", "b"]
    start: int
    end: int
    text: str
    kind: Kind


class Explanation(NamedTuple):
    text: str
    parts: tuple[Part, ...]


def explain(prepared: Prepared, left: int, right: int, label: str, superior: str | None) -> Explanation:
    """The reason for a pair of rows of `prepared`."""
    a, b = prepared.parsed[left], prepared.parsed[right]
    parts = (*_marks(a, b, "a"), *_marks(b, a, "b"))
    shared = _answers(a, b)
    lines = [_OPENINGS[label]]
    if a.text == b.text and a.text:
        lines.append("the texts are the same")
    elif shared:
        lines.append("both concern " + ", ".join(shared[:4]))
    else:
        lines.append("no word of the matter is shared")
    if acts := _acts(a, b):
        lines.append(acts)
    for side, parsed, other in (("a", a, b), ("b", b, a)):
        if extra := _only(parsed, other):
            lines.append(f"only {side}: " + ", ".join(extra[:4]))
    if a.catch_all or b.catch_all:
        lines.append("a catch-all, which overlaps with nothing")
    if superior:
        lines.append(f"{superior} stands above the other")
    return Explanation("; ".join(lines) + ".", parts)


def _matter(parsed: Parsed) -> list[Word]:
    unique = {word.text: word for word in reversed(parsed.words) if word.part == "matter"}
    return sorted(unique.values(), key=lambda word: word.start)


def _best(word: Word, others: Sequence[Word]) -> tuple[float, str]:
    return max(((likeness(word.text, other.text), other.text) for other in others), default=(0.0, ""))


def _marks(parsed: Parsed, other: Parsed, side: Literal["a", "b"]) -> list[Part]:
    others, marks, last = _matter(other), [], -1
    for word in parsed.words:
        if word.part != "matter" or word.start == last:
            continue
        near = _best(word, others)[0]
        kind: Kind = "same" if near >= SAME else "near" if near >= NEAR else "only"
        marks.append(Part(side, word.start, word.end, parsed.text[word.start : word.end], kind))
        last = word.start
    return marks


def _answers(a: Parsed, b: Parsed) -> list[str]:
    """What both name, the most telling first: the word, or the two words where they differ."""
    others, found = _matter(b), []
    for word in _matter(a):
        near, text = _best(word, others)
        if near >= NEAR:
            found.append((-near * weight(word.text) * word.weight, word.start, word.text, text))
    return [x.lstrip("!") if x == y else f"{x} ~ {y}" for _, _, x, y in sorted(found)]


def _only(parsed: Parsed, other: Parsed) -> list[str]:
    """What the other side lacks: matter first, then how far and how often."""
    others = _matter(other)
    matter = [word.text.lstrip("!") for word in _matter(parsed) if _best(word, others)[0] < NEAR and word.weight >= 0.3]
    kept = {word.text for word in other.words if word.part == "qualifier"}
    return matter + [word.text for word in parsed.words if word.part == "qualifier" and word.text not in kept]


def _acts(a: Parsed, b: Parsed) -> str:
    """The verbs of both, by class where they share one."""
    classes = [
        list(dict.fromkeys((word.verb_class or "", word.text) for word in parsed.words if word.part == "act"))
        for parsed in (a, b)
    ]
    if not classes[0] or not classes[1]:
        return ""
    shared = [
        kind for kind in dict.fromkeys(kind for kind, _ in classes[0]) if kind in {kind for kind, _ in classes[1]}
    ]
    if shared:
        kind = shared[0]
        verbs = [next(verb for found, verb in side if found == kind) for side in classes]
        return f"both {kind} ({verbs[0]})" if verbs[0] == verbs[1] else f"both {kind} ({verbs[0]}, {verbs[1]})"
    return f"a {classes[0][0][0]}s ({classes[0][0][1]}), b {classes[1][0][0]}s ({classes[1][0][1]})"
