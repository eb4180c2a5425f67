"""The organisation chart, in parts where the organisation is large."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Response
from markupsafe import escape

from dutygraph.api.page.look import Look, Parts, url
from dutygraph.api.report import chart as drawing
from dutygraph.api.report import tree
from dutygraph.api.report.html import PART_ROLES

WHOLE_ROLES = 600
"""Up to so many roles are drawn in one."""


def chart(look: Look) -> Response:
    """`/chart`: `organization`, `part` = the role with which a part begins, `role` = a role to look for."""
    organization = look.organization()
    if organization is None:
        return look.render("empty.html.j2", view="chart")
    staff = look.held.staff(organization.id)
    trees = drawing.forest_of(staff)
    marks = drawing.marks(look.held.findings().standing())
    parts = list(tree.parts(trees, PART_ROLES)) if len(staff.roles()) > WHOLE_ROLES else [trees]
    number = _wanted(parts, look.text("part") or look.text("role"))
    links = drawing.Links("/cards/", str(escape(url("/chart", organization=organization.id) + "&part=")))
    drawn = drawing.draw(staff, parts[number], marks, links=links, part=len(parts) > 1)
    role = look.text("role")
    if role in staff.cards:
        # Found by the browser itself, also without scripts.
        found = drawn.shapes.replace(f'data-role="{role}"', f'id="here" data-role="{role}"', 1)
        drawn = replace(drawn, shapes=found)
    return look.render(
        "chart.html.j2",
        page=Parts(look, marks),
        organization=organization,
        organizations=look.held.organizations(),
        staff=staff,
        trees=trees,
        part=parts[number],
        drawing=drawn,
        firsts=[_first(each) for each in parts],
        number=number,
    )


def _first(part: tree.Forest) -> str:
    return part.places[0].role if part.places else part.alone[0] if part.alone else ""


def _wanted(parts: list[tree.Forest], role: str) -> int:
    """The number of the part that begins with a role, else of the first that holds it, else 0."""
    tops = [number for number, part in enumerate(parts) if any(p.role == role for p in part.places if not p.parent)]
    holding = [
        number
        for number, part in enumerate(parts)
        if role in part.alone or any(place.role == role for place in part.places)
    ]
    return next(iter([*tops, *holding]), 0)
