"""What a scenario leads to, for a person and for a program: figures side by side, findings that go, come and stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dutygraph.api.render import Sheet
from dutygraph.graph.scenario.form import OPERATIONS, Change
from dutygraph.graph.scenario.run import Found, Outcome, State

if TYPE_CHECKING:
    from dutygraph.api.words import Words

KINDS = ("fixed", "new", "unchanged")


def measures(state: State) -> dict[str, float | None]:
    """The figures of a state by name, then how many findings of each severity it has."""
    severities = Counter(each.finding.severity for each in state.found)
    counted = {f"{severity}s": severities[severity] for severity in ("error", "warning", "info")}
    return {**state.figures._asdict(), **counted}


def sentence(change: Change, say: Words) -> str:
    """A change in words for people who do not read scenario files."""

    def told(value: Any) -> str:
        if isinstance(value, Mapping):
            return "; ".join(f"{key}: {told(each)}" for key, each in value.items())
        if isinstance(value, (list, tuple)):
            return say("common.list_separator").join(map(told, value))
        return say.value(str(value)) or say("whatif.nothing_for")

    values = {key: told(value) for key, value in change.values.items()}
    said = {change.operation, *OPERATIONS[change.operation].needed}
    more = [say(f"whatif_keys.{key}", value=value) for key, value in values.items() if key not in said]
    text = say(f"whatif_operations.{change.operation}", **values)
    return f"{text} ({'; '.join(more)})" if more else text


def sheets(outcomes: Sequence[Outcome], say: Words, *, unchanged: bool = False) -> list[Sheet]:
    """Figures of all scenarios beside those of before, then for each scenario what it fixes and what it brings."""
    found = [overview(outcomes, say)]
    for outcome in outcomes:
        counts = {kind: len(getattr(outcome, kind)) for kind in KINDS}
        title = say("whatif.counted", title=outcome.scenario.title, **counts)
        rows = [
            (say("whatif." + kind), say.value(each.finding.severity), each.finding.message[say.lang], _cause(each, say))
            for kind in KINDS
            if unchanged or kind != "unchanged"
            for each in getattr(outcome, kind)
        ]
        found.append(Sheet(("change", "severity", "message", "caused_by"), rows, title))
    return found


def overview(outcomes: Sequence[Outcome], say: Words) -> Sheet:
    """One column for each scenario; those of one organisation share the column of before."""
    states: list[tuple[str, State]] = []
    for outcome in outcomes:
        if all(state is not outcome.before for _, state in states):
            states.append((say("whatif.before"), outcome.before))
        states.append((outcome.scenario.title, outcome.after))
    known = [measures(state) for _, state in states]
    rows = [(say("whatif." + name), *(each[name] for each in known)) for name in known[0]]
    return Sheet(("measure", *(title for title, _ in states)), rows, say("whatif.figures"))


def _cause(found: Found, say: Words) -> str:
    if found.change is None:
        return ""
    return f"{say('whatif.change', number=found.change.number)}: {sentence(found.change, say)}"


def as_dict(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The whole of it as plain values, one object a scenario."""
    return [
        {
            "scenario": outcome.scenario.name,
            "title": outcome.scenario.title,
            "organization_id": outcome.applied.organization,
            "changes": [str(change) for change in outcome.scenario.changes],
            "measures": {"before": measures(outcome.before), "after": measures(outcome.after)},
            **{kind: [_finding(each) for each in getattr(outcome, kind)] for kind in KINDS},
        }
        for outcome in outcomes
    ]


def _finding(found: Found) -> dict[str, Any]:
    finding = found.finding
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "title": dict(finding.title),
        "message": dict(finding.message),
        "subjects": list(finding.subjects),
        "quotes": [
            {"document": e.document_key, "quote": e.quote, "locator": e.locator, "span": e.span} for e in finding.quotes
        ],
        "caused_by": found.change.number if found.change else None,
        "hint": found.hint,
    }


def hint_lines(found: Sequence[Found], say: Words) -> str:
    """A scenario file with a line, commented out, for every finding that has a hint."""
    lines = [f"# {say('whatif.hints_head')}", "changes = ["]
    for each in found:
        if each.hint:
            lines += [f"  # {' '.join(each.finding.message[say.lang].split())}", f"  # {each.hint},"]
    return "\n".join([*lines, "]"]) + "\n"
