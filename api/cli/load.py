"""`load` and `documents`: what stands in a graph."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import (
    Progress,
    format_option,
    graph_address,
    graph_option,
    lang_option,
    notices_option,
    open_existing,
    open_or_set_aside,
    paths_argument,
    project_of,
    reading_options,
    show,
    show_notices,
)
from dutygraph.api.words import words
from dutygraph.graph.errors import UnknownName

if TYPE_CHECKING:
    from dutygraph.loaders.report import LoadReport


@click.command()
@paths_argument
@graph_option
@click.option("--sync", is_flag=True, help="Also remove documents of these folders that are no longer there.")
@reading_options
@notices_option
@format_option("table", "json", "csv", "markdown")
@lang_option
@click.pass_context
def load(
    ctx: click.Context,
    paths: tuple[Path, ...],
    graph: str | None,
    sync: bool,
    columns: tuple[str, ...],
    vocabulary: Path | None,
    review: Path | None,
    notices: str,
    form: str,
    lang: str,
) -> None:
    """Read the documents in PATH into a graph: new ones are added, changed ones replaced, the others left alone.

    PATH is a file or a folder; facts files (.json, .jsonl) are loaded as they are.
    """
    from dutygraph.graph.overlaps import write_overlaps
    from dutygraph.loaders.pipeline import holder, load_paths

    project = project_of(paths, columns, vocabulary, review)
    say = words(lang)
    address = graph_address(graph, project)
    with open_or_set_aside(address) as engine:
        report = load_paths(engine, paths, project, sync=sync, progress=Progress(say("common.reading")))
        if report.count("added", "changed", "removed"):
            write_overlaps(engine, holder=holder())
    show_report(report, form, lang, every=notices == "all")
    if form == "table":
        click.echo(say("load.into", graph=address))
    ctx.exit(report.exit_code)


def show_report(report: LoadReport, form: str, lang: str, *, every: bool = False) -> None:
    """Print a load's report, without the documents that are unchanged; as csv all documents and nothing else.

    `every`: no notices are counted instead of shown.
    """
    from dutygraph.api import render

    say = words(lang)
    if form == "json":
        click.echo(render.as_json(report.as_dict()), nl=False)
        return
    rows = [(document.key, document.status, document.message) for document in report.documents]
    if form != "csv":
        rows = [row for row in rows if row[1] != "unchanged"]
    if rows or form == "csv":
        show([render.Sheet(("document", "status", "message"), rows)], form, lang)
    show_notices(report.notices, every=every)
    if form == "csv":
        return
    counts = Counter(document.status for document in report.documents)
    separator = say("common.list_separator")
    click.echo("\n" * bool(rows), nl=False)
    click.echo(say("load.documents", counts=separator.join(f"{say.value(name)} {n}" for name, n in counts.items())))
    click.echo(
        say(
            "load.facts",
            created=report.facts_created,
            changed=report.facts_changed,
            moved=report.facts_moved,
            removed=report.facts_removed,
        )
    )


@click.group(invoke_without_command=True)
@graph_option
@format_option("table", "json", "csv", "markdown")
@lang_option
@click.pass_context
def documents(ctx: click.Context, graph: str | None, form: str, lang: str) -> None:
    """List the documents of a graph, or remove one with `documents remove KEY`."""
    if ctx.invoked_subcommand is None:
        _list(graph, form, lang)
    ctx.obj = graph


@documents.command("list")
@graph_option
@format_option("table", "json", "csv", "markdown")
@lang_option
@click.pass_context
def list_documents(ctx: click.Context, graph: str | None, form: str, lang: str) -> None:
    """List the documents of a graph."""
    _list(graph or ctx.obj, form, lang)


def _list(graph: str | None, form: str, lang: str) -> None:
    from dutygraph.api import render
    from dutygraph.graph import store

    names = ("key", "title", "version", "effective_date", "loaded_at", "edition")
    with open_existing(graph) as engine:
        rows = [tuple(getattr(row, name) for name in names) for row in store.documents(engine)]
    if form in ("json", "csv"):
        show([render.Sheet(names, rows)], form, lang)
    else:
        show([render.Sheet(names[:-1], [row[:-1] for row in rows])], form, lang)


@documents.command("remove")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@graph_option
@lang_option
@click.pass_context
def remove_documents(ctx: click.Context, keys: tuple[str, ...], graph: str | None, lang: str) -> None:
    """Remove documents, with all their editions, and the facts that only they state."""
    from dutygraph.graph import store
    from dutygraph.graph.parameters import nearest
    from dutygraph.loaders.pipeline import holder

    with open_existing(graph or ctx.obj) as engine:
        known = {row.key for row in store.documents(engine)}
        for key in keys:
            if key not in known:
                raise UnknownName(f"the graph holds no document {key}.{nearest(key, sorted(known))}")
        outcome = store.remove(engine, keys, holder=holder())
    click.echo(words(lang)("load.removed", documents=len(outcome.removed), facts=outcome.facts_removed))
