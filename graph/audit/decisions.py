"""Decisions of a team as they are taken: acceptances written into and out of its accepted.toml."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from dutygraph.graph.audit.finding import Acceptance
from dutygraph.graph.audit.life import check_acceptance, read_accepted
from dutygraph.graph.errors import InputError, UnknownName
from dutygraph.graph.files import replacing

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_ENTRY = re.compile(r"^(?=[ \t]*\[\[[ \t]*accepted[ \t]*\]\])", re.MULTILINE)


def accept(file: Path, acceptance: Acceptance) -> None:
    """Write an acceptance into the file, in place of one of the same finding; the file is made where it is missing.

    Other entries and their comments stay. The file is replaced in one step. Raises InputError where the acceptance or
    the file is not as `read_accepted` asks, or the file cannot be written.
    """
    check_acceptance(acceptance)
    former = _former(file)
    kept = [each for each in former if each.finding != acceptance.finding]
    text = _without(file, former, acceptance.finding)
    text += "\n" * (bool(text) + bool(text and not text.endswith("\n"))) + _entry(acceptance)
    _write(file, text, [*kept, acceptance])


def withdraw(file: Path, finding: str) -> None:
    """Take the acceptance of a finding out of the file.

    Raises UnknownName where there is none, InputError where the file cannot be read or written.
    """
    former = _former(file)
    kept = [each for each in former if each.finding != finding]
    if len(kept) == len(former):
        raise UnknownName(f"{finding} is not accepted in {file.name}; nothing was changed.")
    _write(file, _without(file, former, finding), kept)


def _former(file: Path) -> list[Acceptance]:
    return read_accepted(file) if file.exists() else []


def _without(file: Path, former: Sequence[Acceptance], finding: str) -> str:
    """The file's text without the entry of a finding."""
    if not file.exists():
        return ""
    head, *entries = _ENTRY.split(file.read_text(encoding="utf-8"))
    places = [place for place, each in enumerate(former) if each.finding == finding]
    return head + "".join(entry for place, entry in enumerate(entries) if place not in places)


def _entry(acceptance: Acceptance) -> str:
    pairs = [("finding", acceptance.finding), ("reason", acceptance.reason), ("by", acceptance.by)]
    if acceptance.until:
        pairs.append(("until", acceptance.until))
    return "[[accepted]]\n" + "".join(f"{key} = {_text(value)}\n" for key, value in pairs)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(file: Path, text: str, wanted: Sequence[Acceptance]) -> None:
    """Write the text where it says what is wanted, else the plain form of that: a file may be written in another way
    than as one table an entry."""
    if not _says(text, wanted):
        text = "\n".join(map(_entry, wanted))
    try:
        with replacing(file, keep=True) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from error


def _says(text: str, wanted: Sequence[Acceptance]) -> bool:
    try:
        entries = tomllib.loads(text).get("accepted", [])
    except tomllib.TOMLDecodeError:
        return False
    said = [tuple(str(entry.get(key, "")) for key in Acceptance.__slots__) for entry in entries]
    return said == [(each.finding, each.reason, each.by, each.until) for each in wanted]
