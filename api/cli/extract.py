"""`extract`: facts without a store."""

from __future__ import annotations

from pathlib import Path

import click

from dutygraph.api.cli.common import Progress, facts_form, output, paths_argument, show_notices
from dutygraph.graph.errors import DocumentError


@click.command()
@paths_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; .jsonl gives JSON Lines, .gz compresses. Default: JSON to standard output.",
)
@click.pass_context
def extract(ctx: click.Context, paths: tuple[Path, ...], out: Path | None) -> None:
    """Print the facts read from the documents in PATH (docs/facts.md). No graph is touched."""
    from dutygraph.graph.facts import write_facts
    from dutygraph.loaders.pipeline import extract_paths
    from dutygraph.loaders.project import find_project
    from dutygraph.loaders.report import exit_code

    readings = list(extract_paths(paths, find_project(paths), progress=Progress("reading") if out else None))
    notices = [notice for reading in readings for notice in reading.notices]
    show_notices(notices)
    groups = [group for reading in readings for group in reading.facts]
    if not groups:
        raise DocumentError("not one document could be read; nothing was written.")
    with output(out) as stream:
        write_facts((record for group in groups for record in group.records), stream, facts_form(out))
    ctx.exit(exit_code(notices))
