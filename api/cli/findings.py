"""The findings of an audit on the command line: judged, kept as findings.json, and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dutygraph.api.cli.common import output
from dutygraph.api.render import Sheet
from dutygraph.api.words import Words

if TYPE_CHECKING:
    from dutygraph.graph.audit import AuditResult
    from dutygraph.graph.engine import Engine
    from dutygraph.loaders.project import Project

FOUND = 6
"""The exit code where findings stand that `--fail-on` asks for."""

FIRST = 5
"""Findings in the summary; findings.json has them all."""


def judge(
    engine: Engine, project: Project, paths: Sequence[Path], out: Path, profile: str | None, accepted: Path | None
) -> AuditResult:
    """Run the rules, compare with the findings.json of the run before, and write the new one.

    Raises InputError where the profile, the acceptances or the former findings cannot be read.
    """
    from dutygraph.graph.audit import audit, read_accepted, read_earlier, to_json, with_life

    given = accepted or project.accepted
    file = given or _beside(project, paths)
    known = read_accepted(file) if given or file.exists() else []
    earlier = read_earlier(out / "findings.json")
    today = datetime.now().astimezone().date().isoformat()
    result = with_life(audit(engine, profile=profile or project.profile), earlier, known, today)
    with output(out / "findings.json") as stream:
        stream.write(to_json(result).encode())
    return result


def _beside(project: Project, paths: Sequence[Path]) -> Path:
    """Where a team keeps its acceptances: in the project, else in the folder given."""
    from dutygraph.loaders.project import ACCEPTED_NAME

    folder = project.root or (paths[0] if paths[0].is_dir() else paths[0].parent)
    return folder / ACCEPTED_NAME


def sheet(result: AuditResult, say: Words) -> Sheet:
    """How many findings stand in which state, and the first of them."""
    severities = Counter(finding.severity for finding in result.standing())
    states = Counter(finding.state for finding in result.findings)
    title = say(
        "audit.findings_counted",
        errors=severities["error"],
        warnings=severities["warning"],
        infos=severities["info"],
        new=states["new"],
        fixed=len(result.fixed),
        accepted=states["accepted"],
        expired=states["expired"],
        profile=result.profile.name,
    )
    first = result.standing()[:FIRST]
    rows = [(say.value(f.severity), f.title[say.lang], f.message[say.lang]) for f in first]
    return Sheet(("severity", "finding", "message"), rows, title, [f.quotes for f in first], most_quotes=2)
