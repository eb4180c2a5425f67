"""The scenario file: TOML that names things as people do (docs/whatif.md)."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import Act, Line, Mode, RoleKind
from dutygraph.graph.parameters import nearest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Shape(NamedTuple):
    """The keys of an operation beside its own: type by key, and those it cannot do without. `own` is the type of the
    value of the operation's own key."""

    own: str
    keys: Mapping[str, str]
    needed: tuple[str, ...] = ()


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": get_args(Mode),
    "line": get_args(Line),
    "act": get_args(Act),
    "kind": get_args(RoleKind),
}

OPERATIONS: Final[Mapping[str, Shape]] = {
    "move": Shape("text", {"from": "text", "to": "text", "mode": "mode"}, ("to",)),
    "give": Shape("text", {"to": "text", "mode": "mode"}, ("to",)),
    "drop": Shape("text", {"from": "text"}),
    "reword": Shape("text", {"of": "text", "as": "text", "mode": "mode"}, ("as",)),
    "merge": Shape("texts", {"into": "text", "unit": "text"}, ("into",)),
    "split": Shape(
        "text", {"into": "texts", "duties": "shares", "powers": "shares", "reports": "shares"}, ("into",)
    ),
    "superior": Shape("maybe", {"of": "text", "instead_of": "text", "line": "line"}, ("of",)),
    "line": Shape("line", {"of": "text", "to": "text"}, ("of",)),
    "vacate": Shape("text", {}),
    "add_role": Shape("text", {"unit": "text", "superior": "text", "headcount": "count", "kind": "kind"}),
    "add_unit": Shape("text", {"in": "text"}),
    "limit": Shape("text", {"of": "text", "to": "maybe", "was": "text", "act": "act"}, ("of", "to")),
    "step": Shape("text", {"of": "text", "to": "count", "was": "text", "act": "act"}, ("of", "to")),
    "holder": Shape("text", {"from": "text", "to": "text", "was": "text", "act": "act"}, ("from", "to")),
}  # fmt: skip
"""What a scenario can do: the operation's own key names what it is done to."""

_HEAD = ("title", "organization", "date", "changes")


@dataclass(frozen=True, slots=True)
class Change:
    """One operation. `values` holds its keys, its own among them; `number` counts from 1; `file` is the scenario's
    name."""

    file: str
    number: int
    operation: str
    values: Mapping[str, Any]

    def get(self, key: str) -> Any:
        """The value of a key, None where it is not given."""
        return self.values.get(key)

    @property
    def own(self) -> Any:
        """The value of the operation's own key."""
        return self.values[self.operation]

    @property
    def place(self) -> str:
        """`reorg.toml, change 3`."""
        return f"{self.file}, change {self.number}"

    def __str__(self) -> str:
        return line(self.values)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario file. `organization` is '' where it names none; `date` an ISO day or ''."""

    name: str
    title: str
    organization: str
    date: str
    changes: tuple[Change, ...]


def line(values: Mapping[str, Any]) -> str:
    """Keys and values as one line of a scenario file, without the comma behind it.

    >>> line({"move": "处理客户投诉", "to": "售后主管"})
    '{ move = "处理客户投诉", to = "售后主管" }'
    """
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in values.items()) + " }"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_text(key)} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_scenario(file: Path) -> Scenario:
    """The scenario in a file.

    Raises InputError that names the file, the change and the key: not TOML, an unknown operation or key, one that is
    missing, a value of another kind.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"the scenario {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"the scenario {file} is not in UTF-8: {error}.") from error
    return parse_scenario(text, file.name)


def parse_scenario(text: str, name: str) -> Scenario:
    """The scenario in a text; `name` is what its changes are called by.

    Raises InputError as `read_scenario`.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the scenario {name} is not valid TOML: {error}") from None
    if unknown := [key for key in table if key not in _HEAD]:
        raise InputError(f"{name}: there is no key {unknown[0]!r}.{nearest(unknown[0], _HEAD)}")
    changes = table.get("changes")
    if not isinstance(changes, list) or not changes or not all(isinstance(each, dict) for each in changes):
        raise InputError(f"{name}: changes must be a list of operations, such as changes = [ {line(_EXAMPLE)} ].")
    head = {key: _head(table.get(key, ""), key, name) for key in ("title", "organization", "date")}
    made = tuple(_change(each, name, number) for number, each in enumerate(changes, 1))
    return Scenario(name, head["title"] or Path(name).stem, head["organization"], head["date"], made)


_EXAMPLE = {"drop": "…", "from": "…"}


def _head(value: Any, key: str, name: str) -> str:
    if key == "date" and hasattr(value, "isoformat"):
        value = value.isoformat()
    if not isinstance(value, str):
        raise InputError(f"{name}: {key} must be text.")
    return value.strip()


def _change(values: Mapping[str, Any], name: str, number: int) -> Change:
    where = f"{name}, change {number}"
    if not values:
        raise InputError(f"{where} is empty.")
    operation = next(iter(values))
    if operation not in OPERATIONS:
        told = ", ".join(OPERATIONS)
        raise InputError(f"{where} begins with {operation!r}; a change begins with its operation, one of {told}.")
    shape = OPERATIONS[operation]
    for key in values:
        if key != operation and key not in shape.keys:
            raise InputError(f"{where}: {operation} has no key {key!r}.{nearest(key, list(shape.keys))}")
    if missing := [key for key in shape.needed if key not in values]:
        raise InputError(f"{where}: {operation} needs {', '.join(missing)}.")
    for key, value in values.items():
        kind = shape.own if key == operation else shape.keys[key]
        if not _fits(value, kind):
            raise InputError(f"{where}: {key} must be {_told(kind)}.")
    return Change(name, number, operation, dict(values))


def _fits(value: Any, kind: str) -> bool:
    if kind in _CHOICES:
        return value in _CHOICES[kind]
    if kind == "text":
        return isinstance(value, str) and bool(value.strip())
    if kind == "maybe":
        return isinstance(value, str)
    if kind == "texts":
        return isinstance(value, list) and len(value) > 1 and all(_fits(each, "text") for each in value)
    if kind == "shares":
        return isinstance(value, dict) and all(
            isinstance(each, list) and all(_fits(one, "text") for one in each) for each in value.values()
        )
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _told(kind: str) -> str:
    if kind in _CHOICES:
        return "one of " + ", ".join(_CHOICES[kind])
    return {
        "text": "text",
        "maybe": 'text, or "" for none',
        "texts": "a list of two texts or more",
        "shares": "a table of lists of texts",
        "count": "a whole number from 1 on",
    }[kind]
