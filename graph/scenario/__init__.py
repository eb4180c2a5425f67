"""What if: operations on the facts of all documents, and the audit of what they lead to (docs/whatif.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.scenario import duties, powers, roles
from dutygraph.graph.scenario.editor import Editor, ReadDuty
from dutygraph.graph.scenario.form import Change, Scenario, parse_scenario, read_scenario
from dutygraph.graph.scenario.places import organization_of
from dutygraph.graph.scenario.world import Step, World

__all__ = ["Applied", "Change", "ReadDuty", "Scenario", "Step", "apply", "parse_scenario", "read_scenario"]

_OPERATIONS: Mapping[str, Callable[[Editor, Change], None]] = {
    "move": duties.move,
    "give": duties.give,
    "drop": duties.drop,
    "reword": duties.reword,
    "merge": roles.merge,
    "split": roles.split,
    "superior": roles.superior,
    "line": roles.line,
    "vacate": roles.vacate,
    "add_role": roles.add_role,
    "add_unit": roles.add_unit,
    "limit": powers.limit,
    "step": powers.step,
    "holder": powers.holder,
}


@dataclass(frozen=True, slots=True)
class Applied:
    """The facts a scenario leads to, document by document, and what each of its changes did, in order.

    `renamed` holds the ids of roles and duties that became another's: what was found about the one is about the other.
    """

    organization: str
    documents: tuple[DocumentFacts, ...]
    steps: tuple[Step, ...]
    renamed: Mapping[str, str]


def apply(documents: Sequence[DocumentFacts], scenario: Scenario, read: ReadDuty) -> Applied:
    """Carry out a scenario on the facts of one edition of each document; `documents` stay as they are.

    `read` makes facts of a duty's new text. A fact that a change makes says so in its source, by `author`; a document
    that comes to name what only another describes gets a record of it.

    Raises InputError that names the change: a name that nothing has (the nearest are offered) or several have (they are
    listed), another organisation, two changes that contradict each other.
    """
    world = World(documents, scenario.date)
    editor = Editor(world, organization_of(world, scenario.organization, scenario.name), read)
    current = {facts.document.id: facts for facts in documents}
    steps = []
    for change in scenario.changes:
        _OPERATIONS[change.operation](editor, change)
        step = world.step(change)
        current.update((facts.document.id, facts) for facts in step.documents)
        steps.append(step)
    return Applied(editor.organization, tuple(current.values()), tuple(steps), world.renamed)
