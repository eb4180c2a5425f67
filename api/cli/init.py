"""`init` and `completion`: what somebody does once, before anything else."""

from __future__ import annotations

from pathlib import Path

import click

from dutygraph.api.cli.common import lang_option
from dutygraph.api.words import words

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False))
@click.option("--organization", metavar="NAME", help="The organisation of which all the documents speak.")
@lang_option
def init(folder: Path, organization: str | None, lang: str) -> None:
    """Make a project folder: dutygraph.toml with a profile, aliases.toml, accepted.toml, and an example document.

    DIR is this folder where none is given. Files that are there already stay as they are.
    """
    from dutygraph.api.start import begin

    say = words(lang)
    begun = begin(folder, lang, (organization or "").strip() or None)
    for key, files in (("start.made", begun.made), ("start.kept", begun.kept)):
        for file in files:
            click.echo(say(key, file=file.as_posix()))
    click.echo("\n" + say("start.next", folder=folder.as_posix(), report=(folder / "report").as_posix()))


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands, questions and options of dutygraph (docs/cli.md#completion)."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None  # click has all of SHELLS
    click.echo(made(ctx.find_root().command, {}, "dutygraph", "_DUTYGRAPH_COMPLETE").source())
