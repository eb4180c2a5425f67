"""The words of role documents, by language: data in TOML, read once."""

from __future__ import annotations

import sys
from functools import cache
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def table(name: str) -> dict[str, Any]:
    """The vocabulary file `<name>.toml` as nested dicts.

    Raises FileNotFoundError where there is no such file.
    """
    file = resources.files(__package__).joinpath(f"{name}.toml")
    words: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return words
