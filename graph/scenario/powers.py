"""Operations on powers: another limit, step or holder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dutygraph.graph.facts import Authority, Duty, Limit
from dutygraph.graph.scenario.duties import hand_over, rewrite
from dutygraph.graph.scenario.editor import Editor, no_such
from dutygraph.graph.scenario.form import Change
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.limits import read_ladder

LIMIT, STEP, HOLDER = "limit", "step", "holder"


def limit(editor: Editor, change: Change) -> None:
    """Another amount up to which, or from which, a power holds; "" for none. A power that is read out of a duty changes
    the words of the duty."""
    holder = editor.owner(change, change.get("of"))
    new = _limit(change)
    for id_ in editor.grant(change, holder):
        grant: Authority = editor.world.records(id_)[0][1]
        former = (grant.limit.text or "") if grant.limit else ""
        if (duty := _duty_behind(editor, grant)) is not None:
            if not former or former not in duty.text:
                raise no_such(change, f"this power is read out of “{duty.text}”: reword the duty.")
            rewrite(editor, change, duty.id, duty, duty.text.replace(former, change.get("to")))
            continue

        def fields(record: Authority, former: str = former) -> dict[str, Any]:
            text = record.text.replace(former, new.text or "") if former and new else record.text
            return {"limit": new, "text": text}

        _rewritten(editor, change, id_, fields, LIMIT)


def step(editor: Editor, change: Change) -> None:
    """Another place in the chain of a matter."""
    holder = editor.owner(change, change.get("of"))
    for id_ in editor.grant(change, holder):
        _rewritten(editor, change, id_, lambda record: {"step": change.get("to")}, STEP)


def holder(editor: Editor, change: Change) -> None:
    """A power to another holder."""
    former, to = editor.owner(change, change.get("from")), editor.owner(change, change.get("to"))
    if former == to:
        raise no_such(change, f"{editor.places.title(to)} holds this power already.")
    for id_ in editor.grant(change, former):
        give_over(editor, change, id_, to)


def give_over(editor: Editor, change: Change, id_: str, to: str) -> None:
    """One stated power to another holder."""
    duty = _duty_behind(editor, editor.world.records(id_)[0][1])
    if duty is not None:
        raise no_such(change, f"this power is read out of “{duty.text}”: move the duty.")
    hand_over(editor, change, id_, to, HOLDER)


def _limit(change: Change) -> Limit | None:
    text = change.get("to").strip()
    if not text:
        return None
    bounds = read_ladder([text], mere=True)[0]
    if bounds is None:
        raise no_such(change, f"{text!r} is no limit; write it as a document would.")
    return bounds.limit


def _duty_behind(editor: Editor, grant: Authority) -> Duty | None:
    """The duty out of which a power is read."""
    if grant.basis != "from_duty":
        return None
    return next(
        (
            duty
            for duty in editor.world.all(Duty)
            if duty.owner_id == grant.owner_id and fold(duty.text) == fold(grant.text)
        ),
        None,
    )


def _rewritten(
    editor: Editor, change: Change, id_: str, fields: Callable[[Authority], dict[str, Any]], aspect: str
) -> None:
    editor.world.edit(
        change,
        id_,
        lambda number, record: (
            editor.written(record, **fields(record), source=editor.world.source(change, number, record.source)),
        ),
        aspect,
    )
