"""The office files of an audit on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dutygraph.api.cli.common import output

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView
    from dutygraph.graph.audit import AuditResult
    from dutygraph.graph.engine import Engine


def write_office_files(engine: Engine, view: AuditView, found: AuditResult, out: Path, lang: str) -> None:
    """report.xlsx in the folder `out`.

    Raises InputError where a file cannot be written.
    """
    from dutygraph.api.office.workbook import write_workbook

    with output(out / "report.xlsx") as stream:
        write_workbook(engine, view, found, stream, lang)
