"""Findings with their filters, and what a team decides about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import Response

from dutygraph.api.page.look import Look, Parts, url
from dutygraph.api.page.paging import page_of
from dutygraph.graph.audit import Finding, rules
from dutygraph.graph.errors import UnknownName
from dutygraph.graph.text.folding import fold

SIZE = 40


def findings(look: Look) -> Response:
    """`/findings`: `severity` and `state`, each any number of times, `group`, `rule`, `organization`, `q`, `page`."""
    result = look.held.findings()
    found = _filtered(look, result.findings)
    return look.render(
        "findings.html.j2",
        page=Parts(look),
        view=_View(look),
        result=result,
        organizations=look.held.organizations(),
        rule_counts=Counter(each.rule for each in result.findings),
        shown=page_of(found, look.page(), SIZE),
        back=look.here(lang=None),
    )


def finding(look: Look) -> Response:
    """`/findings/{id}`."""
    found = _found(look)
    organization = look.held.organization(found.organization_id)
    cards = look.held.staff(organization.id).cards
    return look.render(
        "finding.html.j2",
        page=Parts(look),
        view=_View(look),
        found=found,
        about=[cards[each] for each in found.subjects if each in cards],
        back=url(f"/findings/{found.id}"),
    )


def accept(look: Look, given: dict[str, str]) -> Response:
    """Write that the team lives with a finding."""
    id_ = look.request.path_params["id"]
    look.workspace.accept(id_, given.get("reason", ""), given.get("by", ""), given.get("until", ""))
    return look.go(given.get("back", "/findings"))


def withdraw(look: Look, given: dict[str, str]) -> Response:
    """Take that back."""
    look.workspace.withdraw(look.request.path_params["id"])
    return look.go(given.get("back", "/findings"))


class _View:
    """What the report's macro for findings asks of its view."""

    def __init__(self, look: Look) -> None:
        self.organizations = look.held.organizations()
        self.found = look.held.findings()


def _found(look: Look) -> Finding:
    id_ = look.request.path_params["id"]
    found = next((each for each in look.held.findings().findings if each.id == id_), None)
    if found is None:
        raise UnknownName(look.say("page.finding_gone", id=id_[:40]))
    return found


def _filtered(look: Look, every: Sequence[Finding]) -> list[Finding]:
    severities, states = set(look.texts("severity")), set(look.texts("state"))
    words = [fold(word) for word in look.text("q").split()]
    wanted = {"group": look.text("group"), "rule": look.text("rule"), "organization_id": look.text("organization")}
    if wanted["rule"] not in rules():
        wanted["rule"] = ""
    return [
        each
        for each in every
        if (not severities or each.severity in severities)
        and (not states or each.state in states)
        and all(not value or getattr(each, name) == value for name, value in wanted.items())
        and (not words or _has(each, words))
    ]


def _has(each: Finding, words: Sequence[str]) -> bool:
    said = fold(" ".join((*each.title.values(), *each.message.values(), *(piece.quote for piece in each.quotes))))
    return all(word in said for word in words)
