"""The server of the tools, on standard input and output."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from typing import Any

import anyio
import mcp.types as types
from anyio import to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from dutygraph.api.agent.tools import call, description, error_text, input_schema, tools
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import DutyGraphError

_INSTRUCTIONS = (
    "Answers about who does, decides and reports what in organisations, read from their documents. Every row holds the "
    "sentences it rests on: cite them. Begin with organizations where it is not clear which one is meant; roles and "
    "units may be named by title, alias or unit/role. Where a name is ambiguous the error lists the candidates."
)


def serve(engine: Engine) -> None:
    """Answer until standard input ends."""
    anyio.run(_run, server_of(engine))


def server_of(engine: Engine) -> Server[Any]:
    """The server of the tools over one graph, not yet connected."""

    async def list_tools(_context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_TOOLS)

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            # A thread, so that a long computation does not keep the server from hearing that it is cancelled.
            text = await to_thread.run_sync(partial(call, engine, params.name, params.arguments or {}))
        except DutyGraphError as error:
            return types.CallToolResult(content=[types.TextContent(text=error_text(error))], is_error=True)
        return types.CallToolResult(content=[types.TextContent(text=text)])

    return Server(
        "dutygraph",
        version=version("dutygraph"),
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_TOOLS = [
    types.Tool(name=name, description=description(query), input_schema=input_schema(query), annotations=_READ_ONLY)
    for name, query in tools().items()
]


async def _run(server: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
