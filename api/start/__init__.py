"""A folder to begin with: settings, aliases, accepted findings and an example document (`dutygraph init`)."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from dutygraph.graph.errors import InputError
from dutygraph.loaders.project import FILE_NAME

_EXAMPLE = "documents"
"""The folder of the example; where there is one already, no example is put into it."""


_ALL_DOCUMENTS = re.compile(r'^# ("\." = )"[^"\n]*"', re.M)
"""The line of the settings that names the organisation of all documents, commented out."""


class Begun(NamedTuple):
    """The files that were made, and those that were there before and stay as they are."""

    made: list[Path]
    kept: list[Path]


def begin(folder: Path, lang: str, organization: str | None = None) -> Begun:
    """Make a project folder, with comments and example in `en` or `zh`. Nothing that is there is changed.

    `organization` is the name of the one of which all its documents speak. Raises InputError where the folder is a
    project already, or cannot be written.
    """
    if (folder / FILE_NAME).exists():
        raise InputError(f"{folder / FILE_NAME} is there already: the folder is a project. Nothing was changed.")
    templates = resources.files(__package__).joinpath("templates", lang)
    begun = Begun([], [])
    with_example = not (folder / _EXAMPLE).exists()
    try:
        for template in sorted(templates.iterdir(), key=lambda each: (each.name.endswith(".txt"), each.name)):
            is_document = template.name.endswith(".txt")
            if is_document and not with_example:
                continue
            file = folder / _EXAMPLE / template.name if is_document else folder / template.name
            file.parent.mkdir(parents=True, exist_ok=True)
            text = template.read_text(encoding="utf-8")
            if organization and template.name == FILE_NAME:
                text = _ALL_DOCUMENTS.sub(lambda found: f"{found[1]}{_toml(organization)}", text)
            (begun.made if _written(file, text.encode()) else begun.kept).append(file)
    except OSError as error:
        raise InputError(f"{error.filename} cannot be written: {error.strerror}.") from error
    return begun


def _toml(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(file: Path, content: bytes) -> bool:
    """Whether the file was made; one that is there stays, also where it came only now."""
    try:
        with file.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        return False
    return True
