"""`diff`: what changed from one edition to another, and the findings that went and came with it."""

from __future__ import annotations

import click

from dutygraph.api.cli.common import format_option, lang_option, show
from dutygraph.api.words import words


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
    from dutygraph.api import editions
    from dutygraph.api.render import as_json
    from dutygraph.graph.editions import diff as compare_editions

    before, after = editions.facts_of(old), editions.facts_of(new)
    found = compare_editions(before, after, profile=profile)
    say = words(lang)
    if form == "json":
        click.echo(as_json(editions.as_dict(found)), nl=False)
    elif form == "csv":
        show([editions.changes_sheet(found.differences, say)], form, lang)
    elif not (found.differences or found.gone or found.came):
        click.echo(say("diff.same"))
    else:
        show(editions.sheets(found, say), form, lang)
