"""What changed between two editions, for a person and for a program, and where the facts of an edition come from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutygraph.api.render import Sheet
from dutygraph.graph.editions import Difference, Edited, marked
from dutygraph.graph.errors import DocumentError

if TYPE_CHECKING:
    from dutygraph.api.words import Words
    from dutygraph.graph.engine import Engine
    from dutygraph.graph.facts import DocumentFacts

GRAPH_SUFFIX = ".kgl"


def facts_of(given: str) -> list[DocumentFacts]:
    """The facts of a document, a folder, a facts file, or of the documents in force in a graph: a .kgl file or the
    address of a server.

    Raises DocumentError where no document can be read, InputError and EngineError where there is no such graph.
    """
    from dutygraph.api.notebook import open_existing
    from dutygraph.loaders.pipeline import extract_paths
    from dutygraph.loaders.project import find_project

    if "://" in given or given.endswith(GRAPH_SUFFIX):
        engine = open_existing(given)
        try:
            return facts_in(engine)
        finally:
            engine.close()
    path = Path(given)
    readings = list(extract_paths([path], find_project([path])))
    documents = [facts for reading in readings for facts in reading.facts]
    if not documents:
        told = next((reading.message for reading in readings if reading.message), "")
        raise DocumentError(f"not one document of {given} could be read: {told}")
    return documents


def facts_in(engine: Engine) -> list[DocumentFacts]:
    """The facts of the documents in force in a graph."""
    from dutygraph.graph.facts import group_by_document
    from dutygraph.graph.store import export_facts

    return list(group_by_document(export_facts(engine)))


def changes_sheet(differences: Sequence[Difference], say: Words) -> Sheet:
    """Each change in a row."""
    rows = [
        (say("diff." + each.what), say("diff." + each.kind), each.of, _text(each, say), _place(each))
        for each in differences
    ]
    return Sheet(("thing", "change", "of", "text", "place"), rows, say("diff.changes", count=len(rows)))


def _text(each: Difference, say: Words) -> str:
    """The texts before and after, where both are there with the words that changed marked."""
    if each.kind == "reworded":
        marks = {"same": "{}", "gone": "[-{}-]", "added": "{{+{}+}}"}
        return "".join(marks[what].format(piece) for what, piece in marked(each.old, each.new))
    if each.kind in ("moved", "changed"):
        nothing = say("diff.nothing")
        field = f"{say.column(each.field)}: " if each.field else ""
        return f"{field}{say.value(each.old) or nothing} → {say.value(each.new) or nothing}"
    return each.old or each.new


def _place(each: Difference) -> str:
    place = each.new_place or each.old_place
    return ", ".join(filter(None, place[:2])) if place else ""


def sheets(found: Edited, say: Words) -> list[Sheet]:
    """The changes, then the findings that went and came, if any did."""
    rows = [
        (say("diff." + kind), say.value(finding.severity), finding.message[say.lang])
        for kind, findings in (("finding_gone", found.gone), ("finding_came", found.came))
        for finding in findings
    ]
    title = say("diff.findings", gone=len(found.gone), came=len(found.came))
    findings = [Sheet(("change", "severity", "message"), rows, title)] if rows else []
    return [changes_sheet(found.differences, say), *findings]


def as_dict(found: Edited) -> dict[str, Any]:
    """The whole of it as plain values."""

    def place(each: Any) -> dict[str, str] | None:
        return None if each is None else dict(each._asdict())

    return {
        "differences": [
            {
                **each._asdict(),
                "old_place": place(each.old_place),
                "new_place": place(each.new_place),
                "marked": marked(each.old, each.new) if each.kind == "reworded" else [],
            }
            for each in found.differences
        ],
        **{
            name: [
                {"id": f.id, "rule": f.rule, "severity": f.severity, "message": dict(f.message)}
                for f in getattr(found, name)
            ]
            for name in ("gone", "came")
        },
    }
