"""The office files of an audit on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import output
from dutygraph.api.words import words
from dutygraph.graph.errors import InputError

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView
    from dutygraph.api.redact import Redaction
    from dutygraph.graph.audit import AuditResult
    from dutygraph.graph.engine import Engine
    from dutygraph.loaders.report import LoadReport


template_option = click.option(
    "--template",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A Word document with places such as {{findings}} that report.docx fills.",
)
redact_option = click.option("--redact", is_flag=True, help="Put posts in place of personal names, in every file.")


def check_before(out: Path, template: Path | None, redact: bool) -> None:
    """Refuse what would fail only after the documents are read.

    Raises InputError for a broken template, and where `out` holds a graph with the names to be left out.
    """
    from dutygraph.api.office.paper import open_template

    open_template(template)
    if redact and (out / "graph.kgl").exists():
        raise InputError(
            f"{out} holds graph.kgl of an earlier audit, with personal names; give --redact a folder of its own."
        )


def nameless(engine: Engine, lang: str) -> Engine:
    """The graph with posts in place of personal names."""
    from dutygraph.api.redact import redacted

    return redacted(engine, words(lang))[0]


def without_names(engine: Engine, load: LoadReport, lang: str) -> tuple[Engine, LoadReport, Redaction]:
    """The graph and what its load told, with posts in place of personal names, and what replaces them."""
    from dutygraph.api.redact import redacted

    copy, redaction = redacted(engine, words(lang))
    return copy, redaction.report(load), redaction


def write_office_files(
    engine: Engine, view: AuditView, found: AuditResult, out: Path, lang: str, template: Path | None
) -> None:
    """report.xlsx and report.docx in the folder `out`.

    Raises InputError where a file cannot be written, or the template has a place that is not known.
    """
    from dutygraph.api.office.document import write_document
    from dutygraph.api.office.workbook import write_workbook

    with output(out / "report.docx") as stream:
        write_document(engine, view, found, stream, lang, template)
    with output(out / "report.xlsx") as stream:
        write_workbook(engine, view, found, stream, lang)
