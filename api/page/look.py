"""One request, and how its answer looks: language, addresses, templates. The report's macros and styles are used as
they are, with the texts of one language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata, resources
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from dutygraph.api import render
from dutygraph.api.page.held import Held, Organization
from dutygraph.api.report.plain import plain, short
from dutygraph.api.report.sources import Where
from dutygraph.api.words import LANGUAGES, Words, words
from dutygraph.graph import vocabulary
from dutygraph.graph.answer import Evidence
from dutygraph.graph.audit.rules import GROUPS, SEVERITIES, rules
from dutygraph.graph.identity import document_id

COOKIE = "dutygraph_lang"
STATES = ("new", "open", "expired", "accepted")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, and nothing that stands inside the page is run."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    # With none at all a browser sends the page's own forms as if they came from elsewhere.
    "Referrer-Policy": "same-origin",
}
_PACKAGES = ("dutygraph.api.page", "dutygraph.api.report", "dutygraph.api.whatif")
_STYLES = ("chart.css", "style.css", "whatif.css", "page.css")
_SCRIPTS = ("chart.js", "page.js")


class Look:
    """A request with the graph it is about. Texts of the query are without blanks around them."""

    def __init__(self, request: Request, held: Held) -> None:
        self.request = request
        self.held = held
        self.workspace = held.workspace
        self.lang = _language(request)
        self.say: Words = words(self.lang)

    # ---- what is asked for ----

    def text(self, name: str) -> str:
        """A parameter of the query, '' where it is not there."""
        return self.request.query_params.get(name, "").strip()

    def texts(self, name: str) -> list[str]:
        """A parameter that may stand several times."""
        return [each for each in self.request.query_params.getlist(name) if each]

    def page(self) -> int:
        """The page of a list, from 1."""
        text = self.text("page")
        return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1

    def organization(self) -> Organization | None:
        """The organisation of the query, else the largest; None where there is none at all.

        Raises UnknownName.
        """
        asked = self.text("organization")
        if asked:
            return self.held.organization(asked)
        return next(iter(self.held.organizations()), None)

    # ---- what is answered ----

    def here(self, **changed: object) -> str:
        """The address of this view with other parameters; None takes one away."""
        kept = [(name, value) for name, value in self.request.query_params.multi_items() if name not in changed]
        return _address(self.request.url.path, [*kept, *_pairs(changed)])

    def render(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page."""
        text = _environment().get_template(template).render(**self._context(), **values)
        response = HTMLResponse(text, status, headers=_HEADERS)
        if self.request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, self.lang, samesite="strict", httponly=True)
        return response

    def go(self, address: str) -> RedirectResponse:
        """To another address of this server, after something was done."""
        parts = urlsplit(address)
        safe = address.startswith("/") and not address.startswith("//") and not parts.netloc and "\\" not in address
        return RedirectResponse(address if safe else "/", 303)

    def both(self, texts: Mapping[str, str]) -> str:
        """The text of this language."""
        return texts[self.lang]

    def place(self, piece: Evidence) -> Where:
        """Where a quote stands: the document's page, with the quote marked."""
        span = piece.span if ":" in piece.span else None
        address = url(f"/documents/{document_id(piece.document_key)}", at=span)
        return Where(f"{address}#at" if span else address, "")

    def _context(self) -> dict[str, Any]:
        table = vocabulary.table("findings")
        say = self.say
        return {
            "look": self,
            "lang": self.lang,
            "say": say,
            "both": self.both,
            "column": say.column,
            "cell": lambda value: render.cell(value, say),
            "short": short,
            "url": url,
            "card_at": "/cards/{}".format,
            "finding_at": "/findings/{}".format,
            "rules": rules(),
            "groups": {group: table["groups"][group] for group in GROUPS},
            "severities": SEVERITIES,
            "states": {state: table["states"][state] for state in STATES},
            "grades": table["grades"],
            "version": metadata.version("dutygraph"),
            "asset": asset_address,
        }


class Parts:
    """What the report's macros ask of the page they stand in."""

    packed = False
    brief = True  # a superior's list of reports stands once, not under each of them

    def __init__(self, look: Look, marks: Mapping[str, Any] | None = None, findings: Sequence[Any] = ()) -> None:
        self.sources = look  # it knows the places of quotes
        self.marks = marks or {}
        self._findings = findings

    def organization_number(self, id_: str) -> str:
        """How the organisation of a finding is told apart."""
        return id_

    def findings_of(self, subject: str) -> list[list[Any]]:
        """The findings about a role or unit, rule by rule."""
        found: dict[str, list[Any]] = {}
        for finding in self._findings:
            if subject in finding.subjects:
                found.setdefault(finding.rule, []).append(finding)
        return list(found.values())


def url(path: str, /, **params: object) -> str:
    """An address of this server; parameters that are None or '' are left out."""
    return _address(path, _pairs(params))


def _pairs(params: Mapping[str, object]) -> list[tuple[str, str]]:
    several = [(name, value if isinstance(value, (list, tuple)) else [value]) for name, value in params.items()]
    return [(name, str(each)) for name, values in several for each in values if each not in (None, "")]


def _address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _language(request: Request) -> str:
    """Asked for now, asked for before, or what the browser prefers."""
    for asked in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    for part in request.headers.get("accept-language", "").lower().split(","):
        if (found := part.strip()[:2]) in LANGUAGES:
            return found
    return LANGUAGES[0]


@cache
def asset(name: str) -> str:
    """The page's own style or script.

    Raises KeyError.
    """
    files = {"page.css": _STYLES, "page.js": _SCRIPTS, "icon.svg": ("icon.svg",)}[name]
    return "".join(_file(file) for file in files)


@cache
def asset_address(name: str) -> str:
    """The address of the page's own style or script, another one whenever it is another."""
    return f"/page/{name}?v={hashlib.sha256(asset(name).encode()).hexdigest()[:12]}"


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        loader=FunctionLoader(_file),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )


def _file(name: str) -> str:
    for package in _PACKAGES:
        file = resources.files(package).joinpath("templates", name)
        if file.is_file():
            return file.read_text(encoding="utf-8")
    raise TemplateNotFound(name)
