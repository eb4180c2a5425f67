"""The command line. Commands live in modules of their own, loaded when they are run: `--help` imports no engine."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, TextIO

import click

from dutygraph.graph.errors import DutyGraphError, HouseError

_COMMANDS = {
    # name: (module, attribute, line of help)
    "init": ("init", "init", "Make a project folder with settings and an example."),
    "audit": ("audit", "audit", "Judge the documents in PATH: report, graph and summary."),
    "load": ("load", "load", "Read documents into a graph."),
    "documents": ("load", "documents", "List the documents of a graph, or remove one."),
    "extract": ("extract", "extract", "Print the facts read from documents; no graph is touched."),
    "ask": ("ask", "ask", "Ask a graph one of the questions."),
    "questions": ("ask", "questions", "List the questions and their parameters."),
    "export": ("export", "export", "Write a graph as facts, graphml, csv or cypher."),
    "overlaps": ("overlaps", "overlaps", "Judge pairs of duties, and find copies across organisations."),
    "check": ("check", "check", "Recount a graph and tell what does not agree."),
    "backup": ("backup", "backup", "Keep a graph file as one verified file."),
    "restore": ("backup", "restore", "Bring a backup back as a graph file."),
    "whatif": ("whatif", "whatif", "Show what a scenario would fix, bring and leave."),
    "diff": ("diff", "diff", "Show what changed between two editions."),
    "serve": ("serve", "serve", "Answer the questions over HTTP."),
    "mcp": ("agent", "mcp", "Offer the questions to an agent as tools."),
    "doctor": ("doctor", "doctor", "Show versions, extras and whether the graph can be reached."),
    "completion": ("init", "completion", "Print the completion script of a shell."),
}


class Commands(click.Group):
    """Loads a command's module when it is named, and ends with one clear line for every error of the package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of ours becomes one line and its exit code."""
        try:
            return super().invoke(ctx)
        except DutyGraphError as error:
            message = " ".join(str(error).split())
            if isinstance(error, HouseError):
                message += " This is a defect of dutygraph: please report it with the command and the version."
            click.echo(f"Error: {message}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted; a load that was under way is repeated by the next one.", err=True)
            ctx.exit(130)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done · 1 interrupted output, unexpected failure, or a check that found differences · "
    "2 the call is wrong · 3 a document could not be read · 4 the graph cannot be opened · 5 a defect of dutygraph · "
    "130 stopped by Ctrl-C.",
)
@click.version_option(package_name="dutygraph")
def dutygraph() -> None:
    """Read documents that say who does what; ask who answers for what, each with the sentence it rests on.

    Start with: dutygraph audit PATH --out report
    """


def main() -> None:
    """Entry point of the `dutygraph` command."""
    for stream in (sys.stdout, sys.stderr):
        _write_utf8(stream)
    dutygraph()


def _write_utf8(stream: TextIO) -> None:
    """Chinese goes out as it is, also through a pipe on a machine whose locale cannot spell it."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
        reconfigure(encoding="utf-8", errors="replace")
    if os.name == "nt" and reconfigure:
        reconfigure(newline="\n")
