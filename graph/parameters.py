"""Parameters of questions: what a head declares, and how a caller's value becomes that type.

The types: `int`, `float`, `bool`, `str`; an enumeration (`solid|dotted`, or one of `ENUMERATIONS` by name); a name by
which people ask (`organization`, `unit`, `role`, `owner` = role or unit); `duties`, words that stand in
duties; `matter`, a matter in any of its forms. `graph.names` turns the last three into ids.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from dutygraph.graph import facts
from dutygraph.graph.errors import HouseError, InputError

NAMES: Final = ("organization", "unit", "role", "owner")
WORDS: Final = ("duties", "matter")
ENUMERATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "act": get_args(facts.Act),
    "line": get_args(facts.Line),
    "mode": get_args(facts.Mode),
}
LONGEST: Final = 1000
"""Characters of the longest text a parameter takes; nobody's title or search words are longer."""

ALL: Final = "all"
"""The default of an `organization` parameter that stands for every organisation, not for the only one."""

_PARAM = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*): (?P<type>[a-z_]+(?:\|[a-z_]+)*)(?: = (?P<default>\S+))?"
    r"(?: \((?P<unit>[a-z]+)\))?(?: e\.g\. (?P<example>.+))?"
)
_EXAMPLES: Final = {"int": "3", "float": "0.9", "bool": "true"}
LARGEST: Final = 2**63 - 1
"""The largest number: what a server takes."""

JSON_TYPES: Final[Mapping[str, str]] = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
"""What JSON Schema calls the types of values."""


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter. `choices` is empty unless the type is an enumeration; `default` counts where not `required`."""

    name: str
    type: str
    required: bool
    default: object
    unit: str | None
    example: str
    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """What a value must be, for a person."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        return {
            "int": f"a whole number of {self.unit or 'count'}, 0 or more",
            "float": "a number from 0 to 1" if self.unit == "ratio" else "a number, 0 or more",
            "bool": "true or false",
            "str": "a text",
            "organization": "an organisation's id, name or alias",
            "unit": "a unit's id, title, alias, or unit/unit",
            "role": "a role's id, title, alias, or unit/role",
            "owner": "a role's or unit's id, title, alias, or unit/role",
            "duties": "words of a duty",
            "matter": "a matter in any of its forms",
        }[self.type]


def read_param(text: str, where: str) -> Param:
    """A parameter as a head declares it: `min_reports: int = 1 (count)`, `role: role e.g. Sales/Manager`.

    Raises HouseError.
    """
    found = _PARAM.fullmatch(text)
    if not found:
        raise HouseError(f"{where}: {text!r} is no parameter; write it like 'min_reports: int = 1 (count)'.")
    kind = found["type"]
    choices = ENUMERATIONS.get(kind, tuple(kind.split("|")) if "|" in kind else ())
    if not choices and kind not in (*_EXAMPLES, "str", *NAMES, *WORDS):
        raise HouseError(f"{where}: {text!r} has no known type.")
    example = found["example"] or _EXAMPLES.get(kind) or (choices[0] if choices else "")
    if not example and kind != "organization":
        raise HouseError(f"{where}: {text!r} needs an example: 'e.g. …'.")
    param = Param(found["name"], kind, found["default"] is None, None, found["unit"], example, choices)
    if found["default"] in (None, "null"):
        return param
    default: object = ALL if kind == "organization" and found["default"] == ALL else convert(param, found["default"])
    return Param(param.name, kind, False, default, param.unit, example, choices)


def check(question: str, params: Sequence[Param], given: Mapping[str, object]) -> dict[str, object]:
    """The value of every parameter, with defaults, in the order of the head. None for a parameter counts as not given.

    Names and words are texts still. Raises InputError that names the parameter, what it takes, and an example.
    """
    declared = {param.name: param for param in params}
    for name in given:
        if name not in declared:
            raise InputError(f"{question} has no parameter {name!r}.{nearest(name, list(declared))}")
    values: dict[str, object] = {}
    for name, param in declared.items():
        value = given.get(name)
        if value is None and param.required:
            raise InputError(f"{question} needs {name}: {param.expected}{_such_as(param)}.")
        values[name] = param.default if value is None else convert(param, value)
    return values


def convert(param: Param, value: object) -> object:
    """A caller's value as the parameter's type; texts of the command line and of URLs are read.

    Raises InputError.
    """
    if param.type == "bool" and isinstance(value, (bool, str)):
        word = str(value).lower()
        if word in ("true", "false"):
            return word == "true"
    elif param.type in ("int", "float"):
        number = _number(value)
        if number is not None and 0 <= number <= (1 if param.unit == "ratio" else LARGEST):
            if param.type == "float":
                return float(number)
            if number == int(number):
                return int(number)
    elif isinstance(value, str) and value.strip():
        text = value.strip()
        if len(text) > LONGEST:
            raise InputError(f"{param.name} has {len(text)} characters; at most {LONGEST} are taken.")
        if not param.choices or text in param.choices:
            return text
    shown = repr(value) if len(repr(value)) <= 80 else repr(value)[:77] + "…"
    raise InputError(f"{param.name} is {shown}, but must be {param.expected}{_such_as(param)}.")


def json_schema(param: Param) -> dict[str, object]:
    """What `convert` takes for a parameter, and its default, as JSON Schema."""
    kind = JSON_TYPES.get(param.type, "string")
    schema: dict[str, object] = {"type": kind}
    if param.choices:
        schema["enum"] = list(param.choices)
    elif kind == "string":
        schema |= {"minLength": 1, "maxLength": LONGEST}
    elif kind != "boolean":
        schema |= {"minimum": 0, "maximum": 1 if param.unit == "ratio" else LARGEST}
    return schema if param.default is None else schema | {"default": param.default}


def nearest(word: str, words: Sequence[str] | Mapping[str, str]) -> str:
    """A sentence that offers those of `words` that come nearest, with a blank before it; '' where there are none.

    A mapping gives for each word the form that is compared.

    >>> nearest("span", ["span_of_control", "who_owns"])
    ' The nearest: span_of_control, who_owns.'
    """
    from rapidfuzz import process  # here, because most calls need no offers

    choices = words if isinstance(words, Mapping) else dict(zip(words, words, strict=True))
    found = process.extract(word[:LONGEST], choices, limit=5, score_cutoff=1)
    return f" The nearest: {', '.join(choice for _, _, choice in found)}." if found else ""


def _such_as(param: Param) -> str:
    return f", such as {param.example}" if param.example and not param.choices else ""


def _number(value: object) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = int(value) if re.fullmatch(r"\s*[+-]?\d{1,20}\s*", value) else float(value)
        except ValueError:
            return None
    return value if isinstance(value, (int, float)) and math.isfinite(value) else None
