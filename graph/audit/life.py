"""The life of a finding from run to run: new, open, accepted, expired, fixed (docs/audit.md#the-life-of-a-finding)."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from dutygraph.graph.audit.finding import Acceptance, AuditResult, Finding, Gone, State, finding_id
from dutygraph.graph.audit.rules import rule
from dutygraph.graph.errors import InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEYS = ("finding", "reason", "by", "until")
_REQUIRED = ("finding", "reason", "by")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An audit before this one, as findings.json keeps it: its findings by id, those it missed, and what it compared
    with."""

    audit_id: str
    baseline: str
    findings: Mapping[str, Gone]
    fixed: tuple[Gone, ...]


def read_accepted(file: Path) -> list[Acceptance]:
    """The acceptances of a team's file, a list of tables `[[accepted]]` with finding, reason, by, and perhaps until.

    Raises InputError where the file cannot be read, an entry lacks a key or has one that is not known, or a finding is
    accepted twice.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"the accepted findings {file} cannot be read: {error}. It must be TOML in UTF-8.") from error
    entries = table.pop("accepted", [])
    if table or not isinstance(entries, list):
        raise InputError(f"{file} must hold tables [[accepted]] and nothing else.")
    found: dict[str, Acceptance] = {}
    for number, entry in enumerate(entries, 1):
        acceptance = _acceptance(entry, f"{file}, entry {number}")
        if acceptance.finding in found:
            raise InputError(f"{file}, entry {number}: {acceptance.finding} is accepted twice; keep one.")
        found[acceptance.finding] = acceptance
    return list(found.values())


def _acceptance(entry: Any, where: str) -> Acceptance:
    if not isinstance(entry, dict) or (unknown := entry.keys() - set(_KEYS)):
        told = ", ".join(sorted(unknown)) if isinstance(entry, dict) else repr(entry)
        raise InputError(f"{where}: {told} is not known; an entry has {', '.join(_KEYS)}.")
    if missing := [key for key in _REQUIRED if not str(entry.get(key, "")).strip()]:
        raise InputError(f"{where} lacks {', '.join(missing)}: say which finding, why, and who accepts it.")
    until = str(entry.get("until", ""))
    if until and not _is_day(until):
        raise InputError(f"{where}: until is {until!r}, not a day such as 2026-12-31.")
    return Acceptance(str(entry["finding"]), str(entry["reason"]), str(entry["by"]), until)


def check_acceptance(acceptance: Acceptance) -> None:
    """Raises InputError where an acceptance could not stand in a team's file."""
    given = {key: getattr(acceptance, key) for key in _KEYS if getattr(acceptance, key)}
    _acceptance(given, f"the acceptance of {acceptance.finding or 'a finding'}")


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def with_life(result: AuditResult, earlier: Earlier | None, accepted: Sequence[Acceptance], today: str) -> AuditResult:
    """The result with a state for each finding, and what was fixed.

    `today` is an ISO day: an acceptance holds through its day. An audit of the same facts, profile and rules as the
    earlier one is that audit again: it compares with what the earlier one compared with, so that repeating it changes
    nothing. Without an earlier audit nothing is new.
    """
    by_id = {acceptance.finding: acceptance for acceptance in accepted}
    again = earlier is not None and earlier.audit_id == result.audit_id
    baseline = "" if earlier is None else earlier.baseline if again else earlier.audit_id
    before = {} if earlier is None else earlier.findings
    findings = [
        _alive(finding, before, result.audit_id, bool(baseline), by_id.get(finding.id), today)
        for finding in result.findings
    ]
    here = {finding.id for finding in findings}
    return result.with_states(
        findings,
        baseline=baseline,
        fixed=_fixed(result, earlier, here, again),
        unused=tuple(acceptance for acceptance in accepted if acceptance.finding not in here),
    )


def _alive(
    finding: Finding,
    before: Mapping[str, Gone],
    audit_id: str,
    compares: bool,
    acceptance: Acceptance | None,
    today: str,
) -> Finding:
    since = before[finding.id].since if finding.id in before else audit_id
    state: State = "new" if compares and since == audit_id else "open"
    if acceptance is not None:
        state = "expired" if acceptance.until and acceptance.until < today else "accepted"
    return replace(finding, state=state, since=since, acceptance=acceptance)


def _fixed(result: AuditResult, earlier: Earlier | None, here: set[str], again: bool) -> tuple[Gone, ...]:
    if earlier is None:
        return ()
    if again:
        return earlier.fixed
    gone = [replace(finding, fixed_in=result.audit_id) for id_, finding in earlier.findings.items() if id_ not in here]
    return tuple(sorted(gone, key=lambda finding: finding.id))


def renamed_id(finding: Finding, renamed: Mapping[str, str]) -> str:
    """The id a finding has when what it is about has other ids."""
    if not renamed:
        return finding.id

    def now(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [now(each) for each in value]
        return renamed.get(value, value) if isinstance(value, str) else value

    values = {name: now(value) for name, value in finding.values.items()}
    return finding_id(rule(finding.rule), now(finding.organization_id), values)
