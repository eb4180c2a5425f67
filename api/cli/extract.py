"""`extract`: facts without a store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import (
    Progress,
    facts_form,
    notices_option,
    output,
    paths_argument,
    project_of,
    reading_options,
    show_notices,
)
from dutygraph.graph.errors import DocumentError

if TYPE_CHECKING:
    from dutygraph.graph.facts import DocumentFacts

REVIEW = ".xlsx"
"""How the name of a review ends."""


@click.command()
@paths_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; .jsonl gives JSON Lines, .gz compresses, .xlsx gives a workbook for review. Default: JSON to "
    "standard output.",
)
@reading_options
@notices_option
@click.pass_context
def extract(
    ctx: click.Context,
    paths: tuple[Path, ...],
    out: Path | None,
    columns: tuple[str, ...],
    vocabulary: Path | None,
    review: Path | None,
    notices: str,
) -> None:
    """Print the facts read from the documents in PATH (docs/facts.md). No graph is touched.

    A workbook for review has a row a fact, with its sentence beside it; what you decide there holds for
    `load --review FILE`. A workbook that is there already keeps its decisions, and its former state as FILE.bak.
    """
    from dutygraph.graph.facts import write_facts
    from dutygraph.loaders.pipeline import extract_paths
    from dutygraph.loaders.report import exit_code

    project = project_of(paths, columns, vocabulary, review)
    sheet = out is not None and out.suffix.lower() == REVIEW
    if sheet:  # the workbook shows what the documents say; what was decided stands beside it
        project = replace(project, review=None)
    readings = list(extract_paths(paths, project, progress=Progress("reading") if out else None))
    noticed = [notice for reading in readings for notice in reading.notices]
    show_notices(noticed, every=notices == "all")
    groups = [group for reading in readings for group in reading.facts]
    if not groups:
        raise DocumentError("not one document could be read; nothing was written.")
    if out is not None and sheet:
        _write_review(groups, out)
    else:
        with output(out) as stream:
            write_facts((record for group in groups for record in group.records), stream, facts_form(out))
    ctx.exit(exit_code(noticed))


def _write_review(groups: list[DocumentFacts], out: Path) -> None:
    """Write or renew a review; the one that was there is kept beside it."""
    from dutygraph.loaders.reviewsheet import write_review

    with output(out, keep=True) as stream:
        write_review(groups, stream, out if out.exists() else None)
