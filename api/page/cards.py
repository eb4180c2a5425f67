"""The card of a role or unit, with the findings about it and the questions that can be asked next."""

from __future__ import annotations

from fastapi import Response

from dutygraph.api.page.look import Look, Parts, url
from dutygraph.api.report.chart import marks
from dutygraph.api.staff import UNIT
from dutygraph.graph.errors import UnknownName

_NEXT = {
    "role": ("reporting_line", "may_decide", "escalation_path"),
    "unit": ("may_decide",),
}


def card(look: Look) -> Response:
    """`/cards/{id}`."""
    id_ = look.request.path_params["id"]
    organization = look.held.home_of(id_)
    staff = look.held.staff(organization.id)
    if id_ not in staff.cards:
        raise UnknownName(f"nothing is written about {id_!r}.")
    found = look.held.findings()
    about = [each for each in found.findings if id_ in each.subjects]
    kind = "unit" if staff.cards[id_].kind == UNIT else "role"
    spans = {}
    if kind == "role":
        answer = look.held.ask("span_of_control", organization=organization.id, min_reports=0)
        spans = {row["role_id"]: row for row in answer.to_dicts() if row["role_id"] == id_}
    return look.render(
        "card.html.j2",
        page=Parts(look, marks([each for each in found.standing() if id_ in each.subjects]), about),
        organization=organization,
        staff=staff,
        card=staff.cards[id_],
        kind=kind,
        spans=spans,
        next_questions=[
            (name, url(f"/questions/{name}", organization=organization.id, role=id_)) for name in _NEXT[kind]
        ],
    )
