"""`overlaps across`: near-copies among the duties of all organisations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import format_option, graph_option, lang_option, open_existing, output, terminal_width
from dutygraph.api.words import words

if TYPE_CHECKING:
    from dutygraph.api.render import Sheet
    from dutygraph.graph.measures.across import Row, Side, Statement
    from dutygraph.graph.records import AnyRecord

COLUMNS = (
    "matter", "score", "organizations", "a_text", "a_copies", "a_owners", "b_text", "b_copies", "b_owners",
)  # fmt: skip


@click.command()
@click.argument("facts", nargs=-1, metavar="[FACTS]...", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@graph_option
@click.option(
    "--min-score", type=float, default=0.6, show_default=True, help="Cosine from which two texts are near, to 1."
)
@click.option(
    "--max-rows", type=click.IntRange(min=1), default=1000, show_default=True, help="How many rows are shown."
)
@format_option("table", "json", "csv", "markdown")
@lang_option
@click.option("--out", type=click.Path(path_type=Path), help="File to write; default: standard output.")
def across(
    facts: tuple[Path, ...], graph: str | None, min_score: float, max_rows: int, form: str, lang: str, out: Path | None
) -> None:
    """Near-copies among the duties of all organisations of a graph, or of FACTS files instead.

    A row holds two wordings of different owners that are equal or near, how often either stands, and by whom; those of
    several organisations come first. Made for hundreds of thousands of duties; needs the extra [scale].
    """
    from dutygraph.graph.measures import across as measure

    found = measure.across(measure.statements(_records(facts, graph)), min_score, max_rows)
    with output(out) as stream:
        stream.write(_text(found.rows, form, lang).encode())
    if found.found > len(found.rows):
        click.echo(f"Warning: There are {found.found} rows, of which {max_rows} are shown; raise --max-rows.", err=True)


def _records(facts: tuple[Path, ...], graph: str | None) -> Iterator[AnyRecord]:
    """The records of the files, checked, or those of the graph."""
    if not facts:
        from dutygraph.graph.store import export_facts

        with open_existing(graph) as engine:
            yield from export_facts(engine)
        return
    from dutygraph.graph.facts import check, group_by_document, read_facts

    for path in facts:
        for group in group_by_document(read_facts(path)):
            check(group)
            yield from group.records


def _text(rows: list[Row], form: str, lang: str) -> str:
    from dutygraph.api import render

    say = words(lang)
    if form == "json":
        return render.as_json([_object(row) for row in rows])
    if form == "csv":
        return render.as_csv(_sheet(rows, places=True))
    if not rows:
        return say("common.no_rows") + "\n"
    if form == "markdown":
        return render.as_markdown(_sheet(rows), say)
    return render.as_table(_sheet(rows), say, terminal_width())


def _sheet(rows: list[Row], places: bool = False) -> Sheet:
    """The rows as a table; with `places` documents and locators stand in columns, as CSV has no place below a row."""
    from dutygraph.api.render import Sheet

    held = []
    for row in rows:
        cells: tuple[object, ...] = (row.matter, row.score, row.organizations)
        for side in (row.a, row.b):
            cells += (side.text, side.copies, [f"{each.owner} ({each.organization})" for each in side.first])
        held.append((*cells, *(_places(side) for side in (row.a, row.b) if places)))
    evidence = [tuple(each.evidence for each in _shown(row)) for row in rows]
    return Sheet((*COLUMNS, *(("a_places", "b_places") if places else ())), held, evidence=evidence)


def _places(side: Side) -> list[str]:
    return [", ".join(filter(None, (each.evidence.document_key, each.evidence.locator))) for each in side.first]


def _shown(row: Row) -> tuple[Statement, ...]:
    """The statements that a row names; those of one wording once."""
    return row.a.first if row.a == row.b else row.a.first + row.b.first


def _object(row: Row) -> dict[str, object]:
    """A row with the statements of either side and their evidence."""
    return {
        "matter": row.matter,
        "score": row.score,
        "organizations": row.organizations,
        **{
            name: {
                "text": side.text,
                "copies": side.copies,
                "owners": side.owners,
                "organizations": side.organizations,
                "first": [{**each._asdict(), "evidence": each.evidence._asdict()} for each in side.first],
            }
            for name, side in (("a", row.a), ("b", row.b))
        },
    }
