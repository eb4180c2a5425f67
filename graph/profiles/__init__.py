"""Profiles of the audit: the figures that rules compare with, each with its source (docs/profiles.md).

A profile is a TOML file: its name, titles, the profile it `extends`, `[rules]` with a severity or "off" for rules, and
a table `[group.name]` for each benchmark: its figures, their `source` and `grade`. What a file leaves out is that of
the profile it extends. Facts never depend on a profile.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from dutygraph.graph.errors import HouseError, InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DEFAULT: Final = "cn-sales"
OFF: Final = "off"
_BASE: Final = "general"
_OWN_GRADE: Final = "P"
_SCALARS: Final = ("name", "title", "title_zh", "extends")
_SAYS: Final = ("source", "grade")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Figures that a rule compares with, and where they come from. `name` is group.name in its profile; `grade` as of
    rules: A statute, B consultancy, vendor or university, C practitioner, P proposed."""

    name: str
    values: Mapping[str, float]
    source: str
    grade: str
    profile: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Benchmarks by group.name, and by rule a severity or `off` where the profile changes it."""

    name: str
    titles: Mapping[str, str]
    benchmarks: Mapping[str, Benchmark]
    rules: Mapping[str, str]

    def group(self, name: str) -> dict[str, Benchmark]:
        """The benchmarks of a group, without its name.

        Raises HouseError where there is none.
        """
        found = {
            key.partition(".")[2]: benchmark
            for key, benchmark in self.benchmarks.items()
            if key.partition(".")[0] == name
        }
        if not found:
            raise HouseError(f"no profile has benchmarks of the group {name!r}.")
        return found

    def fingerprint(self) -> str:
        """A hash of everything that can change a finding."""
        said = [
            self.name,
            [(b.name, sorted(b.values.items()), b.source, b.grade, b.profile) for b in self.benchmarks.values()],
            sorted(self.rules.items()),
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def names() -> list[str]:
    """The profiles that come with the package."""
    return sorted(
        file.name.removesuffix(".toml")
        for file in resources.files(__package__).iterdir()
        if file.name.endswith(".toml")
    )


@cache
def builtin(name: str) -> Profile:
    """A profile of the package.

    Raises InputError where there is none of that name.
    """
    if name not in names():
        raise InputError(
            f"there is no profile {name!r}: use one of {', '.join(names())}, or a file that ends in .toml."
        )
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return _read(tomllib.loads(text), f"graph/profiles/{name}.toml", own=False)


def load(profile: str | Path | None = None) -> Profile:
    """A profile by name, or a user's file, which extends `cn-sales` unless it says otherwise; None is `cn-sales`.

    Raises InputError where there is no such profile, or the file is not TOML or names what no profile has.
    """
    if isinstance(profile, Path) or (profile or "").endswith(".toml"):
        file = Path(str(profile))
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InputError(f"the profile {file} cannot be read: {error}. It must be TOML in UTF-8.") from error
        return _read({"name": file.stem, "extends": DEFAULT} | table, str(file), own=True)
    return builtin(profile or DEFAULT)


def _read(table: Mapping[str, Any], where: str, *, own: bool) -> Profile:
    """A profile from its file; only the base may add benchmarks and figures that the one below it does not have."""
    below = builtin(table["extends"]) if "extends" in table else None
    benchmarks = dict(below.benchmarks) if below else {}
    severities = dict(below.rules) if below else {}
    for group, content in table.items():
        if group in _SCALARS:
            continue
        if not isinstance(content, dict):
            raise InputError(f"{where}: {group} is neither a table nor one of {', '.join(_SCALARS)}.")
        if group == "rules":
            severities.update(_severities(content, where))
            continue
        for name, said in content.items():
            key = f"{group}.{name}"
            if below and key not in benchmarks:
                raise InputError(f"{where}: there is no benchmark [{key}]; there are {', '.join(benchmarks)}.")
            benchmarks[key] = _benchmark(key, said, benchmarks.get(key), str(table["name"]), where, own=own)
    titles = {"en": str(table.get("title", table["name"])), "zh": str(table.get("title_zh", table["name"]))}
    return Profile(str(table["name"]), titles, benchmarks, severities)


def _severities(content: Mapping[str, Any], where: str) -> dict[str, str]:
    for rule, said in content.items():
        if said not in ("error", "warning", "info", OFF):
            raise InputError(f"{where}: [rules] {rule} is {said!r}, not error, warning, info or off.")
    return dict(content)


def _benchmark(key: str, said: object, former: Benchmark | None, profile: str, where: str, *, own: bool) -> Benchmark:
    if not isinstance(said, dict):
        raise InputError(f"{where}: {key} must be a table of figures.")
    figures = {name: value for name, value in said.items() if name not in _SAYS}
    for name, value in figures.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InputError(f"{where}: [{key}] {name} is {value!r}, not a number.")
        if former and name not in former.values:
            raise InputError(f"{where}: [{key}] has no figure {name}; it has {', '.join(former.values)}.")
    if not own and not all(said.get(name) for name in _SAYS):
        raise InputError(f"{where}: [{key}] needs its source and grade.")
    return Benchmark(
        name=key,
        values={**(former.values if former else {}), **figures},
        source=str(said.get("source", f"profile {profile}")),
        grade=str(said.get("grade", _OWN_GRADE)),
        profile=profile,
    )


def as_markdown() -> str:
    """docs/profiles.md: every figure of every profile with its source."""
    lines = [
        "# Profiles of the audit",
        "",
        "Written from `graph/profiles` by `python -m dutygraph.graph.profiles > docs/profiles.md`.",
        "",
        "A profile holds the figures that rules compare with. The sources disagree, so each figure names its own, with",
        "a grade: A statute or official text, B consultancy, vendor, university or government practice, C",
        "practitioners' texts, P proposed here and to be tuned. Every finding names the benchmark it used. Facts never",
        "depend on a profile.",
        "",
        "`dutygraph audit PATH --profile NAME` takes one of these, `--profile FILE.toml` your own, which extends",
        "`cn-sales` unless it says otherwise and holds only what differs:",
        "",
        "```toml",
        'extends = "general"',
        "",
        "[spans.first_line]          # a benchmark: its figures, and where they come from",
        "most = 9",
        'source = "agreed with the client on 2025-03-01"',
        "",
        "[rules]                     # how grave a rule's findings are at most, or off",
        'plan_not_carried_out = "off"',
        "```",
    ]
    for name in names():
        profile = builtin(name)
        lines += ["", f"## {name}", "", f"{profile.titles['en']} · {profile.titles['zh']}", ""]
        lines += ["| benchmark | figures | source | grade |", "| --- | --- | --- | --- |"]
        for benchmark in profile.benchmarks.values():
            if benchmark.profile == name:
                figures = ", ".join(f"{key} {value:g}" for key, value in benchmark.values.items())
                lines.append(f"| `{benchmark.name}` | {figures} | {benchmark.source} | {benchmark.grade} |")
        if profile.rules:
            lines += ["", "Rules: " + ", ".join(f"`{rule}` {said}" for rule, said in profile.rules.items()) + "."]
        if name != _BASE:
            lines += ["", f"The rest is that of `{_BASE}`."]
    return "\n".join(lines) + "\n"
