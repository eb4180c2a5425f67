"""The words by which limits are read, and the patterns made of them, once for each vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dutygraph.graph import vocabulary
from dutygraph.graph.text.actors import Actors
from dutygraph.graph.text.intervals import Scanner
from dutygraph.graph.text.words import Endings, any_of, by_word, finder, guarded, spelled

YUAN = "yuan"
"""The quantity of a unit that is that of the text's own currency."""

SHARES = ("tenths", "discount", "permille")
"""Units that count percent."""


class LimitWords:
    """The tables of limits.toml, ready to read with."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.scanner = Scanner(table)
        self.actors = Actors(table)
        self.currency: Mapping[str, str] = table["currency"]
        units = {quantity: [quantity.casefold(), *words] for quantity, words in table["units"].items()}
        self.quantities = sorted(units.keys() - {YUAN, *SHARES})
        self.quantity_of = {w: "percent" if key in SHARES else key for w, key in by_word(units).items()}
        self.per_of = by_word(table["per"])
        self.per = finder(self.per_of)
        conditions = table["conditions"]
        self.condition = finder(conditions["words"], f"(?!{any_of(conditions['never_before'])})")
        self.procedure = finder(table["procedures"]["words"])
        bases = table["bases"]
        compared = guarded(bases["compared_by"], bases["compared_unless_before"], {})
        self.compared = re.compile(
            rf"{compared}\s?(?P<base>[^,;。()±]{{1,16}}?)"
            rf"{any_of(bases['of'])}?\s?(?P<change>{spelled(bases['changed_by'])})?\s?$"
        )
        self.complement_of = by_word(table["complement"])
        self.complement = re.compile(rf"[\s,、]*(?P<word>{spelled(self.complement_of)})(?=\s?(?:{self.actors.cues}|,))")
        together = any_of(table["together"]["words"])
        self.either = finder([word for word in table["together"]["words"] if word not in ("/", "-")])
        per, amount = any_of(self.per_of), any_of(table["matters"]["after"])
        self.counted_and = re.compile(rf"\s?(?:{per}\s?{together}|{together}\s?{per}{amount}*)\s?")
        self.own_cue = finder(table["own_cues"]["words"])
        self.complement_behind = re.compile(rf"[\s,、](?P<word>{spelled(self.complement_of)})\s*$")
        matters = table["matters"]
        ordinal, kinds = matters["ordinal"]
        around = [*self.per_of, *conditions["words"]]
        before = guarded([*matters["before"], *around], matters["unless_before"], {})
        numeral = f"[{self.scanner.numerals}]"
        self.matter_opening = re.compile(rf"(?:{ordinal}[^\s,;。]{{1,5}}[{kinds}]|{numeral}+[、.)]|{before}|[\W\d])*")
        self.matter_endings = Endings([*matters["after"], *around, *":()、,。;-"])
        self.matter_behind = re.compile(rf"[^,;。:()]+?(?=\s?{self.actors.cues}|[,;。:(]|$)")


DEFAULT = LimitWords(vocabulary.table("limits"))
"""The words that come with the package."""
