"""`serve`: the graph over HTTP."""

from __future__ import annotations

import ipaddress
import os

import click

from dutygraph.api.cli.common import graph_option, open_existing
from dutygraph.graph.errors import InputError


@click.command()
@graph_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
def serve(graph: str | None, host: str, port: int) -> None:
    """Answer the questions over HTTP: /api/v1, described at /docs.

    On loopback no token is asked for. Any other address needs DUTYGRAPH_READ_TOKEN in the environment.
    """
    token = os.environ.get("DUTYGRAPH_READ_TOKEN") or None
    if not token and not _is_loopback(host):
        raise InputError(
            f"{host} is not a loopback address: others could read the graph. Set DUTYGRAPH_READ_TOKEN in the "
            "environment, or listen on 127.0.0.1."
        )
    import uvicorn  # here, because no other command needs a server

    from dutygraph.api.http import create_app

    with open_existing(graph) as engine:
        uvicorn.run(create_app(engine, read_token=token), host=host, port=port, log_level="info")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
