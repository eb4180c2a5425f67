"""The rules of the audit, read from cypher/audits and checked when they are read.

A rule's file is a head of comments (docs/audit.md) and either two statements, one for the violations and, below a line
`// population:`, one for the number of things judged; or none, where `computed_by` names a function of
`graph.measures.audits` and `with` the files of cypher/columns that it looks at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from typing import Final, cast, get_args

from dutygraph.graph.catalog import Column, parts, read_column, split_head
from dutygraph.graph.errors import HouseError, UnknownName
from dutygraph.graph.facts import Severity
from dutygraph.graph.measures.audits import Benchmarks, Judged
from dutygraph.graph.measures.audits.organization import Organization
from dutygraph.graph.parameters import nearest

Judge = Callable[[Organization, Benchmarks], Judged]

LANGUAGES: Final = ("en", "zh")
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""The gravest first."""

GROUPS: Final = (
    "spans", "lines", "duties", "overlaps", "raci", "authority", "bands", "segregation", "sheets", "documents",
)  # fmt: skip
GRADES: Final = ("A", "B", "C", "P")
"""What a basis is: statute or official text; consultancy, vendor or university; practitioner; proposed here."""

VALUE_TYPES: Final = ("code", "list[code]", "band", "path")
"""Types of columns beside those of questions: a word of the model, several, a stretch of amounts, ids in an order that
means something (other lists of ids are told by name)."""

SEVERITY_COLUMN, BENCHMARK_COLUMN = "severity", "benchmark"
"""A computed rule may say for each violation how grave it is, and which benchmark it was measured by."""

_TEXTS = ("title", "message", "advice", "counts")
_REQUIRED = (
    *(f"{text}{ending}" for text in _TEXTS for ending in ("", "_zh")),
    "group", "severity", "columns", "identity", "formula", "basis", "grade", "revision",
)  # fmt: skip
_KEYS = (*_REQUIRED, "benchmarks", "computed_by", "with")
_POPULATION = re.compile(r"^// population:\s*$", re.M)
_PLACE = re.compile(r"\{([a-z_]+)\}")
_BETWEEN_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")

Texts = Mapping[str, str]
"""A text by language."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Texts are by language; `message` has places such as `{role}` that a finding's values fill.

    `benchmarks` names groups of a profile. `violations` and `population` are '' where `computed_by` names a function.
    """

    name: str
    group: str
    severity: Severity
    title: Texts
    message: Texts
    advice: Texts
    counts: Texts
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    formula: str
    basis: str
    grade: str
    revision: int
    benchmarks: tuple[str, ...]
    computed_by: str | None
    reads: tuple[str, ...]
    violations: str
    population: str

    @property
    def judge(self) -> Judge:
        """The function that `computed_by` names.

        Raises HouseError where there is none.
        """
        module, _, function = (self.computed_by or "").rpartition(".")
        try:
            return cast(Judge, getattr(import_module(f"dutygraph.{module}"), function))
        except (ImportError, AttributeError) as error:
            raise HouseError(f"{self.name}: computed_by names {self.computed_by}, which is not there.") from error


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by name, in order of group and name.

    Raises HouseError where a file is broken.
    """
    files = resources.files("dutygraph.cypher").joinpath("audits")
    found = [
        read_rule(file.name.removesuffix(".cypher"), file.read_text(encoding="utf-8"), f"cypher/audits/{file.name}")
        for file in files.iterdir()
        if file.name.endswith(".cypher")
    ]
    return {rule.name: rule for rule in sorted(found, key=lambda rule: (GROUPS.index(rule.group), rule.name))}


def rule(name: str) -> Rule:
    """The rule of that name; dashes do for underscores.

    Raises UnknownName that names the nearest where there is none.
    """
    found = rules().get(name.replace("-", "_"))
    if found is None:
        raise UnknownName(f"There is no rule {name!r}.{nearest(name, list(rules()))}")
    return found


def read_rule(name: str, text: str, where: str) -> Rule:
    """A rule from its file's text. `where` names it in errors.

    Raises HouseError that says what is wrong.
    """
    head, below = split_head(text, where, _KEYS)
    if missing := [key for key in _REQUIRED if key not in head]:
        raise HouseError(f"{where}: the head lacks {', '.join(missing)}.")
    for key, allowed in (("group", GROUPS), ("severity", SEVERITIES), ("grade", GRADES)):
        if head[key] not in allowed:
            raise HouseError(f"{where}: {key} is {head[key]!r}, not one of {', '.join(allowed)}.")
    if not head["revision"].isdecimal():
        raise HouseError(f"{where}: revision is {head['revision']!r}, not a whole number.")
    statements = _POPULATION.split(below)
    computed = "computed_by" in head
    if len(statements) != (1 if computed else 2) or bool(below) == computed or ("with" in head) != computed:
        raise HouseError(f"{where}: a rule has two statements, parted by '// population:', or computed_by and with.")
    texts = {key: {"en": head[key], "zh": _BETWEEN_HAN.sub("", head[f"{key}_zh"])} for key in _TEXTS}
    made = Rule(
        name=name,
        group=head["group"],
        severity=cast(Severity, head["severity"]),
        **texts,
        columns=tuple(read_column(part, where, VALUE_TYPES) for part in parts(head["columns"])),
        identity=tuple(parts(head["identity"])),
        formula=head["formula"],
        basis=head["basis"],
        grade=head["grade"],
        revision=int(head["revision"]),
        benchmarks=tuple(parts(head.get("benchmarks", ""))),
        computed_by=head.get("computed_by"),
        reads=tuple(parts(head.get("with", ""))),
        violations="" if computed else statements[0].strip(),
        population="" if computed else statements[1].strip(),
    )
    _check(made, where)
    return made


def _check(rule: Rule, where: str) -> None:
    columns = [column.name for column in rule.columns]
    if len(set(columns)) < len(columns):
        raise HouseError(f"{where}: a column is named twice.")
    if unknown := [name for name in rule.identity if name not in columns]:
        raise HouseError(f"{where}: identity names {', '.join(unknown)}, which are no columns.")
    known = {*columns, *(name.removesuffix("_id").removesuffix("_ids") for name in columns)}
    known |= {name.removesuffix("_ids") + "s" for name in columns if name.endswith("_ids")}
    for texts in (rule.title, rule.message, rule.advice, rule.counts):
        for text in texts.values():
            if unknown := [place for place in _PLACE.findall(text) if place not in known]:
                raise HouseError(f"{where}: a text has a place for {', '.join(unknown)}, which no column fills.")
