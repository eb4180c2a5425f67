"""One duty read by itself, as if it stood in a job sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dutygraph.graph import vocabulary
from dutygraph.graph.facts import Authority, Duty
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import ExtractSettings, extract

_SHEET = "Job title: Somebody\nResponsibilities\n1. {text}\n"


def read_duty(text: str, settings: ExtractSettings | None = None) -> Sequence[Duty | Authority]:
    """The duties that a text states, and the powers it gives; whose they are says nothing.

    >>> [fact.id.partition("_0")[0][:9] for fact in read_duty("Approves discounts of up to 5%")]
    ['owns_duty', 'has_autho']
    """
    document = text_document("duty", "", _SHEET.format(text=" ".join(text.split())))
    return [record for record in extract(document, settings) if isinstance(record, (Duty, Authority))]


def duty_reader(words: Path | None) -> Callable[[str], Sequence[Duty | Authority]]:
    """`read_duty` with the words of a user's file besides the built-in ones.

    Raises InputError where the file is not as documented.
    """
    settings = ExtractSettings(vocabulary.load(words) if words else vocabulary.default())
    return lambda text: read_duty(text, settings)
