"""The command line in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from dutygraph.api.cli import dutygraph


def run(*arguments: object) -> Result:
    """What a command prints and ends with; `stdout` and `stderr` apart."""
    return CliRunner().invoke(dutygraph, [str(each) for each in arguments])
