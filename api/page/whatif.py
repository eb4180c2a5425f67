"""A scenario, and what it would lead to: before and after side by side."""

from __future__ import annotations

import threading

from fastapi import Response

from dutygraph.api.page.look import Look
from dutygraph.api.whatif import measures, sentence
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import group_by_document
from dutygraph.graph.scenario import parse_scenario
from dutygraph.graph.scenario.run import Outcome, what_if
from dutygraph.graph.store import export_facts
from dutygraph.loaders.single import duty_reader

LONGEST = 6_000
"""Characters of a scenario that fits into an address; the command line and the API take longer ones."""

_one_at_a_time = threading.Lock()


def whatif(look: Look) -> Response:
    """`/what-if`: `scenario`, the text of a scenario file. Nothing is changed."""
    organization = look.organization()
    if organization is None:
        return look.render("empty.html.j2", view="whatif")
    text = look.request.query_params.get("scenario", "")
    outcome, wrong = None, ""
    if text.strip():
        try:
            outcome = _outcome(look, text)
        except InputError as error:
            wrong = str(error)
    return look.render(
        "whatif_page.html.j2",
        422 if wrong else 200,
        organization=organization,
        scenario=text,
        wrong=wrong,
        outcomes=[outcome] if outcome else [],
        language=look.lang,
        measures=measures,
        sentence=lambda change: sentence(change, look.say),
        longest=LONGEST,
    )


def _outcome(look: Look, text: str) -> Outcome:
    scenario = parse_scenario(text, look.say("page.whatif_scenario"))
    project = look.workspace.project()
    with _one_at_a_time:
        _, facts = look.workspace.settled(lambda: list(group_by_document(export_facts(look.held.engine))))
        [outcome] = what_if(facts, [scenario], duty_reader(project.vocabulary), profile=project.profile)
    return outcome
