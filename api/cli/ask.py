"""`ask` and `questions`: every question of the catalogue is a command, its parameters are options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dutygraph.api.cli.common import format_option, graph_option, lang_option, open_existing, show
from dutygraph.api.words import words
from dutygraph.graph.catalog import catalog

if TYPE_CHECKING:
    from dutygraph.graph.ask import Answer
    from dutygraph.graph.catalog import Param, Query
    from dutygraph.graph.engine import Engine


class Questions(click.Group):
    """The catalogue as commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options may stand before the question too."""
        names = catalog().questions
        at = next((i for i, arg in enumerate(args) if arg.replace("-", "_") in names), 0)
        return super().parse_args(ctx, [*args[at : at + 1], *args[:at], *args[at + 1 :]])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(catalog().questions)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return _command(catalog().question(cmd_name))


@click.group(cls=Questions, subcommand_metavar="QUESTION [--parameter VALUE]...")
def ask() -> None:
    """Ask a graph one of the questions; `dutygraph ask QUESTION --help` shows its parameters."""


_AS_OF = click.option(
    "--as-of", metavar="DATE", help="Answer as things stood on this day, such as 2025-03-01, from the archive."
)


def _answer(engine: Engine, question: str, given: dict[str, object], as_of: str | None) -> tuple[Answer, list[str]]:
    """The answer, and the documents that took effect only after the day asked about."""
    from dutygraph.graph.ask import ask as answer_question

    if as_of is None:
        return answer_question(engine, question, given), []
    from dutygraph.graph.editions.history import as_of as fold_archive

    memory, later = fold_archive(engine, as_of)
    try:
        return answer_question(memory, question, given), later
    finally:
        memory.close()


def _command(query: Query) -> click.Command:
    def run(graph: str | None, form: str, lang: str, show_cypher: bool, as_of: str | None, **params: object) -> None:
        given = {name: value for name, value in params.items() if value is not None}
        with open_existing(graph) as engine:
            answer, later = _answer(engine, query.name, given, as_of)
        _print(answer, form, lang, show_cypher)
        if later:
            click.echo(f"Warning: {words(lang)('common.later', day=as_of, keys=', '.join(later))}", err=True)

    for option in (graph_option, lang_option, format_option("table", "json", "csv", "markdown")):
        run = option(run)
    columns = ", ".join(column.name for column in query.columns)
    command = click.command(
        query.name, short_help=query.asks, help=f"{query.asks}\n\nColumns: {columns}.\n\nDefined in {query.source}."
    )(_AS_OF(click.option("--show-cypher", is_flag=True, help="Print the Cypher that ran, and its parameters.")(run)))
    command.params = [*map(_option, query.params), *command.params]
    return command


def _option(param: Param) -> click.Option:
    """Values go to the question as text: it checks them, and says the same on every face."""
    told = param.expected
    if param.example and not param.choices:
        told += f", such as {param.example}"
    if param.required:
        told += "  [required]"
    elif param.default is not None:
        told += f"  [default: {param.default}]"

    def completed(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
        return [choice for choice in param.choices if choice.startswith(begun)]

    names = ["--" + param.name.replace("_", "-"), param.name]
    return click.Option(names, metavar=param.type.upper(), help=told, shell_complete=completed)


def _print(answer: Answer, form: str, lang: str, show_cypher: bool) -> None:
    from dutygraph.api import render

    if form == "json":
        click.echo(answer.to_json(), nl=False)
    elif form == "csv":
        click.echo(answer.to_csv(), nl=False)
    elif answer.rows:
        show([render.answer_sheet(answer)], form, lang)
    else:
        click.echo(words(lang)("common.no_rows"))
    if show_cypher and form != "json":
        click.echo(f"\n{answer.cypher}\n\n{render.as_json(answer.cypher_params)}", nl=False, err=form == "csv")
    for warning in answer.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if not answer.complete:
        click.echo(f"Warning: {words(lang)('common.incomplete')}", err=True)


@click.command()
@format_option("table", "json", "csv", "markdown")
@lang_option
def questions(form: str, lang: str) -> None:
    """List the questions, what each asks, and its parameters."""
    from dutygraph.api import render

    say = words(lang)
    rows = [
        (query.name, say.question(query.name, query.asks), [_shape(param) for param in query.params])
        for query in catalog().questions.values()
    ]
    show([render.Sheet(("question", "asks", "params"), rows)], form, lang)


def _shape(param: Param) -> str:
    option = "--" + param.name.replace("_", "-")
    return option if param.required else f"[{option}]"
