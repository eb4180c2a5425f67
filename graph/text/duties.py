"""What a duty says: its verb, how strongly its owner is involved, how often it is done."""

from __future__ import annotations

from dataclasses import dataclass

from dutygraph.graph.facts import Frequency, Mode
from dutygraph.graph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of a duty."""

    verb: str | None
    object: str | None
    mode: Mode
    frequency: Frequency | None


def parse(text: str, words: Vocabulary) -> Parsed:
    """Read a duty's plain form (Simplified, half width, lower case)."""
    return Parsed(None, None, "own", None)
