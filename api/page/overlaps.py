"""The overlap register: pairs of duties, the heat map of their owners, and what a team decides about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import Response

from dutygraph.api.page.look import Look, Parts
from dutygraph.api.page.paging import page_of
from dutygraph.api.report.heat import heat
from dutygraph.graph import identity
from dutygraph.graph.answer import Answer, Evidence
from dutygraph.graph.audit import Finding
from dutygraph.graph.audit.rules import BENCHMARK_COLUMN
from dutygraph.graph.text.folding import fold

SIZE = 25


class Pair(NamedTuple):
    """A row of the register, the sentences of either side, and the finding that tells of it, None where none does."""

    number: int
    row: dict[str, Any]
    first: list[Evidence]
    second: list[Evidence]
    finding: Finding | None


def overlaps(look: Look) -> Response:
    """`/overlaps`: `organization`, `kind`, `state`, `q`, `min_score`, `between` = owners' ids, `meant`, `page`."""
    organization = look.organization()
    if organization is None:
        return look.render("empty.html.j2", view="overlaps")
    answer = look.held.ask("overlapping_duties", organization=organization.id, min_score=look.text("min_score"))
    told = _told(look.held.findings().findings, organization.id)
    every = _pairs(organization.id, answer, told)
    meant = bool(look.text("meant"))
    listed = [each for each in every if bool(each.row["by_design"]) == meant]
    return look.render(
        "overlaps.html.j2",
        page=Parts(look),
        organization=organization,
        organizations=look.held.organizations(),
        answer=answer,
        map=heat(answer.to_dicts()),
        kinds=sorted({each.row["kind"] for each in every if each.row["kind"]}),
        owners={row[f"{side}_id"]: row[side] for row in answer.to_dicts() for side in "ab"},
        counts={"faulty": sum(not each.row["by_design"] for each in every), "all": len(every)},
        meant=meant,
        shown=page_of(_filtered(look, listed), look.page(), SIZE),
        back=look.here(lang=None),
    )


def _pairs(organization: str, answer: Answer, told: Mapping[object, Finding]) -> list[Pair]:
    pairs = []
    for number, (row, pieces) in enumerate(zip(answer.to_dicts(), answer.evidence, strict=True)):
        first = [piece for piece in pieces if piece.fact_id == row["a_claim_id"]]
        second = [piece for piece in pieces if piece.fact_id == row["b_claim_id"]]
        duties = {identity.duty_id(organization, row[f"{side}_text"]) for side in "ab"}
        about = duties.pop() if len(duties) == 1 else (frozenset((row["a_id"], row["b_id"])), row["kind"])
        pairs.append(Pair(number, row, first, second, told.get(about)))
    return pairs


def _told(findings: Sequence[Finding], organization: str) -> dict[object, Finding]:
    """The findings about overlaps, by the duty that several own, or by two owners and the kind of their overlap."""
    found: dict[object, Finding] = {}
    for each in findings:
        if each.organization_id != organization:
            continue
        if {"a_id", "b_id", BENCHMARK_COLUMN} <= each.values.keys():
            owners = frozenset((each.values["a_id"], each.values["b_id"]))
            found.setdefault((owners, each.values[BENCHMARK_COLUMN]), each)  # its name is the kind
        elif {"duty_id", "owner_ids"} <= each.values.keys():
            found.setdefault(each.values["duty_id"], each)
    return found


def _filtered(look: Look, pairs: Sequence[Pair]) -> list[Pair]:
    kind, state = look.text("kind"), look.text("state")
    between = set(look.texts("between"))
    words = [fold(word) for word in look.text("q").split()]
    return [
        each
        for each in pairs
        if (not kind or each.row["kind"] == kind)
        and (not state or (each.finding is not None and each.finding.state == state))
        and between <= {each.row["a_id"], each.row["b_id"]}
        and (not words or _has(each.row, words))
    ]


def _has(row: Mapping[str, Any], words: Sequence[str]) -> bool:
    said = fold(" ".join(str(row[f"{side}{part}"] or "") for side in "ab" for part in ("", "_unit", "_text")))
    return all(word in said for word in words)
