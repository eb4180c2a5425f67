"""`mcp`: the questions as tools for agents."""

from __future__ import annotations

import click

from dutygraph.api.cli.common import graph_option, open_existing
from dutygraph.graph.errors import InputError


@click.command()
@graph_option
def mcp(graph: str | None) -> None:
    """Offer the questions to an agent as read-only tools, over standard input and output (docs/agent.md).

    Needs the extra agent: pip install 'dutygraph[agent]'.
    """
    try:
        from dutygraph.api.agent.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("dutygraph"):
            raise
        raise InputError(f"mcp needs {error.name}: pip install 'dutygraph[agent]'.") from error
    with open_existing(graph) as engine:
        serve(engine)
