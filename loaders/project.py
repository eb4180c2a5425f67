"""What a team keeps beside its documents: `dutygraph.toml`, optional throughout (docs/cli.md#dutygraphtoml)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dutygraph.graph.errors import InputError
from dutygraph.graph.parameters import nearest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE_NAME = "dutygraph.toml"
ACCEPTED_NAME = "accepted.toml"
"""Findings that a team has accepted, where the settings name no other file."""

COLUMNS = ("title", "person", "id", "superior", "dotted", "unit", "organization", "headcount", "vacant", "scope")
"""What a user may name columns of an org-chart table for; `scope`: the column within whose values ids are unique."""

ALIASES_NAME = "aliases.toml"
"""Other forms of titles that a team has kept, beside `dutygraph.toml`."""

_KEYS = ("graph", "documents", "organizations", "aliases", "columns", "profile", "accepted", "vocabulary", "review")


@dataclass(frozen=True)
class Project:
    """The settings of one project; `root` is the folder of its file, None where there is no file.

    `columns`: what columns of org-chart tables hold → their heads. `review`: a workbook of corrections and added facts.
    `documents`: document key → files that are editions of it. `organizations`: a document's key, `key#2` for its
    second title section, or a folder ("." for all) → the organisation's name. `aliases`: a title → its other forms.
    Paths are absolute. `apart`: every document is read in a process of its own with bounds of time and memory, also a
    small one; for documents of strangers.
    """

    root: Path | None = None
    graph: str | None = None
    documents: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    organizations: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    profile: str | None = None
    accepted: Path | None = None
    vocabulary: Path | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    review: Path | None = None
    apart: bool = False

    def key(self, path: Path, given: Path) -> str:
        """The document key of `path`, met under the folder or file `given`.

        The name of an edition group that lists it, else its path in the project, else
        `<name of the folder given>/<path>`; always with `/`.
        """
        path = absolute(path)
        for key, files in self.documents.items():
            if path in files:
                return key
        folder = absolute(given) if given.is_dir() else path.parent
        return self.prefix(folder) + path.relative_to(folder).as_posix()

    def prefix(self, folder: Path) -> str:
        """What the keys of all documents under `folder` begin with: '' for the project folder itself."""
        folder = absolute(folder)
        if self.root is not None and folder.is_relative_to(self.root):
            inside = folder.relative_to(self.root).as_posix()
            return "" if inside == "." else inside + "/"
        return folder.name + "/"

    def organization(self, key: str) -> str | Mapping[str, str] | None:
        """The name given to the organisation of document `key`, or names by title section (`{"2": name}`), or None.

        The document's own entry goes before one of a folder, the nearest folder before a wider one.
        """
        if key in self.organizations:
            return self.organizations[key]
        mark = key + "#"
        sections = {k[len(mark) :]: name for k, name in self.organizations.items() if k.startswith(mark)}
        if sections:
            return sections
        for folder in _parents(key):
            if folder in self.organizations:
                return self.organizations[folder]
        return None


def absolute(path: Path) -> Path:
    """`path` without `..`; a link keeps its own name, so that a key is what the user sees."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def _parents(key: str) -> Iterator[str]:
    parts = key.split("/")[:-1]
    for end in range(len(parts), 0, -1):
        yield "/".join(parts[:end])
    yield "."


def find_project(paths: Sequence[Path] = (), start: Path | None = None) -> Project:
    """The project of these documents: the first `dutygraph.toml` from their common folder upwards, else from `start`
    (the current folder) upwards, else settings that are all absent.

    Raises InputError where the file is not as documented.
    """
    for folder in _candidates(paths, absolute(start or Path())):
        file = folder / FILE_NAME
        if file.is_file():
            return read_project(file)
    return Project()


def _candidates(paths: Sequence[Path], start: Path) -> Iterator[Path]:
    if paths:
        folders = [str(p if p.is_dir() else p.parent) for p in map(absolute, paths)]
        try:
            common = Path(os.path.commonpath(folders))
        except ValueError:  # on different drives
            common = start
        yield common
        yield from common.parents
    yield start
    yield from start.parents


def read_project(file: Path) -> Project:
    """The settings in `file`.

    Raises InputError that names the file and the key: not TOML, an unknown key, a value of another kind.
    """
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InputError(f"{file} is not valid TOML in UTF-8: {problem}") from None
    root = absolute(file).parent
    for key in values:
        if key not in _KEYS:
            raise InputError(f"{file}: there is no setting {key!r}.{nearest(key, _KEYS)}")
    take = _Values(file, values)
    graph = take.text("graph")
    return Project(
        root=root,
        graph=None if graph is None else _graph_address(root, graph),
        documents={
            key: tuple(absolute(root / name) for name in names) for key, names in take.lists("documents").items()
        },
        organizations={key.rstrip("/") or ".": name for key, name in take.texts("organizations").items()},
        aliases=_with_kept(take.lists("aliases"), root / ALIASES_NAME),
        profile=take.text("profile"),
        accepted=take.path("accepted", root),
        vocabulary=take.path("vocabulary", root),
        columns=_known_columns(take.lists("columns"), file),
        review=take.path("review", root),
    )


def _with_kept(aliases: Mapping[str, tuple[str, ...]], file: Path) -> dict[str, tuple[str, ...]]:
    """The aliases of the settings, and those in the file of kept ones, if there is one."""
    kept = read_aliases(file) if file.is_file() else {}
    return {
        title: tuple(dict.fromkeys((*aliases.get(title, ()), *kept.get(title, ())))) for title in {**aliases, **kept}
    }


def read_aliases(file: Path) -> dict[str, tuple[str, ...]]:
    """The aliases in a file of its own: a title → its other forms.

    Raises InputError where it cannot be read, or is not as documented.
    """
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InputError(f"{file} is not valid TOML in UTF-8: {problem}") from None
    return _Values(file, {"aliases": values}).lists("aliases")


def _known_columns(columns: Mapping[str, tuple[str, ...]], file: Path) -> dict[str, tuple[str, ...]]:
    for meaning in columns:
        check_column(meaning, f"{file}: columns")
    return dict(columns)


def check_column(meaning: str, where: str) -> None:
    """Raises InputError where a column cannot be named for this."""
    if meaning not in COLUMNS:
        raise InputError(f"{where}: there is no meaning {meaning!r}; a column holds one of {', '.join(COLUMNS)}.")


def _graph_address(root: Path, graph: str) -> str:
    return graph if "://" in graph or graph == ":memory:" else str(root / graph)


@dataclass(frozen=True, slots=True)
class _Values:
    """Typed access to what the file holds; each method raises InputError that names file and key."""

    file: Path
    values: Mapping[str, Any]

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        raise self._wrong(key, "text")

    def path(self, key: str, root: Path) -> Path | None:
        value = self.text(key)
        return None if value is None else absolute(root / value)

    def texts(self, key: str) -> dict[str, str]:
        table = self._table(key)
        for name, value in table.items():
            if not (isinstance(value, str) and value.strip()):
                raise self._wrong(f"{key}.{name}", "text")
        return table

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        result = {}
        for name, value in self._table(key).items():
            if not (isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)):
                raise self._wrong(f"{key}.{name}", "a list of texts")
            result[name] = tuple(value)
        return result

    def _table(self, key: str) -> dict[str, Any]:
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, f"a table, [{key}]")
        return value

    def _wrong(self, key: str, kind: str) -> InputError:
        return InputError(f"{self.file}: {key} must be {kind}.")
