"""`backup` and `restore`: a graph file kept as one file and brought back."""

from __future__ import annotations

from pathlib import Path

import click

from dutygraph.api.cli.common import graph_address, graph_option, lang_option
from dutygraph.api.words import words

file_argument = click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@file_argument
@graph_option
@lang_option
def backup(file: Path, graph: str | None, lang: str) -> None:
    """Keep a graph file, as it was last saved, in FILE. Loads and questions may go on meanwhile; FILE is whole or not
    there, and says with a hash what it holds.
    """
    from dutygraph.graph.backup import backup as keep
    from dutygraph.loaders.project import find_project

    made = keep(graph_address(graph, find_project()), file)
    click.echo(words(lang)("backup.written", file=file, documents=made.documents, run=made.run_id))


@click.command()
@file_argument
@graph_option
@click.option("--force", is_flag=True, help="Replace a graph that stands there; it is kept as ADDRESS.bak.")
@lang_option
def restore(file: Path, graph: str | None, force: bool, lang: str) -> None:
    """Bring a backup back as a graph file, verified before it takes its name."""
    from dutygraph.graph.backup import restore as bring_back
    from dutygraph.loaders.project import find_project

    address = graph_address(graph, find_project())
    made, kept = bring_back(file, address, force=force)
    say = words(lang)
    if kept is not None:
        click.echo(say("backup.kept", kept=kept))
    click.echo(say("backup.restored", graph=address, documents=made.documents, run=made.run_id))
