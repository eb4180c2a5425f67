"""`check`: recount a graph from its archive and tell what does not agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import format_option, graph_option, lang_option, open_existing, show
from dutygraph.api.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dutygraph.graph.check import CheckReport
    from dutygraph.graph.engine import Engine

DIFFERENT = 1
"""The exit code where something does not agree."""

FIRST = 50
"""Differences shown to people; JSON and CSV have them all."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]", type=click.Path(path_type=Path, exists=True))
@graph_option
@format_option("table", "json", "csv", "markdown")
@lang_option
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], graph: str | None, form: str, lang: str) -> None:
    """Recount a graph: identifiers, evidence, ends and fields against the facts it was loaded from, and its measures
    against networkx. Nothing is written.

    With PATH, where the documents stand, every quote is looked up in them too, as far as their bytes are those loaded.
    Ends with exit code 1 where something does not agree.
    """
    from dutygraph.graph.check import check as recount

    with open_existing(graph) as engine:
        texts = _texts(engine, paths)
        report = recount(engine, texts)
    _print(report, len(texts), form, lang)
    ctx.exit(DIFFERENT if report.differences else 0)


def _texts(engine: Engine, paths: tuple[Path, ...]) -> Mapping[str, str]:
    if not paths:
        return {}
    from dutygraph.api.report import read_texts
    from dutygraph.graph.store import documents
    from dutygraph.loaders.project import find_project

    return read_texts(paths, find_project(paths), documents(engine))


def _print(report: CheckReport, texts: int, form: str, lang: str) -> None:
    from dutygraph.api import render

    say = words(lang)
    rows = [tuple(each) for each in report.differences]
    columns = ("difference", "label", "id", "message")
    if form == "json":
        told = {
            "run_id": report.run_id,
            "complete": report.complete,
            "counted": dict(report.counted),
            "texts": texts,
            "differences": [dict(zip(columns, row, strict=True)) for row in rows],
        }
        click.echo(render.as_json(told), nl=False)
        return
    if rows or form == "csv":
        show([render.Sheet(columns, rows if form == "csv" else rows[:FIRST])], form, lang)
    if form == "csv":
        return
    if len(rows) > FIRST:
        click.echo(say("common.more", count=len(rows) - FIRST))
    click.echo(say("check.counted", things=sum(report.counted.values()), texts=texts, found=len(rows)))
    if not report.complete:
        click.echo(say("check.crossed"))
