"""Roles, units and duties by words in them; a part of a Chinese phrase is enough."""

from __future__ import annotations

from fastapi import Response

from dutygraph.api.page.look import Look, Parts

MOST_SHOWN = 200


def search(look: Look) -> Response:
    """`/search`: `q`, `organization`."""
    organization = look.organization()
    if organization is None:
        return look.render("empty.html.j2", view="search")
    asked = look.text("q")
    roles, units, duties = [], [], None
    if asked:
        known = look.held.known(organization.id)
        roles, units = known.roles.having(asked), known.units.having(asked)
        duties = look.held.ask("who_owns", organization=organization.id, words=asked)
    return look.render(
        "search.html.j2",
        page=Parts(look),
        organization=organization,
        organizations=look.held.organizations(),
        asked=asked,
        roles=roles,
        units=units,
        duties=duties,
        most=MOST_SHOWN,
    )
