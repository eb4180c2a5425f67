"""`diff`: what changed from one edition to another, and the findings that went and came with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dutygraph.api.cli.common import format_option, lang_option, show
from dutygraph.api.words import words
from dutygraph.graph.errors import DocumentError

if TYPE_CHECKING:
    from dutygraph.api.render import Sheet
    from dutygraph.api.words import Words
    from dutygraph.graph.editions import Difference, Edited
    from dutygraph.graph.facts import DocumentFacts

GRAPH_SUFFIX = ".kgl"


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--profile", metavar="NAME|FILE", help="Figures that rules compare with, as for audit.")
@format_option("table", "json", "csv", "markdown")
@lang_option
def diff(old: str, new: str, profile: str | None, form: str, lang: str) -> None:
    """Show what changed from OLD to NEW: duties, powers, limits, lines, roles and units added, gone, moved or reworded,
    and the findings that went and came with it.

    Each is a document, a folder, a facts file, or a graph: a .kgl file or the address of a server.
    """
    from dutygraph.api.render import as_json
    from dutygraph.graph.editions import diff as compare_editions

    before, after = _facts(old), _facts(new)
    found = compare_editions(before, after, profile=profile)
    say = words(lang)
    if form == "json":
        click.echo(as_json(_as_dict(found)), nl=False)
    elif form == "csv":
        show([_sheet(found.differences, say)], form, lang)
    elif not (found.differences or found.gone or found.came):
        click.echo(say("diff.same"))
    else:
        show([_sheet(found.differences, say), *_findings(found, say)], form, lang)


def _facts(given: str) -> list[DocumentFacts]:
    """The facts of documents, of a facts file, or of those in force in a graph."""
    from dutygraph.api import notebook
    from dutygraph.graph.facts import group_by_document
    from dutygraph.graph.store import export_facts
    from dutygraph.loaders.pipeline import extract_paths
    from dutygraph.loaders.project import find_project

    if "://" in given or given.endswith(GRAPH_SUFFIX):
        engine = notebook.open_existing(given)
        try:
            return list(group_by_document(export_facts(engine)))
        finally:
            engine.close()
    path = Path(given)
    readings = list(extract_paths([path], find_project([path])))
    documents = [facts for reading in readings for facts in reading.facts]
    if not documents:
        told = next((reading.message for reading in readings if reading.message), "")
        raise DocumentError(f"not one document of {given} could be read: {told}")
    return documents


def _sheet(differences: Sequence[Difference], say: Words) -> Sheet:
    from dutygraph.api.render import Sheet

    rows = [
        (say("diff." + each.what), say("diff." + each.kind), each.of, _text(each, say), _place(each))
        for each in differences
    ]
    return Sheet(("thing", "change", "of", "text", "place"), rows, say("diff.changes", count=len(rows)))


def _text(each: Difference, say: Words) -> str:
    """The texts before and after, where both are there with the words that changed marked."""
    from dutygraph.graph.editions import marked

    if each.kind == "reworded":
        marks = {"same": "{}", "gone": "[-{}-]", "added": "{{+{}+}}"}
        return "".join(marks[what].format(piece) for what, piece in marked(each.old, each.new))
    if each.kind in ("moved", "changed"):
        nothing = say("diff.nothing")
        field = f"{say.column(each.field)}: " if each.field else ""
        return f"{field}{say.value(each.old) or nothing} → {say.value(each.new) or nothing}"
    return each.old or each.new


def _place(each: Difference) -> str:
    place = each.new_place or each.old_place
    return ", ".join(filter(None, place[:2])) if place else ""


def _findings(found: Edited, say: Words) -> list[Sheet]:
    from dutygraph.api.render import Sheet

    rows = [
        (say("diff." + kind), say.value(finding.severity), finding.message[say.lang])
        for kind, findings in (("finding_gone", found.gone), ("finding_came", found.came))
        for finding in findings
    ]
    title = say("diff.findings", gone=len(found.gone), came=len(found.came))
    return [Sheet(("change", "severity", "message"), rows, title)] if rows else []


def _as_dict(found: Edited) -> dict[str, Any]:
    from dutygraph.graph.editions import marked

    def place(each: Any) -> dict[str, str] | None:
        return None if each is None else dict(each._asdict())

    return {
        "differences": [
            {
                **each._asdict(),
                "old_place": place(each.old_place),
                "new_place": place(each.new_place),
                "marked": marked(each.old, each.new) if each.kind == "reworded" else [],
            }
            for each in found.differences
        ],
        **{
            name: [
                {"id": f.id, "rule": f.rule, "severity": f.severity, "message": dict(f.message)}
                for f in getattr(found, name)
            ]
            for name in ("gone", "came")
        },
    }
