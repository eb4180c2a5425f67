"""Who approves what, as a sentence to fill in."""

from __future__ import annotations

from fastapi import Response

from dutygraph.api.page.forms import fields
from dutygraph.api.page.look import Look, Parts
from dutygraph.api.page.questions import answer_to, asked, table
from dutygraph.graph.catalog import catalog


def who_approves(look: Look) -> Response:
    """`/who-approves`: the parameters of the question `who_approves`."""
    organization = look.organization()
    if organization is None:
        return look.render("empty.html.j2", view="who_approves")
    query = catalog().question("who_approves")
    given = asked(look, query)
    answer, wrong = answer_to(look, query, given) if "matter" in given else (None, None)
    made = {field.name: field for field in fields(look, query, organization.id)}
    return look.render(
        "who_approves.html.j2",
        422 if wrong else 200,
        page=Parts(look),
        organizations=look.held.organizations(),
        organization=organization,
        query=query,
        field=made,
        wrong=wrong,
        rows=[] if answer is None else list(zip(answer.to_dicts(), answer.evidence, strict=True)),
        table=None if answer is None else table(look, query, answer),
    )
