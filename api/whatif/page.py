"""whatif.html: before and after side by side in one file that asks nothing from outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata, resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from dutygraph.api import render
from dutygraph.api.whatif import measures, overview, sentence
from dutygraph.api.words import words
from dutygraph.graph.scenario.run import Outcome

_REPORT = "dutygraph.api.report"


def html(outcomes: Sequence[Outcome], lang: str) -> str:
    """The page in `en` or `zh`; the same outcomes give the same text."""
    say = words(lang)
    style = _file(_REPORT, "style.css") + _file(__package__, "whatif.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("whatif.html.j2")
        .render(
            outcomes=outcomes,
            say=say,
            lang={"en": "en", "zh": "zh-Hans"}[lang],
            language=lang,
            style=Markup(style),
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            version=metadata.version("dutygraph"),
            cell=lambda value: render.cell(value, say),
            measures=measures,
            overview=overview(outcomes, say),
            sentence=lambda change: sentence(change, say),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        loader=FunctionLoader(lambda name: _file(__package__, name)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _file(package: str, name: str) -> str:
    return resources.files(package).joinpath("templates", name).read_text(encoding="utf-8")
