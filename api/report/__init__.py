"""The report as one self-contained file: no script, no request, a content security policy that allows neither."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any, get_args

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from dutygraph.api import render
from dutygraph.api.audit import AuditView, OrganizationView
from dutygraph.api.words import words
from dutygraph.graph import identity
from dutygraph.graph.facts import Mode

if TYPE_CHECKING:
    from dutygraph.graph.answer import Evidence


def html(view: AuditView, lang: str) -> str:
    """The report as an HTML page in `en` or `zh`; the same view gives the same text."""
    say = words(lang)
    style = _file("style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _environment().get_template("report.html.j2")
    return page.render(
        view=view,
        say=say,
        lang={"en": "en", "zh": "zh-Hans"}[lang],
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        version=metadata.version("dutygraph"),
        cell=lambda value: render.cell(value, say),
        counted=("units", "roles", "duties", "lines", "authorities"),
        sides=sides,
        told={
            name
            for document in view.documents
            for name in ("title", "version", "effective_date")
            if getattr(document, name)
        },
    )


def sides(org: OrganizationView) -> list[tuple[dict[str, Any], list[Evidence], list[Evidence]]]:
    """The rows of `overlapping_duties`, each with the evidence of its two owners' claims: that of A, that of B."""
    result = []
    for row, pieces in zip(org.overlaps.to_dicts(), org.overlaps.evidence, strict=True):
        duty = identity.duty_id(org.id, row["a_text"])
        claims = {identity.owns_duty_id(row["a_id"], duty, mode) for mode in get_args(Mode)}
        first = [piece for piece in pieces if piece.fact_id in claims]
        second = [piece for piece in pieces if piece.fact_id not in claims]
        result.append((row, first, second))
    return result


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True, loader=FunctionLoader(_file), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _file(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")
