"""docs/findings.md: `python -m dutygraph.api.findings_page > docs/findings.md`.

Every rule from its head, with the first finding it makes of the documents in docs/faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dutygraph.graph import vocabulary
from dutygraph.graph.audit import Finding, Rule, audit, rules
from dutygraph.graph.engines import open_engine
from dutygraph.loaders.pipeline import load_paths
from dutygraph.loaders.project import find_project

FAULTS = Path("docs/faults")

_HEAD = """\
# Findings: every rule of the audit

Written from the heads in `cypher/audits` by `python -m dutygraph.api.findings_page > docs/findings.md`, with one
finding each from the invented documents in [faults](faults). How an audit goes and what becomes of a finding stands in
[audit.md](audit.md), the figures of benchmarks in [profiles.md](profiles.md), the form of `findings.json` in
[findings.schema.json](findings.schema.json).

The severity is the gravest a finding of the rule can have. *Grade* tells what the rule rests on: A statute or official
text, B consultancy, vendor, university or government practice, C practitioners' texts, P proposed here. The *formula*
names labels and types of [schema.md](schema.md). "The same matter" is the normal form of
[authority.md](authority.md#matters); words of a duty, their weight and which are near each other are those of the
overlap judge, [overlap.md](overlap.md).
"""


def as_markdown(folder: Path = FAULTS) -> str:
    """The page; `folder` holds the documents."""
    examples = _examples(folder)
    groups = vocabulary.table("findings")["groups"]
    lines = [_HEAD]
    group = ""
    for rule in rules().values():
        if rule.group != group:
            group = rule.group
            lines += [f"## {group}", "", f"{groups[group]['en']} · {groups[group]['zh']}", ""]
        lines += _section(rule, examples[rule.name])
    return "\n".join(lines).rstrip() + "\n"


def _examples(folder: Path) -> Mapping[str, Finding]:
    """The first finding of each rule."""
    engine = open_engine(":memory:")
    load_paths(engine, [folder], find_project([folder]))
    found: dict[str, Finding] = {}
    for finding in audit(engine).findings:
        found.setdefault(finding.rule, finding)
    engine.close()
    return found


def _section(rule: Rule, example: Finding) -> list[str]:
    how = f"`{rule.computed_by}`" if rule.computed_by else f"`cypher/audits/{rule.name}.cypher`"
    lines = [
        f"### {rule.name}",
        "",
        f"**{rule.title['en']}** · {rule.title['zh']} · {rule.severity}, of {rule.counts['en']}",
        "",
        f"- *Formula*: {rule.formula}. Identity: {', '.join(f'`{name}`' for name in rule.identity)}. Judged by {how}.",
        f"- *Basis*: {rule.basis} (grade {rule.grade})"
        + (f"; benchmarks `{'`, `'.join(rule.benchmarks)}`." if rule.benchmarks else "."),
        f"- *What to do*: {example.advice['en']}",
        f"- *Example*: {example.message['zh']}",
    ]
    for piece in example.quotes[:2]:
        lines.append(f"  > {piece.quote} — {piece.document_key}, {piece.locator}")
    return [*lines, ""]


if __name__ == "__main__":
    print(as_markdown(), end="")
