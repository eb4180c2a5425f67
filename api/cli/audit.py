"""`audit`: documents in, report and summary out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import (
    Progress,
    format_option,
    lang_option,
    open_or_set_aside,
    output,
    paths_argument,
    project_of,
    reading_options,
    show,
    show_notices,
)
from dutygraph.api.cli.office import (
    check_before,
    redact_option,
    template_option,
    without_names,
    write_office_files,
)
from dutygraph.api.words import words
from dutygraph.graph.errors import InputError

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView
    from dutygraph.graph.audit import AuditResult
    from dutygraph.graph.engine import Engine
    from dutygraph.graph.facts import Severity
    from dutygraph.loaders.project import Project
    from dutygraph.loaders.report import LoadReport


@click.command()
@paths_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("report"),
    show_default=True,
    help="Folder for report.html, report.xlsx, report.docx, org_chart.svg, facts.json, findings.json and graph.kgl.",
)
@click.option(
    "--graph",
    envvar="DUTYGRAPH_GRAPH",
    metavar="ADDRESS",
    help="Build this graph instead of graph.kgl in --out. It may hold no other documents.",
)
@click.option(
    "--profile",
    metavar="NAME|FILE",
    help="Figures that rules compare with: cn-sales, general, public-sector, or a .toml file of your own. "
    "Default: profile in dutygraph.toml, else cn-sales.",
)
@click.option(
    "--accepted",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Findings the team has accepted. Default: accepted in dutygraph.toml, else accepted.toml by the documents.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info")),
    help="End with exit code 6 where a finding of this severity, or a graver one, stands and is not accepted.",
)
@template_option
@redact_option
@reading_options
@format_option("table", "json", "markdown")
@lang_option
@click.pass_context
def audit(
    ctx: click.Context,
    paths: tuple[Path, ...],
    out: Path,
    graph: str | None,
    profile: str | None,
    accepted: Path | None,
    fail_on: Severity | None,
    template: Path | None,
    redact: bool,
    columns: tuple[str, ...],
    vocabulary: Path | None,
    review: Path | None,
    form: str,
    lang: str,
) -> None:
    """Judge exactly the documents in PATH: what breaks which rule, which duties overlap, how wide each span of control
    is, whom each role escalates to, each with the sentence it rests on.

    PATH is a file or a folder. A second run reads only what has changed, drops documents that are gone, and says which
    findings are new and which are fixed.
    """
    from dutygraph.api.cli.findings import FOUND, judge
    from dutygraph.graph.overlaps import write_overlaps
    from dutygraph.loaders.pipeline import holder, load_paths

    project = project_of(paths, columns, vocabulary, review)
    _prepare(out, paths)
    check_before(out, template, redact)
    say = words(lang)
    address = graph or (":memory:" if redact else str(out / "graph.kgl"))
    with open_or_set_aside(address, rebuild=graph is None) as engine:
        load = load_paths(
            engine,
            paths,
            project,
            exact="drop" if graph is None else "refuse",
            progress=Progress(say("common.reading")),
        )
        redaction = None
        if redact:
            engine, load, redaction = without_names(engine, load, lang)
        write_overlaps(engine, holder=holder())
        found = judge(engine, project, paths, out, profile, accepted)
        view = _view(engine, load, found, out, paths, project)
        if redaction:
            view = replace(view, texts=redaction.texts(view.texts))
        write_office_files(engine, view, found, out, lang, template)
        _write_aliases(engine, out)
    _write(view, out, lang)
    show_notices(notice for notice in view.notices if notice.severity == "error")
    _print(view, found, form, lang)
    for org in view.organizations:
        for warning in (*org.overlaps.warnings, *org.spans.warnings):
            click.echo(f"Warning: {org.name}: {warning}", err=True)
    if form == "table":
        click.echo(f"\n{say('audit.written', report=out / 'report.html')}")
        if address != ":memory:":
            click.echo(say("audit.graph", graph=address))
    ctx.exit(load.exit_code or (FOUND if fail_on and found.standing(fail_on) else 0))


def _write_aliases(engine: Engine, out: Path) -> None:
    """Propose titles that mean one post; a file of before that says something else is kept beside."""
    from dutygraph.graph.facts import group_by_document
    from dutygraph.graph.store import export_facts
    from dutygraph.loaders.aliases import as_toml, proposals
    from dutygraph.loaders.project import ALIASES_NAME

    file = out / ALIASES_NAME
    text = as_toml(proposals(group_by_document(export_facts(engine)))).encode()
    with output(file, keep=True) as stream:
        stream.write(text)


def _prepare(out: Path, paths: tuple[Path, ...]) -> None:
    """Make the folder and mark it as output, so that no later run takes it for documents."""
    from dutygraph.loaders.pipeline import OUTPUT_MARK
    from dutygraph.loaders.project import absolute

    for path in paths:
        if absolute(path).is_relative_to(absolute(out)):
            raise InputError(f"--out {out} holds the documents themselves; give the report a folder of its own.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / OUTPUT_MARK).touch()
    except OSError as error:
        raise InputError(f"the folder {out} cannot be written: {error.strerror}.") from error


def _view(
    engine: Engine, load: LoadReport, found: AuditResult, out: Path, paths: Sequence[Path], project: Project
) -> AuditView:
    """Write facts.json and ask all that the report shows."""
    from dutygraph.api.audit import NoticesOf, collect
    from dutygraph.api.report import read_texts
    from dutygraph.graph.facts import write_facts
    from dutygraph.graph.store import documents, export_facts

    records = NoticesOf(export_facts(engine))
    with output(out / "facts.json") as stream:
        write_facts(records, stream)
    return collect(engine, load, records.notices, found, read_texts(paths, project, documents(engine)))


def _write(view: AuditView, out: Path, lang: str) -> None:
    """Write the files for people."""
    from dutygraph.api.report import org_chart, page

    for name, text in (("report.html", page(view, lang)), ("org_chart.svg", org_chart(view))):
        with output(out / name) as stream:
            stream.write(text.encode())


def _print(view: AuditView, found: AuditResult, form: str, lang: str) -> None:
    from dutygraph.api import render
    from dutygraph.api.cli.findings import sheet
    from dutygraph.api.summary import as_dict, sheets
    from dutygraph.graph.audit import to_dict

    if form == "json":
        click.echo(render.as_json(as_dict(view) | {"findings": to_dict(found)}), nl=False)
    else:
        first, *rest = sheets(view, words(lang))
        show([first, sheet(found, words(lang)), *rest], form, lang)
