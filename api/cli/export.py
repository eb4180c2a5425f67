"""`export`: a whole graph in a form other tools read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from dutygraph.api.cli.common import facts_form, graph_option, lang_option, open_existing, output
from dutygraph.api.cli.office import nameless, redact_option
from dutygraph.graph.errors import InputError

if TYPE_CHECKING:
    from dutygraph.graph.engine import Engine


OFFICE = ("job-sheets", "authority-table")
FORMS = ("facts", "graphml", "csv", "cypher", *OFFICE)


@click.command()
@click.argument("form", type=click.Choice(FORMS), metavar="|".join(FORMS))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write; default: standard output. csv wants a folder, or a file that ends in .zip; job-sheets and "
    "authority-table want a file that ends in .docx or .xlsx.",
)
@click.option("--organization", metavar="NAME", help="Job sheets or powers of this organisation only.")
@redact_option
@graph_option
@lang_option
def export(form: str, out: Path | None, organization: str | None, redact: bool, graph: str | None, lang: str) -> None:
    """Write a graph as facts, graphml, csv or cypher, or what people fill in: job sheets, the table of powers.

    facts: the facts of all documents in force, to load again or to archive. graphml: for Gephi, yEd, networkx.
    csv: nodes.csv and relationships.csv. cypher: MERGE statements for any Cypher console. job-sheets: a clean job sheet
    for each post. authority-table: who proposes, reviews and decides each matter, up to which amount.
    """
    if form == "csv" and out is None:
        raise InputError("export csv writes two files: give --out FOLDER or --out FILE.zip.")
    if form in OFFICE and (out is None or out.suffix.lower() not in (".docx", ".xlsx")):
        raise InputError(f"export {form} writes an office file: give --out FILE.docx or --out FILE.xlsx.")
    with open_existing(graph) as stored:
        engine = nameless(stored, lang) if redact else stored
        if form in OFFICE:
            assert out is not None
            _office(engine, form, organization, out, lang)
            return
        if form == "csv":
            assert out is not None
            _csv(engine, out)
            return
        with output(out) as stream:
            {"facts": _facts, "graphml": _graphml, "cypher": _cypher}[form](engine, stream, out)


def _office(engine: Engine, form: str, organization: str | None, out: Path, lang: str) -> None:
    from dutygraph.api.office import jobs

    write = jobs.write_job_sheets if form == "job-sheets" else jobs.write_authority_table
    found = jobs.organizations(engine, organization)
    with output(out, keep=True) as stream:  # people fill these in
        write(found, stream, out.suffix.lower(), lang)


def _facts(engine: Engine, stream: BinaryIO, out: Path | None) -> None:
    from dutygraph.graph.facts import write_facts
    from dutygraph.graph.store import export_facts

    write_facts(export_facts(engine), stream, facts_form(out))


def _graphml(engine: Engine, stream: BinaryIO, out: Path | None) -> None:
    from dutygraph.api.export import write_graphml

    write_graphml(engine, stream)


def _cypher(engine: Engine, stream: BinaryIO, out: Path | None) -> None:
    from dutygraph.api.export import write_cypher

    write_cypher(engine, stream)


def _csv(engine: Engine, out: Path) -> None:
    from dutygraph.api.export import csv_files

    if out.suffix.lower() == ".zip":
        with output(out) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in csv_files(engine):
                packed.writestr(zipfile.ZipInfo(name), content)  # without a time: same graph, same bytes
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"the folder {out} cannot be written: {error.strerror}.") from error
    for name, content in csv_files(engine):
        with output(out / name) as stream:
            stream.write(content)
