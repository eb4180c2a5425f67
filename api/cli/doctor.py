"""`doctor`: what is installed, and whether the graph can be reached."""

from __future__ import annotations

import platform
import re
from importlib import metadata

import click

from dutygraph.api.cli.common import format_option, graph_address, graph_option, lang_option, one_line, show
from dutygraph.graph.errors import DutyGraphError

_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?P<rest>[^;]*)(?:;.*extra\s*==\s*[\"'](?P<extra>[^\"']+)[\"'])?")


@click.command()
@graph_option
@format_option("table", "json", "csv", "markdown")
@lang_option
@click.pass_context
def doctor(ctx: click.Context, graph: str | None, form: str, lang: str) -> None:
    """Show versions, which extras are installed, and whether the graph can be reached."""
    from dutygraph.api import render

    reached = _graph(graph)
    rows = [("python", "ok", platform.python_version()), *_packages(), reached]
    show([render.Sheet(("item", "state", "detail"), rows)], form, lang)
    ctx.exit(4 if reached[1] == "error" else 0)


def _packages() -> list[tuple[str, str, str]]:
    """This package and everything it requires, extras last; an extra that is missing tells how to get it."""
    needed = [("dutygraph", "ok", metadata.version("dutygraph"))]
    extras: list[tuple[str, str, str]] = []
    for requirement in metadata.requires("dutygraph") or []:
        found = _REQUIREMENT.match(requirement)
        if not found or found["extra"] == "test" or found["name"] == "dutygraph":
            continue
        extra = found["extra"]
        item = f"{found['name']} [{extra}]" if extra else found["name"]
        try:
            row = (item, "ok", metadata.version(found["name"]))
        except metadata.PackageNotFoundError:
            if not extra and "python_version" in requirement:
                continue  # not needed on this Python
            row = (item, "missing", f'pip install "dutygraph[{extra}]"' if extra else f"pip install {found['name']}")
        (extras if extra else needed).append(row)
    return [*needed, *extras]


def _graph(graph: str | None) -> tuple[str, str, str]:
    from pathlib import Path

    from dutygraph.graph import store
    from dutygraph.graph.engines import open_engine
    from dutygraph.loaders.project import find_project

    address = graph_address(graph, find_project())
    item = f"graph {address}"
    if "://" not in address and address != ":memory:" and not Path(address).exists():
        return item, "missing", "not there yet; `dutygraph load PATH` makes it"
    try:
        engine = open_engine(address)
        try:
            state = store.state(engine)
            return item, "ok", f"{engine.name}, {state.state}, schema {state.schema_version}, as of {state.as_of}"
        finally:
            engine.close()
    except DutyGraphError as error:
        return item, "error", one_line(error)
