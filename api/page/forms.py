"""Forms made from the parameters that a question declares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dutygraph.api.page.look import Look
from dutygraph.graph.catalog import Query
from dutygraph.graph.parameters import LONGEST, NAMES, WORDS, Param

MOST_OFFERED = 2_000
"""Names that a field offers; where there are more, people type."""

_QUANTITIES = ("CNY", "USD", "EUR", "percent")


class Field(NamedTuple):
    """One field: `kind` is select, number or text; `options` are (value, shown); `offered` are names to pick from, the
    same for every field of one `type`; `step` and `highest` are those of a number, '' where it has none."""

    name: str
    kind: str
    value: str
    required: bool = False
    example: str = ""
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    type: str = ""
    offered: Sequence[str] = ()
    step: str = "any"
    highest: str = ""
    most: int = LONGEST


def fields(look: Look, query: Query, organization: str) -> list[Field]:
    """The fields of a question, filled with what the request gives; names offered are those of one organisation."""
    return [_field(look, param, organization) for param in query.params]


def _field(look: Look, param: Param, organization: str) -> Field:
    value = look.text(param.name) or ("" if param.default is None else str(param.default).lower())
    if param.type == "organization":
        options = [(each.id, each.name) for each in look.held.organizations()]
        if param.default is None:
            return Field(param.name, "select", look.text(param.name) or organization, options=options)
        return Field(param.name, "select", look.text(param.name), options=[("", look.say("report.all")), *options])
    if param.choices or param.type == "bool":
        return Field(param.name, "select", value, param.required, options=_choices(look, param))
    if param.type in ("int", "float"):
        ratio = param.unit == "ratio"
        step = "1" if param.type == "int" else "0.05" if ratio else "any"
        highest = "1" if ratio else ""
        return Field(param.name, "number", value, param.required, param.example, step=step, highest=highest)
    hint = look.say(f"page.takes_{param.type}") if param.type in (*NAMES, *WORDS) else ""
    kind = param.name if param.type == "str" else param.type
    offered = _offered(look, param, organization) if organization else ()
    return Field(param.name, "text", value, param.required, param.example, hint, type=kind, offered=offered)


def _choices(look: Look, param: Param) -> list[tuple[str, str]]:
    shown = {"true": look.say("common.yes"), "false": look.say("common.no")}
    choices = [(each, shown.get(each, look.say.value(each))) for each in param.choices or shown]
    return choices if param.required or param.default is not None else [("", look.say("page.any")), *choices]


def _offered(look: Look, param: Param, organization: str) -> Sequence[str]:
    """What a text may be, as far as it is known; nothing where that is too much to offer."""
    if param.name == "quantity":
        return _QUANTITIES
    if param.type == "matter":
        found = look.held.matters(organization)
    elif param.type in ("unit", "role", "owner"):
        known = look.held.known(organization)
        things = {"unit": known.units, "role": known.roles, "owner": known.owners}[param.type].things
        found = sorted({thing.readable for thing in things})
    else:
        found = []
    return found if len(found) <= MOST_OFFERED else ()
