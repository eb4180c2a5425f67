"""`whatif`: scenarios carried out on a graph in memory, and what they fix and bring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import (
    Progress,
    facts_form,
    format_option,
    graph_option,
    lang_option,
    open_existing,
    output,
    show,
)
from dutygraph.api.words import words
from dutygraph.graph.errors import DocumentError, InputError

if TYPE_CHECKING:
    from dutygraph.graph.facts import DocumentFacts
    from dutygraph.graph.scenario.run import Outcome
    from dutygraph.loaders.project import Project

PAGE = "whatif.html"


@click.command()
@click.argument("scenarios", nargs=-1, metavar="SCENARIO... [PATH...]", type=click.Path(path_type=Path))
@graph_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help=f"Folder for {PAGE}, before and after.")
@click.option(
    "--facts",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the facts that the scenario leads to (docs/facts.md); one scenario only.",
)
@click.option("--profile", metavar="NAME|FILE", help="Figures that rules compare with, as for audit.")
@click.option("--hints", is_flag=True, help="Print a scenario file with a line for each finding that one may mend.")
@format_option("table", "json", "markdown")
@lang_option
def whatif(
    scenarios: tuple[Path, ...],
    graph: str | None,
    out: Path | None,
    facts: Path | None,
    profile: str | None,
    hints: bool,
    form: str,
    lang: str,
) -> None:
    """Show what SCENARIO, a .toml file (docs/whatif.md), would fix, bring and leave: in a graph, or in the documents or
    facts files in PATH. Neither is changed.

    Several scenarios are shown side by side, each carried out by itself.
    """
    from dutygraph.graph.scenario import read_scenario
    from dutygraph.graph.scenario.run import what_if
    from dutygraph.loaders.project import find_project
    from dutygraph.loaders.single import duty_reader

    files = [path for path in scenarios if path.suffix.lower() == ".toml"]
    paths = [path for path in scenarios if path not in files]
    if hints == bool(files):
        raise InputError("give a SCENARIO, a .toml file (docs/whatif.md), or --hints for lines to begin one with.")
    if facts and len(files) != 1:
        raise InputError("--facts writes what one scenario leads to; give one.")
    read = [read_scenario(file) for file in files]
    project = find_project(paths)
    documents = _documents(paths, project, graph, words(lang)("common.reading"))
    profile = profile or project.profile
    if hints:
        _print_hints(documents, profile, lang)
        return
    outcomes = what_if(documents, read, duty_reader(project.vocabulary), profile=profile)
    if facts:
        from dutygraph.graph.facts import write_facts

        with output(facts) as stream:
            records = (record for group in outcomes[0].applied.documents for record in group.records)
            write_facts(records, stream, facts_form(facts))
    _print(outcomes, form, lang)
    _write(outcomes, out, facts, form, lang)


def _documents(paths: Sequence[Path], project: Project, graph: str | None, label: str) -> list[DocumentFacts]:
    """The facts of the documents given, else of those in force in a graph."""
    from dutygraph.graph.facts import group_by_document
    from dutygraph.graph.store import export_facts
    from dutygraph.loaders.pipeline import extract_paths

    if not paths:
        with open_existing(graph) as engine:
            return list(group_by_document(export_facts(engine)))
    readings = extract_paths(paths, project, progress=Progress(label))
    documents = [facts for reading in readings for facts in reading.facts]
    if not documents:
        raise DocumentError("not one document could be read; there is nothing to change.")
    return documents


def _print_hints(documents: Sequence[DocumentFacts], profile: str | None, lang: str) -> None:
    from dutygraph.api.whatif import hint_lines
    from dutygraph.graph.scenario.run import hints

    click.echo(hint_lines(hints(documents, profile=profile), words(lang)), nl=False)


def _print(outcomes: Sequence[Outcome], form: str, lang: str) -> None:
    from dutygraph.api.render import as_json
    from dutygraph.api.whatif import as_dict, sheets

    if form == "json":
        click.echo(as_json(as_dict(outcomes)), nl=False)
    else:
        show(sheets(outcomes, words(lang), unchanged=form == "markdown"), form, lang)


def _write(outcomes: Sequence[Outcome], out: Path | None, facts: Path | None, form: str, lang: str) -> None:
    from dutygraph.api.whatif.page import html
    from dutygraph.loaders.pipeline import OUTPUT_MARK

    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / OUTPUT_MARK).touch()
        except OSError as error:
            raise InputError(f"the folder {out} cannot be written: {error.strerror}.") from error
        with output(out / PAGE) as stream:
            stream.write(html(outcomes, lang).encode())
    if form == "table":
        say = words(lang)
        if out is not None:
            click.echo(f"\n{say('whatif.written', page=out / PAGE)}")
        if facts is not None:
            click.echo(say("whatif.facts_written", facts=facts))
