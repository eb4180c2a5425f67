"""What the faces say to people, by language: data in TOML beside this file. Machine forms (JSON, CSV) never use it."""

from __future__ import annotations

import sys
from functools import cache
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LANGUAGES = ("en", "zh")


class Words:
    """The texts of one language; a text that is missing is a defect and raises KeyError."""

    def __init__(self, lang: str, texts: dict[str, Any]) -> None:
        self.lang = lang
        self._texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The text `section.name`, with its placeholders filled."""
        section, _, name = key.partition(".")
        text: str = self._texts[section][name]
        return text.format(**values) if values else text

    def column(self, name: str) -> str:
        """The heading of a column; English headings are the names themselves, in words."""
        heading: str = self._texts["columns"].get(name) or name.replace("_", " ")
        return heading

    def value(self, value: str) -> str:
        """How a fixed value of the model (`solid`, `own`, `post`) reads."""
        text: str = self._texts["values"].get(value, value)
        return text

    def question(self, name: str, asks: str) -> str:
        """What a question asks; English is the catalogue's own sentence."""
        text: str = self._texts["questions"].get(name, asks)
        return text


@cache
def words(lang: str) -> Words:
    """The texts of `en` or `zh`: those of `en.toml`, and of files that add to it such as `office_en.toml`."""
    texts: dict[str, Any] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda file: file.name):
        if file.name == f"{lang}.toml" or file.name.endswith(f"_{lang}.toml"):
            for section, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
                texts.setdefault(section, {}).update(said)
    return Words(lang, texts)
