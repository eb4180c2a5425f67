"""Operations on duties: give, drop, move, reword. What hangs on a duty goes with it: its metrics, and the powers that
are read out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import structs

from dutygraph.graph import identity
from dutygraph.graph.facts import AnyRecord, Authority, Duty, Metric, Source
from dutygraph.graph.scenario.editor import Editor, no_such
from dutygraph.graph.scenario.form import Change
from dutygraph.graph.text.folding import fold

OWNER, TEXT = "owner", "text"


def give(editor: Editor, change: Change) -> None:
    """A duty that nobody has yet, with the powers that are read out of it."""
    owner = editor.owner(change, change.get("to"))
    number = editor.world.home(owner)
    source = editor.world.source(change, number, quote=change.own)
    made = list(_read(editor, change, change.own, owner, source))
    held = {duty.id for duty in editor.world.all(Duty) if duty.owner_id in editor.places.alike(owner)}
    if any(record.id in held for record in made):
        raise no_such(change, f"{editor.places.title(owner)} has this duty already; reword or move it.")
    editor.world.add(change, number, *made)
    for record in made:
        editor.world.made(change, record.id, OWNER, TEXT)


def drop(editor: Editor, change: Change) -> None:
    """A duty that its owner has no longer."""
    for id_, duty in _claims(editor, change, change.get("from")):
        _take_along(editor, change, duty, None)
        editor.world.edit(change, id_, lambda number, record: (), OWNER, TEXT)


def move(editor: Editor, change: Change) -> None:
    """A duty to another owner."""
    to = editor.owner(change, change.get("to"))
    for id_, duty in _claims(editor, change, change.get("from")):
        if editor.places.main(duty.owner_id) == to:
            raise no_such(change, f"{editor.places.title(to)} has this duty already.")
        move_claim(editor, change, id_, to)


def move_claim(editor: Editor, change: Change, id_: str, to: str) -> None:
    """One claim to another owner."""
    duty: Duty = editor.world.records(id_)[0][1]
    moved = editor.written(duty, owner_id=to, mode=change.get("mode") or duty.mode)
    _take_along(editor, change, duty, moved)
    _hand_over(editor, change, id_, to, {"owner_id": to, "mode": moved.mode}, OWNER)


def reword(editor: Editor, change: Change) -> None:
    """A duty in other words, read as if it had stood so in the document."""
    for id_, duty in _claims(editor, change, change.get("of")):
        rewrite(editor, change, id_, duty, change.get("as"))


def rewrite(editor: Editor, change: Change, id_: str, duty: Duty, text: str) -> None:
    """One claim in other words."""
    read = list(_read(editor, change, text, duty.owner_id, duty.source))
    first = next((record for record in read if isinstance(record, Duty)), None)
    if first is None:
        raise no_such(change, f"{text!r} reads as no duty; say what is done.")
    old, new = (identity.duty_id(editor.organization, each) for each in (duty.text, first.text))
    if old != new:
        editor.world.rename(old, new)
    kept = {"area": duty.area, "metric": duty.metric, **_said_apart(editor, change, duty)}
    _take_along(editor, change, duty, editor.written(first, **kept))

    def made(number: int, record: Duty) -> Iterator[AnyRecord]:
        for each in _read(editor, change, text, duty.owner_id, editor.world.source(change, number, record.source)):
            if isinstance(each, Duty):
                yield editor.written(each, **kept)
            else:
                yield each

    editor.world.edit(change, id_, made, TEXT)


def _said_apart(editor: Editor, change: Change, duty: Duty) -> dict[str, Any]:
    """Mode and frequency that a duty has from elsewhere than its words: a chart's letter, a heading."""
    read = next((record for record in editor.read(duty.text) if isinstance(record, Duty)), duty)
    kept: dict[str, Any] = {}
    if duty.mode != read.mode and not change.get("mode"):
        kept["mode"] = duty.mode
    if duty.frequency != read.frequency:
        kept["frequency"] = duty.frequency
    return kept


def _claims(editor: Editor, change: Change, owner: str | None) -> list[tuple[str, Duty]]:
    """The claims on the duty that a change names, with a record of each."""
    found = editor.duty(change, change.own, editor.owner(change, owner) if owner else None)
    return [(id_, editor.world.records(id_)[0][1]) for id_ in found]


def _read(editor: Editor, change: Change, text: str, owner: str, source: Source) -> Iterator[Duty | Authority]:
    """The facts that a duty's text makes, as an owner's."""
    mode: Any = change.get("mode")
    for record in editor.read(text):
        fields: dict[str, Any] = {"owner_id": owner, "source": source}
        if mode and isinstance(record, Duty):
            fields["mode"] = mode
        yield editor.written(record, **fields)


def _take_along(editor: Editor, change: Change, duty: Duty, now: Duty | None) -> None:
    """Let metrics and powers of a claim follow it: to its new owner, to its new words, or away where `now` is None."""
    reworded = now is None or fold(now.text) != fold(duty.text)
    for id_ in editor.powers_of(duty):
        if reworded or now is None:
            editor.world.edit(change, id_, lambda number, record: ())
        else:
            _hand_over(editor, change, id_, now.owner_id, {"owner_id": now.owner_id})
    for id_ in editor.measures_of(duty.id):
        if now is None:
            editor.world.edit(change, id_, lambda number, record: ())
        else:
            _hand_over(editor, change, id_, now.owner_id, {}, measures=now)


def _hand_over(
    editor: Editor,
    change: Change,
    id_: str,
    owner: str,
    fields: dict[str, Any],
    *aspects: str,
    measures: Duty | None = None,
) -> None:
    """Write the records of a fact anew as an owner's: in their place where their document names the owner, else into
    the one that describes it."""
    elsewhere: list[tuple[int, AnyRecord]] = []
    homes = editor.world.homes(owner)

    def made(number: int, record: Any) -> Sequence[AnyRecord]:
        place = number if number in homes else homes[0]
        source = editor.world.source(change, place, record.source)
        if isinstance(record, Metric):
            new: AnyRecord = structs.replace(editor.measure(record, owner, measures), source=source)
        else:
            new = editor.written(record, **fields, source=source)
        if place == number:
            return (new,)
        elsewhere.append((place, new))
        return ()

    editor.world.edit(change, id_, made, *aspects)
    for place, record in elsewhere:
        editor.world.add(change, place, record)
        for aspect in aspects:
            editor.world.made(change, record.id, aspect)  # type: ignore[union-attr]


def hand_over(editor: Editor, change: Change, id_: str, owner: str, *aspects: str) -> None:
    """A fact of one owner to another."""
    _hand_over(editor, change, id_, owner, {"owner_id": owner}, *aspects)
