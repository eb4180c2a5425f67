"""`serve`: the graph over HTTP."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click

from dutygraph.api.cli.common import graph_address, graph_option
from dutygraph.graph.errors import InputError


@click.command()
@graph_option
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where uploaded documents and decisions are kept. Default: the folder of dutygraph.toml, else of the graph.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--host-name",
    "host_names",
    multiple=True,
    metavar="NAME",
    help="A name by which the server is called, besides those of the loopback. May be given several times.",
)
def serve(graph: str | None, folder: Path | None, host: str, port: int, host_names: tuple[str, ...]) -> None:
    """Show the page at / (docs/page.md), and answer over HTTP: /api/v1, described at /openapi.json (docs/http.md).

    On loopback everybody may read and change. Any other address needs DUTYGRAPH_READ_TOKEN in the environment, and to
    change anything DUTYGRAPH_WRITE_TOKEN. Without a graph it starts with an empty one beside dutygraph.toml.
    """
    import uvicorn  # here, because no other command needs a server

    from dutygraph.api import page
    from dutygraph.api.http import create_app
    from dutygraph.api.http.access import LOOPBACK_NAMES, Access, is_loopback
    from dutygraph.api.http.workspace import Workspace
    from dutygraph.api.notebook import open_existing
    from dutygraph.graph.engines import open_engine
    from dutygraph.loaders.project import find_project

    read_token = os.environ.get("DUTYGRAPH_READ_TOKEN") or None
    write_token = os.environ.get("DUTYGRAPH_WRITE_TOKEN") or None
    if read_token is None and not is_loopback(host):
        raise InputError(
            f"{host} is not a loopback address: others could read the graph. Set DUTYGRAPH_READ_TOKEN in the "
            "environment, or listen on 127.0.0.1."
        )
    project = find_project()
    address = graph_address(graph, project)
    engine = open_existing(address) if graph else open_engine(address)
    beside = Path() if "://" in address else Path(address).parent
    workspace = Workspace(engine, folder or project.root or beside)
    names = LOOPBACK_NAMES | {name.lower() for name in (host.strip("[]"), *host_names)}
    access = Access(read_token, write_token, names)
    app = create_app(workspace, access=access)
    page.add(app, workspace, changes=not access.read_only)
    _log_requests()
    try:
        uvicorn.run(app, host=host, port=port, log_level="info", access_log=False, server_header=False)
    finally:
        workspace.close()
        engine.close()


def _log_requests() -> None:
    """One JSON object a line on standard error, beside what the server itself says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("dutygraph.http")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
