"""Messages of findings: the places of a rule's text filled with a finding's values, in each language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from dutygraph.graph import vocabulary
from dutygraph.graph.audit.rules import LANGUAGES, Rule, Texts
from dutygraph.graph.measures import Names

LONGEST: Final = 80
"""Characters of a value that a message shows; the whole text stands among the finding's values and quotes."""

MOST_LISTED: Final = 6
"""Items of a list that a message shows."""

_PLACE = re.compile(r"\{([a-z_]+)\}")


class Wording:
    """Says values of one organisation; `names` are its roles and units."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._words: Mapping[str, Any] = vocabulary.table("findings")
        self._activities: Mapping[str, Any] = vocabulary.table("segregation")["activities"]

    def say(self, texts: Texts, rule: Rule, values: Mapping[str, Any]) -> dict[str, str]:
        """A rule's text in each language, its places filled."""
        return {
            language: _PLACE.sub(lambda place, lang=language: self._at(place[1], rule, values, lang), texts[language])  # type: ignore[misc]
            for language in LANGUAGES
        }

    def _at(self, place: str, rule: Rule, values: Mapping[str, Any], language: str) -> str:
        if place in values:
            kind = next(column.type for column in rule.columns if column.name == place)
            return self._value(values[place], kind, language)
        if f"{place}_id" in values:
            return self._name(values[f"{place}_id"], language)
        column = f"{place}_ids" if f"{place}_ids" in values else f"{place.removesuffix('s')}_ids"
        said = [self._name(id_, language) for id_ in values[column]]
        ordered = any(each.name == column and each.type == "path" for each in rule.columns)
        return self._list(said if ordered else sorted(said), language)

    def _name(self, id_: str | None, language: str) -> str:
        if not id_:
            return self._word("nobody", language)
        name = self._names[id_]
        if name.unit and len(self._units[name.title]) > 1:
            return _short(f"{name.unit}/{name.title}")
        return _short(name.title)

    @cached_property
    def _units(self) -> Mapping[str, set[str]]:
        """The units in which a title stands."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._names.values():
            if name.unit:
                found[name.title].add(name.unit)
        return found

    def _value(self, value: Any, kind: str, language: str) -> str:
        if value is None:
            return self._word("nothing", language)
        if kind == "band":
            return self.amounts(value, language)
        if isinstance(value, (list, tuple)):
            each = "code" if kind == "list[code]" else "str"
            return self._list([self._value(item, each, language) for item in value], language)
        if kind == "code":
            return str({**self._words["codes"], **self._activities}.get(value, {}).get(language, value))
        if isinstance(value, float):
            return f"{value:.0%}" if value <= 1 and kind == "float" else f"{value:g}"
        return _short(str(value))

    def _list(self, items: list[str], language: str) -> str:
        if not items:
            return self._word("nobody", language)
        shown = self._word("comma", language).join(items[:MOST_LISTED])
        rest = len(items) - MOST_LISTED
        return shown + self._word("more", language).replace("{count}", str(rest)) if rest > 0 else shown

    def amounts(self, value: Mapping[str, Any], language: str) -> str:
        """A stretch of amounts in words: 5万元以上（不含）至20万元."""
        low, high = value["low"], value["high"]
        if high is not None and low == high:
            key = "at"
        elif high is None:
            key = "from" if value["low_inclusive"] else "above"
        elif Decimal(low) == 0 and value["low_inclusive"]:
            key = "to" if value["high_inclusive"] else "below"
        else:
            key = "between"
        if key == "from" and Decimal(low) == 0:
            return self._word("any_amount", language)
        text = self._word(key, language)
        for name, inclusive in (("low", "low_inclusive"), ("high", "high_inclusive")):
            amount = self._amount(value[name], value["quantity"], language)
            mark = "" if key != "between" or value[inclusive] else self._word("not_included", language)
            text = text.replace("{" + name + "}", amount + mark)
        return text

    def _amount(self, number: str | None, quantity: str | None, language: str) -> str:
        if number is None:
            return ""
        amount = Decimal(number)
        form = self._words["quantities"].get(quantity or "", {}).get(language, "{amount} " + (quantity or ""))
        if language == "zh" and quantity in self._words["large"]["quantities"] and amount >= 10_000:
            ten_thousands = (amount / 10_000).normalize()
            return str(form).replace("{amount}", f"{ten_thousands:f}{self._words['large']['zh']}")
        return str(form).replace("{amount}", f"{amount.normalize():,f}").strip()

    def _word(self, key: str, language: str) -> str:
        return str(self._words["words"][key][language])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
