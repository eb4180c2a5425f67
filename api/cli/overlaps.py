"""`overlaps`: duties that say the same, by files and across organisations."""

from __future__ import annotations

import click

from dutygraph.api.cli.across import across
from dutygraph.api.cli.judge import evaluate, judge


@click.group()
def overlaps() -> None:
    """Judge pairs of duties, and find copies across organisations."""


for command in (judge, evaluate, across):
    overlaps.add_command(command)
