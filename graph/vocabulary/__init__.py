"""The words of role documents, by language: data in TOML, read once."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from dutygraph.graph.errors import InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LANGUAGES = ("zh", "en", "columns")
"""The files whose words make up the default vocabulary: one a language, and the heads of tables in all of them."""

Words: TypeAlias = Mapping[str, tuple[str, ...]]
"""Words by what they mean."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words by which role documents are read, in Simplified characters, half width, lower case.

    What each table and key means stands beside the words, in zh.toml and columns.toml. `fingerprint` names the
    content: two vocabularies with one fingerprint read alike.
    """

    labels: Words
    headings: Words
    titles: Words
    units: Words
    subjects: Words
    superiors: Words
    modes: Words
    duties: Words
    acts: Words
    frequencies: Words
    headcounts: Words
    numbers: Words
    tables: Words
    columns: Words
    fingerprint: str


_TABLES = tuple(f.name for f in fields(Vocabulary) if f.name != "fingerprint")


@cache
def table(name: str) -> dict[str, Any]:
    """The vocabulary file `<name>.toml` as nested dicts.

    Raises FileNotFoundError where there is no such file.
    """
    file = resources.files(__package__).joinpath(f"{name}.toml")
    words: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return words


@cache
def default() -> Vocabulary:
    """The words of all languages that come with the package."""
    return _joined(table(language) for language in LANGUAGES)


def load(extra: Path) -> Vocabulary:
    """The default words and those of a user's file, which has the tables and keys of zh.toml and columns.toml.

    Raises InputError where the file cannot be read or names a table or key that does not exist.
    """
    try:
        added = tomllib.loads(extra.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"the vocabulary file {extra} cannot be read: {error}. It must be TOML in UTF-8.") from error
    known = default()
    for name, group in added.items():
        if name not in _TABLES or not isinstance(group, dict):
            raise InputError(f"{extra}: there is no table [{name}]; tables are {', '.join(_TABLES)}.")
        for key, words in group.items():
            keys = getattr(known, name)
            if key not in keys:
                raise InputError(f"{extra}: [{name}] has no {key}; it has {', '.join(keys)}.")
            if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
                raise InputError(f"{extra}: {name}.{key} must be a list of words.")
    return _joined([*(table(language) for language in LANGUAGES), added])


def _joined(files: Iterable[Mapping[str, Any]]) -> Vocabulary:
    tables: dict[str, dict[str, list[str]]] = {name: {} for name in _TABLES}
    for file in files:
        for name, group in file.items():
            for key, words in group.items():
                tables[name].setdefault(key, []).extend(words)
    content = json.dumps(tables, ensure_ascii=False)
    joined = {
        name: MappingProxyType({key: tuple(dict.fromkeys(words)) for key, words in group.items()})
        for name, group in tables.items()
    }
    return Vocabulary(**joined, fingerprint=hashlib.sha256(content.encode()).hexdigest()[:16])
