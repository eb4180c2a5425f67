"""Findings over HTTP, and what a team decides about them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from dutygraph.api.http.describing import EVIDENCE, PAGE_PARAMETERS, TEXTS, changing, listing, one, problems
from dutygraph.api.http.replies import Pages, as_json, form_of, reply
from dutygraph.api.http.routes import PREFIX
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.answer import csv_text
from dutygraph.graph.audit import Acceptance, AuditResult, Finding, to_dict

_STRINGS = ("id", "rule", "group", "severity", "state", "since", "organization_id")
_FINDING_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "As in findings.json (docs/findings.schema.json).",
    "properties": {
        **{name: {"type": "string"} for name in _STRINGS},
        **dict.fromkeys(("title", "message", "advice"), TEXTS),
        "subjects": {"type": "array", "items": {"type": "string"}},
        "quotes": {"type": "array", "items": EVIDENCE},
    },
}
_FINDING = {
    "id": "finding_8c1d…", "rule": "two_superiors", "group": "structure", "severity": "warning", "state": "open",
    "since": "audit_77e0…", "title": {"en": "Two superiors", "zh": "…"}, "message": {"en": "…", "zh": "…"},
    "advice": {"en": "…", "zh": "…"}, "organization_id": "organization_1b2c…", "subjects": ["role_4d5e…"],
    "quotes": [], "quotes_count": 0, "benchmark": None, "acceptance": None, "values": {},
}  # fmt: skip
_BESIDE = ("schema", "audit_id", "baseline", "run_id", "as_of", "complete", "profile", "organizations", "rules",
           "checks", "fixed", "unused_acceptances")  # fmt: skip
_COLUMNS = ("id", "rule", "severity", "state", "organization", "title", "message", "advice", "documents", "quotes")
_DECISION_SCHEMA = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in Acceptance.__slots__},
}
_DECISION = {"finding": "finding_8c1d…", "reason": "a small team", "by": "Li", "until": "2027-12-31"}

Filter = Annotated[str | None, Query(min_length=1, max_length=200)]
FindingId = Annotated[str, Path(examples=["finding_8c1d2e3f4a5b6c7d"])]


class Decision(BaseModel):
    """Why the team lives with a finding, who says so, and until which day."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{k: v for k, v in _DECISION.items() if k != "finding"}]}
    )

    reason: str = Field(min_length=1, max_length=2000)
    by: str = Field(min_length=1, max_length=200)
    until: str = Field(default="", max_length=10, description="An ISO day through which it holds; '' for good.")


def add(app: FastAPI, workspace: Workspace) -> None:
    """Add the routes of findings and decisions."""

    @app.get(
        f"{PREFIX}/findings",
        tags=["findings"],
        summary="What breaks which rule?",
        response_class=Response,
        responses=listing(
            "findings",
            _FINDING_SCHEMA,
            {"run_id": "run_1f0c9a52b7d3e846", "findings": [_FINDING], "total": 1, "next_cursor": None},
            {"complete": {"type": "boolean", "description": "Whether all of it came from that run."}},
        ),
        openapi_extra={"parameters": PAGE_PARAMETERS},
    )
    def list_findings(
        request: Request,
        rule: Filter = None,
        group: Filter = None,
        severity: Literal["error", "warning", "info"] | None = None,
        state: Literal["new", "open", "accepted", "expired"] | None = None,
        organization: Filter = None,
        lang: Literal["en", "zh"] = "en",
    ) -> Response:
        pages, form = Pages(request), form_of(request)
        result = workspace.findings()
        version = _version(result)
        pages.check(version)
        wanted = {"rule": rule, "group": group, "severity": severity, "state": state, "organization_id": organization}
        found = [
            each
            for each in result.findings
            if all(value is None or getattr(each, name) == value for name, value in wanted.items())
        ]
        after = pages.next(version, len(found))
        part = found[pages.window.rows]
        content = _as_csv(result, part, lang) if form == "csv" else _as_json(result, part, len(found), after)
        known = version if result.complete else None
        return reply(request, content, form, state=known, total=len(found), cursor=after)

    @app.get(
        f"{PREFIX}/findings/{{finding_id}}",
        tags=["findings"],
        summary="One finding",
        response_class=JSONResponse,
        responses={200: one("The finding.", _FINDING_SCHEMA, _FINDING), **problems(404, 422)},
    )
    def get_finding(finding_id: FindingId) -> JSONResponse:
        found = workspace.finding(finding_id)
        [plain] = to_dict(workspace.findings().with_states([found]))["findings"]
        return JSONResponse(plain)

    _add_decisions(app, workspace)


def _add_decisions(app: FastAPI, workspace: Workspace) -> None:
    @app.get(
        f"{PREFIX}/decisions",
        tags=["findings"],
        summary="Which findings has the team accepted?",
        response_class=JSONResponse,
        responses={
            200: one("The acceptances.", {"type": "array", "items": _DECISION_SCHEMA}, [_DECISION]), **problems(422),
        },
    )  # fmt: skip
    def list_decisions() -> JSONResponse:
        return JSONResponse([_plain(each) for each in workspace.accepted()])

    @app.put(
        f"{PREFIX}/decisions/{{finding_id}}",
        tags=["findings"],
        summary="Accept a finding",
        description="Written to accepted.toml beside the documents; a former decision about it is replaced.",
        response_class=JSONResponse,
        responses={200: one("The decision as it was written.", _DECISION_SCHEMA, _DECISION), **changing(400, 404)},
    )
    def accept(finding_id: FindingId, decision: Decision) -> JSONResponse:
        return JSONResponse(_plain(workspace.accept(finding_id, decision.reason, decision.by, decision.until)))

    @app.delete(
        f"{PREFIX}/decisions/{{finding_id}}",
        tags=["findings"],
        summary="Withdraw the acceptance of a finding",
        status_code=204,
        response_class=Response,
        responses={204: {"description": "It is no longer accepted."}, **changing(404)},
    )
    def withdraw(finding_id: FindingId) -> Response:
        workspace.withdraw(finding_id)
        return Response(status_code=204)


def _version(result: AuditResult) -> str:
    """Names the run and everything else that a list of findings depends on: with the audit and the one that it is
    compared with, all states are given but those of acceptances."""
    states = [(each.id, each.state, _plain(each.acceptance)) for each in result.findings if each.acceptance]
    said = json.dumps([result.audit_id, result.baseline, states, [_plain(each) for each in result.unused]])
    return f"{result.run_id}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def _plain(acceptance: Acceptance | None) -> dict[str, str] | None:
    return None if acceptance is None else {name: getattr(acceptance, name) for name in Acceptance.__slots__}


def _as_json(result: AuditResult, part: Sequence[Finding], total: int, cursor: str | None) -> bytes:
    whole = to_dict(result.with_states(part))
    beside = {name: whole[name] for name in _BESIDE}
    return as_json({**beside, "findings": whole["findings"], "total": total, "next_cursor": cursor})


def _as_csv(result: AuditResult, part: Sequence[Finding], lang: str) -> bytes:
    return csv_text(
        _COLUMNS,
        (
            (
                each.id, each.rule, each.severity, each.state, result.organizations[each.organization_id],
                each.title[lang], each.message[lang], each.advice[lang],
                list(dict.fromkeys(piece.document_key for piece in each.quotes)),
                [piece.quote for piece in each.quotes],
            )
            for each in part
        ),
    ).encode()  # fmt: skip
